"""Bars go where words of the complaint go, by every verb, stay when it is undone, and are told to nobody they should not be."""

from datetime import timedelta

import pytest

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.intake import Intake
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.receive import receive_complaint
from kikitori.casework.split import PartGiven, regroup_complaint, split_complaint
from kikitori.casework.tasks import add_task, finish_task
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear
from kikitori.records.access.visibility import events_seen_by, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Message
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice, Task
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + 5 * HOUR
SECRET = "秘密の言葉"


def barred(cast: Cast, complaint: Complaint, *people: Staff, words: str = "受田さん") -> None:
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
    complaint.refresh_from_db()


def heard(complaint: Complaint, words: str = SECRET) -> Message:
    return hear(complainant_of(complaint), complaint, body=words, now=NOW)


def other_lead(login: str, name: str) -> Staff:
    return Staff.objects.create(login=login, name=name, role=Role.LEAD.value)


def given_task(cast: Cast, complaint: Complaint, to: Staff | None = None) -> Task:
    by = FRIDAY + timedelta(days=6)
    return add_task(cast.actor("lead"), complaint, title="写真を見る", to=to or cast.handler, by=by, now=NOW)


def moved(cast: Cast, word: Message, to: Complaint, who: str = "colleague") -> None:
    word.refresh_from_db()
    move_message(cast.actor(who), word.complaint, message=word.pk, to=to, now=LATER)


def sees(cast: Cast, complaint: Complaint, who: str = "handler") -> bool:
    return visible_to(cast.actor(who)).filter(pk=complaint.pk).exists()


def reads(cast: Cast, who: str = "handler") -> bool:
    """Is the secret word in anything they see?"""
    rows = Message.objects.filter(complaint__in=visible_to(cast.actor(who)))
    return rows.filter(body__contains=SECRET).exists()


def split_off(cast: Cast, whole: Complaint, *words: Message) -> Complaint:
    part = PartGiven(title="電話", text="電話で三回", messages=[word.pk for word in words])
    return split_complaint(cast.actor("lead"), whole, part, token=makers.token(), now=LATER)


# ── a word that is moved ──


