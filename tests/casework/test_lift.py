"""A bar is lifted by two people who may decide about people and are not barred; the complainant reads that, and why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.lift import LIFTED, ask_to_lift, decide_lift
from kikitori.casework.lifting import bars_known_to
from kikitori.casework.merge import merge_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.split import PartGiven, split_complaint
from kikitori.casework.write import hear
from kikitori.insight.search.find import search
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.access.visibility import events_seen_by, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + 5 * HOUR
WHY = "部署が変わり、この件の相手方とは関わりがなくなりました。"


def lead(name: str = "副田 みのる", login: str = "second") -> Staff:
    return Staff.objects.create(login=login, name=name, role=Role.LEAD.value)


def barred(cast: Cast, complaint: Complaint, *people: Staff, words: str = "受田さん") -> Petition:
    row = name_unwanted(complainant_of(complaint), complaint, words=words, now=NOW)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=True,
        barred=people or (cast.handler,),
        words="担当を替えます。",
        now=NOW,
    )
    return row


def asked(cast: Cast, complaint: Complaint, staff: Staff | None = None, reason: str = WHY) -> int:
    """The number of the entry by which the first lead asks."""
    ask_to_lift(cast.actor("lead"), complaint, staff=staff or cast.handler, reason=reason, now=LATER)
    newest = complaint.events.filter(kind="lift_asked").last()
    assert newest is not None
    return newest.pk


def lifted(actor: Actor, complaint: Complaint, entry: int, *, granted: bool = True, words: str = "") -> None:
    decide_lift(actor, complaint, asked=entry, granted=granted, words=words, now=LATER + HOUR)


def stands(complaint: Complaint) -> tuple[list[int], int, int]:
    complaint.refresh_from_db()
    return complaint.barred, complaint.version, Event.objects.count()


# ── asking ──


def test_asking_lifts_nothing_and_tells_the_other_leads_alone(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    before = stands(complaint)
    asked(cast, complaint)
    assert stands(complaint) == (before[0], before[1], before[2] + 1)
    entry = complaint.events.get(kind="lift_asked")
    assert (entry.visibility, entry.data["staff"], entry.data["reason"]) == ("confided", cast.handler.pk, WHY)
    assert [row.recipient for row in Notice.objects.filter(event=entry)] == [second]


def test_auditors_are_not_asked_to_decide_where_no_other_lead_is_left(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    asked(cast, complaint)
    assert not Notice.objects.filter(event__kind="lift_asked").exists()


@pytest.mark.parametrize(("reason", "problem"), [("", Problem.MISSING), ("あ" * 2001, Problem.TOO_LONG)])
def test_without_a_reason_nothing_is_asked(cast: Cast, reason: str, problem: Problem) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    before = stands(complaint)
    with pytest.raises(Invalid) as refusal:
        asked(cast, complaint, reason=reason)
    assert refusal.value.problems == {"reason": problem}
    assert stands(complaint) == before


def test_nobody_is_let_in_who_is_not_barred(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    before = stands(complaint)
    with pytest.raises(Invalid) as refusal:
        asked(cast, complaint, cast.colleague)
    assert refusal.value.problems == {"staff": Problem.OUT_OF_RANGE}
    assert stands(complaint) == before


def test_what_waits_is_not_asked_for_twice(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    asked(cast, complaint)
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        ask_to_lift(actor_for(second), complaint, staff=cast.handler, reason=WHY, now=LATER)
    assert refusal.value.obstacle is Obstacle.LIFT_ASKED
    assert stands(complaint) == before


# ── by two ──


def test_second_lead_lifts_it_and_the_barred_person_sees_it_again(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast, story="皿が三枚割れていました。")
    row = barred(cast, complaint)
    complaint.refresh_from_db()
    version = complaint.version
    lifted(actor_for(second), complaint, asked(cast, complaint))
    complaint.refresh_from_db()
    row.refresh_from_db()
    assert (complaint.barred, complaint.version, complaint.assignee_id) == ([], version + 1, None)
    assert row.chosen[LIFTED] == (LATER + HOUR).isoformat()
    handler = cast.actor("handler")
    assert visible_to(handler).filter(pk=complaint.pk).exists()
    keep_up(100)
    assert [hit.complaint for hit in search(handler, "皿").hits] == [complaint]
    entry = complaint.events.get(kind="lift_decided")
    assert (entry.visibility, entry.actor_staff, entry.data["by_wish_of"]) == (
        "confided",
        second,
        cast.lead.pk,
    )


def test_whoever_was_barred_still_learns_nothing_of_it(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    lifted(actor_for(second), complaint, asked(cast, complaint))
    handler = cast.actor("handler")
    assert not events_seen_by(handler, complaint).filter(visibility="confided").exists()
    assert not Notice.objects.filter(recipient=cast.handler, kind="confided").exists()


def test_lead_who_was_barred_learns_nothing_of_it_once_let_in(cast: Cast) -> None:
    second, third, complaint = lead(), lead("三枝 けい", "third"), makers.investigated(cast)
    barred(cast, complaint, second, words="副田さん")
    lifted(actor_for(third), complaint, asked(cast, complaint, second))
    assert visible_to(actor_for(second)).filter(pk=complaint.pk).exists()
    assert not events_seen_by(actor_for(second), complaint).filter(visibility="confided").exists()
    assert not Notice.objects.filter(recipient=second).exists()


def test_complainant_reads_that_it_was_lifted_and_why(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    lifted(actor_for(second), complaint, asked(cast, complaint))
    seen = events_seen_by(complainant_of(complaint), complaint)
    assert seen.get(kind="lift_decided").data["reason"] == WHY
    assert not complaint.letters.filter(kind="petition").exists()


def test_nobody_lifts_a_bar_alone(cast: Cast) -> None:
    lead()
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    entry = asked(cast, complaint)
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        lifted(cast.actor("lead"), complaint, entry)
    assert refusal.value.obstacle is Obstacle.ANOTHER_CONFIRMS
    assert stands(complaint) == before


@pytest.mark.parametrize("by", ["asker", "second"])
def test_bar_stays_where_either_says_so_and_can_be_asked_about_anew(cast: Cast, by: str) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    actor = cast.actor("lead") if by == "asker" else actor_for(second)
    lifted(actor, complaint, asked(cast, complaint), granted=False, words="まだ早いと思います。")
    complaint.refresh_from_db()
    assert complaint.barred == [cast.handler.pk]
    assert complaint.events.get(kind="lift_decided").data["words"] == "まだ早いと思います。"
    lifted(actor_for(second), complaint, asked(cast, complaint))
    complaint.refresh_from_db()
    assert complaint.barred == []


@pytest.mark.parametrize("who", ["colleague", "auditor", "administrator"])
def test_only_who_decides_about_people_asks_and_decides(cast: Cast, who: str) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    entry = asked(cast, complaint)
    before = stands(complaint)
    with pytest.raises((Refused, Unseen)):
        lifted(cast.actor(who), complaint, entry)
    with pytest.raises((Refused, Unseen)):
        ask_to_lift(cast.actor(who), complaint, staff=cast.handler, reason=WHY, now=LATER)
    assert stands(complaint) == before


def test_whoever_is_barred_takes_no_part(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint, cast.handler, second)
    entry = asked(cast, complaint)
    for staff in (cast.handler, second):
        with pytest.raises(Unseen):
            ask_to_lift(actor_for(second), complaint, staff=staff, reason=WHY, now=LATER)
    with pytest.raises(Unseen):
        lifted(actor_for(second), complaint, entry)


def test_lead_who_was_named_beside_knows_of_no_bar(cast: Cast) -> None:
    """They are not barred, but the request speaks of them: of what came of it they see nothing either."""
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint, cast.handler, words="受田さんと副田さん")
    complaint.refresh_from_db()
    assert bars_known_to(actor_for(second), complaint) == []
    with pytest.raises(Invalid):
        ask_to_lift(actor_for(second), complaint, staff=cast.handler, reason=WHY, now=LATER)
    entry = asked(cast, complaint)
    assert not Notice.objects.filter(recipient=second).exists()
    with pytest.raises(NotNow) as refusal:
        lifted(actor_for(second), complaint, entry)
    assert refusal.value.obstacle is Obstacle.LIFT_NOT_ASKED


@pytest.mark.parametrize("how", ["left", "role", "barred"])
def test_request_of_somebody_who_may_not_any_more_counts_for_nothing(cast: Cast, how: str) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    ask_to_lift(actor_for(second), complaint, staff=cast.handler, reason=WHY, now=LATER)
    entry = complaint.events.get(kind="lift_asked").pk
    if how == "barred":
        barred(cast, complaint, second, words="副田さん")
    else:
        change = {"is_active": False} if how == "left" else {"role": Role.HANDLER.value}
        Staff.objects.filter(pk=second.pk).update(**change)
    with pytest.raises(NotNow) as refusal:
        lifted(cast.actor("lead"), complaint, entry)
    assert refusal.value.obstacle is Obstacle.LIFT_NOT_ASKED
    assert asked(cast, complaint) > entry, "it can be asked for anew"


def test_it_is_decided_once(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    entry = asked(cast, complaint)
    lifted(actor_for(second), complaint, entry)
    barred(cast, complaint)
    before = stands(complaint)
    with pytest.raises(NotNow) as refusal:
        lifted(actor_for(second), complaint, entry)
    assert refusal.value.obstacle is Obstacle.LIFT_NOT_ASKED
    assert stands(complaint) == before


def test_one_bar_is_lifted_and_another_stays(cast: Cast) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint, cast.handler, cast.colleague)
    lifted(actor_for(second), complaint, asked(cast, complaint, cast.colleague))
    complaint.refresh_from_db()
    assert complaint.barred == [cast.handler.pk]


@pytest.mark.parametrize("number", [0, 10**12])
def test_entry_nobody_has_written_lifts_nothing(cast: Cast, number: int) -> None:
    second, complaint = lead(), makers.investigated(cast)
    barred(cast, complaint)
    with pytest.raises(NotNow):
        lifted(actor_for(second), complaint, number)


def test_entry_of_another_complaint_lifts_nothing_here(cast: Cast) -> None:
    second, one, other = lead(), makers.investigated(cast), makers.investigated(cast)
    barred(cast, one)
    barred(cast, other)
    entry = asked(cast, one)
    with pytest.raises(NotNow):
        lifted(actor_for(second), other, entry)
    other.refresh_from_db()
    assert other.barred == [cast.handler.pk]


# ── where the same matter lies ──


def test_it_is_lifted_wherever_the_same_matter_lies_each_with_an_entry(cast: Cast) -> None:
    second, whole = lead(), makers.investigated(cast)
    part = split_complaint(
        cast.actor("lead"), whole, PartGiven(title="電話", text="三回"), token=makers.token(), now=NOW
    )
    joined = makers.investigated(cast)
    merge_complaint(cast.actor("lead"), joined, to=whole, same_person=True, now=NOW)
    barred(cast, whole)
    lifted(actor_for(second), whole, asked(cast, whole))
    for complaint in (whole, part, joined):
        complaint.refresh_from_db()
        assert complaint.barred == []
        entry = complaint.events.get(kind="lift_decided")
        assert (entry.data["granted"], entry.data["reason"]) == (True, WHY)


def test_it_stays_where_one_of_the_two_is_barred(cast: Cast) -> None:
    second, whole = lead(), makers.investigated(cast)
    part = split_complaint(
        cast.actor("lead"), whole, PartGiven(title="電話", text="三回"), token=makers.token(), now=NOW
    )
    barred(cast, whole)
    Complaint.objects.filter(pk=part.pk).update(barred=sorted([cast.handler.pk, second.pk]))
    lifted(actor_for(second), whole, asked(cast, whole))
    whole.refresh_from_db()
    part.refresh_from_db()
    assert (whole.barred, part.barred) == ([], sorted([cast.handler.pk, second.pk]))


def test_words_of_yet_another_complaint_keep_the_bar_where_they_lie(cast: Cast) -> None:
    second, whole, third = lead(), makers.investigated(cast), makers.investigated(cast)
    part = split_complaint(
        cast.actor("lead"), whole, PartGiven(title="電話", text="三回"), token=makers.token(), now=NOW
    )
    word = hear(complainant_of(third), third, body="別の件です。", now=NOW)
    barred(cast, third)
    move_message(cast.actor("lead"), third, message=word.pk, to=part, now=NOW)
    barred(cast, whole)
    lifted(actor_for(second), whole, asked(cast, whole))
    part.refresh_from_db()
    third.refresh_from_db()
    assert part.barred == third.barred == [cast.handler.pk]


# ── at once ──


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_lift_it_once() -> None:
    cast = summon()
    second, third, complaint = lead(), lead("三枝 けい", "third"), makers.investigated(cast)
    barred(cast, complaint)
    entry, together = asked(cast, complaint), Barrier(2)

    def confirm(staff: Staff) -> str:
        try:
            own = Complaint.objects.get(pk=complaint.pk)
            together.wait(10)
            lifted(actor_for(staff), own, entry)
        except NotNow as refusal:
            return refusal.obstacle.value
        except CaseworkError as refusal:
            return type(refusal).__name__
        else:
            return "lifted"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, (second, third))) == ["lift_not_asked", "lifted"]
    assert complaint.events.filter(kind="lift_decided").count() == 1
    complaint.refresh_from_db()
    assert complaint.barred == []
