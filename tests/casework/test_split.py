"""A complaint that holds two matters becomes two, each with its own number and dates; and one again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle
from kikitori.casework.inquire import begin_investigation
from kikitori.casework.merge import separate_complaint
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.split import PartGiven, regroup_complaint, split_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.casework.verbs_of_grouping import PART
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.mails import filed, raw
from tests.makers import FRIDAY, JAPAN, token

HEARD = FRIDAY + timedelta(days=5)
LATER = FRIDAY + timedelta(days=6)


@pytest.fixture
def whole(cast: Cast) -> Complaint:
    """Being looked into, with two points; five days later the person told us of something else."""
    complaint = makers.investigated(cast)
    hear(makers.complainant_of(complaint), complaint, body="会費も二重に引き落とされています。", now=HEARD)
    return complaint


def test_words_that_came_later_begin_a_complaint_of_that_day(cast: Cast, whole: Complaint) -> None:
    word = whole.messages.get(from_complainant=True)
    part = PartGiven(title="会費の二重引落し", messages=[word.pk])
    new = split_complaint(cast.actor("handler"), whole, part, token="once", now=LATER)
    assert split_complaint(cast.actor("handler"), whole, part, token="once", now=LATER) == new
    assert (new.received_at, new.known_at, new.logged_at) == (HEARD, HEARD, LATER)
    assert (new.state, new.title, new.confidentiality) == ("received", "会費の二重引落し", "ordinary")
    assert (new.assignee, new.receipt.secret_hash) == (cast.handler, "")
    assert [party.person for party in new.parties.all()] == [whole.parties.get().person]
    assert new.messages.get().body == word.body
    assert not whole.messages.filter(from_complainant=True).exists()
    promised = new.promises.get(state="open", kind="acknowledgement")
    assert promised.due_at > HEARD
    assert new.clocks.filter(cancelled_at=None).exists()
    assert all(clock.started_at >= HEARD for clock in new.clocks.all())
    told = whole.events.get(kind="split_off")
    assert (told.visibility, told.data["to"], told.data["reference"]) == ("public", new.pk, new.reference)
    assert new.events.order_by("pk").first().data["split_from"] == whole.reference
    link = new.links.get()
    assert (link.kind, link.other) == ("split_from", whole)
    acknowledge_complaint(cast.actor("handler"), new, now=LATER)
    assert new.letters.filter(kind="acknowledgement").count() == 1


def test_a_part_of_the_story_counts_from_the_day_of_the_whole(cast: Cast, whole: Complaint) -> None:
    second = whole.allegations.get(number=2)
    part = PartGiven(title="電話対応", text="電話で三回同じ説明をしました。", allegations=[second.pk])
    new = split_complaint(cast.actor("handler"), whole, part, token=token(), now=LATER)
    assert (new.received_at, new.story) == (FRIDAY, "電話で三回同じ説明をしました。")
    assert list(new.allegations.values_list("number", "text")) == [(1, second.text)]
    assert list(whole.allegations.values_list("number", flat=True)) == [1]
    assert "電話で三回" in whole.story


def test_it_is_one_complaint_again(cast: Cast, whole: Complaint) -> None:
    """Everything goes back, also what has arrived since; its number and mails lead to the whole."""
    handler = cast.actor("handler")
    points = list(whole.allegations.values_list("pk", "number"))
    word = whole.messages.get(from_complainant=True)
    part = PartGiven(title="二件目", messages=[word.pk], allegations=[points[1][0]])
    new = split_complaint(handler, whole, part, token=token(), now=LATER)
    acknowledge_complaint(handler, new, now=LATER)
    hear(makers.complainant_of(new), new, body="通帳の写しです。", now=LATER)
    owed = set(new.promises.filter(state="open").values_list("kind", flat=True))
    regroup_complaint(handler, new, now=LATER, reason="同じ件でした")
    new.refresh_from_db()
    assert (new.state, new.merged_into) == ("merged", whole)
    assert list(whole.allegations.values_list("pk", "number")) == points
    said = set(whole.messages.filter(from_complainant=True).values_list("body", flat=True))
    assert said == {word.body, "通帳の写しです。"}
    assert owed <= set(whole.promises.filter(state="open").values_list("kind", flat=True))
    assert not new.promises.filter(state="open").exists()
    answer = filed(raw("続きです。", subject=f"Re: {new.reference}", sender="<hana@example.jp>"))
    assert answer.complaint == whole
    separate_complaint(handler, new, now=LATER)
    new.refresh_from_db()
    assert (new.state, new.merged_into, set(new.promises.filter(state="open").values_list("kind", flat=True))) == (
        "reopened", None, owed)  # fmt: skip


def test_unconfirmed_part_owes_no_confirmation_once_it_is_back(cast: Cast, whole: Complaint) -> None:
    new = split_complaint(cast.actor("handler"), whole, PART, token=token(), now=LATER)
    before = whole.promises.filter(kind="acknowledgement").count()
    regroup_complaint(cast.actor("handler"), new, now=LATER)
    assert whole.promises.filter(kind="acknowledgement").count() == before
    assert set(new.promises.values_list("kind", "state")) == {("acknowledgement", "cancelled")}


def test_what_was_offered_or_has_ended_keeps_its_own_answer(cast: Cast, whole: Complaint) -> None:
    handler = cast.actor("handler")
    offered = split_complaint(handler, whole, PART, token=token(), now=LATER)
    acknowledge_complaint(handler, offered, now=LATER)
    point = AllegationGiven(text="三回説明させられた")
    assess_complaint(handler, offered, severity="S3", subject="staff", safety={"injury": "no", "fire": "no"},
                     allegations=[point], now=LATER)  # fmt: skip
    begin_investigation(handler, offered, now=LATER)
    day = LATER.astimezone(JAPAN).date() + timedelta(days=7)
    remedy = RemedyGiven(kind="apology", text="お詫び", due_on=day)
    propose_solution(handler, offered, text="お詫びします。", remedies=[remedy], answer_by=day, now=LATER)
    ended = split_complaint(handler, whole, PART, token=token(), now=LATER)
    withdraw_complaint(makers.complainant_of(ended), ended, now=LATER)
    for settled in (offered, ended):
        with pytest.raises(NotNow) as refused:
            regroup_complaint(handler, settled, now=LATER)
        assert (refused.value.obstacle, refused.value.detail) == (
            Obstacle.DECIDED_MEANWHILE,
            whole.reference,
        )
    with pytest.raises(NotNow) as never:
        regroup_complaint(handler, whole, now=LATER)
    assert never.value.obstacle is Obstacle.NOT_SPLIT


def test_nothing_and_what_is_not_its_own_cannot_be_split_off(cast: Cast, whole: Complaint) -> None:
    other = makers.assessed(cast)
    before = Complaint.objects.count()
    wrong = {
        Obstacle.NOTHING_TO_SPLIT: PartGiven(title="何も"),
        Obstacle.NOT_TO_BE_MOVED: PartGiven(
            title="よその", allegations=list(other.allegations.values_list("pk", flat=True))
        ),
    }
    for obstacle, part in wrong.items():
        with pytest.raises(NotNow) as refused:
            split_complaint(cast.actor("handler"), whole, part, token=token(), now=LATER)
        assert refused.value.obstacle is obstacle
    with pytest.raises(Invalid):
        split_complaint(cast.actor("handler"), whole, PartGiven(title=" "), token=token(), now=LATER)
    assert Complaint.objects.count() == before


def test_part_of_what_is_restricted_is_restricted(cast: Cast) -> None:
    hidden = restricted(cast)
    new = split_complaint(cast.actor("lead"), hidden, PART, token=token(), now=LATER)
    assert (new.confidentiality, new.assignee_id) == ("restricted", hidden.assignee_id)
