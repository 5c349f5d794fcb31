"""To whom a letter goes and by which road; that it exists exactly if its step does."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.outgoing import addressee_of, remedy_lines
from kikitori.casework.propose import RemedyRead
from kikitori.casework.step import taking
from kikitori.casework.write import reply
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Letter
from kikitori.records.remedies.terms import RemedyKind
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=1)
MAIL = ContactGiven(kind="email", value="hana@example.jp")
SECOND_MAIL = ContactGiven(kind="email", value="hana.home@example.jp")
POST = ContactGiven(kind="post", value="東京都見本区1-2-3")
PHONE = ContactGiven(kind="phone", value="03-0000-0000")
FAX = ContactGiven(kind="fax", value="03-0000-0001")
LAWYER_MAIL = ContactGiven(kind="email", value="lawyer@example.com")
LAWYER_POST = ContactGiven(kind="post", value="大阪府見本市4-5-6")


def somebody(*points: ContactGiven) -> PersonGiven:
    return PersonGiven(name="試野 はな", contact_points=points)


def lawyer(*points: ContactGiven) -> PersonGiven:
    return PersonGiven(name="弁野 護", contact_points=points, authority="委任状")


def road(complaint: Complaint) -> tuple[str, str, str]:
    to = addressee_of(complaint)
    return (to.person.name if to.person else "", to.medium.value, to.address)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((MAIL,), ("email", "hana@example.jp")),
        ((PHONE, POST, MAIL), ("email", "hana@example.jp")),
        ((MAIL, SECOND_MAIL), ("email", "hana@example.jp")),
        ((SECOND_MAIL, MAIL), ("email", "hana.home@example.jp")),
        ((PHONE, POST), ("print", "東京都見本区1-2-3")),
        ((PHONE, FAX), ("portal", "")),
        ((), ("portal", "")),
    ],
)
def test_letter_goes_by_mail_else_on_paper_else_into_the_portal(
    cast: Cast, points: tuple[ContactGiven, ...], expected: tuple[str, str]
) -> None:
    complaint = makers.received(cast, complainant=somebody(*points)).complaint
    assert road(complaint) == ("試野 はな", *expected)


@pytest.mark.parametrize(
    ("theirs", "own", "expected"),
    [
        ((LAWYER_MAIL,), (MAIL,), ("弁野 護", "email", "lawyer@example.com")),
        # Who is represented is not written to past their representative.
        ((LAWYER_POST,), (MAIL,), ("弁野 護", "print", "大阪府見本市4-5-6")),
        ((LAWYER_POST, LAWYER_MAIL), (MAIL,), ("弁野 護", "email", "lawyer@example.com")),
        # Where the representative cannot be written to at all, a letter is better than none.
        ((PHONE,), (MAIL,), ("試野 はな", "email", "hana@example.jp")),
        ((PHONE,), (POST,), ("試野 はな", "print", "東京都見本区1-2-3")),
        ((), (), ("弁野 護", "portal", "")),
    ],
)
def test_representative_is_written_to_before_the_complainant(
    cast: Cast,
    theirs: tuple[ContactGiven, ...],
    own: tuple[ContactGiven, ...],
    expected: tuple[str, str, str],
) -> None:
    complaint = makers.received(cast, complainant=somebody(*own), representative=lawyer(*theirs)).complaint
    assert road(complaint) == expected


def test_anonymous_person_with_an_address_gets_letters_without_a_name(cast: Cast) -> None:
    complaint = makers.received(cast, anonymous=True, complainant=somebody(MAIL)).complaint
    assert road(complaint) == ("", "email", "hana@example.jp")


def test_anonymous_person_without_an_address_reads_in_the_portal(cast: Cast) -> None:
    complaint = makers.acknowledged(cast, anonymous=True, complainant=None)
    assert addressee_of(complaint).person is None
    letter = complaint.letters.get()
    assert (letter.medium, letter.state, letter.to_name, letter.to_address) == ("portal", "shown", "", "")


@pytest.mark.parametrize("points", [(), (PHONE,)])
def test_letter_to_somebody_who_cannot_be_written_to_is_shown(
    cast: Cast, points: tuple[ContactGiven, ...]
) -> None:
    letter = makers.acknowledged(cast, complainant=somebody(*points)).letters.get()
    assert (letter.medium, letter.state, letter.next_try_at) == ("portal", "shown", None)
    assert letter.body.startswith("試野 はな 様")
    assert not ProcrastinateJob.objects.exists()


def test_mail_letter_waits_in_the_outbox_with_a_job_of_its_own(cast: Cast) -> None:
    letter = makers.acknowledged(cast).letters.get()
    assert (letter.medium, letter.state, letter.tries) == ("email", "waiting", 0)
    assert letter.next_try_at == letter.written_at == FRIDAY + timedelta(minutes=20)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("kikitori.deliver_letter", {"letter_id": letter.pk})


def test_letters_key_names_its_event_and_its_message_id_is_nobody_elses(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    reply(cast.actor("handler"), complaint, body="確認中です。", now=LATER)
    letters = list(complaint.letters.all())
    events = [complaint.events.get(kind=kind).pk for kind in ("acknowledged", "replied")]
    assert [letter.key for letter in letters] == [f"{event}:0" for event in events]
    assert len({letter.message_id for letter in letters}) == 2
    assert all(letter.message_id.endswith("@localhost>") for letter in letters)


def test_step_that_fails_leaves_neither_letter_nor_job(cast: Cast) -> None:
    complaint = makers.received(cast).complaint

    def reply_until_the_power_goes() -> None:
        with taking(cast.actor("handler"), complaint, Step.REPLY, now=LATER) as step:
            step.letter(LetterKind.REPLY, body="確認中です。")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        reply_until_the_power_goes()
    assert not Letter.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_letter_is_in_the_language_of_the_complaint_whoever_writes(cast: Cast) -> None:
    complaint = makers.acknowledged(cast, language="en", story="The plates were broken.")
    letter = complaint.letters.get()
    assert letter.language == "en"
    assert letter.subject.startswith("[Mihon-do] We have received your complaint")


def test_remedies_are_named_in_the_letters_language() -> None:
    remedy = RemedyRead(kind=RemedyKind.REFUND, text="代金", due_on=FRIDAY.date(), amount=1200)
    (ja,), (en,) = (remedy_lines([remedy], language) for language in ("ja", "en"))
    assert (ja.label, en.label) == ("返金", "Refund")
    assert (ja.text, ja.amount, ja.due_on) == ("代金", 1200, FRIDAY.date())
