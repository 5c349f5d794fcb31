"""What a run has changed, in words; and what stands about it on the pages of the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kikitori.casework.calendar import ClosureGiven, add_closure
from kikitori.casework.recount import ask_for_recount, recount_house
from kikitori.interfaces.desk.settings.recount_words import RecountOffer, outcome, recount_offer
from kikitori.records.people.actor import Actor
from tests.cast import Cast


def after(**numbers: int) -> dict[str, Any]:
    return {"complaints": 0, "clocks": 0, "looked_at": 0, "left": 0, **numbers}


@pytest.mark.parametrize(
    ("numbers", "ja", "en"),
    [
        ({"looked_at": 3}, ["期日が変わった期限はありませんでした。", "3件の期限を確かめました。"],
         ["Every deadline came out the same.", "3 deadlines were looked at."]),
        ({"complaints": 1, "clocks": 1, "looked_at": 1}, ["苦情1件の期限1件の期日が変わりました。", "1件の期限を確かめました。"],
         ["1 deadline of 1 complaint got another date.", "1 deadline was looked at."]),
        ({"complaints": 2, "clocks": 5, "looked_at": 9}, ["苦情2件の期限5件の期日が変わりました。", "9件の期限を確かめました。"],
         ["5 deadlines of 2 complaints got another date.", "9 deadlines were looked at."]),
    ],
)  # fmt: skip
def test_outcome_is_told_in_both_languages(numbers: dict[str, int], ja: list[str], en: list[str]) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert list(outcome(after(**numbers))) == said


@pytest.mark.parametrize(
    ("left", "language", "said"),
    [
        (1, "ja", "苦情1件は数え直せませんでした。"),
        (1, "en", "1 complaint could not be counted anew."),
        (4, "en", "4 complaints could not be counted anew."),
    ],
)
def test_what_is_left_is_said_last_with_what_to_do(left: int, language: str, said: str) -> None:
    with translation.override(language):
        assert list(outcome(after(left=left)))[-1].startswith(said)


def offer(cast: Cast, role: str = "lead") -> RecountOffer:
    return recount_offer(cast.actor(role))


def change(cast: Cast, days: int = 3) -> None:
    day = timezone.localdate() + timedelta(days=days)
    add_closure(cast.actor("lead"), ClosureGiven(name_ja="休", name_en="off", first=day), now=timezone.now())


def ask(cast: Cast) -> None:
    ask_for_recount(cast.actor("lead"), reason="台風", now=timezone.now())


def run() -> None:
    assert recount_house(Actor.system("recount"), now=timezone.now())


def test_untouched_house_has_nothing_due(cast: Cast) -> None:
    found = offer(cast)
    assert (found.due, found.waits, found.presses, found.outcome, found.who, found.reason) == (
        False, False, False, [], "", "",
    )  # fmt: skip


def test_changed_calendar_makes_it_due_until_it_was_counted_anew(cast: Cast) -> None:
    change(cast)
    assert offer(cast).due
    ask(cast)
    assert (offer(cast).due, offer(cast).waits, offer(cast).presses) == (False, True, True)
    run()
    assert (offer(cast).due, offer(cast).waits, offer(cast).presses) == (False, False, False)
    change(cast, days=4)
    assert (offer(cast).due, offer(cast).presses) == (True, True)


def test_change_made_after_the_asking_is_still_due_after_the_run(cast: Cast) -> None:
    ask(cast)
    change(cast)
    run()
    assert offer(cast).due


def test_who_asked_and_why_is_known_before_and_after(cast: Cast) -> None:
    ask(cast)
    assert (offer(cast).who, offer(cast).reason) == (cast.lead.name, "台風")
    run()
    assert (offer(cast).who, offer(cast).reason) == (cast.lead.name, "台風")


@pytest.mark.parametrize(("role", "may"), [("lead", True), ("administrator", False)])
def test_only_who_may_ask_is_offered_it(cast: Cast, role: str, may: bool) -> None:
    assert offer(cast, role).may == may


@pytest.mark.parametrize("runs", [0, 1, 5])
def test_offer_costs_three_questions_at_most_however_many_runs_there_were(cast: Cast, runs: int) -> None:
    for _ in range(runs):
        ask(cast)
        run()
    actor = cast.actor("lead")
    with CaptureQueriesContext(connection) as asked:
        recount_offer(actor)
    assert len(asked) <= 3
