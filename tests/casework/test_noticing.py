"""Who is told of what: followers, whoever has it in hand, whoever is named; never of one's own act, never out of sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.following import (
    add_follower,
    follow,
    mark_all_read,
    mark_read,
    mark_unread,
    notices_of,
    unfollow,
    unread_counted,
    unread_of,
)
from kikitori.casework.noticing import notice
from kikitori.casework.promise import promise_call_back
from kikitori.casework.step import Taken
from kikitori.casework.sweep import note_missed_promises
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, note, reply
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Following, Notice
from tests import makers
from tests.cast import Cast, summon

pytestmark = pytest.mark.django_db
NOW = makers.FRIDAY + timedelta(hours=2)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast() -> Cast:
    return summon()


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """In the handler's hands; the colleague follows it. What led there is read."""
    made = makers.investigated(cast)
    follow(cast.actor("colleague"), made, now=NOW)
    Notice.objects.all().delete()
    return made


def told(cast: Cast) -> set[tuple[str, str]]:
    """(login, kind) of every notice."""
    return set(Notice.objects.values_list("recipient__login", "kind"))


def decide(cast: Cast, it: Complaint) -> None:
    findings = {n: FindingGiven(outcome="upheld", reasons="梱包の不足", causes=makers.CAUSE) for n in (1, 2)}
    decide_complaint(cast.actor("lead"), it, findings=findings, no_remedy=makers.NO_REMEDY, now=NOW)


def miss(cast: Cast, it: Complaint) -> None:
    promise_call_back(cast.actor("lead"), it, at=NOW + MINUTE, now=NOW)
    note_missed_promises(Actor.system("swept"), now=NOW + 2 * MINUTE)


BOTH = {"handler", "colleague"}
HAPPENS: dict[str, tuple[Callable[[Cast, Complaint], object], set[tuple[str, str]]]] = {
    "a word of the complainant": (
        lambda _, it: hear(makers.complainant_of(it), it, body="写真です", now=NOW),
        {(who, "word") for who in BOTH},
    ),
    "a note": (
        lambda cast, it: note(cast.actor("lead"), it, body="確認しました", now=NOW),
        {(who, "note") for who in BOTH},
    ),
    "my own note": (
        lambda cast, it: note(cast.actor("handler"), it, body="確認しました", now=NOW),
        {("colleague", "note")},
    ),
    "an escalation": (
        lambda cast, it: escalate_complaint(cast.actor("handler"), it, reason="判断を", now=NOW),
        {("colleague", "escalation"), ("lead", "escalation")},
    ),
    "a decision": (decide, {(who, "state") for who in BOTH}),
    "an end": (
        lambda _, it: withdraw_complaint(makers.complainant_of(it), it, reason="", now=NOW),
        {(who, "state") for who in BOTH},
    ),
    "a reply": (lambda cast, it: reply(cast.actor("lead"), it, body="お返事", now=NOW), set()),
}


@pytest.mark.parametrize("what", HAPPENS)
def test_followers_and_whoever_has_it_are_told_of_others_acts(
    cast: Cast, complaint: Complaint, what: str
) -> None:
    act, expected = HAPPENS[what]
    act(cast, complaint)
    assert told(cast) == expected
    events = set(complaint.events.values_list("pk", flat=True))
    assert set(Notice.objects.values_list("event", flat=True)) <= events


def test_missed_promise_is_told_once_however_often_it_is_swept(cast: Cast, complaint: Complaint) -> None:
    miss(cast, complaint)
    note_missed_promises(Actor.system("swept"), now=NOW + 5 * MINUTE)
    missed = Notice.objects.filter(kind="missed")
    assert sorted(missed.values_list("recipient__login", flat=True)) == sorted(BOTH)


def test_whoever_is_named_is_told_and_follows_from_now_on(cast: Cast, complaint: Complaint) -> None:
    kept = note(
        cast.actor("handler"), complaint, body="＠責田みさき さん、ご判断を", now=NOW, mention=cast.auditor
    )
    assert told(cast) == {("lead", "mention"), ("auditor", "mention"), ("colleague", "note")}
    entry = complaint.events.order_by("-pk").first()
    assert entry.data == {"message": kept.pk, "mentioned": sorted([cast.lead.pk, cast.auditor.pk])}
    assert set(Following.objects.values_list("staff__login", flat=True)) == {"lead", "auditor", "colleague"}
    note(cast.actor("handler"), complaint, body="追記です", now=NOW)
    assert ("lead", "note") in told(cast)


def test_naming_oneself_tells_nobody(cast: Cast, complaint: Complaint) -> None:
    note(cast.actor("handler"), complaint, body="@受田 ひかり 忘れない", now=NOW, mention=cast.handler)
    assert told(cast) == {("colleague", "note")}


@pytest.mark.parametrize("way", ["by name", "chosen"])
def test_naming_somebody_who_does_not_see_it_keeps_nothing(
    cast: Cast, complaint: Complaint, way: str
) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    before = complaint.events.count()
    body = "@隣野 まこと @管原 つかさ @責田 みさき" if way == "by name" else "ご確認を"
    with pytest.raises(NotNow) as raised:
        note(cast.actor("handler"), complaint, body=body, now=NOW, mention=cast.colleague)
    assert raised.value.obstacle is Obstacle.CANNOT_BE_TOLD
    expected = "管原 つかさ, 隣野 まこと" if way == "by name" else "隣野 まこと"
    assert sorted(raised.value.detail.split(", ")) == sorted(expected.split(", "))
    assert told(cast) == set()
    assert (complaint.events.count(), complaint.messages.count()) == (before, 0)


