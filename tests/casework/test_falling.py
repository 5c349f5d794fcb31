"""With a withdrawal falls what was asked for the way ahead; corrections and whom they have named are still decided."""

from datetime import timedelta

import pytest

from kikitori.casework.answer_petition import answer_petition
from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.errors import NotNow
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.sweep import note_missed_promises
from kikitori.casework.withdraw import letter_values, owed_answers, withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.queries import STILL_OWED
from kikitori.records.people.actor import Actor
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import FALLING, PetitionKind
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN, complainant_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + 5 * HOUR


def asked(complaint: Complaint, kind: str) -> Petition:
    words = "手話通訳をお願いします。" if kind == "help" else "皿は四枚です。"
    return petition(complainant_of(complaint), complaint, PetitionGiven(kind=kind, words=words), now=NOW)


def withdrawn(complaint: Complaint, *, at: timedelta = 3 * HOUR) -> None:
    withdraw_complaint(complainant_of(complaint), complaint, reason="", now=NOW + at)


def owed(complaint: Complaint) -> list[str]:
    return sorted(complaint.promises.filter(STILL_OWED).values_list("kind", flat=True))


@pytest.mark.parametrize("kind", PetitionKind)
def test_what_falls_is_help_for_the_way_ahead_alone(kind: PetitionKind) -> None:
    assert (kind in FALLING) is (kind is PetitionKind.HELP)


def test_correction_is_owed_and_answered_after_the_withdrawal(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asked(complaint, "summary")
    withdrawn(complaint)
    assert owed(complaint) == ["petition"]
    answer_petition(
        cast.actor("handler"),
        complaint,
        petition=row,
        granted=True,
        words="直しました。",
        text="皿は四枚",
        now=LATER,
    )
    row.refresh_from_db()
    assert (row.state, owed(complaint)) == ("granted", [])
    assert complaint.promises.get(kind="petition").state == "kept"


def test_letter_of_the_withdrawal_names_the_day_of_that_answer(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    due = asked(complaint, "summary").due_at
    assert due is not None
    withdrawn(complaint)
    body = complaint.letters.get(kind="withdrawn").body
    day = due.astimezone(JAPAN)
    assert f"記録の訂正のお求めには、{day.year}年{day.month}月{day.day}日" in body
    assert "今後こちらからご連絡することはありません" not in body


@pytest.mark.parametrize("swept", [False, True])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "ja",
            "までにお返事するとお約束しましたが、果たせておりません。申し訳ございません。お返事は、必ずいたします。",
        ),
        ("en", "and we have not kept that day. We are sorry, and we still owe you the answer."),
        (
            "ja-easy",
            "までに答こたえる約束やくそくでした。まだ答こたえていません。すみません。必かならず答こたえます。",
        ),
    ],
)
def test_letter_of_the_withdrawal_says_that_the_answer_is_late_and_comes(
    cast: Cast, swept: bool, language: str, sentence: str
) -> None:
    """Whether or not the sweep has found it yet: no day that has passed, and nothing that is untrue."""
    complaint = makers.investigated(cast, language=language)
    asked(complaint, "summary")
    if swept:
        assert note_missed_promises(Actor.system("swept"), now=NOW + 39 * DAY) > 0
    withdrawn(complaint, at=40 * DAY)
    assert owed(complaint) == ["petition"]
    body = complaint.letters.get(kind="withdrawn").body
    assert sentence in body.replace("（", "").replace("）", "")
    assert "今後こちらからご連絡することはありません" not in body
    assert "までにお返事いたします" not in body
    assert "have our answer by" not in body.replace("would have our answer by", "")


