"""Promises, clocks and closures as rows: what they refuse, in which order they come, how a clock stands at any moment."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.models import Clock, Closure, Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.deadlines.why_kept import kept_why
from tests.makers import FRIDAY
from tests.records import rows

HOUR = timedelta(hours=1)


def promise(**changes: Any) -> Promise:
    values = {"kind": "decision", "due_at": FRIDAY + 20 * HOUR, "made_at": FRIDAY}
    return Promise.objects.create(
        **{"complaint": changes.pop("complaint", None) or rows.complaint()} | values | changes
    )


def clock(**changes: Any) -> Clock:
    values = {
        "kind": "decision",
        "rule": "jp-default/1/decision",
        "started_at": FRIDAY,
        "due_at": FRIDAY + 10 * HOUR,
    }
    return Clock.objects.create(
        **{"complaint": changes.pop("complaint", None) or rows.complaint()} | values | changes
    )


# ---- promises


@pytest.mark.django_db
def test_promise_is_open_until_somebody_settles_it() -> None:
    made = Promise.objects.get(pk=promise().pk)
    assert (made.state, made.is_open, made.kept_at, made.replaced_by) == ("open", True, None, None)
    assert (made.why, made.rule, made.note, made.reason) == ([], "", "", "")
    assert kept_why(made.why) == ()


@pytest.mark.parametrize("state", list(PromiseState))
def test_only_an_open_promise_is_still_to_be_kept(state: PromiseState) -> None:
    assert Promise(state=state.value).is_open is (state is PromiseState.OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["due_at", "made_at", "kind", "complaint", "why"])
def test_promise_without_a_date_or_a_person_is_none(field: str) -> None:
    made = promise()
    with rows.must_refuse(field):
        Promise.objects.filter(pk=made.pk).update(**{field: None})


@pytest.mark.django_db
def test_promise_stands_in_for_one_other_alone() -> None:
    new, old = promise(), promise()
    old.replaced_by, old.state = new, "replaced"
    old.save()
    assert new.replaces == old
    other = promise()
    with rows.must_refuse("replaced_by"):
        Promise.objects.filter(pk=other.pk).update(replaced_by=new)
    with rows.must_be_kept_for("Promise"):
        new.delete()


@pytest.mark.django_db
def test_promises_come_in_the_order_of_their_dates_then_of_their_making() -> None:
    complaint = rows.complaint()
    late, early, same = (promise(complaint=complaint, due_at=FRIDAY + hours * HOUR) for hours in (30, 10, 30))
    assert list(complaint.promises.all()) == [early, late, same]


@pytest.mark.django_db
def test_note_of_a_promise_is_never_cut() -> None:
    assert promise(note="請" * 300).note == "請" * 300
    with rows.must_not_fit():
        promise(note="請" * 301)


@pytest.mark.parametrize("word", [*PromiseKind, *PromiseState])
def test_code_of_a_promise_fits_into_its_column(word: str) -> None:
    column = "kind" if isinstance(word, PromiseKind) else "state"
    assert len(word) <= (Promise._meta.get_field(column).max_length or 0)


@pytest.mark.django_db
def test_promises_and_clocks_go_with_their_complaint_and_say_their_day_in_a_log() -> None:
    made, running = promise(), clock()
    assert (str(made), str(running)) == ("decision 2026-11-21", "decision 2026-11-21")
    made.complaint.delete()
    running.complaint.delete()
    assert not Promise.objects.exists()
    assert not Clock.objects.exists()


# ---- clocks


DUE = FRIDAY + 10 * HOUR


@pytest.mark.parametrize(
    ("facts", "at", "state"),
    [
        ({}, FRIDAY, "running"),
        ({}, DUE, "running"),
        ({}, DUE + timedelta(microseconds=999_999), "running"),
        ({}, DUE + timedelta(seconds=1), "breached"),
        ({"warn_from": FRIDAY + 5 * HOUR}, FRIDAY + 5 * HOUR, "warned"),
        ({"warn_from": FRIDAY + 5 * HOUR}, FRIDAY + 5 * HOUR - timedelta(seconds=1), "running"),
        ({"warn_from": FRIDAY + 5 * HOUR, "due_soon_from": FRIDAY + 8 * HOUR}, FRIDAY + 9 * HOUR, "due_soon"),
        ({"met_at": FRIDAY + HOUR}, FRIDAY, "running"),
        ({"met_at": FRIDAY + HOUR}, FRIDAY + HOUR, "met"),
        ({"met_at": DUE}, DUE + 99 * HOUR, "met"),
        ({"met_at": DUE + HOUR}, DUE + 99 * HOUR, "met_late"),
        ({"met_at": DUE + HOUR}, DUE + timedelta(minutes=30), "breached"),
        ({"cancelled_at": FRIDAY + HOUR}, DUE + 99 * HOUR, "cancelled"),
        ({"cancelled_at": DUE + HOUR}, DUE + 99 * HOUR, "breached"),
    ],
)
def test_clock_stands_as_its_row_and_the_moment_say(
    facts: dict[str, datetime], at: datetime, state: str
) -> None:
    row = Clock(kind="decision", due_at=DUE, started_at=FRIDAY, **facts)
    assert row.state_at(at) is ClockState(state)


@pytest.mark.django_db
def test_clocks_come_in_the_order_of_their_dates() -> None:
    complaint = rows.complaint()
    late, early = (clock(complaint=complaint, due_at=FRIDAY + hours * HOUR) for hours in (9, 3))
    assert list(complaint.clocks.all()) == [early, late]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["rule", "due_at", "started_at"])
def test_clock_without_a_rule_or_a_date_is_none(field: str) -> None:
    made = clock()
    with rows.must_refuse(field):
        Clock.objects.filter(pk=made.pk).update(**{field: None})


# ---- closures


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "taken"),
    [
        (date(2026, 8, 12), date(2026, 8, 14), True),
        (date(2026, 8, 12), date(2026, 8, 12), True),
        (date(2026, 12, 29), date(2027, 1, 3), True),
        (date(2026, 8, 12), date(2026, 8, 11), False),
        (date(2027, 1, 3), date(2026, 12, 29), False),
    ],
)
def test_closure_ends_on_the_day_it_begins_or_later(first: date, last: date, taken: bool) -> None:
    values: dict[str, Any] = {
        "name_ja": "夏季休業",
        "name_en": "Summer closure",
        "first": first,
        "last": last,
    }
    if taken:
        assert str(Closure.objects.create(**values)) == "夏季休業"
        return
    with rows.must_refuse("closure_ends_after_it_begins"):
        Closure.objects.create(**values)


@pytest.mark.django_db
def test_closure_is_for_once_unless_it_says_yearly() -> None:
    values: dict[str, Any] = {
        "name_ja": "休",
        "name_en": "x",
        "first": date(2026, 8, 12),
        "last": date(2026, 8, 14),
    }
    assert Closure.objects.create(**values).yearly is False
