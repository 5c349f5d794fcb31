"""What was set, by whom, from what into what: kept in a table that run time can only add to."""

import pytest
from django.db import ProgrammingError, transaction

from kikitori.casework.settings_kept import RUN, newest_change, note_change
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting
from tests.cast import Cast
from tests.makers import FRIDAY


def test_change_says_who_when_and_both_values(cast: Cast) -> None:
    kept = note_change(cast.actor("lead"), Setting.LADDER, [{"number": 1}], [], FRIDAY)
    assert kept is not None
    row = SettingChange.objects.get(pk=kept.pk)
    assert (row.kind, row.by, row.at) == ("ladder", cast.lead, FRIDAY)
    assert (row.before, row.after) == ([{"number": 1}], [])


def test_what_did_not_change_is_not_written_down(cast: Cast) -> None:
    assert note_change(cast.actor("lead"), Setting.LADDER, [1], [1], FRIDAY) is None
    assert not SettingChange.objects.exists()


@pytest.mark.usefixtures("cast")
def test_newest_change_is_counted_by_kind() -> None:
    assert newest_change(Setting.LADDER) == 0
    first = note_change(Actor.system("set up"), Setting.LADDER, [], [1], FRIDAY)
    note_change(Actor.system("set up"), Setting.ABSENCE, {}, {"staff": 2}, FRIDAY)
    assert first is not None
    assert first.by is None
    assert newest_change(Setting.LADDER) == first.pk


@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_line_once_written_cannot_be_changed_or_deleted(cast: Cast, attempt: str) -> None:
    note_change(cast.actor("lead"), Setting.LADDER, [], [1], FRIDAY)
    rows = SettingChange.objects.all()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows.update(after=[]) if attempt == "update" else rows.delete()
    assert SettingChange.objects.get().after == [1]


def test_line_of_a_run_sets_nothing(cast: Cast) -> None:
    set_first = note_change(cast.actor("lead"), Setting.CALENDAR, {}, {"week": []}, FRIDAY)
    note_change(Actor.system("recount"), Setting.CALENDAR, {}, {RUN: "done", "clocks": 0}, FRIDAY)
    assert set_first is not None
    assert newest_change(Setting.CALENDAR) == set_first.pk


def test_lists_and_tables_are_kept_as_they_are(cast: Cast) -> None:
    for before, after in (([], [{"a": 1}]), ({}, {"a": [1, "二", None]}), ({"a": True}, {})):
        note_change(cast.actor("lead"), Setting.LADDER, before, after, FRIDAY)
    kept = [(row.before, row.after) for row in SettingChange.objects.order_by("id")]
    assert kept == [([], [{"a": 1}]), ({}, {"a": [1, "二", None]}), ({"a": True}, {})]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("kind", list(Setting))
def test_every_kind_can_be_noted_and_read(kind: Setting) -> None:
    note_change(Actor.system("set up"), kind, {}, {"x": 1}, FRIDAY)
    assert newest_change(kind) == SettingChange.objects.get(kind=kind.value).pk
