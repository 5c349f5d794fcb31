"""What was done already is believed only if code and database both say so."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kikitori.config import stamps

NOWHERE = "postgresql://u@/d?host=/nowhere"


@pytest.fixture
def address(transactional_db) -> str:
    """The address of the test database, as the run-time login would have it."""
    settings = connection.settings_dict
    return (
        f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={settings['HOST']}"
    )


def test_a_new_folder_was_never_migrated(tmp_path, address):
    assert not stamps.is_migrated(tmp_path, address)


def test_what_was_noted_is_believed(tmp_path, address):
    stamps.note_migrated(tmp_path, address)
    assert stamps.is_migrated(tmp_path, address)


def test_other_code_is_noticed(tmp_path, address, package):
    stamps.note_migrated(tmp_path, address)
    (package / "records/migrations/0002_b.py").touch()
    assert not stamps.is_migrated(tmp_path, address)


@pytest.mark.as_owner
def test_another_state_of_the_database_is_noticed(tmp_path, address):
    """As after a restored backup."""
    stamps.note_migrated(tmp_path, address)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values ('records', '9999_later', now())"
        )
        try:
            assert not stamps.is_migrated(tmp_path, address)
        finally:
            cursor.execute("delete from django_migrations where name = '9999_later'")


def test_a_database_out_of_reach_is_not_taken_for_migrated(tmp_path, address):
    stamps.note_migrated(tmp_path, address)
    assert not stamps.is_migrated(tmp_path, NOWHERE)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"'])
def test_a_damaged_note_counts_for_nothing(tmp_path, address, text):
    (tmp_path / stamps.NAME).write_text(text)
    assert not stamps.is_migrated(tmp_path, address)
    stamps.note_migrated(tmp_path, address)
    assert stamps.is_migrated(tmp_path, address)


def test_one_note_leaves_the_other_alone(tmp_path, address):
    (tmp_path / "static").mkdir()
    stamps.note_static(tmp_path)
    stamps.note_migrated(tmp_path, address)
    assert stamps.has_static(tmp_path)
    assert stamps.is_migrated(tmp_path, address)


def test_notes_made_at_once_are_both_kept(tmp_path):
    """A first start migrates and gathers side by side."""
    with ThreadPoolExecutor(2) as both:
        for each in map(str, range(100)):
            list(both.map(lambda name, each=each: stamps._write(tmp_path, {name: each}), ("code", "static")))
            assert stamps._read(tmp_path) == {"code": each, "static": each}


def test_static_files_that_are_gone_are_noticed(tmp_path):
    stamps.note_static(tmp_path)
    assert not stamps.has_static(tmp_path)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A tiny copy of the source tree."""
    root = tmp_path / "kikitori"
    for name in ("config/grants.py", "records/migrations/0001_a.py", "interfaces/look/static/look/a.css"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("a")
    monkeypatch.setattr(stamps, "PACKAGE", root)
    return root


@pytest.mark.parametrize(
    "change", ["config/grants.py", "records/migrations/0001_a.py", "records/migrations/0002_b.py"]
)
def test_code_digest_follows_migrations_and_grants(package, change):
    before = stamps.code_digest()
    (package / change).write_text("b")
    assert stamps.code_digest() != before


def test_code_digest_follows_the_name_of_a_migration(package):
    before = stamps.code_digest()
    (package / "records/migrations/0001_a.py").rename(package / "records/migrations/0001_b.py")
    assert stamps.code_digest() != before


def test_code_digest_does_not_follow_the_rest(package):
    before = stamps.code_digest()
    (package / "records/models.py").write_text("b")
    assert stamps.code_digest() == before


def test_code_digest_follows_the_libraries_with_tables_of_their_own(package, monkeypatch):
    before = stamps.code_digest()
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "99")
    assert stamps.code_digest() != before


def test_static_digest_follows_every_file(package):
    before = stamps.static_digest()
    style = package / "interfaces/look/static/look/a.css"
    os.utime(style, ns=(1, 1))
    changed = stamps.static_digest()
    assert changed != before
    (style.parent / "b.css").touch()
    assert stamps.static_digest() != changed