def test_what_comes_from_outside_names_nobody(cast: Cast, complaint: Complaint) -> None:
    note(cast.actor("lead"), complaint, body="@管原 つかさ 御中", now=NOW, channel="email")
    assert {kind for _, kind in told(cast)} == {"note"}
    hear(makers.complainant_of(complaint), complaint, body="@責田 みさき を出せ", now=NOW)
    assert not Notice.objects.filter(recipient=cast.lead).exists()
    reply(cast.actor("handler"), complaint, body="@責田 みさき よりお返事します", now=NOW)
    assert not Notice.objects.filter(kind="mention").exists()


def test_who_loses_sight_is_told_nothing_more_and_reads_nothing(cast: Cast, complaint: Complaint) -> None:
    colleague = cast.actor("colleague")
    note(cast.actor("lead"), complaint, body="まず一つ", now=NOW)
    [seen] = notices_of(colleague)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    complaint.refresh_from_db()
    note(cast.actor("lead"), complaint, body="もう一つ", now=NOW)
    assert Notice.objects.filter(recipient=cast.colleague).count() == 1
    assert list(notices_of(colleague)) == list(unread_of(colleague)) == list(unread_counted(colleague)) == []
    for attempt in (
        lambda: mark_read(colleague, notice=seen.pk, now=NOW),
        lambda: follow(colleague, complaint, now=NOW),
        lambda: unfollow(colleague, complaint),
    ):
        with pytest.raises(Unseen):
            attempt()
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="ordinary")
    assert list(unread_of(colleague)) == [seen]


def test_closed_account_is_told_nothing(cast: Cast, complaint: Complaint) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    note(cast.actor("lead"), complaint, body="確認", now=NOW)
    assert told(cast) == {("handler", "note")}


def test_following_is_no_step_and_twice_is_once(cast: Cast, complaint: Complaint) -> None:
    before = (complaint.events.count(), Complaint.objects.get(pk=complaint.pk).version)
    follow(cast.actor("colleague"), complaint, now=NOW)
    assert Following.objects.count() == 1
    unfollow(cast.actor("colleague"), complaint)
    unfollow(cast.actor("colleague"), complaint)
    assert not Following.objects.exists()
    assert (complaint.events.count(), Complaint.objects.get(pk=complaint.pk).version) == before
    note(cast.actor("lead"), complaint, body="確認", now=NOW)
    assert told(cast) == {("handler", "note")}


def test_only_a_lead_has_others_follow_and_they_are_told_once(cast: Cast, complaint: Complaint) -> None:
    lead = cast.actor("lead")
    add_follower(lead, complaint, staff=cast.auditor, now=NOW)
    add_follower(lead, complaint, staff=cast.auditor, now=NOW)
    add_follower(lead, complaint, staff=cast.lead, now=NOW)
    assert told(cast) == {("auditor", "added")}
    assert Notice.objects.get().by == cast.lead
    for role in ("handler", "auditor"):
        with pytest.raises(Refused):
            add_follower(cast.actor(role), complaint, staff=cast.lead, now=NOW)
    with pytest.raises(Invalid) as raised:
        add_follower(lead, complaint, staff=cast.administrator, now=NOW)
    assert raised.value.problems == {"staff": Problem.OUT_OF_RANGE}


def test_reading_keeps_the_first_moment_and_can_be_undone(cast: Cast, complaint: Complaint) -> None:
    me = cast.actor("handler")
    for body in ("一", "二", "三"):
        note(cast.actor("lead"), complaint, body=body, now=NOW)
    first, second, third = notices_of(me).order_by("pk")
    mark_read(me, notice=first.pk, now=NOW)
    mark_read(me, notice=first.pk, now=NOW + MINUTE)
    first.refresh_from_db()
    assert first.read_at == NOW
    assert mark_all_read(me, up_to=second.pk, now=NOW + MINUTE) == 1
    assert list(unread_of(me)) == [third]
    assert [row["number"] for row in unread_counted(me)] == [1]
    mark_unread(me, notice=first.pk)
    assert set(unread_of(me)) == {first, third}
    with pytest.raises(Unseen):
        mark_read(cast.actor("colleague"), notice=first.pk, now=NOW)


@pytest.mark.parametrize(("number", "statements"), [(0, 2), (1, 3), (4, 3)])
def test_telling_many_costs_as_much_as_telling_one(
    cast: Cast, number: int, statements: int, django_assert_num_queries
) -> None:
    made = makers.received(cast).complaint
    extra = [Staff(login=f"s{n}", name=f"職員{n}", role="handler") for n in range(number)]
    for person in Staff.objects.bulk_create(extra):
        Following.objects.create(complaint=made, staff=person, since=NOW)
    event = made.events.create(kind="noted", at=NOW, actor_kind="staff", visibility="internal")

    taken = Taken(cast.actor("handler"), made, Step.NOTE, NOW, Visibility.INTERNAL, EventKind.NOTED)
    with django_assert_num_queries(statements):
        notice([taken], [event])
    assert Notice.objects.count() == number
    notice([taken], [event])
    assert Notice.objects.count() == number