def test_bar_goes_along_with_a_word_that_is_moved(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    word = heard(source)
    barred(cast, source)
    moved(cast, word, held)
    held.refresh_from_db()
    assert (held.barred, held.assignee_id) == ([cast.handler.pk], None)
    assert not reads(cast)
    assert reads(cast, "colleague")


def test_nobody_who_is_barred_is_told_of_the_word_as_it_arrives(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    word = heard(source)
    barred(cast, source)
    before = Notice.objects.filter(recipient=cast.handler).count()
    moved(cast, word, held)
    assert Notice.objects.filter(recipient=cast.handler).count() == before


def test_tasks_in_the_complaint_a_word_comes_to_leave_barred_hands(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    task = given_task(cast, held)
    word = heard(source)
    barred(cast, source)
    moved(cast, word, held)
    task.refresh_from_db()
    assert task.assignee == cast.lead, "who has decided the bar, not who moves the word"


@pytest.mark.parametrize("who", ["colleague", "auditor"])
def test_no_entry_that_is_read_by_all_says_who_was_kept_out(cast: Cast, who: str) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    given_task(cast, held)
    word = heard(source)
    barred(cast, source, words="受田さんと監物さん")
    before = set(held.events.values_list("pk", flat=True))
    moved(cast, word, held)
    seen = events_seen_by(cast.actor(who), held).exclude(pk__in=before)
    assert list(seen.values_list("kind", flat=True)) == ["message_moved"]
    assert str(cast.handler.pk) not in [str(value) for value in seen.get().data.values()]


def test_bar_that_comes_along_is_nobodys_act(cast: Cast) -> None:
    """Whoever moves the word has decided nothing; leads read that it came along, and whose the tasks are now."""
    source, held = makers.investigated(cast), makers.investigated(cast)
    task = given_task(cast, held)
    word = heard(source)
    barred(cast, source)
    moved(cast, word, held)
    entry = events_seen_by(cast.actor("lead"), held).get(kind="bar_decided")
    assert (entry.actor_kind, entry.actor_reason, entry.actor_staff) == ("system", "bar_came_along", None)
    assert (entry.data["tasks"], entry.data["to"]) == ([[task.pk, cast.handler.pk]], cast.lead.pk)
    assert not held.events.filter(kind__in=("task_reassigned", "assigned"), at=LATER).exists()


def test_lead_is_told_of_the_tasks_that_became_theirs_and_the_mover_of_nothing(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    given_task(cast, held)
    word = heard(source)
    barred(cast, source)
    moved(cast, word, held)
    told = Notice.objects.filter(complaint=held, at=LATER)
    assert told.filter(recipient=cast.lead, kind="task", by=None).count() == 1
    assert not told.filter(recipient=cast.colleague).exists()


def test_tasks_go_to_the_lead_who_has_decided_the_bar_before_another(cast: Cast) -> None:
    second = other_lead("second", "副田 みのる")
    source, held = makers.investigated(cast), makers.investigated(cast)
    task = given_task(cast, held)
    word = heard(source)
    row = name_unwanted(complainant_of(source), source, words="受田さん", now=NOW)
    decide_bar(
        actor_for(second),
        source,
        petition=row,
        granted=True,
        barred=[cast.handler],
        words="担当を替えます。",
        now=NOW,
    )
    moved(cast, word, held, "lead")
    task.refresh_from_db()
    assert task.assignee == second


@pytest.mark.parametrize("why", ["left", "barred", "named"])
def test_where_who_decided_may_not_know_of_it_another_lead_gets_the_tasks(cast: Cast, why: str) -> None:
    second = other_lead("second", "副田 みのる")
    source, held = makers.investigated(cast), makers.investigated(cast)
    task = given_task(cast, held)
    word = heard(source)
    barred(cast, source)
    if why == "left":
        Staff.objects.filter(pk=cast.lead.pk).update(is_active=False)
    elif why == "barred":
        Complaint.objects.filter(pk=held.pk).update(barred=[cast.lead.pk])
    else:
        name_unwanted(complainant_of(source), source, words="責田さん", now=NOW)
    held.refresh_from_db()
    moved(cast, word, held)
    task.refresh_from_db()
    assert task.assignee == second


def test_where_no_lead_may_know_of_it_nobody_is_given_the_tasks(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    task = given_task(cast, held)
    word = heard(source)
    barred(cast, source)
    name_unwanted(complainant_of(source), source, words="責田さん", now=NOW)
    moved(cast, word, held)
    task.refresh_from_db()
    assert task.assignee == cast.handler
    assert not sees(cast, held)
    assert "tasks" not in held.events.get(kind="bar_decided").data


def test_tasks_go_on_where_a_word_is_moved_once_more(cast: Cast) -> None:
    """The second complaint has the bar from nobody's act: leads are found all the same."""
    first, second, third = (makers.investigated(cast) for _ in range(3))
    task = given_task(cast, third)
    word = heard(first)
    barred(cast, first)
    moved(cast, word, second)
    moved(cast, word, third)
    task.refresh_from_db()
    assert task.assignee == cast.lead


def test_tasks_that_are_done_or_in_other_hands_stay(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    done, other = given_task(cast, held), given_task(cast, held, cast.colleague)
    finish_task(cast.actor("handler"), held, task=done, now=NOW)
    word = heard(source)
    barred(cast, source)
    moved(cast, word, held)
    for task, whose in ((done, cast.handler), (other, cast.colleague)):
        task.refresh_from_db()
        assert task.assignee == whose


@pytest.mark.parametrize("how", ["merge", "regroup", "separate"])
def test_bar_shared_by_joining_is_nobodys_act_and_quiet(cast: Cast, how: str) -> None:
    one, other, colleague = makers.investigated(cast), makers.investigated(cast), cast.actor("colleague")
    if how == "separate":
        merge_complaint(colleague, one, to=other, same_person=True, now=NOW)
    if how == "regroup":
        one = split_off(cast, other)
    Complaint.objects.filter(pk=one.pk).update(barred=[cast.handler.pk])
    task = given_task(cast, other)
    one.refresh_from_db()
    if how == "merge":
        merge_complaint(colleague, one, to=other, same_person=True, now=LATER + HOUR)
    elif how == "regroup":
        regroup_complaint(colleague, one, now=LATER + HOUR)
    else:
        separate_complaint(colleague, one, now=LATER + HOUR)
    entry = other.events.get(kind="bar_decided")
    assert (entry.actor_kind, entry.actor_staff, entry.visibility) == ("system", None, "confided")
    assert not other.events.filter(kind__in=("task_reassigned", "assigned"), at=LATER + HOUR).exists()
    task.refresh_from_db()
    assert task.assignee == cast.lead


def test_first_decision_gives_the_tasks_on_and_says_not_whose_they_were(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    given_task(cast, complaint)
    barred(cast, complaint)
    entry = events_seen_by(cast.actor("colleague"), complaint).get(kind="task_reassigned")
    assert (entry.actor_staff, entry.data["to"]) == (cast.lead, cast.lead.pk)
    assert "before" not in entry.data


def test_whoever_moves_it_learns_nothing_of_the_bar(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    word = heard(source)
    barred(cast, source)
    moved(cast, word, held)
    mover = cast.actor("colleague")
    for complaint in (source, held):
        assert not events_seen_by(mover, complaint).filter(visibility="confided").exists()
        assert "barred" not in str(complaint.events.filter(kind="message_moved").values_list("data"))


def test_moving_back_leaves_the_bar_and_brings_none(cast: Cast) -> None:
    """The other complaint keeps its bar, and the word brings none of that one's to where it was read before."""
    source, held = makers.investigated(cast), makers.investigated(cast)
    word = heard(source)
    barred(cast, source)
    barred(cast, held, cast.auditor, words="監査の方")
    moved(cast, word, held)
    moved(cast, word, source)
    source.refresh_from_db()
    held.refresh_from_db()
    assert source.barred == [cast.handler.pk]
    assert held.barred == sorted([cast.handler.pk, cast.auditor.pk])
    assert not sees(cast, held)


def test_word_moved_by_mistake_into_a_barred_complaint_comes_back_as_it_was(cast: Cast) -> None:
    own, other = makers.investigated(cast), makers.investigated(cast)
    barred(cast, other)
    word = heard(own)
    moved(cast, word, other)
    moved(cast, word, own)
    own.refresh_from_db()
    assert (own.barred, own.assignee_id) == ([], cast.handler.pk)


def test_word_heard_in_a_barred_complaint_takes_the_bar_wherever_it_goes(cast: Cast) -> None:
    first, second, third = (makers.investigated(cast) for _ in range(3))
    barred(cast, first)
    word = heard(first)
    moved(cast, word, second)
    moved(cast, word, third)
    for complaint in (first, second, third):
        assert not sees(cast, complaint)


def test_other_complainant_is_told_nothing_of_a_bar_that_came_along(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    word = heard(source)
    barred(cast, source)
    moved(cast, word, held)
    assert held.events.get(kind="bar_decided").data["of_another"] is True


def test_bar_decided_meanwhile_is_not_overwritten_by_a_stale_page(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    word = heard(source)
    barred(cast, source)
    stale = Complaint.objects.get(pk=held.pk)
    barred(cast, held, cast.auditor, words="監査の方")
    moved(cast, word, stale)
    held.refresh_from_db()
    assert held.barred == stale.barred == sorted([cast.handler.pk, cast.auditor.pk])


def test_move_that_is_refused_leaves_no_bar(cast: Cast) -> None:
    source, held = makers.investigated(cast), makers.investigated(cast)
    barred(cast, source)
    with pytest.raises(Exception, match="not_to_be_moved"):
        move_message(cast.actor("colleague"), source, message=0, to=held, now=LATER)
    held.refresh_from_db()
    assert held.barred == []


# ── joined and separated ──


@pytest.mark.parametrize("named_in", ["one", "other"])
def test_whoever_is_barred_from_either_is_barred_from_both_and_stays_so(cast: Cast, named_in: str) -> None:
    one, other, lead = makers.investigated(cast), makers.investigated(cast), cast.actor("lead")
    barred(cast, one if named_in == "one" else other)
    merge_complaint(lead, one, to=other, same_person=True, now=LATER)
    hear(complainant_of(other), other, body=SECRET, now=LATER)
    assert not sees(cast, one)
    assert not sees(cast, other)
    separate_complaint(lead, one, now=LATER + HOUR)
    for complaint in (one, other):
        complaint.refresh_from_db()
        assert complaint.barred == [cast.handler.pk]
    assert one.state == "reopened"
    assert not reads(cast)


def test_bar_put_up_while_they_were_joined_stays_in_both(cast: Cast) -> None:
    one, other, lead = makers.investigated(cast), makers.investigated(cast), cast.actor("lead")
    merge_complaint(lead, one, to=other, same_person=True, now=NOW)
    barred(cast, other)
    separate_complaint(lead, one, now=LATER)
    assert not sees(cast, one)
    assert not sees(cast, other)


def test_joining_tells_nothing_to_a_lead_who_was_named_and_not_barred(cast: Cast) -> None:
    second = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    one, other = makers.investigated(cast), makers.acknowledged(cast)
    barred(cast, one, cast.handler, words="受田さんと副田さん")
    merge_complaint(cast.actor("lead"), one, to=other, same_person=True, now=LATER)
    assert not events_seen_by(actor_for(second), other).filter(visibility="confided").exists()
    assert events_seen_by(cast.actor("lead"), other).filter(kind="bar_decided").exists()


# ── split and put back ──


def test_part_has_the_bars_of_the_whole_with_an_entry_of_its_own(cast: Cast) -> None:
    second = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    whole = makers.investigated(cast)
    word = heard(whole)
    barred(cast, whole, cast.handler, words="受田さんと副田さん")
    part = split_off(cast, whole, word)
    part.refresh_from_db()
    assert part.barred == [cast.handler.pk]
    entry = part.events.get(kind="bar_decided")
    assert (entry.visibility, entry.data["hidden_from"]) == ("confided", sorted([cast.handler.pk, second.pk]))
    assert not reads(cast)


@pytest.mark.parametrize("named_in", ["whole", "part"])
def test_put_back_together_both_keep_the_bars_of_either(cast: Cast, named_in: str) -> None:
    whole = makers.investigated(cast)
    part = split_off(cast, whole)
    third = cast.auditor
    Complaint.objects.filter(pk=(whole if named_in == "whole" else part).pk).update(barred=[third.pk])
    part.refresh_from_db()
    regroup_complaint(cast.actor("lead"), part, now=LATER + HOUR)
    for complaint in (whole, part):
        complaint.refresh_from_db()
        assert complaint.barred == [third.pk]
    separate_complaint(cast.actor("lead"), part, now=LATER + 2 * HOUR)
    for complaint in (whole, part):
        complaint.refresh_from_db()
        assert complaint.barred == [third.pk]


def test_nothing_is_written_where_nobody_is_barred(cast: Cast) -> None:
    whole, lead = makers.investigated(cast), cast.actor("lead")
    part = split_off(cast, whole, heard(whole))
    regroup_complaint(lead, part, now=LATER + HOUR)
    separate_complaint(lead, part, now=LATER + 2 * HOUR)
    for complaint in (whole, part):
        complaint.refresh_from_db()
        assert (complaint.barred, complaint.events.filter(kind="bar_decided").count()) == ([], 0)


# ── one that takes an ended one up ──


def followed(ended: Complaint) -> Complaint:
    then = LATER + timedelta(days=60)
    received = receive_complaint(
        complainant_of(ended),
        Intake(channel="email", story=SECRET, received_at=then),
        token=makers.token(),
        now=then,
        follows=Complaint.objects.get(pk=ended.pk),
        slip=False,
    )
    return received.complaint


def test_later_complaint_has_the_bars_of_the_one_it_takes_up(cast: Cast) -> None:
    ended = makers.investigated(cast)
    barred(cast, ended)
    withdraw_complaint(complainant_of(ended), ended, now=LATER)
    later = followed(ended)
    later.refresh_from_db()
    assert (later.barred, later.state) == ([cast.handler.pk], "acknowledged")
    assert not sees(cast, later)
    assert sees(cast, later, "colleague")
    assert later.events.get(kind="bar_decided").visibility == "confided"


def test_bar_put_up_afterwards_reaches_the_one_that_has_taken_it_up(cast: Cast) -> None:
    ended = makers.investigated(cast)
    withdraw_complaint(complainant_of(ended), ended, now=LATER)
    later = followed(ended)
    barred(cast, ended)
    later.refresh_from_db()
    assert later.barred == [cast.handler.pk]


def test_later_complaint_of_one_without_bars_has_none(cast: Cast) -> None:
    ended = makers.investigated(cast)
    withdraw_complaint(complainant_of(ended), ended, now=LATER)
    assert followed(ended).barred == []
