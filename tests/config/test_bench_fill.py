"""Filling for measuring goes into folders of its own, and nothing is ever added to a site of real people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from psycopg.errors import ForeignKeyViolation

from kikitori.config import bench_fill, filling
from kikitori.config.bench_fill import NOTE, fill, may_grow, own_folder, references_checked_at_the_end
from kikitori.config.environment import load
from kikitori.config.trouble import USAGE, Trouble

URL = "postgresql://u:p@db.example/kikitori"


def site(data: Path, *notes: str, **more: object):
    for note in notes:
        (data / note).write_text('{"sign_ins": []}')
    return load(**{"data": data, "database_url": None, "database_owner_url": None, "demo": False, **more})


@pytest.mark.parametrize(
    ("notes", "more", "grows"),
    [
        ((), {}, False),
        ((NOTE,), {}, True),
        ((filling.NOTE,), {}, True),
        ((), {"demo": True}, True),
        # What lies in the folder says nothing about a database elsewhere.
        ((NOTE,), {"database_url": URL}, False),
        ((filling.NOTE,), {"database_url": URL}, False),
        ((NOTE,), {"database_url": URL, "demo": True}, True),
    ],
)
def test_only_what_was_made_up_is_given_more(tmp_path, notes, more, grows):
    assert may_grow(site(tmp_path, *notes, **more)) is grows


@pytest.mark.parametrize("there", [None, "empty", "begun", "filled"])
def test_a_new_an_empty_or_an_own_folder_is_taken(tmp_path, there):
    data = tmp_path / "bench"
    if there:
        data.mkdir()
    if there in ("begun", "filled"):
        (data / NOTE).write_text(
            json.dumps({"complaints": 5, **({"made": "2026"} if there == "filled" else {})})
        )
        (data / "database.json").write_text("{}")
    assert own_folder(str(data)) == data
    assert data.is_dir()


@pytest.mark.parametrize("lying_there", ["database.json", "demo.json", "notes.txt", ".hidden"])
def test_a_folder_with_anything_in_it_is_left_alone(tmp_path, lying_there):
    (tmp_path / lying_there).write_text("{}")
    with pytest.raises(Trouble) as refusal:
        fill(str(tmp_path), 5, "ja")
    assert refusal.value.code == USAGE
    assert "--data" in refusal.value.text.in_("ja")
    assert [path.name for path in tmp_path.iterdir()] == [lying_there]


def test_without_a_folder_the_usual_one_is_not_taken():
    with pytest.raises(Trouble):
        fill(None, 5, "en")


def test_a_filled_folder_is_not_filled_again(tmp_path, capsys):
    note = json.dumps({"complaints": 5, "made": "2026-11-23T00:00:00+00:00"})
    (tmp_path / NOTE).write_text(note)
    fill(str(tmp_path), 100_000, "en")
    assert (tmp_path / NOTE).read_text() == note
    assert [path.name for path in tmp_path.iterdir()] == [NOTE]
    assert capsys.readouterr() == ("", "")


def test_the_statements_are_part_of_what_is_installed():
    stories, complaints = (each.read_text("utf-8") for each in bench_fill.STATEMENTS)
    assert stories.count("create temporary table stories ") == 1
    assert complaints.count("insert into records_complaint ") == 1


def references() -> list[tuple[str, str, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated from pg_constraint"
            " where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2"
        )
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.as_owner
def test_references_are_the_same_afterwards_and_were_looked_at():
    before = references()
    assert len(before) > 100
    connection.ensure_connection()
    with references_checked_at_the_end(connection.connection):
        assert references() == []
    assert references() == before
    assert all(looked_at for *_, looked_at in before)


@pytest.mark.django_db
@pytest.mark.as_owner
def test_what_refers_to_nothing_is_noticed_at_the_end():
    connection.ensure_connection()
    written = "insert into records_safetyanswer (complaint_id, question, answer, answered_at) values (7, 'fire', 'no', now())"
    with pytest.raises(ForeignKeyViolation), references_checked_at_the_end(connection.connection):
        connection.connection.execute(written)
