"""The site's secret key: made once, closed, rotated by a line on top."""

from __future__ import annotations

import os
import stat
import threading

import pytest

from kikitori.config.secret_key import NAME, secret_keys
from kikitori.config.trouble import Trouble


def test_the_first_start_makes_a_key_that_only_we_can_read(tmp_path):
    (key,) = secret_keys(tmp_path)
    assert len(key) >= 50
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_the_key_stays(tmp_path):
    assert secret_keys(tmp_path) == secret_keys(tmp_path)


def test_two_sites_have_different_keys(tmp_path):
    assert secret_keys(tmp_path / "a") != secret_keys(tmp_path / "b")


def test_processes_that_start_at_once_agree(tmp_path):
    """Threads stand for processes here: what decides is one link(2)."""
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(secret_keys(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({tuple(keys) for keys in found}) == 1
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_key_is_rotated_by_a_new_line_on_top(tmp_path):
    (old,) = secret_keys(tmp_path)
    new = "n" * 50
    (tmp_path / NAME).write_text(f"{new}\n{old}\n\n")
    assert secret_keys(tmp_path) == [new, old]


@pytest.mark.parametrize("text", ["", "\n", "short\n", f"{'g' * 50}\nshort\n"])
def test_a_key_that_is_missing_or_short_is_refused(tmp_path, text):
    (tmp_path / NAME).write_text(text)
    with pytest.raises(Trouble) as caught:
        secret_keys(tmp_path)
    assert NAME in caught.value.text.ja


def test_a_key_that_is_no_text_is_refused(tmp_path):
    (tmp_path / NAME).write_bytes(b"\xff" * 60)
    with pytest.raises(Trouble):
        secret_keys(tmp_path)


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble) as caught:
        secret_keys(tmp_path / "file" / "data")
    assert "--data" in caught.value.text.ja


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_key_of_somebody_else_is_told(tmp_path):
    secret_keys(tmp_path)
    (tmp_path / NAME).chmod(0)
    with pytest.raises(Trouble):
        secret_keys(tmp_path)
