"""Somebody who should not handle it: confided to leads it does not speak of, decided by one, and then barred for good."""

from datetime import timedelta

import pytest

from kikitori.casework.absences import note_absence
from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.barring import confided_to, petitions_seen_by, spoken_of
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.hand_over import hand_over_complaint
from kikitori.casework.merge import merge_complaint
from kikitori.casework.place import Whereabouts, put_back
from kikitori.casework.split import PartGiven, split_complaint
from kikitori.casework.tasks import add_task
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, note
from kikitori.insight.search.find import search
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.access.visibility import (
    events_seen_by,
    people_seen_by,
    seen_by,
    sees,
    visible_to,
    visible_to_all,
)
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice, Task
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + 5 * HOUR


def named(complaint: Complaint, words: str = "", *, handler: bool = False) -> Petition:
    return name_unwanted(complainant_of(complaint), complaint, words=words, handler=handler, now=NOW)


def task_of(cast: Cast, complaint: Complaint) -> Task:
    by = FRIDAY + timedelta(days=6)
    return add_task(cast.actor("lead"), complaint, title="写真を見る", to=cast.handler, by=by, now=NOW)


def split_off(cast: Cast, whole: Complaint) -> Complaint:
    part = PartGiven(title="電話", text="電話で三回")
    return split_complaint(cast.actor("lead"), whole, part, token=makers.token(), now=NOW)


def acknowledged(cast: Cast, complaint: Complaint) -> Complaint:
    acknowledge_complaint(cast.actor("handler"), complaint, now=NOW)
    return complaint


def away(cast: Cast, *, deputy: Staff) -> None:
    """The lead is away on the day on which somebody is named."""
    first, last = NOW.date(), NOW.date() + timedelta(days=3)
    note_absence(cast.actor("administrator"), cast.lead, first=first, last=last, deputy=deputy, now=FRIDAY)


def second_lead() -> Staff:
    return Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)


def barred(cast: Cast, complaint: Complaint, *people: Staff, to: Staff | None = None) -> None:
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=named(complaint, handler=True),
        granted=True,
        barred=people or (cast.handler,),
        to=to,
        words="担当を替えます。",
        now=LATER,
    )


# ── what was asked for ──


def test_handler_who_is_named_learns_nothing_of_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    version, promises = complaint.version, complaint.promises.count()
    row = named(complaint, handler=True)
    assert row.hidden_from == [cast.handler.pk]
    handler = cast.actor("handler")
    assert not petitions_seen_by(handler, complaint).exists()
    assert not events_seen_by(handler, complaint).filter(kind="confided").exists()
    assert not Notice.objects.filter(recipient=cast.handler, kind="confided").exists()
    complaint.refresh_from_db()
    assert (complaint.version, complaint.promises.count()) == (version, promises)


