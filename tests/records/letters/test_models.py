"""Messages and letters as rows: public or internal for good, sent once, and nothing of them in a log."""

from datetime import timedelta
from typing import Any

import pytest

from kikitori.records.letters.kinds import LetterKind, LetterState, Medium
from kikitori.records.letters.labels import LETTER_KIND, LETTER_STATE, MEDIUM
from kikitori.records.letters.models import Letter, Message
from tests.makers import FRIDAY
from tests.records import rows
from tests.records.told import told_in_both


def message(**changes: Any) -> Message:
    values = {"visibility": "public", "channel": "phone", "body": "確認しています。", "at": FRIDAY}
    return Message.objects.create(
        **{"complaint": changes.pop("complaint", None) or rows.complaint()} | values | changes
    )


def letter(**changes: Any) -> Letter:
    number = Letter.objects.count()
    values = {
        "key": f"{number}:0",
        "kind": "reply",
        "medium": "email",
        "language": "ja",
        "subject": "お返事",
        "body": "本文",
        "message_id": f"<{number}@letters.kikitori.invalid>",
        "written_at": FRIDAY,
    }
    return Letter.objects.create(
        **{"complaint": changes.pop("complaint", None) or rows.complaint()} | values | changes
    )


# ---- messages


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["visibility", "channel", "body", "at", "complaint"])
def test_message_says_for_whom_it_is_what_when_and_by_which_road(field: str) -> None:
    made = message()
    with rows.must_refuse(field):
        Message.objects.filter(pk=made.pk).update(**{field: None})


@pytest.mark.django_db
def test_same_form_is_one_message_and_messages_without_a_form_are_many() -> None:
    message(intake_key="a" * 64)
    message(intake_key=None)
    message(intake_key=None)
    with rows.must_refuse("intake_key"):
        message(intake_key="a" * 64)
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_conversation_is_read_in_the_order_it_was_written_down() -> None:
    first = message(at=FRIDAY)
    second = message(complaint=first.complaint, at=FRIDAY - timedelta(days=2), visibility="internal")
    message()
    assert list(first.complaint.messages.all()) == [first, second]
    assert list(first.complaint.messages.filter(visibility="public")) == [first]


@pytest.mark.django_db
def test_authors_stay_with_their_words() -> None:
    staff, person = rows.staff(), rows.person()
    made = message(author_staff=staff)
    message(author_person=person, from_complainant=True)
    for author in (staff, person):
        with rows.must_be_kept_for("Message"):
            author.delete()
    made.complaint.delete()
    assert Message.objects.get().author_person == person


@pytest.mark.django_db
def test_message_and_letter_in_a_log_hold_no_word_and_no_address() -> None:
    said = str(message(body="秘密")) + repr(letter(body="秘密", to_address="hana@example.jp", to_name="試野"))
    assert said == "public 2026-11-20 16:40<Letter: reply waiting>"


# ---- letters


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["key", "message_id"])
def test_letter_of_a_step_is_written_once_however_often_it_is_tried(field: str) -> None:
    first = letter()
    with rows.must_refuse(field):
        letter(**{field: getattr(first, field)})


@pytest.mark.django_db
def test_letter_waits_untried_until_somebody_takes_it() -> None:
    made = Letter.objects.get(pk=letter().pk)
    assert (made.state, made.tries, made.sent_at, made.next_try_at) == ("waiting", 0, None, None)
    assert (made.to_name, made.to_address, made.last_error) == ("", "", "")


@pytest.mark.django_db
def test_tries_never_run_backwards() -> None:
    with rows.must_refuse("tries"):
        letter(tries=-1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "room"), [("subject", 300), ("to_name", 300), ("to_address", 500), ("last_error", 100)]
)
def test_letter_is_never_cut_to_fit(field: str, room: int) -> None:
    assert getattr(letter(**{field: "長" * room}), field) == "長" * room
    with rows.must_not_fit():
        letter(**{field: "長" * (room + 1)})


@pytest.mark.parametrize(
    ("word", "column"),
    [
        (word, column)
        for words, column in ((LetterKind, "kind"), (Medium, "medium"), (LetterState, "state"))
        for word in words
    ],
)
def test_code_of_a_letter_fits_into_its_column(word: str, column: str) -> None:
    assert len(word) <= (Letter._meta.get_field(column).max_length or 0)


# ---- words


KINDS = {
    "acknowledgement": ("受付通知", "Confirmation of receipt"),
    "in_hand": ("調査開始のお知らせ", "Notice that we are looking into it"),
    "reply": ("返信", "Reply"),
    "question": ("質問", "Question"),
    "proposal": ("解決案", "Proposed solution"),
    "accepted": ("合意の内容", "What was agreed"),
    "going_on": ("対応継続のお知らせ", "Notice that we are going on"),
    "decision": ("決定通知", "Decision"),
    "remedy_dropped": ("約束内容変更のお知らせ", "Notice of what is not done any more"),
    "remedies_done": ("実施完了のお知らせ", "Notice that everything is done"),
    "is_it_solved": ("解決確認", "Question whether it is solved"),
    "closed": ("終了のお知らせ", "Notice of closing"),
    "reopened": ("再開のお知らせ", "Notice of reopening"),
    "review": ("再検討のお知らせ", "Notice of review"),
    "referral": ("引継ぎのお知らせ", "Notice of passing it on"),
    "referral_result": ("引継ぎ先の回答のお知らせ", "Notice of what they answered"),
    "petition": ("申入れへのお返事", "Answer to what was asked for"),
    "representative": ("代理人のお知らせ", "Notice of who speaks for them"),
    "withdrawn": ("取下げの確認", "Confirmation of withdrawal"),
    "new_date": ("期日変更のお知らせ", "Notice of a new date"),
    "redirected": ("ご相談先のご案内", "Notice of where to go"),
    "link": ("ページを開くリンク", "Link to the page"),
    "still_solved": ("その後の確認", "Question whether it holds"),
}
STATES = {
    "waiting": ("送付待ち", "On its way"),
    "sent": ("送付済み", "Sent"),
    "failed": ("送付できず", "Could not be sent"),
    "to_print": ("印刷・郵送待ち", "To be printed and posted"),
    "shown": ("申出者のページに掲載", "Shown in the portal"),
    "told": ("別の方法で伝達", "Told by other means"),
    "replaced": ("別の住所あてに作り直し", "Written anew to another address"),
}
MEDIA = {
    "email": ("電子メール", "E-mail"),
    "print": ("郵送", "Paper"),
    "portal": ("申出者のページ", "Portal"),
}


@pytest.mark.parametrize(
    ("table", "expected"), [(LETTER_KIND, KINDS), (LETTER_STATE, STATES), (MEDIUM, MEDIA)]
)
def test_letter_its_state_and_its_road_are_told_in_words(
    table: dict[Any, Any], expected: dict[str, tuple[str, str]]
) -> None:
    assert told_in_both(table) == expected
