"""Promises as the panel tells them: what is still waited for, what is past, how the days were counted."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from kikitori.interfaces.desk.complaint.owed import PromiseFact, owed_of
from kikitori.records.deadlines.counting import due_to_tell
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.why_kept import keep_why, kept_why
from tests.interfaces.desk.complaint.on_paper import JAPAN, NOON, clock, hours, on_paper, promise

PACK = built_in_pack("jp-default")
STANDING = on_paper()


def counted(rule: str) -> Promise:
    """A promise as a step would make it today."""
    told = due_to_tell(PACK.rule(rule), NOON, NOON, STANDING.calendar)
    return promise("decision", why=keep_why(told.why))


#: (state, kept, replaced) → (is it waited for?, has it ended?)
STATES = {
    ("open", None, None): (True, False),
    ("missed", None, None): (True, False),
    ("missed", hours(1), None): (False, False),
    ("missed", None, 4): (False, True),
    ("kept", hours(-1), None): (False, False),
    ("replaced", None, 4): (False, True),
    ("cancelled", None, None): (False, True),
}


@pytest.mark.parametrize(("state", "kept", "replaced"), STATES)
def test_promise_is_waited_for_until_kept_ended_or_replaced(
    state: str, kept: datetime | None, replaced: int | None
) -> None:
    row = promise(state=state, kept_at=kept, replaced_by_id=replaced)
    waited, ended = STATES[state, kept, replaced]
    assert row.is_unkept == PromiseFact(row).is_owed == waited
    assert PromiseFact(row).is_ended == ended


def test_next_is_what_is_due_first_or_overdue_longest() -> None:
    rows = [
        promise("decision", -30, "missed"),
        promise("progress", 5),
        promise("acknowledgement", -40, "kept"),
    ]
    rows.sort(key=lambda row: row.due_at)
    owed = owed_of(on_paper(promises=rows))
    assert owed.next is not None
    assert owed.next.row.kind == "decision"
    assert [fact.row.kind for fact in owed.waited_for] == ["decision", "progress"]
    assert owed_of(on_paper(promises=[promise(state="kept")])).next is None


def test_all_that_is_waited_for_and_the_last_six_others_are_in_sight() -> None:
    past = [promise("progress", -100 + n, "kept", kept_at=NOON) for n in range(9)]
    owed = owed_of(on_paper(promises=[promise("call_back", -200), *past, promise("decision", 50)]))
    assert [fact.row.due_at for fact in owed.long_past] == [row.due_at for row in past[:3]]
    assert [fact.row.pk for fact in owed.in_sight] == [
        promise("call_back", -200).pk, *(row.pk for row in past[3:]), promise("decision", 50).pk
    ]  # fmt: skip


def test_few_past_promises_are_all_in_sight() -> None:
    owed = owed_of(on_paper(promises=[promise("progress", -9, "kept", kept_at=NOON)]))
    assert (len(owed.in_sight), owed.long_past) == (1, [])


@pytest.mark.parametrize(
    ("due", "minutes"),
    [(1, 60), (5, 300), (21, 300 + 60), (71, 300 + 480 + 480 + 120), (73, None), (-1, None), (0, None)],
)
def test_working_time_is_counted_for_what_is_near(due: int, minutes: int | None) -> None:
    owed = owed_of(on_paper(promises=[promise("decision", due), promise("follow_up", due + 1)]))
    found = [fact.working_minutes for fact in owed.promises]
    assert found[1] is None
    if minutes is None:
        assert found[0] is None
    else:
        assert found[0] is not None
        assert 0 < found[0] <= due * 60


def test_days_are_told_in_the_readers_language_and_add_up() -> None:
    fact = PromiseFact(counted("first-answer"))
    with translation.override("ja"):
        ja, why = fact.days, fact.why
    with translation.override("en"):
        en, reason = fact.days, fact.why
    assert [counted for _day, counted, _reason in ja] == [counted for _day, counted, _reason in en]
    assert ja[0][0] == "11月24日（火）"
    assert en[0][0] == "Tuesday 24 November"
    assert sum(counted for _day, counted, _reason in ja) == 5
    assert all(day in why for day in ("土曜", "日曜"))
    assert "土曜" not in reason
    assert any(not counted and reason.startswith("土曜") for _day, counted, reason in ja)


def test_day_that_was_agreed_has_no_count() -> None:
    fact = PromiseFact(promise("call_back", why=[]))
    with translation.override("ja"):
        assert (fact.days, fact.why) == ([], "")


def test_deadlines_of_the_rules_are_told_with_their_state() -> None:
    rows = [
        clock(due=400),
        clock("first_answer", due=-1),
        clock(due=-5, met_at=hours(-6)),
        clock(cancelled_at=NOON),
    ]
    with translation.override("ja"):
        owed = owed_of(on_paper(clocks=rows))
        words = [(str(fact.kind), str(fact.state_word), fact.is_late) for fact in owed.clocks]
    assert words[0][::2] == ("結論のお知らせ", False)
    assert words[1] == ("first_answer", "超過", True)
    assert [late for _kind, _state, late in words] == [False, True, False, False]


def drawn(days: list[tuple[str, bool, str]]) -> str:
    """The rows of the table."""
    return Template("{% load case %}{{ days|counted_days }}").render(Context({"days": days}))


def test_counted_day_has_a_tick_and_the_other_is_quiet() -> None:
    html = drawn([("11月24日（火）", True, "1営業日目"), ("11月28日（土）", False, "土曜日")])
    assert html.count("<tr>") == 2
    first, second = html.split("</tr>")[:2]
    assert "#check" in first
    assert 'class="quiet"' not in first
    assert "#check" not in second
    assert '<span class="quiet">土曜日</span>' in second


def test_name_of_a_closure_is_text_in_the_table() -> None:
    html = drawn([("<b>", False, "<script>alert(1)</script>"), ("&", True, "'\"<i>")])
    for tag in ("<b>", "<script>", "<i>"):
        assert tag not in html
    assert drawn([]) == ""


def test_whole_promise_is_drawn_with_its_days_and_its_note() -> None:
    with translation.override("ja"), timezone.override(JAPAN):
        template = Template('{% include "desk/complaint/_why.html" %}')
        html = template.render(Context({"fact": PromiseFact(counted("decision"))}))
        noted = template.render(
            Context({"fact": PromiseFact(promise("call_back", note="<請求書の件>", why=[]))})
        )
        nothing = template.render(Context({"fact": PromiseFact(promise("call_back", why=[]))}))
    assert "なぜこの日？" in html
    assert html.count("#check") == sum(day.counted for day in kept_why(counted("decision").why))
    assert "&lt;請求書の件&gt;" in noted
    assert "<table" not in noted
    assert nothing.strip() == ""