def test_letter_of_the_withdrawal_is_in_time_to_the_last_second(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    due = asked(complaint, "summary").due_at
    assert due is not None
    values = letter_values(owed_answers(complaint), due)
    assert (values["owed_petition"].due_at, values["late"]) == (due, False)
    assert letter_values(owed_answers(complaint), due + timedelta(seconds=1))["late"] is True


def test_letter_of_the_withdrawal_speaks_of_the_answer_that_is_due_first(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    first = asked(complaint, "summary")
    petition(
        complainant_of(complaint),
        complaint,
        PetitionGiven(kind="summary", words="数です。"),
        now=NOW + 5 * DAY,
    )
    assert letter_values(owed_answers(complaint), NOW)["owed_petition"].due_at == first.due_at


def test_look_at_the_letter_speaks_of_no_help_that_falls_with_it(cast: Cast) -> None:
    """The desk asks before the withdrawal, while help is still owed."""
    complaint = makers.investigated(cast)
    asked(complaint, "help")
    assert letter_values(owed_answers(complaint), NOW) == {"owed_petition": None, "late": False}


@pytest.mark.parametrize("granted", [True, False])
def test_letter_of_the_withdrawal_promises_nothing_that_was_answered_late(cast: Cast, granted: bool) -> None:
    complaint = makers.investigated(cast)
    row = asked(complaint, "summary")
    note_missed_promises(Actor.system("swept"), now=NOW + 39 * DAY)
    answer_petition(
        *(cast.actor("handler"), complaint),
        petition=row,
        granted=granted,
        words="はい",
        text="皿",
        now=NOW + 40 * DAY,
    )
    assert letter_values(owed_answers(complaint), NOW + 41 * DAY) == {"owed_petition": None, "late": False}


@pytest.mark.parametrize("kind", ["help", ""])
def test_letter_promises_no_answer_where_none_is_owed(cast: Cast, kind: str) -> None:
    complaint = makers.investigated(cast)
    if kind:
        asked(complaint, kind)
    withdrawn(complaint)
    body = complaint.letters.get(kind="withdrawn").body
    assert "今後こちらからご連絡することはありません" in body
    assert "お求め" not in body


def test_help_falls_with_it_and_nobody_owes_an_answer(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asked(complaint, "help")
    withdrawn(complaint)
    row.refresh_from_db()
    assert (row.state, owed(complaint)) == ("lapsed", [])
    assert complaint.promises.get(kind="petition").state == "cancelled"
    assert complaint.events.get(kind="withdrawn").data["fallen"] == [row.pk]
    with pytest.raises(NotNow):
        answer_petition(
            cast.actor("handler"), complaint, petition=row, granted=True, words="はい", now=LATER + HOUR
        )


def test_help_stands_again_when_it_is_taken_up(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asked(complaint, "help")
    before = row.due_at
    withdrawn(complaint)
    reopen_complaint(complainant_of(complaint), complaint, reason="やはり", now=NOW + 5 * DAY)
    row.refresh_from_db()
    assert row.is_open
    assert row.due_at is not None
    assert before is not None
    assert row.due_at > before
    assert "petition" in owed(complaint)
    assert complaint.events.get(kind="reopened").data["standing"] == [row.pk]
    answer_petition(
        cast.actor("handler"), complaint, petition=row, granted=True, words="はい", now=NOW + 6 * DAY
    )
    assert "petition" not in owed(complaint)


def test_broken_word_about_help_stays_missed_and_is_owed_once(cast: Cast) -> None:
    """Past its day before the withdrawal: it stays missed for ever; taken up again, one answer is owed, not two."""
    complaint = makers.investigated(cast)
    row = asked(complaint, "help")
    assert note_missed_promises(Actor.system("swept"), now=NOW + 12 * DAY) > 0
    withdrawn(complaint, at=13 * DAY)
    assert "petition" not in owed(complaint)
    first = complaint.promises.get(kind="petition")
    assert (first.state, first.lapsed) == ("missed", True)
    reopen_complaint(complainant_of(complaint), complaint, reason="やはり", now=NOW + 14 * DAY)
    assert owed(complaint).count("petition") == 1
    first.refresh_from_db()
    row.refresh_from_db()
    assert (first.state, first.replaced_by) == ("missed", row.promise)
    answer_petition(
        cast.actor("handler"), complaint, petition=row, granted=True, words="はい", now=NOW + 15 * DAY
    )
    assert "petition" not in owed(complaint)


def test_what_was_answered_or_heeded_at_once_stays_as_it_is(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    noted = petition(
        complainant_of(complaint), complaint, PetitionGiven(kind="help", eases=["large_print"]), now=NOW
    )
    answered = asked(complaint, "help")
    answer_petition(
        cast.actor("handler"), complaint, petition=answered, granted=False, words="いいえ", now=NOW + HOUR
    )
    withdrawn(complaint)
    reopen_complaint(complainant_of(complaint), complaint, reason="やはり", now=NOW + DAY)
    assert list(Petition.objects.order_by("pk").values_list("state", flat=True)) == ["noted", "declined"]
    assert noted.promise is None
    assert "petition" not in owed(complaint)


def test_correction_asked_for_before_is_not_promised_anew(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asked(complaint, "summary")
    withdrawn(complaint)
    reopen_complaint(complainant_of(complaint), complaint, reason="やはり", now=NOW + DAY)
    due, promise = row.due_at, row.promise
    row.refresh_from_db()
    assert (row.due_at, row.promise) == (due, promise)
    assert complaint.promises.filter(kind="petition").count() == 1


@pytest.mark.parametrize("granted", [True, False])
def test_whom_they_named_is_decided_after_the_withdrawal(cast: Cast, granted: bool) -> None:
    complaint = makers.investigated(cast)
    row = name_unwanted(complainant_of(complaint), complaint, words="受田さん", now=NOW)
    withdrawn(complaint)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=granted,
        barred=[cast.handler],
        words="お返事です。",
        now=LATER + HOUR,
    )
    row.refresh_from_db()
    complaint.refresh_from_db()
    assert row.state == ("granted" if granted else "declined")
    assert complaint.barred == ([cast.handler.pk] if granted else [])


def test_letter_of_the_withdrawal_tells_nobody_that_somebody_was_named(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name_unwanted(complainant_of(complaint), complaint, words="受田さん", now=NOW)
    withdrawn(complaint)
    body = complaint.letters.get(kind="withdrawn").body
    assert "今後こちらからご連絡することはありません" in body
    assert "受田" not in body


def test_help_asked_for_after_the_withdrawal_is_answered(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    withdrawn(complaint)
    row = petition(
        complainant_of(complaint), complaint, PetitionGiven(kind="help", words="点字で"), now=LATER + HOUR
    )
    assert (row.state, owed(complaint)) == ("open", ["petition"])
