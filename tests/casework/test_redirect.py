"""What is not handled here: one asks, another confirms, the complainant is told; nothing is lost, and it can come back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.clock import start_clock
from kikitori.casework.confirm import confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.redirect import (
    ask_redirect,
    confirm_redirect,
    redirects_to_confirm,
    refuse_redirect,
    undo_redirect,
)
from kikitori.casework.write import hear, reply
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.redirections import Redirection
from tests import makers
from tests.casework.verbs_of_redirecting import WHERE, WHY, redirect_asked, redirected
from tests.cast import Cast, summon
from tests.makers import CAUSE, FRIDAY, complainant_of

HOUR = timedelta(hours=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + 5 * HOUR


def asked(
    cast: Cast, complaint: Complaint, *, by: str = "handler", reason: str = "other_body"
) -> Redirection:
    return ask_redirect(cast.actor(by), complaint, reason=reason, where=WHERE, why=WHY, now=NOW)


def stands(complaint: Complaint) -> tuple[str, str, int, int, int]:
    complaint.refresh_from_db()
    rows = Redirection.objects.filter(state="asked").count()
    return complaint.state, complaint.kind, complaint.version, complaint.events.count(), rows


def in_danger(complaint: Complaint, answer: str = "yes") -> None:
    SafetyAnswer.objects.update_or_create(
        complaint=complaint, question="injury", defaults={"answer": answer, "answered_at": FRIDAY}
    )


# ── asking ──


def test_asking_changes_nothing_and_tells_the_complainant_nothing(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    state, kind, version, events, _ = stands(complaint)
    letters = complaint.letters.count()
    asked(cast, complaint)
    assert stands(complaint) == (state, kind, version, events + 1, 1)
    assert complaint.letters.count() == letters
    assert complaint.events.get(kind="redirect_asked").visibility == "internal"


def test_leads_are_told_who_see_it_and_not_whoever_asked(cast: Cast) -> None:
    second = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    complaint = makers.assessed(cast)
    asked(cast, complaint, by="lead")
    told = Notice.objects.filter(event__kind="redirect_asked")
    assert second.pk in {row.recipient_id for row in told}
    assert cast.lead.pk not in {row.recipient_id for row in told}


@pytest.mark.parametrize(
    "state", ["received", "proposal", "decided", "confirming", "closed_accepted", "merged"]
)
def test_too_early_and_too_late_nothing_is_asked(cast: Cast, state: str) -> None:
    complaint = makers.assessed(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state=state)
    with pytest.raises(StepNotPossible):
        asked(cast, complaint)
    assert not Redirection.objects.exists()


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"where": ""}, {"where": Problem.MISSING}),
        ({"why": " "}, {"why": Problem.MISSING}),
        ({"reason": "too_loud"}, {"reason": Problem.UNKNOWN_WORD}),
        ({"reason": ""}, {"reason": Problem.MISSING}),
        ({"where": "あ" * 2001, "why": "い" * 2001}, {"where": Problem.TOO_LONG, "why": Problem.TOO_LONG}),
    ],
)
def test_without_where_why_and_a_reason_nothing_is_asked(
    cast: Cast, given: dict[str, str], problems: dict[str, Problem]
) -> None:
    complaint = makers.assessed(cast)
    before = stands(complaint)
    with pytest.raises(Invalid) as refusal:
        ask_redirect(
            cast.actor("handler"),
            complaint,
            **{"reason": "inquiry", "where": WHERE, "why": WHY, **given},
            now=NOW,
        )
    assert refusal.value.problems == problems
    assert stands(complaint) == before


def test_what_waits_is_not_asked_for_twice(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    asked(cast, complaint)
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        asked(cast, complaint, by="lead")
    assert refusal.value.obstacle is Obstacle.REDIRECT_ASKED
    assert stands(complaint) == before


def test_whoever_may_be_in_danger_is_never_shown_to_another_door(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    in_danger(complaint)
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        asked(cast, complaint)
    assert refusal.value.obstacle is Obstacle.SOMEBODY_IN_DANGER
    assert stands(complaint) == before


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_other_answers_to_the_safety_questions_stand_in_no_way(cast: Cast, answer: str) -> None:
    complaint = makers.assessed(cast)
    in_danger(complaint, answer)
    assert asked(cast, complaint).is_asked


def test_danger_that_becomes_known_while_it_waits_is_asked_about_again(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    row = asked(cast, complaint)
    in_danger(complaint)
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        confirm_redirect(cast.actor("lead"), complaint, asked=row, now=LATER)
    assert refusal.value.obstacle is Obstacle.SOMEBODY_IN_DANGER
    assert stands(complaint) == before


def test_what_is_owed_is_done_here_first(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={
            point.number: FindingGiven(outcome="upheld", reasons="確かめました。", causes=CAUSE)
            for point in complaint.allegations.all()
        },
        words="交換します。",
        remedies=[RemedyGiven(kind="replace", text="皿", due_on=(FRIDAY + 14 * 24 * HOUR).date())],
        now=NOW,
    )
    confirm_unsolved(complainant_of(complaint), complaint, comment="まだです。", now=LATER)
    complaint.refresh_from_db()
    assert complaint.state == "investigating"
    with pytest.raises(NotNow) as refusal:
        asked(cast, complaint)
    assert refusal.value.obstacle is Obstacle.REMEDY_OPEN


# ── by two ──


def test_nobody_redirects_alone(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    row = asked(cast, complaint, by="lead")
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        confirm_redirect(cast.actor("lead"), complaint, asked=row, now=LATER)
    assert refusal.value.obstacle is Obstacle.REDIRECT_BY_ANOTHER
    assert stands(complaint) == before


@pytest.mark.parametrize("second", ["colleague", "lead"])
def test_second_person_confirms_and_the_complainant_is_told_where_and_why(cast: Cast, second: str) -> None:
    complaint = makers.assessed(cast)
    row = asked(cast, complaint)
    confirm_redirect(cast.actor(second), complaint, asked=row, now=LATER)
    complaint.refresh_from_db()
    row.refresh_from_db()
    assert (complaint.state, row.state, row.decided_by) == ("redirected", "confirmed", getattr(cast, second))
    letter = complaint.letters.get(kind="redirected")
    assert WHERE in letter.body
    assert WHY in letter.body
    assert complaint.closed_at is None


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("inquiry", "inquiry"),
        ("request", "request"),
        ("praise", "praise"),
        ("other_body", "complaint"),
        ("not_ours", "complaint"),
    ],
)
def test_what_was_no_complaint_is_called_by_its_name_and_comes_back_as_it_was(
    cast: Cast, reason: str, kind: str
) -> None:
    complaint = makers.assessed(cast)
    confirm_redirect(cast.actor("lead"), complaint, asked=asked(cast, complaint, reason=reason), now=LATER)
    complaint.refresh_from_db()
    assert complaint.kind == kind
    told = complaint.events.get(kind="redirected").data.get("taken_for")
    assert told == (None if kind == "complaint" else {"before": "complaint", "after": kind})
    undo_redirect(cast.actor("handler"), complaint, reason="やはり苦情でした。", now=LATER + HOUR)
    complaint.refresh_from_db()
    assert (complaint.kind, complaint.state) == ("complaint", "assessing")


def test_until_it_is_confirmed_every_promise_stands_and_then_nobody_waits(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    row = asked(cast, complaint)
    assert complaint.promises.filter(state="open").exists()
    confirm_redirect(cast.actor("lead"), complaint, asked=row, now=LATER)
    assert not complaint.promises.filter(state="open").exists()


def test_what_they_asked_for_beside_it_is_still_answered(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    given = PetitionGiven(kind="summary", point=1, words="四枚です。")
    petition(complainant_of(complaint), complaint, given, now=NOW)
    confirm_redirect(cast.actor("lead"), complaint, asked=asked(cast, complaint), now=LATER)
    assert [row.kind for row in complaint.promises.filter(state="open")] == ["petition"]


def test_clock_of_an_authority_runs_on(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    rule = "jp-privacy-breach/1/preliminary-report"
    clock = start_clock(cast.actor("handler"), complaint, rule=rule, at=FRIDAY, now=NOW)
    confirm_redirect(cast.actor("lead"), complaint, asked=asked(cast, complaint), now=LATER)
    clock.refresh_from_db()
    assert clock.is_running


@pytest.mark.parametrize("by", ["handler", "colleague", "lead"])
def test_either_says_that_it_stays_and_it_can_be_asked_for_anew(cast: Cast, by: str) -> None:
    complaint = makers.assessed(cast)
    row = asked(cast, complaint)
    refuse_redirect(cast.actor(by), complaint, asked=row, words="うちの商品です。", now=LATER)
    row.refresh_from_db()
    complaint.refresh_from_db()
    assert (row.state, row.words, complaint.state) == ("refused", "うちの商品です。", "assessing")
    assert not complaint.letters.filter(kind="redirected").exists()
    assert asked(cast, complaint).pk != row.pk


@pytest.mark.parametrize("verb", [confirm_redirect, refuse_redirect])
def test_what_was_decided_meanwhile_is_decided_once(cast: Cast, verb: object) -> None:
    complaint = makers.assessed(cast)
    row = asked(cast, complaint)
    refuse_redirect(cast.actor("colleague"), complaint, asked=row, now=LATER)
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        verb(cast.actor("lead"), complaint, asked=row, now=LATER)  # type: ignore[operator]
    assert refusal.value.obstacle is Obstacle.REDIRECT_NOT_ASKED
    assert stands(complaint) == before


def test_request_of_another_complaint_confirms_nothing_here(cast: Cast) -> None:
    one, other = makers.assessed(cast), makers.assessed(cast)
    row = asked(cast, one)
    asked(cast, other)
    with pytest.raises(NotNow):
        confirm_redirect(cast.actor("lead"), other, asked=row, now=LATER)
    assert {stands(each)[0] for each in (one, other)} == {"assessing"}


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_who_handles_no_complaints_redirects_none(cast: Cast, who: str) -> None:
    complaint = redirect_asked(cast)
    row, before = complaint.redirections.get(), stands(complaint)
    for take in (
        lambda: confirm_redirect(cast.actor(who), complaint, asked=row, now=LATER),
        lambda: refuse_redirect(cast.actor(who), complaint, asked=row, now=LATER),
        lambda: ask_redirect(cast.actor(who), complaint, reason="praise", where=WHERE, why=WHY, now=LATER),
    ):
        with pytest.raises((Refused, Unseen)):
            take()
    assert stands(complaint) == before


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does() -> None:
    cast = summon()
    complaint = makers.assessed(cast)
    row, gate = asked(cast, complaint), Barrier(2)

    def confirm(who: str) -> str:
        try:
            gate.wait()
            confirm_redirect(cast.actor(who), Complaint.objects.get(pk=complaint.pk), asked=row, now=LATER)
        except (CaseworkError, StepNotPossible) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(confirm, ["colleague", "lead"]))
    assert outcomes == ["StepNotPossible", "confirmed"]
    assert complaint.letters.filter(kind="redirected").count() == 1


# ── afterwards ──


def test_word_of_theirs_is_heard_and_answered_and_moves_nothing(cast: Cast) -> None:
    complaint = redirected(cast)
    hear(complainant_of(complaint), complaint, body="保健所では違うと言われました。", now=LATER)
    reply(cast.actor("handler"), complaint, body="確認いたします。", now=LATER + HOUR)
    complaint.refresh_from_db()
    assert complaint.state == "redirected"
    assert list(complaint.letters.order_by("pk").values_list("kind", flat=True))[-2:] == [
        "redirected",
        "reply",
    ]


def test_taken_up_again_it_is_assessed_with_new_dates_and_its_history_stays(cast: Cast) -> None:
    complaint = redirected(cast)
    undo_redirect(cast.actor("colleague"), complaint, reason="当方の商品でした。", now=LATER)
    complaint.refresh_from_db()
    assert complaint.state == "assessing"
    assert {row.kind for row in complaint.promises.filter(state="open")} == {"progress", "decision"}
    kinds = list(complaint.events.order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["redirect_asked", "redirected", "redirect_undone"]
    row = complaint.redirections.get()
    assert (row.state, row.words, row.where) == ("undone", "当方の商品でした。", WHERE)


def test_without_a_reason_it_is_not_taken_up_again(cast: Cast) -> None:
    complaint = redirected(cast)
    with pytest.raises(Invalid) as refusal:
        undo_redirect(cast.actor("handler"), complaint, reason="", now=LATER)
    assert refusal.value.problems == {"reason": Problem.MISSING}
    assert stands(complaint)[0] == "redirected"


# ── for Today ──


def test_it_waits_for_everybody_who_may_confirm_it_but_for_whoever_asked(cast: Cast) -> None:
    row = asked(cast, makers.assessed(cast))
    for who, found in (
        ("handler", []),
        ("colleague", [row]),
        ("lead", [row]),
        ("auditor", []),
        ("administrator", []),
    ):
        assert list(redirects_to_confirm(cast.actor(who))) == found, who


def test_what_somebody_does_not_see_or_has_gone_on_waits_for_nobody(cast: Cast) -> None:
    sealed, gone_on = makers.assessed(cast), makers.assessed(cast)
    first = asked(cast, sealed)
    asked(cast, gone_on)
    Complaint.objects.filter(pk=sealed.pk).update(confidentiality="restricted")
    Complaint.objects.filter(pk=gone_on.pk).update(state="proposal")
    assert list(redirects_to_confirm(cast.actor("colleague"))) == []
    assert list(redirects_to_confirm(cast.actor("lead"))) == [first]
    barred = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    Complaint.objects.filter(pk=sealed.pk).update(barred=[barred.pk])
    assert list(redirects_to_confirm(actor_for(barred))) == []
