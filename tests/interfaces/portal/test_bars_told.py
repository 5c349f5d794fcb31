"""What a complainant reads of whom they named: decided, lifted again with the reason, late; and nothing that lapsed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.lift import ask_to_lift, decide_lift
from kikitori.casework.merge import merge_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.sweep import note_missed_promises
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear
from kikitori.interfaces.portal.queries import File
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import StillClock, Visitor
from tests.makers import FRIDAY, complainant_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = FRIDAY + 2 * HOUR
Enter = Callable[[Complaint], Visitor]
WHY = "部署が変わり、関わりがなくなりました。"
LIFTED = "挙げられた者が、再びこのお申し出を担当できるようになりました。"
BARRED = "挙げられた者は、このお申し出の担当から外れました。"


@pytest.fixture
def enter(visitor: Visitor) -> Enter:
    def opened(complaint: Complaint) -> Visitor:
        visitor.enters(complaint)
        return visitor

    return opened


def barred(cast: Cast, complaint: Complaint) -> Petition:
    row = name_unwanted(complainant_of(complaint), complaint, words="受田さん", now=NOW)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=True,
        barred=[cast.handler],
        words="担当を替えました。",
        now=NOW,
    )
    return row


def decided(cast: Cast, complaint: Complaint, *, granted: bool) -> None:
    """Asked for by one lead, and decided by another."""
    other = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    ask_to_lift(cast.actor("lead"), complaint, staff=cast.handler, reason=WHY, now=NOW)
    entry = complaint.events.get(kind="lift_asked").pk
    decide_lift(actor_for(other), complaint, asked=entry, granted=granted, words="まだ早い", now=NOW + HOUR)


# ── lifted ──


def test_it_stands_in_the_story_and_beside_what_they_asked(
    cast: Cast, clock: StillClock, enter: Enter
) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    decided(cast, complaint, granted=True)
    clock.forward(hours=4)
    page = enter(complaint).go("/follow/")
    assert f"{LIFTED}理由：{WHY}" in page.main
    assert "から、この者が再び担当できるようになりました。" in page.main
    for name in (cast.handler.name, cast.lead.name, "副田"):
        assert name not in page.html


@pytest.mark.parametrize("waits", [True, False])
def test_nothing_is_said_where_it_was_only_asked_for_or_the_bar_stays(
    cast: Cast, clock: StillClock, enter: Enter, waits: bool
) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    if waits:
        ask_to_lift(cast.actor("lead"), complaint, staff=cast.handler, reason=WHY, now=NOW)
    else:
        decided(cast, complaint, granted=False)
    clock.forward(hours=4)
    page = enter(complaint).go("/follow/")
    assert BARRED in page.main
    for trace in (LIFTED, WHY, "まだ早い", "再び担当"):
        assert trace not in page.html


def test_slip_of_a_joined_complaint_tells_it_too(cast: Cast, clock: StillClock, enter: Enter) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    barred(cast, one)
    merge_complaint(cast.actor("lead"), one, to=other, same_person=True, now=NOW)
    decided(cast, other, granted=True)
    clock.forward(hours=4)
    assert f"{LIFTED}理由：{WHY}" in enter(one).go("/follow/").main


def test_whoever_named_nobody_reads_nothing_of_a_bar_that_came_along(
    cast: Cast, clock: StillClock, enter: Enter
) -> None:
    source, theirs = makers.investigated(cast), makers.investigated(cast)
    word = hear(complainant_of(source), source, body="写真です。", now=NOW)
    barred(cast, source)
    move_message(cast.actor("lead"), source, message=word.pk, to=theirs, now=NOW)
    decided(cast, theirs, granted=True)
    clock.forward(hours=4)
    page = enter(theirs).go("/follow/")
    for trace in (BARRED, LIFTED, WHY, "挙げられた者"):
        assert trace not in page.html


# ── late ──


def test_day_that_has_passed_is_called_by_its_name(cast: Cast, clock: StillClock, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    name_unwanted(complainant_of(complaint), complaint, words="受田さん", now=clock.now)
    visitor = enter(complaint)
    assert "お約束しましたが、果たせておりません" not in visitor.go("/follow/").main
    clock.forward(days=20)
    page = enter(complaint).go("/follow/")
    assert "までにお返事するとお約束しましたが、果たせておりません。" in page.main
    assert "お返事は、必ずいたします。" in page.main


def test_late_answer_that_has_come_is_late_no_more(cast: Cast, clock: StillClock, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    clock.forward(days=20)
    assert "果たせておりません" not in enter(complaint).go("/follow/").main


# ── withdrawn, and what lapsed ──


def test_withdrawal_says_what_is_still_answered_and_what_is_not(
    cast: Cast, clock: StillClock, enter: Enter
) -> None:
    complaint = makers.investigated(cast)
    for kind, words in (("help", "手話通訳を"), ("summary", "四枚です。")):
        petition(complainant_of(complaint), complaint, PetitionGiven(kind=kind, words=words), now=NOW)
    name_unwanted(complainant_of(complaint), complaint, words="受田さん", now=NOW)
    withdraw_complaint(complainant_of(complaint), complaint, now=NOW + HOUR)
    clock.forward(hours=4)
    page = enter(complaint).go("/follow/").main
    assert page.count("までにご連絡") + page.count("までにお返事") + page.count("まだお返事") >= 2
    assert "これについてのお返事はいたしません。" in page
    assert "申入れへのお返事" in page or "お返事" in page


def test_what_lapsed_with_the_end_is_not_shown_as_still_expected(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    late = FRIDAY + 12 * DAY
    assert note_missed_promises(Actor.system("swept"), now=late) > 0
    actor = complainant_of(complaint)
    expected = [promise.kind for promise in File(actor, complaint).open_promises]
    assert "progress" in expected
    withdraw_complaint(actor, complaint, now=late)
    file = File(actor, complaint)
    assert file.open_promises == []
    assert "progress" in [promise.kind for promise in file.promises], "what was told is not forgotten"


def test_what_was_asked_for_beside_the_matter_is_still_expected_after_the_end(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    actor = complainant_of(complaint)
    petition(actor, complaint, PetitionGiven(kind="summary", words="四枚です。"), now=NOW)
    withdraw_complaint(actor, complaint, now=NOW + HOUR)
    assert [promise.kind for promise in File(actor, complaint).open_promises] == ["petition"]
