"""Drafts that a crash left behind are forgotten; what is being written, and what is kept, is not."""

from __future__ import annotations

import os
from pathlib import Path

from kikitori.foundation.storage import FolderStore

DAY = 86_400.0


def test_drafts_of_the_day_before_yesterday_are_forgotten_and_nothing_else(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert store.forget_drafts(older_than=DAY) == 0
    kept = store.put([b"kept"])
    old, new = tmp_path / "drafts" / "old", tmp_path / "drafts" / "new"
    for each in (old, new):
        each.write_bytes(b"half")
    os.utime(old, (old.stat().st_atime, old.stat().st_mtime - 2 * DAY))
    assert store.forget_drafts(older_than=DAY) == 1
    assert (old.exists(), new.exists()) == (False, True)
    with store.opened(kept.digest) as found:
        assert bytes(found[:]) == b"kept"
