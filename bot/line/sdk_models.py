"""The message models of line-bot-sdk, loaded once a process, on the first check, and as little as can be.

`import linebot.v3.messaging.models` also runs the package files above it, which bring in the old API,
requests, aiohttp and every client: 65 MB and 1.0 s here. The models themselves need only pydantic.v1: 18 MB and 0.3 s.
So the packages above them are stood in for by empty ones while the models load.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import threading
import types
from typing import Any

_ABOVE = (("linebot", ""), ("linebot.v3", "v3"), ("linebot.v3.messaging", "v3/messaging"))
_MODELS = "linebot.v3.messaging.models"
_lock = threading.Lock()
_loaded: Any = None


def models() -> Any:
    """The package `linebot.v3.messaging.models`. Raises ImportError where the SDK is not installed."""
    global _loaded
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = _load()
    return _loaded


def _load() -> Any:
    if _MODELS in sys.modules:
        return sys.modules[_MODELS]
    spec = importlib.util.find_spec("linebot")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders or "linebot" in sys.modules:
        return importlib.import_module(_MODELS)
    for name, below in _ABOVE:
        stand_in = types.ModuleType(name)
        stand_in.__path__ = [os.path.join(folder, below) for folder in folders]
        sys.modules[name] = stand_in
        parent, _, child = name.rpartition(".")
        if parent:  # the models find each other by attribute, from `linebot` down
            setattr(sys.modules[parent], child, stand_in)
    try:
        found = importlib.import_module(_MODELS)
    except ImportError:  # a later SDK whose models need more of the packages above: take all of it
        found = None
    finally:
        # whoever imports the SDK's packages later gets the real ones
        for name, _ in _ABOVE:
            del sys.modules[name]
    if found is None:
        for name in [n for n in sys.modules if n.startswith(_MODELS)]:
            del sys.modules[name]
        found = importlib.import_module(_MODELS)
    return found
