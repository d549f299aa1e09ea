"""What is acknowledged is never lost and nothing is done twice, whatever is killed."""

from __future__ import annotations

import os

import chaos
import pytest


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_by_200_kills() -> None:
    """kill -9 of worker, web, store, clock and all at once, at random moments under load: every acknowledged event
    is one note, in no case two; no event is answered twice; each chat is answered in order; none is given up."""
    found = chaos.run(int(os.environ.get("LIKHIT_KILLS", "200")), per_second=30)
    assert found.good, found
    assert found.notes == found.acknowledged
    assert found.acknowledged > 1000
