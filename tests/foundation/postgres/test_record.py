"""DATA/database.json: closed, whole or absent, never silently replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.record import NAME, DatabaseRecord, inside, read_record, write_record


@pytest.fixture
def record() -> DatabaseRecord:
    return DatabaseRecord.fresh(Path("/home/of/it"), Path("/sockets"))


def test_read_record_of_a_new_folder_is_none(tmp_path):
    assert read_record(tmp_path) is None


def test_a_record_comes_back_as_it_was_written(tmp_path, record):
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record


def test_a_record_is_closed_to_others(tmp_path, record):
    write_record(tmp_path, record)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_record_leaves_no_draft_behind(tmp_path, record):
    write_record(tmp_path, record)
    write_record(tmp_path, record.with_bootstrapped(2))
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_fresh_records_have_three_different_passwords(record):
    other = DatabaseRecord.fresh(Path("/home/of/it"), Path("/sockets"))
    made = [
        password
        for each in (record, other)
        for password in (each.superuser_password, each.owner_password, each.login_password)
    ]
    assert len(set(made)) == 6
    assert min(map(len, made)) >= 32


def test_a_record_does_not_show_its_passwords(record):
    assert record.superuser_password not in repr(record)
    assert record.login_password not in str(record)


def test_changes_make_a_new_record_and_keep_the_rest(record):
    changed = record.with_sockets(Path("/other")).with_bootstrapped(1)
    assert (changed.sockets, changed.bootstrapped) == ("/other", 1)
    assert changed.login_password == record.login_password
    assert record.bootstrapped == 0


@pytest.mark.parametrize(
    ("place", "noted"),
    [("/d/postgres", "postgres"), ("/d/a/b", "a/b"), ("/dd/x", "/dd/x"), ("/var/x", "/var/x")],
)
def test_places_inside_the_data_folder_are_noted_relative_to_it(place, noted):
    assert inside(Path("/d"), Path(place)) == Path(noted)
    assert Path("/d") / inside(Path("/d"), Path(place)) == Path(place)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"home": "/x"}', '{"home": 1, "surprise": 2}'])
def test_a_damaged_record_is_told_and_not_replaced(tmp_path, text):
    (tmp_path / NAME).write_text(text)
    with pytest.raises(DatabaseTrouble) as caught:
        read_record(tmp_path)
    assert "壊れています" in caught.value.text.ja
    assert (tmp_path / NAME).read_text() == text


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_record_of_somebody_else_is_told(tmp_path, record):
    write_record(tmp_path, record)
    (tmp_path / NAME).chmod(0)
    with pytest.raises(DatabaseTrouble) as caught:
        read_record(tmp_path)
    assert "may not read" in caught.value.text.en
