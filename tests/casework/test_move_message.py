"""A word that lies in the wrong complaint: moved with its mail, said on both timelines, and undone by moving it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kikitori.casework.errors import NotNow, Unseen
from kikitori.casework.inquire import ask_complainant
from kikitori.casework.move_message import move_message
from kikitori.casework.sort_mail import attach_held_to
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Message
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.mails import filed, raw
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)
WORDS = "箱の写真をお送りします。"


def heard(complaint: Complaint, words: str = WORDS) -> Message:
    return hear(makers.complainant_of(complaint), complaint, body=words, now=LATER)


def moved(cast: Cast, word: Message, to: Complaint, **how: str) -> None:
    word.refresh_from_db()
    move_message(cast.actor("handler"), word.complaint, message=word.pk, to=to, now=LATER, **how)
    word.refresh_from_db()


def promised(complaint: Complaint) -> list[tuple[str, str, str]]:
    """What stands or stood promised, by kind, date and state."""
    rows = complaint.promises.order_by("pk")
    return [(row.kind, row.due_at.isoformat(), row.state) for row in rows]


def test_word_is_read_in_the_other_complaint_with_its_mail(cast: Cast) -> None:
    wrong, right = filed(raw()).complaint, makers.acknowledged(cast)
    assert wrong is not None
    letter = wrong.letters.get()
    mail = filed(raw(WORDS, In_Reply_To=letter.message_id))
    assert mail.word is not None
    at = mail.word.at
    moved(cast, mail.word, right, reason="別件の写真でした。")
    mail.refresh_from_db()
    assert (mail.complaint, mail.word.complaint, mail.word.body, mail.word.at) == (right, right, WORDS, at)
    assert not wrong.messages.exists()
    left, came = wrong.events.last(), right.events.last()
    assert left is not None
    assert came is not None
    assert (left.kind, left.visibility, left.data) == (
        "message_moved",
        "internal",
        {"message": mail.word.pk, "to": right.pk, "reason": "別件の写真でした。"},
    )
    assert (came.kind, came.visibility) == ("message_moved", "public")
    assert came.data["came_from"] == wrong.pk


def test_moving_back_undoes_it(cast: Cast) -> None:
    wrong, right = makers.acknowledged(cast), makers.acknowledged(cast)
    word = heard(wrong)
    before = promised(wrong), promised(right)
    moved(cast, word, right)
    moved(cast, word, wrong)
    assert word.complaint == wrong
    assert (promised(wrong), promised(right)) == before


def test_promises_stay_but_for_what_hearing_opened(cast: Cast) -> None:
    """Where nothing was promised, hearing promised an answer; without the word nobody waits for one."""
    wrong, right = makers.investigated(cast), makers.acknowledged(cast)
    wrong.promises.update(state="kept", kept_at=FRIDAY)
    word = heard(wrong)
    opened = wrong.promises.get(state="open")
    others = promised(right)
    moved(cast, word, right)
    opened.refresh_from_db()
    assert opened.state == "cancelled"
    assert promised(right) == others
    number = wrong.promises.count()
    moved(cast, word, wrong)
    opened.refresh_from_db()
    assert (opened.state, wrong.promises.count()) == ("open", number)
    moved(cast, word, right)
    opened.refresh_from_db()
    assert opened.state == "cancelled"


def test_question_the_word_answered_waits_again_and_is_answered_again(cast: Cast) -> None:
    wrong, right = makers.investigated(cast), makers.acknowledged(cast)
    ask_complainant(
        cast.actor("handler"),
        wrong,
        question="箱は？",
        answer_by=date(2026, 12, 4),
        now=FRIDAY + timedelta(hours=1),
    )
    word = heard(wrong)
    moved(cast, word, right)
    question = wrong.inquiries.get()
    assert (question.answer, question.answered_at) == ("", None)
    moved(cast, word, wrong)
    question.refresh_from_db()
    assert question.answer == WORDS


def test_waiting_complaint_comes_back_when_the_word_arrives_there(cast: Cast) -> None:
    wrong, right = makers.acknowledged(cast), makers.investigated(cast)
    ask_complainant(
        cast.actor("handler"),
        right,
        question="箱は？",
        answer_by=date(2026, 12, 4),
        now=FRIDAY + timedelta(hours=1),
    )
    moved(cast, heard(wrong), right)
    right.refresh_from_db()
    assert right.state == "investigating"
    assert right.inquiries.get().answer == WORDS


def test_mail_kept_as_a_note_stays_a_note(cast: Cast) -> None:
    wrong, right = makers.acknowledged(cast), makers.acknowledged(cast)
    mail = filed(raw("隣の者です。", Precedence="bulk"))
    word = attach_held_to(cast.actor("handler"), mail.pk, wrong, writer="other", now=LATER)
    moved(cast, word, right)
    came = right.events.last()
    assert came is not None
    assert (came.kind, came.visibility, word.visibility) == ("message_moved", "internal", "internal")


def test_what_we_wrote_stays_where_it_was_sent_from(cast: Cast) -> None:
    wrong, right = makers.acknowledged(cast), makers.acknowledged(cast)
    ours = reply(cast.actor("handler"), wrong, body="確認します。", now=LATER)
    with pytest.raises(NotNow):
        moved(cast, ours, right)
    assert right.events.filter(kind="message_moved").count() == 0


def test_word_moves_into_a_complaint_that_has_ended(cast: Cast) -> None:
    wrong, right = makers.acknowledged(cast), makers.acknowledged(cast)
    withdraw_complaint(makers.complainant_of(right), right, now=LATER)
    moved(cast, heard(wrong), right)
    right.refresh_from_db()
    assert right.state == "withdrawn"


def test_word_cannot_be_moved_to_where_it_is(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(NotNow):
        moved(cast, heard(complaint), complaint)


def test_neither_complaint_may_be_hidden(cast: Cast) -> None:
    open_one, hidden = makers.acknowledged(cast), restricted(cast)
    words = heard(open_one), heard(hidden)
    with pytest.raises(Unseen):
        moved(cast, words[0], hidden)
    with pytest.raises(Unseen):
        moved(cast, words[1], open_one)
    assert [word.complaint for word in words] == [open_one, hidden]


def test_word_of_another_complaint_cannot_be_moved_from_here(cast: Cast) -> None:
    here, there = makers.acknowledged(cast), makers.acknowledged(cast)
    word = heard(there)
    with pytest.raises(NotNow):
        move_message(cast.actor("handler"), here, message=word.pk, to=there, now=LATER)