def test_no_handler_learns_of_it_whoever_is_meant(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    named(complaint, "経理の方")
    for who in ("handler", "colleague"):
        assert not petitions_seen_by(cast.actor(who), complaint).exists()
        assert not events_seen_by(cast.actor(who), complaint).filter(visibility="confided").exists()


def test_leads_are_told_and_see_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = named(complaint, handler=True)
    assert list(petitions_seen_by(cast.actor("lead"), complaint)) == [row]
    assert events_seen_by(cast.actor("lead"), complaint).filter(kind="confided").exists()
    [notice] = Notice.objects.filter(kind="confided")
    assert (notice.recipient_id, notice.in_desk) == (cast.lead.pk, True)


def test_lead_who_is_named_sees_nothing_and_another_lead_does(cast: Cast) -> None:
    other = second_lead()
    complaint = makers.investigated(cast)
    row = named(complaint, "責田さんには見てほしくありません。")
    assert row.hidden_from == [cast.lead.pk]
    assert not petitions_seen_by(cast.actor("lead"), complaint).exists()
    assert not events_seen_by(cast.actor("lead"), complaint).filter(visibility="confided").exists()
    assert list(petitions_seen_by(actor_for(other), complaint)) == [row]
    assert Notice.objects.get(kind="confided").recipient == other


def test_deputy_who_is_named_learns_nothing_of_it(cast: Cast) -> None:
    """Neither a lead who stands in for a lead who is away, nor a handler who does."""
    other = second_lead()
    away(cast, deputy=other)
    complaint = makers.investigated(cast)
    named(complaint, "副田さんは外してください。")
    assert [row.recipient for row in Notice.objects.filter(kind="confided")] == [cast.lead]


def test_deputy_who_has_it_in_hand_learns_nothing_of_it(cast: Cast) -> None:
    away(cast, deputy=cast.handler)
    complaint = makers.investigated(cast)
    named(complaint, handler=True)
    assert [row.recipient for row in Notice.objects.filter(kind="confided")] == [cast.lead]


def test_where_every_lead_is_named_auditors_are_told_and_decide_nothing(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = named(complaint, "責田 みさきさん")
    assert Notice.objects.get(kind="confided").recipient == cast.auditor
    assert list(petitions_seen_by(cast.actor("auditor"), complaint)) == [row]
    with pytest.raises(Refused):
        decide_bar(cast.actor("auditor"), complaint, petition=row, granted=False, words="いいえ", now=LATER)


def test_complainant_reads_their_own_words_and_the_day(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = named(complaint, "前にもめた方です。")
    assert events_seen_by(complainant_of(complaint), complaint).filter(kind="confided").exists()
    assert row.due_at is not None
    assert row.due_at > NOW


def test_words_are_not_in_the_entry(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    named(complaint, "前にもめた方です。")
    assert "もめた" not in str(complaint.events.get(kind="confided").data)


@pytest.mark.parametrize(("words", "problem"), [("", Problem.MISSING), ("あ" * 10_001, Problem.TOO_LONG)])
def test_nobody_named_or_too_many_words_are_refused(cast: Cast, words: str, problem: Problem) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        named(complaint, words)
    assert refusal.value.problems == {"words": problem}
    assert not Petition.objects.exists()


def test_whoever_has_it_in_hand_may_be_nobody(cast: Cast) -> None:
    assert named(makers.acknowledged(cast), handler=True).hidden_from == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("受田ひかりさん", ["handler"]),
        ("受田 ひかり", ["handler"]),
        ("うけた", ["handler"]),
        ("せめださんは外してください", ["lead"]),
        ("ウケタさん", ["handler"]),
        ("ｳｹﾀ", ["handler"]),
        ("受田さんと責田さん", ["handler", "lead"]),
        ("ひかりという人", ["handler"]),
        ("電話に出た人", []),
        ("", []),
    ],
)
def test_name_or_a_part_of_it_tells_whom_it_speaks_of(cast: Cast, words: str, found: list[str]) -> None:
    people = [cast.handler, cast.colleague, cast.lead]
    assert spoken_of(words, people) == [getattr(cast, who).pk for who in found]


@pytest.mark.parametrize(
    ("name", "kana", "words"),
    [
        ("高橋 一郎", "", "髙橋さん"),
        ("髙橋 一郎", "", "高橋さん"),
        ("渡邉 一郎", "", "渡辺さん"),
        ("責田みさき", "", "責田さん"),
        ("責田みさき", "セメダミサキ", "せめださん"),
        ("責田 みさき", "せめだ　みさき", "ｾﾒﾀﾞさん"),
        ("責田 みさき", "ｾﾒﾀﾞ ﾐｻｷ", "セメダさん"),
        ("Semeda Misaki", "", "ＳＥＭＥＤＡさん"),
        ("林 一", "", "林さんという方"),
        ("林一郎", "", "林 様"),
    ],
)
def test_however_it_is_written_a_name_is_known(name: str, kana: str, words: str) -> None:
    assert spoken_of(words, [Staff(pk=1, name=name, name_kana=kana)]) == [1]


@pytest.mark.parametrize("name", ["林 一", "林一郎", ""])
def test_name_of_one_sign_alone_means_nobody(name: str) -> None:
    assert spoken_of("林の中の店で", [Staff(pk=1, name=name, name_kana="")]) == []


def test_those_confided_in_are_leads_at_work(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), second_lead()
    assert confided_to(complaint, []) == [cast.lead.pk, other.pk]
    Staff.objects.filter(pk=other.pk).update(is_active=False)
    assert confided_to(complaint, []) == [cast.lead.pk]
    assert confided_to(complaint, [cast.lead.pk, cast.auditor.pk]) == []


# ── what was decided ──


def test_barred_handler_sees_nothing_of_it_any_more(cast: Cast) -> None:
    complaint = makers.investigated(cast, story="皿が三枚割れていました。")
    keep_up(100)
    handler = cast.actor("handler")
    person = complaint.parties.get().person
    assert [hit.complaint for hit in search(handler, "皿").hits] == [complaint]
    barred(cast, complaint)
    complaint.refresh_from_db()
    assert (complaint.barred, complaint.assignee_id) == ([cast.handler.pk], None)
    assert not visible_to(handler).filter(pk=complaint.pk).exists()
    assert not seen_by(complaint).filter(pk=cast.handler.pk).exists()
    assert not sees(cast.handler, complaint)
    assert not people_seen_by(handler).filter(pk=person.pk).exists()
    assert not visible_to_all().filter(pk=complaint.pk).exists()
    keep_up(100)
    assert search(handler, "皿").total == 0
    assert [hit.complaint for hit in search(cast.actor("colleague"), "皿").hits] == [complaint]
    with pytest.raises(Unseen):
        note(handler, complaint, body="まだ見える？", now=LATER)


def test_bar_beats_the_role_of_a_lead(cast: Cast) -> None:
    other, complaint = second_lead(), makers.investigated(cast)
    barred(cast, complaint, other)
    assert not visible_to(actor_for(other)).filter(pk=complaint.pk).exists()
    assert visible_to(cast.actor("lead")).filter(pk=complaint.pk).exists()
    complaint.refresh_from_db()
    assert complaint.assignee_id == cast.handler.pk, "theirs it was not"


@pytest.mark.parametrize("who", ["handler", "colleague", "lead", "auditor", "administrator"])
def test_sight_of_a_row_of_a_list_and_of_the_search_agree(cast: Cast, who: str) -> None:
    complaint = makers.investigated(cast, story="皿が三枚割れていました。")
    barred(cast, complaint, cast.handler, cast.auditor)
    complaint.refresh_from_db()
    keep_up(100)
    staff, actor = getattr(cast, who), cast.actor(who)
    seen = visible_to(actor).filter(pk=complaint.pk).exists()
    assert seen is (who in ("colleague", "lead"))
    assert sees(staff, complaint) is seen
    assert seen_by(complaint).filter(pk=staff.pk).exists() is seen
    assert (search(actor, "皿").total == 1) is seen


def test_other_complaints_stay_in_sight(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    barred(cast, complaint)
    assert visible_to(cast.actor("handler")).get() == other


def test_complaint_and_its_tasks_come_into_other_hands(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    task = task_of(cast, complaint)
    barred(cast, complaint, to=cast.colleague)
    complaint.refresh_from_db()
    task.refresh_from_db()
    assert (complaint.assignee_id, task.assignee_id) == (cast.colleague.pk, cast.colleague.pk)
    assert events_seen_by(cast.actor("colleague"), complaint).filter(kind="assigned").exists()
    assert not events_seen_by(cast.actor("colleague"), complaint).filter(kind="bar_decided").exists()


def test_nothing_goes_back_into_barred_hands(cast: Cast) -> None:
    complaint, lead = makers.investigated(cast), cast.actor("lead")
    barred(cast, complaint, to=cast.colleague)
    complaint.refresh_from_db()
    where = Whereabouts(cast.handler.pk, cast.handler.team_id, complaint.queue)
    for road in (
        lambda: assign_complaint(lead, complaint, to=cast.handler, now=LATER + HOUR),
        lambda: hand_over_complaint(lead, complaint, to=cast.handler, now=LATER + HOUR),
        lambda: put_back(lead, complaint, where=where, stands=Whereabouts.of(complaint), now=LATER + HOUR),
    ):
        with pytest.raises(NotNow) as refusal:
            road()
        assert refusal.value.obstacle is Obstacle.IS_BARRED


def test_barred_person_hears_no_more_of_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    before = Notice.objects.filter(recipient=cast.handler).count()
    hear(complainant_of(complaint), complaint, body="もう一つ", now=LATER + HOUR)
    assert Notice.objects.filter(recipient=cast.handler).count() == before


def test_declined_bar_changes_nothing_and_is_told_with_its_reason(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = named(complaint, handler=True)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=False,
        barred=[cast.handler],
        words="ほかに分かる者がいないためです。",
        now=LATER,
    )
    row.refresh_from_db()
    complaint.refresh_from_db()
    assert (row.state, row.answer) == ("declined", "ほかに分かる者がいないためです。")
    assert (complaint.barred, complaint.assignee_id) == ([], cast.handler.pk)
    assert not complaint.letters.filter(kind="petition").exists(), "the handler reads letters"
    assert not events_seen_by(cast.actor("handler"), complaint).filter(kind="bar_decided").exists()


def test_lead_cannot_decide_what_speaks_of_themselves(cast: Cast) -> None:
    second_lead()
    complaint = makers.investigated(cast)
    row = named(complaint, "責田さん")
    with pytest.raises(NotNow) as refusal:
        decide_bar(cast.actor("lead"), complaint, petition=row, granted=False, words="いいえ", now=LATER)
    assert refusal.value.obstacle is Obstacle.PETITION_NOT_OPEN


def test_declined_bar_disturbs_nobody_who_is_writing(cast: Cast) -> None:
    """A page that is refused because something has changed, without saying what, would tell them."""
    complaint = makers.investigated(cast)
    version, row = complaint.version, named(complaint, handler=True)
    decide_bar(cast.actor("lead"), complaint, petition=row, granted=False, words="いいえ", now=LATER)
    complaint.refresh_from_db()
    assert complaint.version == version
    barred(cast, complaint)
    complaint.refresh_from_db()
    assert complaint.version == version + 1, "what they write about is out of their hands"


@pytest.mark.parametrize("people", [(), ("lead",)])
def test_bar_names_somebody_and_not_whoever_decides(cast: Cast, people: tuple[str, ...]) -> None:
    complaint = makers.investigated(cast)
    row = named(complaint, "電話に出た人")
    with pytest.raises(Invalid) as refusal:
        decide_bar(
            cast.actor("lead"),
            complaint,
            petition=row,
            granted=True,
            barred=[getattr(cast, who) for who in people],
            words="はい",
            now=LATER,
        )
    assert set(refusal.value.problems) == {"barred"}


def test_it_does_not_go_on_in_barred_hands(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        barred(cast, complaint, to=cast.handler)
    assert refusal.value.obstacle is Obstacle.IS_BARRED


def test_it_is_decided_once(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    with pytest.raises(NotNow):
        decide_bar(
            cast.actor("lead"),
            complaint,
            petition=Petition.objects.get(),
            granted=False,
            words="やはり",
            now=LATER + HOUR,
        )


# ── where it goes on ──


def test_bar_goes_along_into_the_complaint_it_is_joined_with(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.acknowledged(cast)
    barred(cast, one)
    merge_complaint(cast.actor("lead"), one, to=other, same_person=True, now=LATER + HOUR)
    other.refresh_from_db()
    assert (other.barred, other.assignee_id) == ([cast.handler.pk], None)
    assert not visible_to(cast.actor("handler")).exists()
    entry = other.events.get(kind="bar_decided")
    assert (entry.visibility, entry.data["barred"]) == ("confided", [cast.handler.pk])


def test_what_is_joined_with_it_leaves_barred_hands_with_its_tasks(cast: Cast) -> None:
    one, other, lead = makers.investigated(cast), makers.investigated(cast), cast.actor("lead")
    task = task_of(cast, other)
    barred(cast, one)
    version = other.version
    merge_complaint(lead, one, to=other, same_person=True, now=LATER + HOUR)
    other.refresh_from_db()
    task.refresh_from_db()
    assert (other.assignee_id, task.assignee_id) == (None, cast.lead.pk)
    assert other.version > version
    assert other.events.get(kind="bar_decided").data["before"] == cast.handler.pk


def test_bar_reaches_what_was_split_off_or_joined_before(cast: Cast) -> None:
    whole, lead = makers.investigated(cast), cast.actor("lead")
    part = split_off(cast, whole)
    of_part = split_off(cast, acknowledged(cast, part))
    joined = makers.investigated(cast)
    merge_complaint(lead, joined, to=whole, same_person=True, now=NOW + HOUR)
    other = makers.investigated(cast)
    barred(cast, whole, to=cast.colleague)
    handler = cast.actor("handler")
    assert list(visible_to(handler)) == [other]
    hands = {whole: cast.colleague.pk, part: cast.colleague.pk, of_part: cast.colleague.pk, joined: None}
    for complaint, holder in hands.items():
        complaint.refresh_from_db()
        assert (complaint.barred, complaint.assignee_id) == ([cast.handler.pk], holder)
        entry = complaint.events.get(kind="bar_decided")
        assert (entry.visibility, entry.data["hidden_from"]) == ("confided", [cast.handler.pk])
    assert joined.state == "merged"


def test_bar_reaches_the_complaint_a_part_was_joined_into(cast: Cast) -> None:
    whole, other = makers.investigated(cast), makers.investigated(cast)
    part = acknowledged(cast, split_off(cast, whole))
    merge_complaint(cast.actor("lead"), part, to=other, same_person=True, now=NOW + HOUR)
    barred(cast, whole)
    assert not visible_to(cast.actor("handler")).exists()


def test_declined_bar_reaches_nothing_else(cast: Cast) -> None:
    whole = makers.investigated(cast)
    part = split_off(cast, whole)
    row = named(whole, handler=True)
    decide_bar(cast.actor("lead"), whole, petition=row, granted=False, words="いいえ", now=LATER)
    part.refresh_from_db()
    assert (part.barred, part.events.filter(kind="bar_decided").count()) == ([], 0)


@pytest.mark.parametrize("closed", [True, False])
def test_open_tasks_stay_in_no_barred_hands_where_nobody_is_chosen(cast: Cast, closed: bool) -> None:
    complaint = makers.investigated(cast)
    task = task_of(cast, complaint)
    if closed:
        withdraw_complaint(complainant_of(complaint), complaint, reason="", now=NOW)
    barred(cast, complaint)
    task.refresh_from_db()
    assert (task.state, task.assignee_id) == ("open", cast.lead.pk)


def test_escalation_comes_before_somebody_who_sees_it(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), second_lead()
    handler = cast.actor("handler")
    escalation = escalate_complaint(handler, complaint, reason="お願いします。", now=NOW)
    assert escalation.holder_id == cast.lead.pk
    row = named(complaint, "責田さん")
    decide_bar(
        actor_for(other), complaint, petition=row, granted=True, barred=[cast.lead], words="はい", now=LATER
    )
    escalation.refresh_from_db()
    assert (escalation.holder_id, escalation.deputy_id) == (other.pk, None)


def test_escalation_is_everybodys_where_no_lead_is_left(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), second_lead()
    escalation = escalate_complaint(cast.actor("handler"), complaint, reason="お願いします。", now=NOW)
    note_absence(
        cast.actor("administrator"), other, first=NOW.date(), last=NOW.date(), deputy=None, now=FRIDAY
    )
    row = named(complaint, "責田さん")
    decide_bar(
        actor_for(other), complaint, petition=row, granted=True, barred=[cast.lead], words="はい", now=LATER
    )
    escalation.refresh_from_db()
    assert (escalation.holder_id, escalation.is_open) == (None, True)


def test_who_was_named_is_decided_where_the_complaint_goes_on(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.acknowledged(cast)
    row = named(one, handler=True)
    merge_complaint(cast.actor("lead"), one, to=other, same_person=True, now=NOW + HOUR)
    assert "petition" not in str(one.events.get(kind="merged").data), "whoever joins them reads this"
    decide_bar(
        cast.actor("lead"), other, petition=row, granted=True, barred=[cast.handler], words="はい", now=LATER
    )
    other.refresh_from_db()
    assert other.barred == [cast.handler.pk]


def test_bar_holds_in_what_is_split_off(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    made = split_off(cast, complaint)
    made.refresh_from_db()
    assert made.barred == [cast.handler.pk]


def test_system_and_complainant_see_what_they_saw(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    barred(cast, complaint)
    for actor in (Actor.system("swept"), complainant_of(complaint)):
        assert visible_to(actor).filter(pk=complaint.pk).exists()
