"""A conversation is its holder's alone until it is filed, loses no answer, and becomes one complaint or one word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from kikitori.casework.converse import (
    LONGEST_LINE,
    begin_conversation,
    conversation_seen,
    drop_conversation,
    keep_answer,
    open_conversations,
)
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.file_conversation import file_conversation, file_interview
from kikitori.casework.merge import merge_complaint
from kikitori.casework.question_sets import write_question_set
from kikitori.casework.receive import Received
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.inquiry.conversations import Conversation, QuestionSetVersion
from kikitori.records.inquiry.question_mistakes import SetError
from kikitori.records.inquiry.question_sets import OWN_FROM, in_use, questions_of, shipped_text, version_of
from kikitori.records.inquiry.questions import Purpose, facts_of
from kikitori.records.people.models import SettingChange
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

pytestmark = pytest.mark.django_db


def begun(cast: Cast, role: str = "handler", **changes: object) -> Conversation:
    values = {
        "questions": "general",
        "channel": "phone",
        "language": "ja",
        "token": makers.token(),
        "now": FRIDAY,
    }
    return begin_conversation(cast.actor(role), **{**values, **changes})  # type: ignore[arg-type]


def said(cast: Cast, talk: Conversation, **answers: str) -> Conversation:
    for question, answer in answers.items():
        talk = keep_answer(cast.actor("handler"), talk.pk, question=question, answer=answer)
    return talk


def test_answers_are_kept_one_by_one_and_put_right_again(cast: Cast) -> None:
    talk = said(cast, begun(cast), happened="皿が割れていた。", danger="no", thing="")
    assert talk.answers == {"happened": "皿が割れていた。", "danger": "no", "thing": ""}
    talk = keep_answer(cast.actor("handler"), talk.pk, question="danger", answer="yes", was="no")
    assert talk.answers["danger"] == "yes"
    assert Complaint.objects.count() == 0


def test_same_form_begins_one_conversation(cast: Cast) -> None:
    assert begun(cast, token="a" * 22) == begun(cast, token="a" * 22)
    assert begun(cast, token="b" * 22) != begun(cast, token="a" * 22)
    assert begun(cast, "lead", token="c" * 22).staff == cast.lead


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"questions": "none"}, ["questions"]),
        ({"questions": "interview"}, ["questions"]),
        ({"channel": "pigeon"}, ["channel"]),
        ({"language": "fr"}, ["language"]),
        ({"questions": "", "channel": "", "language": ""}, ["channel", "language", "questions"]),
    ],
)
def test_what_is_not_offered_cannot_be_begun(cast: Cast, changes: dict[str, str], fields: list[str]) -> None:
    with pytest.raises(Invalid) as raised:
        begun(cast, **changes)
    assert sorted(raised.value.problems) == fields


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_takes_nothing_in_holds_no_conversation(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        begun(cast, role)


def test_only_its_holder_sees_and_continues_it(cast: Cast) -> None:
    talk = begun(cast)
    assert conversation_seen(cast.actor("handler"), talk.pk) == talk
    assert [each.pk for each in open_conversations(cast.actor("handler"))] == [talk.pk]
    assert list(open_conversations(cast.actor("lead"))) == []
    for act in (
        lambda: conversation_seen(cast.actor("lead"), talk.pk),
        lambda: keep_answer(cast.actor("lead"), talk.pk, question="happened", answer="x"),
        lambda: drop_conversation(cast.actor("lead"), talk.pk, reason="x", now=FRIDAY),
        lambda: file_conversation(cast.actor("lead"), talk.pk, makers.INTAKE, token="t", now=FRIDAY),
        lambda: conversation_seen(cast.actor("handler"), talk.pk + 1),
        lambda: keep_answer(cast.actor("handler"), talk.pk + 1, question="happened", answer="x"),
    ):
        with pytest.raises(Unseen):
            act()
    talk.refresh_from_db()
    assert (talk.answers, talk.ended_at) == ({}, None)


@pytest.mark.parametrize(
    ("question", "answer", "problem"),
    [
        ("nothing", "x", ("question", Problem.UNKNOWN_WORD)),
        ("danger", "perhaps", ("answer", Problem.UNKNOWN_WORD)),
        ("thing", "x" * (LONGEST_LINE + 1), ("answer", Problem.TOO_LONG)),
        ("happened", "x" * 100_001, ("answer", Problem.TOO_LONG)),
        ("happened", "a\x00b", ("answer", Problem.NOT_STORABLE)),
        ("happened", "\ud800", ("answer", Problem.NOT_STORABLE)),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_else_is_touched(
    cast: Cast, question: str, answer: str, problem: tuple[str, Problem]
) -> None:
    talk = said(cast, begun(cast), happened="前の答え")
    with pytest.raises(Invalid) as raised:
        keep_answer(cast.actor("handler"), talk.pk, question=question, answer=answer)
    assert raised.value.problems == dict([problem])
    talk.refresh_from_db()
    assert talk.answers == {"happened": "前の答え"}


def test_answer_of_another_window_is_not_overwritten_unread(cast: Cast) -> None:
    talk = said(cast, begun(cast), happened="一つ目の画面")
    with pytest.raises(NotNow) as raised:
        keep_answer(cast.actor("handler"), talk.pk, question="happened", answer="二つ目の画面", was=None)
    assert (raised.value.obstacle, raised.value.detail) == (Obstacle.SET_MEANWHILE, "一つ目の画面")
    again = keep_answer(
        cast.actor("handler"), talk.pk, question="happened", answer="二つ目の画面", was="一つ目の画面"
    )
    assert again.answers["happened"] == "二つ目の画面"
    same = keep_answer(cast.actor("handler"), talk.pk, question="happened", answer="二つ目の画面", was=None)
    assert same.answers["happened"] == "二つ目の画面"


@pytest.mark.django_db(transaction=True)
def test_answers_given_at_the_same_moment_are_all_kept(cast: Cast) -> None:
    talk = begun(cast)
    actor = cast.actor("handler")
    keys = [each.key for each in questions_of(talk).questions if not each.options]

    def give(key: str) -> None:
        keep_answer(actor, talk.pk, question=key, answer=f"答え {key}")
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(give, keys))
    talk.refresh_from_db()
    assert talk.answers == {key: f"答え {key}" for key in keys}


def test_filing_takes_in_what_was_told_once_and_shows_the_slip_again_to_the_same_form(cast: Cast) -> None:
    talk = said(cast, begun(cast), happened="皿が割れていた。", danger="no", wish="交換", leaked="no")
    facts = facts_of(questions_of(talk), talk.answers, "ja")
    given = replace(makers.INTAKE, story=facts.story, desired_outcome=facts.wish, safety=dict(facts.safety))
    first = file_conversation(cast.actor("handler"), talk.pk, given, token="t" * 22, now=FRIDAY)
    again = file_conversation(cast.actor("handler"), talk.pk, given, token="t" * 22, now=FRIDAY)
    other = file_conversation(cast.actor("handler"), talk.pk, given, token="u" * 22, now=FRIDAY)
    assert isinstance(first, Received)
    assert isinstance(again, Received)
    assert (again.secret, again.repeated, other) == (first.secret, True, first.complaint)
    complaint = Complaint.objects.get()
    assert (complaint.story, complaint.desired_outcome) == ("皿が割れていた。", "交換")
    answers = {row.question: row.answer for row in complaint.safety_answers.all()}
    assert answers == {"injury": "no", "fire": "no", "co": "no", "death": "no"}
    talk.refresh_from_db()
    assert (talk.complaint, talk.ended_at) == (complaint, FRIDAY)


def test_what_was_filed_is_read_by_whoever_sees_the_complaint(cast: Cast) -> None:
    talk = said(cast, begun(cast), happened="皿が割れていた。")
    file_conversation(cast.actor("handler"), talk.pk, makers.INTAKE, token="t" * 22, now=FRIDAY)
    assert conversation_seen(cast.actor("lead"), talk.pk).answers == {"happened": "皿が割れていた。"}
    assert conversation_seen(cast.actor("auditor"), talk.pk) == talk
    with pytest.raises(Unseen):
        conversation_seen(cast.actor("administrator"), talk.pk)
    with pytest.raises(NotNow):
        keep_answer(cast.actor("handler"), talk.pk, question="happened", answer="あとから")


def test_report_from_inside_is_closed_even_to_whoever_took_it_down(cast: Cast) -> None:
    talk = said(cast, begun(cast), happened="帳簿が二つあります。", insider="yes")
    assert facts_of(questions_of(talk), talk.answers, "ja").restricted
    given = replace(makers.INTAKE, confidentiality=Confidentiality.RESTRICTED.value)
    file_conversation(cast.actor("handler"), talk.pk, given, token="t" * 22, now=FRIDAY)
    assert Complaint.objects.get().confidentiality == "restricted"
    with pytest.raises(Unseen):
        conversation_seen(cast.actor("handler"), talk.pk)
    assert conversation_seen(cast.actor("lead"), talk.pk) == talk


def test_intake_that_cannot_be_taken_leaves_the_conversation_open(cast: Cast) -> None:
    talk = said(cast, begun(cast), happened="皿")
    with pytest.raises(Invalid):
        file_conversation(
            cast.actor("handler"), talk.pk, replace(makers.INTAKE, story=""), token="t" * 22, now=FRIDAY
        )
    talk.refresh_from_db()
    assert (talk.ended_at, talk.answers) == (None, {"happened": "皿"})


@pytest.mark.django_db(transaction=True)
def test_filed_twice_at_once_is_one_complaint(cast: Cast) -> None:
    talk = begun(cast)
    actor = cast.actor("handler")

    def file(number: int) -> object:
        try:
            return file_conversation(actor, talk.pk, makers.INTAKE, token=f"{number % 2}" * 22, now=FRIDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(file, range(6)))
    assert Complaint.objects.count() == 1


def test_interview_is_written_into_its_complaint_once(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    talk = begun(cast, questions="interview", about=complaint, channel="in_person")
    said(cast, talk, since="きのう、また割れました。")
    message = file_interview(
        cast.actor("handler"), talk.pk, body="きのう、また割れました。", token="t", now=FRIDAY
    )
    assert (message.complaint, message.channel, message.from_complainant) == (complaint, "in_person", True)
    assert complaint.events.latest("id").kind == "heard"
    with pytest.raises(NotNow) as raised:
        file_interview(cast.actor("handler"), talk.pk, body="もう一度", token="u", now=FRIDAY)
    assert raised.value.obstacle is Obstacle.CONVERSATION_OVER
    assert complaint.messages.filter(from_complainant=True).count() == 1


def test_interview_about_a_complaint_joined_meanwhile_is_written_where_it_goes_on(cast: Cast) -> None:
    complaint, other = makers.acknowledged(cast), makers.acknowledged(cast)
    talk = begun(cast, questions="interview", about=complaint)
    merge_complaint(cast.actor("lead"), complaint, to=other, now=FRIDAY + timedelta(hours=1))
    message = file_interview(
        cast.actor("handler"), talk.pk, body="また割れました。", token="t", now=FRIDAY + timedelta(hours=2)
    )
    assert message.complaint == other
    talk.refresh_from_db()
    assert talk.complaint == complaint
    assert talk.ended_at is not None


def test_interview_takes_in_no_complaint_and_an_intake_adds_no_word(cast: Cast) -> None:
    interview = begun(cast, questions="interview", about=makers.acknowledged(cast))
    with pytest.raises(NotNow):
        file_conversation(cast.actor("handler"), interview.pk, makers.INTAKE, token="t" * 22, now=FRIDAY)
    with pytest.raises(NotNow):
        file_interview(cast.actor("handler"), begun(cast).pk, body="x", token="t", now=FRIDAY)
    assert Complaint.objects.count() == 1


def test_complaint_that_is_not_seen_is_asked_about_by_nobody(cast: Cast) -> None:
    complaint = makers.received(cast, confidentiality="restricted").complaint
    with pytest.raises(Unseen):
        begun(cast, questions="interview", about=complaint)
    talk = begun(cast, "lead", questions="interview", about=complaint)
    assert talk.complaint == complaint


def test_complaint_that_is_closed_to_the_holder_meanwhile_is_closed(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    talk = begun(cast, questions="interview", about=complaint)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    with pytest.raises(Unseen):
        file_interview(cast.actor("handler"), talk.pk, body="x", token="t", now=FRIDAY)


def test_breaking_off_erases_what_was_said_and_keeps_why(cast: Cast) -> None:
    talk = said(cast, begun(cast), happened="やはり結構です。")
    with pytest.raises(Invalid):
        drop_conversation(cast.actor("handler"), talk.pk, reason="  ", now=FRIDAY)
    drop_conversation(cast.actor("handler"), talk.pk, reason="本人が\n取りやめた", now=FRIDAY)
    talk.refresh_from_db()
    assert (talk.answers, talk.dropped, talk.ended_at) == ({}, "本人が 取りやめた", FRIDAY)
    acts = (
        lambda: keep_answer(cast.actor("handler"), talk.pk, question="happened", answer="x"),
        lambda: file_conversation(cast.actor("handler"), talk.pk, makers.INTAKE, token="t", now=FRIDAY),
        lambda: drop_conversation(cast.actor("handler"), talk.pk, reason="x", now=FRIDAY),
    )
    for act in acts:
        with pytest.raises(CaseworkError):
            act()
    assert Complaint.objects.count() == 0
    with pytest.raises(Unseen):
        conversation_seen(cast.actor("handler"), talk.pk)


# ---- question sets


def own(text: str, *lines: tuple[str, str]) -> str:
    for old, new in lines:
        assert old in text
        text = text.replace(old, new)
    return text


def test_set_written_by_the_house_is_asked_from_then_on_and_begun_ones_keep_theirs(cast: Cast) -> None:
    before = begun(cast)
    text = own(shipped_text("general"), ("どのようなことがありましたか。", "何がありましたか。"))
    row = write_question_set(cast.actor("lead"), text, seen=0, now=FRIDAY)
    assert row is not None
    assert (row.set, row.version, row.by) == ("general", OWN_FROM, cast.lead)
    after = begun(cast)
    assert (before.version, after.version) == (1, OWN_FROM)
    assert questions_of(before).questions[0].ask.ja.startswith("どのような")
    assert questions_of(after).questions[0].ask.ja.startswith("何が")
    assert [each.version for each in in_use(Purpose.INTAKE) if each.id == "general"] == [OWN_FROM]
    change = SettingChange.objects.get(kind="questions")
    assert change.after == {
        "set": "general",
        "version": OWN_FROM,
        "questions": len(questions_of(after).questions),
    }


def test_version_that_came_with_kikitori_is_kept_once_somebody_has_asked_by_it(cast: Cast) -> None:
    assert not QuestionSetVersion.objects.exists()
    begun(cast)
    begun(cast)
    row = QuestionSetVersion.objects.get()
    assert (row.set, row.version, row.by, row.text) == ("general", 1, None, shipped_text("general"))
    assert version_of("general", 1) is not None
    assert version_of("general", 2) is None
    assert version_of("nothing", 1) is None


def test_new_id_is_a_set_of_its_own(cast: Cast) -> None:
    text = own(shipped_text("interview"), ("id: interview", "id: visit"))
    write_question_set(cast.actor("lead"), text, seen=0, now=FRIDAY)
    assert [each.id for each in in_use(Purpose.INTERVIEW)] == ["interview", "visit"]
    talk = begun(cast, questions="visit", about=makers.acknowledged(cast))
    assert (talk.set, talk.version) == ("visit", OWN_FROM)


def test_writing_needs_the_right_the_newest_version_and_no_mistakes(cast: Cast) -> None:
    text = shipped_text("general")
    with pytest.raises(Refused):
        write_question_set(cast.actor("handler"), text, seen=0, now=FRIDAY)
    with pytest.raises(SetError):
        write_question_set(cast.actor("lead"), text.replace("form: words", "form: song"), seen=0, now=FRIDAY)
    with pytest.raises(NotNow):
        write_question_set(cast.actor("lead"), text, seen=OWN_FROM, now=FRIDAY)
    assert write_question_set(cast.actor("lead"), text, seen=0, now=FRIDAY) is not None
    assert write_question_set(cast.actor("lead"), text, seen=OWN_FROM, now=FRIDAY + timedelta(1)) is None
    with pytest.raises(NotNow):
        write_question_set(cast.actor("lead"), text + "# newer\n", seen=0, now=FRIDAY)
    assert QuestionSetVersion.objects.count() == 1
