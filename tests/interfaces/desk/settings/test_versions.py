"""The versions of a pack: shipped ones and those written here, in their order, with who wrote them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.rule_packs import add_pack_version
from kikitori.interfaces.desk.settings.pack_form import NEW, mistakes_of, taken
from kikitori.interfaces.desk.settings.versions import Line, difference, versions_of
from kikitori.records.deadlines.models import RulePack
from kikitori.records.deadlines.pack_reader import line_of, shipped_packs, shipped_texts
from kikitori.records.people.actor import Actor
from tests.cast import Cast
from tests.interfaces.desk.settings.forms import COUNCIL, STANDARD, with_quantity
from tests.makers import FRIDAY


def keep(cast: Cast, text: str, note: str = "") -> None:
    add_pack_version(cast.actor("lead"), text, "x", note, FRIDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("pack", shipped_packs())
def test_shipped_pack_has_its_shipped_versions(pack: str) -> None:
    found = versions_of(pack)
    assert [version.number for version in found] == sorted(shipped_texts(pack))
    assert not any(version.is_own for version in found)
    assert all(version.text == shipped_texts(pack)[version.number] for version in found)


def test_own_versions_come_after_the_shipped_ones_with_who_when_and_why(cast: Cast) -> None:
    keep(cast, with_quantity(3), "早く")
    keep(cast, with_quantity(4))
    found = versions_of("jp-default")
    assert [(version.number, version.is_own) for version in found] == [(1, False), (1001, True), (1002, True)]
    assert [(version.by, version.note, version.at) for version in found] == [
        ("", "", None),
        (cast.lead.name, "早く", FRIDAY),
        (cast.lead.name, "", FRIDAY),
    ]


def test_version_of_the_command_line_was_written_by_nobody(cast: Cast) -> None:
    add_pack_version(Actor.system("command_line"), COUNCIL, "x", "", FRIDAY)
    assert [version.by for version in versions_of("council")] == [""]


@pytest.mark.django_db
@pytest.mark.parametrize("pack", ["nobody", "", "../x", "jp-default.1", "new"])
def test_unknown_pack_has_none(pack: str) -> None:
    assert versions_of(pack) == []


def test_many_versions_are_one_question(cast: Cast) -> None:
    for days in range(6, 16):
        keep(cast, with_quantity(days))
    with CaptureQueriesContext(connection) as asked:
        assert len(versions_of("jp-default")) == 11
    assert len(asked) == 1


# ---- what changed


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("", "", []),
        ("a\n", "a\n", []),
        ("a\n", "b\n", [Line("-", "a"), Line("+", "b")]),
        ("", "a\n", [Line("+", "a")]),
        ("a\n", "", [Line("-", "a")]),
        ("a\nb\n", "b\na\n", [Line("+", "b"), Line(" ", "a"), Line("-", "b")]),
        ("a", "a\n", []),
        ("-- a\n", "++ a\n", [Line("-", "-- a"), Line("+", "++ a")]),
        ("@@ a\n", "b\n", [Line("-", "@@ a"), Line("+", "b")]),
    ],
)
def test_difference_has_a_sign_for_each_line(before: str, after: str, lines: list[Line]) -> None:
    assert difference(before, after) == lines


def test_two_places_far_apart_have_a_mark_between_them() -> None:
    before = "".join(f"line {n}\n" for n in range(40))
    lines = difference(before, before.replace("line 2\n", "two\n").replace("line 35\n", "thirty-five\n"))
    assert [line.sign for line in lines].count("@") == 1
    assert len(lines) < 20


# ---- what keeps a text from being kept


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        (COUNCIL, "id", 1),
        ("# one\n# two\n" + COUNCIL, "id", 3),
        (COUNCIL, "rules", 9),
        (COUNCIL, "valid_to", None),
        ("{id: flow, version: 1}", "version", 1),
        ("- a list\n", "id", None),
        ("", "id", None),
        ("{", "id", None),
    ],
)
def test_line_of_a_field_is_found_where_there_is_one(text: str, field: str, line: int | None) -> None:
    found = line_of(text, field)
    assert (found is None) == (line is None)
    if field != "rules":
        assert found == line


@pytest.mark.django_db
def test_good_texts_have_no_mistakes() -> None:
    assert mistakes_of(COUNCIL, None) == []
    newest = versions_of("jp-default")[-1]
    assert mistakes_of(with_quantity(3), newest) == []
    assert mistakes_of(STANDARD, newest) == []


@pytest.mark.django_db
@pytest.mark.parametrize("pack", [*shipped_packs(), NEW])
def test_id_that_is_not_free_is_one_mistake_with_its_line(pack: str) -> None:
    (mistake,) = mistakes_of(COUNCIL.replace("id: council", f"id: {pack}"), None)
    assert mistake.excerpt == f"id: {pack}"
    assert "1" in mistake.place


def test_same_pack_once_more_is_no_mistake_but_another_text_is(cast: Cast) -> None:
    keep(cast, COUNCIL)
    assert mistakes_of(COUNCIL, None) == []
    assert mistakes_of(COUNCIL.replace("version: 1", "version: 9"), None) == []
    assert len(mistakes_of(COUNCIL.replace("quantity: 14", "quantity: 15"), None)) == 1
    RulePack.objects.all().delete()
    assert mistakes_of(COUNCIL.replace("quantity: 14", "quantity: 15"), None) == []


def test_what_is_taken_points_to_the_id() -> None:
    (mistake,) = taken("# x\n" + COUNCIL)
    assert mistake.excerpt == "id: council"


@pytest.mark.django_db
def test_mistakes_in_the_text_come_before_those_of_its_name() -> None:
    text = COUNCIL.replace("id: council", "id: jp-default").replace("quantity: 14", "quantity: 0")
    assert [mistake.excerpt[:12] for mistake in mistakes_of(text, None)] == ["- {id: heari"]
