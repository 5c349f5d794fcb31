"""Suspected whistleblowing goes into the vault at one press, and nobody knows of it but those who hold a grant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from kikitori.casework.assess import assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.grants import (
    able_to_be_let_in,
    end_sight,
    grant_sight,
    receivers,
    sealed_without_reader,
)
from kikitori.casework.mass_children import join_chosen
from kikitori.casework.merge import merge_complaint
from kikitori.casework.receivers import name_receivers, receivers_named
from kikitori.casework.schedule_reply import schedule_reply
from kikitori.casework.seal import ask_unseal, refuse_unseal, seal_complaint, seal_of, unseal
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.tasks import add_task
from kikitori.casework.tell_reporter import tell_inquiry, tell_outcome
from kikitori.casework.write import hear, note, reply
from kikitori.records.access.seals import Grant, Seal
from kikitori.records.access.visibility import seen_by, sees, visible_to, visible_to_all
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Setting
from kikitori.records.together.models import Following, Notice, Task
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=2)
LATER = FRIDAY + timedelta(hours=5)
WHY = "上司が検査の記録を書き換えさせていると書かれています。"
EVERYBODY = ("handler", "colleague", "lead", "auditor", "administrator")


def designate(cast: Cast, *who: str) -> None:
    numbers = [getattr(cast, one).pk for one in who]
    seen = newest_change(Setting.RECEIVERS)
    name_receivers(cast.actor("administrator"), numbers, seen=seen, now=FRIDAY)


def seen_by_whom(complaint: Complaint, cast: Cast) -> set[str]:
    """Asked in all three ways there are, which must agree."""
    complaint.refresh_from_db()
    by_list = {who for who in EVERYBODY if visible_to(cast.actor(who)).filter(pk=complaint.pk).exists()}
    asked = set(seen_by(complaint))
    assert by_list == {who for who in EVERYBODY if getattr(cast, who) in asked}
    assert by_list == {who for who in EVERYBODY if sees(getattr(cast, who), complaint)}
    return by_list


@pytest.fixture
def sealed(cast: Cast) -> Complaint:
    """Sealed by the handler; the colleague and the auditor are designated."""
    designate(cast, "colleague", "auditor")
    complaint = makers.assessed(cast)
    seal_complaint(cast.actor("handler"), complaint, reason=WHY, now=NOW)
    return complaint


# ── sealing ──


def test_from_that_moment_only_the_designated_know_of_it(cast: Cast, sealed: Complaint) -> None:
    assert seen_by_whom(sealed, cast) == {"colleague", "auditor"}
    assert (sealed.state, sealed.confidentiality, sealed.assignee_id) == ("vaulted", "sealed", None)
    assert not visible_to_all().filter(pk=sealed.pk).exists()
    assert visible_to(makers.complainant_of(sealed)).filter(pk=sealed.pk).exists()
    for who in ("handler", "lead"):
        with pytest.raises(Unseen):
            note(cast.actor(who), sealed, body="見えない人のメモ", now=LATER)


def test_reporter_reads_of_it_by_a_date_and_nothing_is_mailed(cast: Cast, sealed: Complaint) -> None:
    [promise] = sealed.promises.filter(state="open")
    assert promise.kind == "inquiry"
    received = sealed.received_at.astimezone(promise.due_at.tzinfo).date()
    assert timedelta(days=19) < promise.due_at - sealed.received_at < timedelta(days=22), received
    event = sealed.events.get(kind="sealed")
    assert event.visibility == "public"
    assert WHY not in str(event.data)
    assert [clock.rule for clock in sealed.clocks.filter(rule__startswith="jp-whistleblowing")]
    letters = sealed.letters.count()
    assert not sealed.letters.filter(medium="email").exists(), "what had not left yet stays here"
    reply(cast.actor("colleague"), sealed, body="お話を聞かせてください。", now=LATER)
    newest = sealed.letters.order_by("-pk").first()
    assert sealed.letters.count() == letters + 1
    assert newest is not None
    assert (newest.medium, newest.to_address) == ("portal", "")


def test_what_others_had_of_it_is_theirs_no_more(cast: Cast) -> None:
    designate(cast, "colleague")
    complaint = makers.investigated(cast)
    handler = cast.actor("handler")
    task = add_task(
        handler, complaint, title="記録を確かめる", to=cast.lead, by=NOW + timedelta(days=3), now=NOW
    )
    pending = schedule_reply(
        handler, complaint, body="のちほどご連絡します。", goes_at=NOW + timedelta(days=1), now=NOW
    )
    join_chosen(handler, complaint, mass=None, title="同じ原因", now=NOW)
    Following.objects.create(complaint=complaint, staff=cast.lead, since=NOW)
    seal_complaint(handler, complaint, reason=WHY, now=LATER)
    task.refresh_from_db()
    pending.refresh_from_db()
    assert task.assignee_id == cast.colleague.pk
    assert (pending.state, pending.trouble) == ("stuck", "not_seen")
    assert not MassMember.objects.filter(complaint=complaint, left_at__isnull=True).exists()
    assert list(complaint.followings.values_list("staff", flat=True)) == [cast.colleague.pk]
    told = Notice.objects.filter(complaint=complaint, at=LATER).values_list("recipient", flat=True)
    assert set(told) == {cast.colleague.pk}


def test_whoever_it_speaks_of_is_kept_out_though_designated(cast: Cast) -> None:
    designate(cast, "colleague", "auditor")
    complaint = makers.assessed(cast)
    hear(
        makers.complainant_of(complaint),
        complaint,
        body="隣野さんが記録を書き換えています。",
        now=NOW,
    )
    seal_complaint(cast.actor("handler"), complaint, reason=WHY, now=NOW)
    assert seen_by_whom(complaint, cast) == {"auditor"}


def test_without_a_receiver_it_goes_to_leads_and_then_to_auditors(cast: Cast) -> None:
    complaint, other = makers.assessed(cast), makers.assessed(cast)
    seal_complaint(cast.actor("handler"), complaint, reason=WHY, now=NOW)
    assert seen_by_whom(complaint, cast) == {"lead"}
    hear(makers.complainant_of(other), other, body="責田の指示です。", now=NOW)
    seal_complaint(cast.actor("handler"), other, reason=WHY, now=NOW)
    assert seen_by_whom(other, cast) == {"auditor"}


def test_where_nobody_is_left_a_new_receiver_gets_it(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    hear(
        makers.complainant_of(complaint),
        complaint,
        body="責田さんと監物さんと隣野さんが組んでいます。",
        now=NOW,
    )
    seal_complaint(cast.actor("handler"), complaint, reason=WHY, now=NOW)
    assert seen_by_whom(complaint, cast) == set()
    assert list(sealed_without_reader()) == [complaint]
    designate(cast, "colleague")
    assert seen_by_whom(complaint, cast) == set(), "it speaks of them"
    designate(cast, "colleague", "handler")
    assert seen_by_whom(complaint, cast) == {"handler"}
    assert not sealed_without_reader().exists()


def test_what_was_joined_goes_along_and_comes_back(cast: Cast) -> None:
    designate(cast, "colleague", "auditor")
    first, second = makers.assessed(cast), makers.assessed(cast)
    assess_complaint(
        cast.actor("lead"),
        second,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        confidentiality="restricted",
        now=NOW,
    )
    merge_complaint(cast.actor("lead"), second, to=first, reason="同じ方の同じ件です。", now=NOW)
    seal_complaint(cast.actor("handler"), first, reason=WHY, now=NOW)
    assert seen_by_whom(second, cast) == {"colleague", "auditor"}
    assert second.state == "merged"
    ask_unseal(cast.actor("colleague"), first, reason="社内の通報ではありません。", now=LATER)
    unseal(cast.actor("auditor"), first, now=LATER)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.confidentiality, second.confidentiality) == ("ordinary", "restricted")
    assert not Grant.objects.filter(ended_at__isnull=True).exists()


def test_nothing_is_sealed_by_a_word_in_a_form(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(Invalid) as invalid:
        assess_complaint(
            cast.actor("lead"),
            complaint,
            severity="S3",
            subject="staff",
            safety={},
            allegations=[],
            confidentiality="sealed",
            now=NOW,
        )
    assert invalid.value.problems == {"confidentiality": Problem.UNKNOWN_WORD}
    with pytest.raises(Invalid):
        seal_complaint(cast.actor("handler"), complaint, reason=" ", now=NOW)
    assert not Seal.objects.exists()


# ── letting in and out ──


def test_somebody_is_let_in_for_a_purpose_and_a_time(cast: Cast, sealed: Complaint) -> None:
    now = timezone.now()
    colleague = cast.actor("colleague")
    with pytest.raises(Invalid):
        grant_sight(colleague, sealed, staff=cast.lead, purpose="", now=now)
    grant_sight(
        colleague, sealed, staff=cast.lead, purpose="人事の確認", until=now + timedelta(days=2), now=now
    )
    assert seen_by_whom(sealed, cast) == {"colleague", "auditor", "lead"}
    assert Notice.objects.filter(recipient=cast.lead, complaint=sealed).exists()
    with pytest.raises(NotNow) as already:
        grant_sight(colleague, sealed, staff=cast.lead, purpose="もう一度", now=now)
    assert already.value.obstacle is Obstacle.SEES_IT_ALREADY
    # Its time passes: nothing has to be done for it to end.
    Grant.objects.filter(staff=cast.lead).update(until=now - timedelta(seconds=1))
    assert seen_by_whom(sealed, cast) == {"colleague", "auditor"}
    grant_sight(colleague, sealed, staff=cast.lead, purpose="続き", now=now)
    assert "lead" in seen_by_whom(sealed, cast)


@pytest.mark.parametrize("who", ["administrator", "colleague"])
def test_nobody_without_reading_is_let_in_and_nobody_lets_in_themselves(
    cast: Cast, sealed: Complaint, who: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        grant_sight(
            cast.actor("colleague"), sealed, staff=getattr(cast, who), purpose="確認", now=timezone.now()
        )
    assert invalid.value.problems == {"staff": Problem.OUT_OF_RANGE}


def test_a_bar_beats_a_grant(cast: Cast, sealed: Complaint) -> None:
    Complaint.objects.filter(pk=sealed.pk).update(barred=[cast.auditor.pk])
    assert seen_by_whom(sealed, cast) == {"colleague"}
    assert cast.auditor not in able_to_be_let_in(sealed)


def test_the_last_who_sees_it_stays(cast: Cast, sealed: Complaint) -> None:
    auditor, colleague = (Grant.objects.get(staff=getattr(cast, who)) for who in ("auditor", "colleague"))
    end_sight(cast.actor("colleague"), sealed, grant=auditor, reason="関わりを避けます。", now=LATER)
    assert seen_by_whom(sealed, cast) == {"colleague"}
    with pytest.raises(NotNow) as last:
        end_sight(cast.actor("colleague"), sealed, grant=colleague, reason="外れます。", now=LATER)
    assert last.value.obstacle is Obstacle.SOMEBODY_MUST_SEE
    assert seen_by_whom(sealed, cast) == {"colleague"}


# ── what the reporter is told ──


def test_the_reporter_is_told_whether_it_is_looked_into_and_what_came_of_it(
    cast: Cast, sealed: Complaint
) -> None:
    actor = cast.actor("colleague")
    with pytest.raises(NotNow) as too_early:
        tell_outcome(actor, sealed, words="調べを終えました。", now=LATER)
    assert too_early.value.obstacle is Obstacle.INQUIRY_NOT_TOLD
    tell_inquiry(actor, sealed, is_looked_into=True, words="調査を始めます。", now=LATER)
    [promise] = sealed.promises.filter(kind="inquiry")
    assert promise.state == "kept"
    assert not sealed.clocks.filter(rule__startswith="jp-whistleblowing", met_at__isnull=True).exists()
    tell_outcome(actor, sealed, words="事実を確かめ、改めました。", now=LATER + timedelta(days=9))
    seal = seal_of(sealed)
    assert (seal.is_looked_into, seal.outcome_told_at) == (True, LATER + timedelta(days=9))
    sealed.refresh_from_db()
    assert sealed.state == "vaulted"
    assert {letter.medium for letter in sealed.letters.filter(written_at__gte=LATER)} == {"portal"}


def test_their_word_still_arrives_and_tells_those_who_see_it(cast: Cast, sealed: Complaint) -> None:
    hear(makers.complainant_of(sealed), sealed, body="もう一つあります。", now=LATER)
    told = Notice.objects.filter(complaint=sealed, at=LATER).values_list("recipient", flat=True)
    assert set(told) == {cast.colleague.pk, cast.auditor.pk}


# ── taking the seal off ──


def test_the_seal_comes_off_by_two(cast: Cast, sealed: Complaint) -> None:
    colleague, auditor = cast.actor("colleague"), cast.actor("auditor")
    with pytest.raises(NotNow) as nobody_asked:
        unseal(auditor, sealed, now=LATER)
    assert nobody_asked.value.obstacle is Obstacle.UNSEAL_NOT_ASKED
    ask_unseal(colleague, sealed, reason="お客様ご本人の申出でした。", now=LATER)
    with pytest.raises(NotNow) as alone:
        unseal(colleague, sealed, now=LATER)
    assert alone.value.obstacle is Obstacle.UNSEALED_BY_ANOTHER
    with pytest.raises(NotNow) as twice:
        ask_unseal(auditor, sealed, reason="私もそう思います。", now=LATER)
    assert twice.value.obstacle is Obstacle.UNSEAL_ASKED
    unseal(auditor, sealed, now=LATER)
    assert seen_by_whom(sealed, cast) == {"handler", "colleague", "lead", "auditor"}
    assert sealed.state == "assessing"
    assert {p.kind for p in sealed.promises.filter(state="open")} == {"progress", "decision"}
    with pytest.raises(StepNotPossible):
        ask_unseal(colleague, sealed, reason="もう一度", now=LATER)


def test_it_stays_where_somebody_says_so(cast: Cast, sealed: Complaint) -> None:
    ask_unseal(cast.actor("colleague"), sealed, reason="違うと思います。", now=LATER)
    refuse_unseal(cast.actor("auditor"), sealed, words="通報と見るべきです。", now=LATER)
    assert seal_of(sealed).lift_asked_at is None
    assert seen_by_whom(sealed, cast) == {"colleague", "auditor"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_off_at_once_one_does(cast: Cast, sealed: Complaint) -> None:
    grant_sight(cast.actor("auditor"), sealed, staff=cast.lead, purpose="確認", now=timezone.now())
    ask_unseal(cast.actor("colleague"), sealed, reason="違うと思います。", now=LATER)
    gate = Barrier(2)

    def press(who: str) -> str:
        gate.wait()
        try:
            unseal(cast.actor(who), Complaint.objects.get(pk=sealed.pk), now=LATER)
        except (CaseworkError, StepNotPossible) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, ("auditor", "lead")))
    assert answers[1] == "done"
    assert sealed.events.filter(kind="unsealed").count() == 1


# ── who is designated ──


def test_receivers_are_named_by_whoever_reads_nothing_and_never_by_themselves(cast: Cast) -> None:
    with pytest.raises(Refused):
        name_receivers(cast.actor("lead"), [cast.handler.pk], seen=0, now=FRIDAY)
    with pytest.raises(Invalid):
        designate(cast, "administrator")
    designate(cast, "colleague", "auditor")
    designate(cast, "auditor")
    assert receivers_named() == [cast.auditor.pk]
    assert list(receivers()) == [cast.auditor]
    line = SettingChange.objects.filter(kind="receivers").latest("pk")
    assert line.after == {"staff": [cast.auditor.pk], "names": [cast.auditor.name]}
    with pytest.raises(NotNow):
        name_receivers(cast.actor("administrator"), [], seen=0, now=FRIDAY)


def test_a_bar_can_be_decided_in_the_vault(cast: Cast, sealed: Complaint) -> None:
    now = timezone.now()
    grant_sight(cast.actor("auditor"), sealed, staff=cast.lead, purpose="関与禁止の判断", now=now)
    row = name_unwanted(cast.actor("lead"), sealed, words="隣野さんは外してください。", now=now, how="電話")
    decide_bar(
        cast.actor("lead"),
        sealed,
        petition=row,
        granted=True,
        words="外しました。",
        barred=[cast.colleague],
        now=now,
    )
    assert seen_by_whom(sealed, cast) == {"auditor", "lead"}
    assert Task.objects.filter(complaint=sealed, assignee=cast.colleague).count() == 0
    assign_to = Staff.objects.get(pk=cast.handler.pk)
    with pytest.raises(StepNotPossible):
        assign_complaint(cast.actor("lead"), sealed, to=assign_to, now=now)
