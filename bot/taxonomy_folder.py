"""The taxonomies of a process: read once, and again when an officer changed the file."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot.logs import log
from knowledge.classifier import Classifier
from knowledge.taxonomy import Taxonomy, TaxonomyError, path_of, read

_Stamp = tuple[Path, int, int]


@lru_cache(maxsize=8)
def _as_it_stands(path: Path, _changed: int, _size: int) -> Classifier:
    """The classifier of a file as it stood then: reading one costs tenths of a second and some MB."""
    return Classifier(read(path))


@dataclass
class Taxonomies:
    """The taxonomies and their classifiers. A file that was changed is taken from the next note on; one that can't be
    read any more is logged, and what it said before stands."""

    folder: Path
    """Where an office's own taxonomies lie, beside those that come with the product."""
    _read: dict[str, tuple[_Stamp, Classifier]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def taxonomy(self, taxonomy_id: str) -> Taxonomy:
        """The set of this id; the same object as long as its file stays the same. Raises TaxonomyError."""
        return self.classifier(taxonomy_id).taxonomy

    def classifier(self, taxonomy_id: str) -> Classifier:
        """The classifier of a set as it stands, without what an office learnt. Raises TaxonomyError."""
        with self._lock:
            before = self._read.get(taxonomy_id)
            try:
                path = path_of(taxonomy_id, self.folder)
                about = path.stat()
                stamp = (path, about.st_mtime_ns, about.st_size)
                if before and before[0] == stamp:
                    return before[1]
                found = _as_it_stands(*stamp)
            except (TaxonomyError, OSError):
                if before is None:
                    raise
                log("taxonomy_unreadable", taxonomy=taxonomy_id)
                return before[1]
            self._read[taxonomy_id] = (stamp, found)
            return found
