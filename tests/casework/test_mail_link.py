"""The link in a mail: opens the page once, for whom it was sent to; and what somebody who has none may ask for."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.casework.deliver import deliver_letter
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.file_mail import file_mail
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.mail_link import (
    ask_for_link,
    end_links_in,
    link_in,
    links_left_behind,
    open_by_link,
    send_asked_link,
    token_of,
)
from kikitori.casework.reissue import reissue_slip
from kikitori.casework.report import note_report
from kikitori.casework.write import reply
from kikitori.foundation.mail.reports import Report
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.letters.mail_links import LinkAsked, MailLink
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint
from tests import makers
from tests.cast import Cast, summon
from tests.letterbox import read, text_of
from tests.mails import kept, raw
from tests.makers import FRIDAY
from tests.represented import MAIL, represented

OUTBOX, ASKED = Actor.system("outbox"), Actor.system("link_asked")
LATER = FRIDAY + timedelta(hours=1)
HANA = "hana@example.jp"
PAPA = PersonGiven(
    name="試野 たろう",
    authority="長男",
    contact_points=(ContactGiven(kind="email", value="taro@example.jp"),),
)


def written(cast: Cast, **changes: Any) -> Letter:
    """The acknowledgement of a complaint by phone, not sent yet."""
    return makers.acknowledged(cast, **changes).letters.get()


def sent(cast: Cast, folder: Path, **changes: Any) -> tuple[Letter, str]:
    """The same, sent; and the mail as its reader sees it."""
    letter = written(cast, **changes)
    deliver_letter(OUTBOX, letter.pk, now=LATER)
    return letter, text_of(read((folder / f"{letter.pk:08d}.eml").read_bytes()))


def token_in(mail: str) -> str:
    """What the link in it carries."""
    found = re.search(r"/follow/link/([^/\s]+)/", mail)
    assert found is not None
    return found.group(1)


def asks(code: str, address: str = HANA, *, now: datetime = LATER) -> bool:
    """Somebody asks, and a job looks at it."""
    ask_for_link(code, address, now=now)
    return send_asked_link(ASKED, LinkAsked.objects.latest("id").pk, now=now)


# ── what goes along with a letter ──


def test_link_stands_in_the_mail_and_nowhere_in_our_records(cast: Cast, folder: Path) -> None:
    letter, mail = sent(cast, folder)
    token = token_in(mail)
    letter.refresh_from_db()
    assert token == token_of(letter)
    assert token not in letter.body
    assert f"http://localhost:8000/follow/link/{token}/" in mail
    assert "14日間、一度だけ" in mail


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("ja", "控えの番号は要りません"),
        ("en", "It works once, within 14 days"),
        ("ja-easy", "1回（かい）だけ"),
    ],
)
def test_link_is_offered_in_the_language_of_the_letter(language: str, says: str) -> None:
    words = MailLink("https://kikitori.example/follow/link/1-ab/").words(language)
    assert says in words
    assert "\nhttps://kikitori.example/follow/link/1-ab/\n" in words
    assert not re.search(r"[{}\[\]|]", words)


def test_link_is_the_same_at_every_try(cast: Cast) -> None:
    letter = written(cast)
    assert link_in(letter) == link_in(Letter.objects.get(pk=letter.pk))


def test_every_letter_has_a_link_of_its_own(cast: Cast) -> None:
    first, second = written(cast), written(cast)
    assert token_of(first) != token_of(second)


def test_mails_about_an_anonymous_complaint_hold_no_link(cast: Cast, folder: Path) -> None:
    letter, mail = sent(cast, folder, anonymous=True)
    assert "/follow/link/" not in mail
    assert open_by_link(token_of(letter), now=LATER) is None


def test_notices_about_a_confidential_complaint_hold_no_link(cast: Cast, folder: Path) -> None:
    letter = written(cast)
    Complaint.objects.update(confidentiality="restricted")
    deliver_letter(OUTBOX, letter.pk, now=LATER)
    mail = text_of(read((folder / f"{letter.pk:08d}.eml").read_bytes()))
    assert "/follow/link/" not in mail
    assert open_by_link(token_of(letter), now=LATER) is None


@pytest.mark.parametrize("kind", ["post", "phone"])
def test_letters_by_other_roads_have_none(cast: Cast, kind: str) -> None:
    value = "東京都千代田区一番町1-1" if kind == "post" else "03-0000-0001"
    person = PersonGiven(name="紙野 ふみ", contact_points=(ContactGiven(kind=kind, value=value),))
    assert link_in(written(cast, complainant=person)) is None


# ── who comes in ──


def test_link_lets_in_whom_it_was_sent_to(cast: Cast) -> None:
    letter = written(cast)
    opened = open_by_link(token_of(letter), now=LATER)
    assert opened is not None
    assert opened.receipt == letter.complaint.receipt
    assert opened.person.name == "試野 はな"
    letter.refresh_from_db()
    assert letter.link_used_at == LATER


def test_link_opens_once_and_twice_only_for_a_double_press(cast: Cast) -> None:
    token = token_of(written(cast))
    assert open_by_link(token, now=LATER) is not None
    assert open_by_link(token, now=LATER + timedelta(seconds=100)) is not None
    assert open_by_link(token, now=LATER + timedelta(seconds=120)) is None
    assert open_by_link(token, now=LATER + timedelta(days=3)) is None


@pytest.mark.parametrize(("days", "opens"), [(0, True), (13.9, True), (14, False), (400, False)])
def test_link_is_good_for_fourteen_days(cast: Cast, days: float, opens: bool) -> None:
    letter = written(cast)
    moment = letter.written_at + timedelta(days=days)
    assert (open_by_link(token_of(letter), now=moment) is not None) is opens


def test_new_slip_ends_every_link_sent_before(cast: Cast) -> None:
    letter = written(cast)
    before = token_of(letter)
    reissue_slip(cast.actor("handler"), letter.complaint, token="lost", now=LATER)
    assert open_by_link(before, now=LATER) is None
    assert link_in(Letter.objects.get(pk=letter.pk)) is None


def test_link_that_a_new_slip_has_ended_can_be_had_anew(cast: Cast) -> None:
    letter = written(cast)
    reissue_slip(cast.actor("handler"), letter.complaint, token="lost", now=LATER)
    later = LATER + timedelta(minutes=1)
    assert asks(token_of(letter), "", now=later)
    fresh = letter.complaint.letters.get(kind="link")
    assert open_by_link(token_of(fresh), now=later) is not None


def test_address_that_is_nobodys_any_more_opens_nothing(cast: Cast) -> None:
    letter = written(cast)
    ContactPoint.objects.filter(value=HANA).delete()
    assert open_by_link(token_of(letter), now=LATER) is None


def test_address_of_a_person_in_another_complaint_opens_nothing(cast: Cast) -> None:
    """A mailbox two people share: what counts is who speaks in this complaint."""
    letter = written(cast)
    makers.acknowledged(cast)
    letter.complaint.parties.all().delete()
    assert open_by_link(token_of(letter), now=LATER) is None


def test_representative_comes_in_as_themselves(cast: Cast) -> None:
    letter = written(cast, representative=PAPA)
    assert letter.to_address == "taro@example.jp"
    opened = open_by_link(token_of(letter), now=LATER)
    assert opened is not None
    assert opened.person.name == "試野 たろう"


def test_made_up_tokens_open_nothing(cast: Cast) -> None:
    letter = written(cast)
    good = token_of(letter)
    number, mark = good.split("-")
    for token in (
        "",
        "-",
        number,
        mark,
        f"{number}-",
        f"{number}-{mark[:-1]}",
        f"{number}-{mark[:-1]}{'0' if mark[-1] != '0' else '1'}",
        f"{int(number) + 1}-{mark}",
        f"{number}-{mark.upper()}" if mark.upper() != mark else "x",
        f"{number}-{'0' * 32}",
        f"0{number}-{mark}x",
        f"９-{mark}",
        f"{'9' * 30}-{mark}",
        f"{good}\n",
        f"{good}-",
    ):
        assert open_by_link(token, now=LATER) is None, token
    assert open_by_link(good, now=LATER) is not None


# ── links that come back to us ──


def test_mail_that_quotes_a_link_ends_it_before_the_desk_reads_it(cast: Cast, folder: Path) -> None:
    letter, mail = sent(cast, folder)
    quoted = "".join(f"> {line}\n" for line in mail.splitlines())
    answer = kept(raw(f"ありがとうございます。\n\n{quoted}", sender=HANA))
    file_mail(Actor.system("mail"), answer.pk, now=LATER)
    assert open_by_link(token_in(mail), now=LATER) is None
    letter.refresh_from_db()
    assert letter.link_used_at is not None


@pytest.mark.parametrize(
    "around",
    [
        "https://eur01.safelinks.example/?url=https%3A%2F%2Fkikitori.example%2Ffollow%2Flink%2F{}%2F&data=05",
        "https://eur01.safelinks.example/?url=https%3a%2f%2fkikitori.example%2ffollow%2flink%2f{}%2f",
        "<a href='http://localhost/follow/link/{}/'>",
        "follow/link/{}",
        "（{}）",
    ],
)
def test_link_is_known_however_it_is_written_on_its_way(cast: Cast, around: str) -> None:
    letter = written(cast)
    assert end_links_in(["", around.format(token_of(letter))], now=LATER) == 1
    assert open_by_link(token_of(letter), now=LATER) is None


def test_link_broken_over_quoted_lines_is_known(cast: Cast) -> None:
    letter = written(cast)
    token = token_of(letter)
    assert end_links_in([f"> http://localhost/follow/link/{token[:20]}\n> > {token[20:]}/\n"], now=LATER) == 1


def test_mail_that_encloses_ours_ends_its_link(cast: Cast, folder: Path) -> None:
    """Passed on as a file, within another one that was passed on."""
    letter, mail = sent(cast, folder)
    enclosed = (folder / f"{letter.pk:08d}.eml").read_bytes()
    for _ in range(2):
        whole = EmailMessage()
        whole["From"], whole["To"], whole["Subject"] = HANA, "desk@example.jp", "Fwd"
        whole.set_content("この件です。")
        whole.add_attachment(message_from_bytes(enclosed, policy=default))
        enclosed = whole.as_bytes()
    file_mail(Actor.system("mail"), kept(enclosed).pk, now=LATER)
    assert open_by_link(token_in(mail), now=LATER) is None


def test_letter_that_is_late_lies_at_the_desk_without_a_link_that_opens(cast: Cast) -> None:
    letter = written(cast)
    assert not note_report(Actor.system("mail"), letter, Report(action="delayed"), now=LATER)
    assert open_by_link(token_of(letter), now=LATER) is None


def test_text_with_made_up_links_ends_nothing(cast: Cast) -> None:
    letter = written(cast)
    text = f"/follow/link/{letter.pk}-{'0' * 32}/ /follow/link/999999-{'a' * 32}/ /follow/link/x/ {'9' * 60}-{'a' * 40}"
    assert end_links_in([text], now=LATER) == 0
    assert open_by_link(token_of(letter), now=LATER) is not None


def test_link_used_before_keeps_its_moment_when_it_comes_back(cast: Cast) -> None:
    letter = written(cast)
    open_by_link(token_of(letter), now=LATER)
    assert end_links_in([f"/follow/link/{token_of(letter)}/"], now=LATER + timedelta(hours=1)) == 0
    letter.refresh_from_db()
    assert letter.link_used_at == LATER


# ── asking for a new one ──


@pytest.mark.parametrize("by", ["reference", "locator"])
def test_right_number_and_address_bring_a_link(cast: Cast, by: str) -> None:
    complaint = makers.acknowledged(cast)
    code = complaint.reference if by == "reference" else complaint.receipt.locator
    assert asks(code, " Hana@EXAMPLE.jp")
    letter = complaint.letters.get(kind="link")
    assert (letter.to_address, letter.state, letter.medium) == (HANA, "waiting", "email")
    assert complaint.reference in letter.subject
    assert open_by_link(token_of(letter), now=LATER) is not None
    event = complaint.events.get(kind="link_sent")
    assert (event.visibility, event.actor_reason) == ("public", "link_asked")


def test_link_for_a_link_that_is_over_goes_where_that_one_went(cast: Cast) -> None:
    old = written(cast)
    open_by_link(token_of(old), now=LATER)
    assert asks(token_of(old), "", now=LATER + timedelta(days=30))
    letter = old.complaint.letters.get(kind="link")
    assert letter.to_address == HANA
    assert open_by_link(token_of(letter), now=LATER + timedelta(days=30)) is not None


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("K-2026-999999", HANA),
        ("", HANA),
        ("{reference}", "iiei@example.jp"),
        ("{reference}", "no address"),
        ("{reference}", ""),
        ("{token}", HANA),
        ("{locator}", "hana@example.jp.example.org"),
    ],
)
def test_wrong_ones_bring_nothing_and_leave_nothing(cast: Cast, code: str, address: str) -> None:
    letter = written(cast)
    complaint = letter.complaint
    known = {
        "reference": complaint.reference,
        "locator": complaint.receipt.locator,
        "token": token_of(letter),
    }
    assert not asks(code.format(**known), address)
    assert complaint.letters.count() == 1
    assert not complaint.events.filter(kind="link_sent").exists()
    assert not LinkAsked.objects.exists()


def test_link_goes_to_whoever_speaks_and_asks(cast: Cast) -> None:
    """The person themselves too, though our letters go to whoever speaks for them."""
    complaint = makers.acknowledged(cast, representative=PAPA)
    assert asks(complaint.reference, HANA)
    assert complaint.letters.get(kind="link").to_name == "試野 はな"
    later = LATER + timedelta(minutes=10)
    assert asks(complaint.reference, "taro@example.jp", now=later)
    letter = complaint.letters.filter(kind="link").latest("id")
    opened = open_by_link(token_of(letter), now=later)
    assert opened is not None
    assert opened.person.name == "試野 たろう"


def test_who_shares_a_mailbox_comes_in_as_whom_the_letter_names(cast: Cast) -> None:
    shared = PersonGiven(
        name="試野 たろう",
        authority="長男",
        contact_points=(ContactGiven(kind="email", value=HANA),),
    )
    letter = written(cast, representative=shared)
    for name in ("試野 たろう", "試野 はな"):
        Letter.objects.filter(pk=letter.pk).update(to_name=name, link_used_at=None)
        opened = open_by_link(token_of(letter), now=LATER)
        assert opened is not None
        assert opened.person.name == name


# ── somebody appointed ──


@pytest.fixture
def appointed(cast: Cast) -> Letter:
    """A reply to somebody whom the complainant has appointed to speak, and no more."""
    complaint = represented(cast, reach=MAIL)
    reply(cast.actor("handler"), complaint, body="お調べします。", now=FRIDAY + timedelta(hours=5))
    return complaint.letters.filter(kind="reply").latest("id")


def test_somebody_appointed_comes_in_with_their_own_slip(appointed: Letter) -> None:
    assert appointed.to_address == MAIL.value
    opened = open_by_link(token_of(appointed), now=FRIDAY + timedelta(hours=6))
    assert opened is not None
    assert opened.receipt.party is not None
    assert opened.receipt.party.mandate == "speak"
    assert opened.receipt.opens == appointed.complaint_id


def test_new_slip_of_somebody_appointed_ends_their_links(appointed: Letter) -> None:
    Receipt.objects.filter(party__isnull=False).update(issued_at=FRIDAY + timedelta(hours=6))
    assert open_by_link(token_of(appointed), now=FRIDAY + timedelta(hours=7)) is None


def test_link_of_somebody_whose_appointment_has_ended_is_over(appointed: Letter) -> None:
    complaint = appointed.complaint
    end_appointment(makers.complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=6))
    assert open_by_link(token_of(appointed), now=FRIDAY + timedelta(hours=7)) is None
    assert not asks(complaint.reference, MAIL.value, now=FRIDAY + timedelta(hours=8))
    assert asks(complaint.reference, HANA, now=FRIDAY + timedelta(hours=8))


def test_slip_number_of_somebody_appointed_finds_the_complaint(appointed: Letter) -> None:
    own = Receipt.objects.get(party__isnull=False)
    assert asks(own.locator, MAIL.value, now=FRIDAY + timedelta(hours=8))


@pytest.mark.parametrize("change", [{"anonymous": True}, {"confidentiality": "restricted"}])
def test_no_link_is_sent_where_mails_open_nothing(cast: Cast, change: dict[str, Any]) -> None:
    complaint = makers.acknowledged(cast)
    Complaint.objects.filter(pk=complaint.pk).update(**change)
    assert not asks(complaint.reference)
    assert not complaint.events.filter(kind="link_sent").exists()


def test_nobody_fills_a_mailbox_with_links(cast: Cast) -> None:
    """One in five minutes, five in a day; what was asked in between is answered by none."""
    complaint = makers.acknowledged(cast)
    went = [asks(complaint.reference, now=LATER + timedelta(minutes=minute)) for minute in range(0, 60, 2)]
    assert went.count(True) == 5
    assert [at for at, each in enumerate(went) if each] == [0, 3, 6, 9, 12]
    assert asks(complaint.reference, now=LATER + timedelta(days=1, minutes=1))


def test_one_who_asks_often_shuts_nobody_else_out(cast: Cast) -> None:
    complaint = makers.acknowledged(cast, representative=PAPA)
    for minute in range(0, 40, 6):
        asks(complaint.reference, HANA, now=LATER + timedelta(minutes=minute))
    assert asks(complaint.reference, "taro@example.jp", now=LATER + timedelta(minutes=41))


def test_asking_changes_nothing_an_editor_could_overwrite(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    before = complaint.version
    asks(complaint.reference)
    complaint.refresh_from_db()
    assert (complaint.version, complaint.state) == (before, "acknowledged")


def test_what_was_asked_is_gone_when_it_was_looked_at(cast: Cast) -> None:
    ask_for_link("K-2026-000001", "x" * 400, now=LATER)
    asked = LinkAsked.objects.get()
    assert len(asked.address) == 254
    job = ProcrastinateJob.objects.get(task_name="kikitori.send_asked_link")
    assert job.args == {"number": asked.pk}
    assert not send_asked_link(ASKED, asked.pk, now=LATER)
    assert not send_asked_link(ASKED, asked.pk, now=LATER)
    assert not LinkAsked.objects.exists()


def test_what_no_job_has_looked_at_is_found_by_the_sweep(cast: Cast) -> None:
    ask_for_link("K-2026-000001", HANA, now=LATER)
    asked = LinkAsked.objects.get()
    assert links_left_behind(LATER + timedelta(minutes=1)) == []
    assert links_left_behind(LATER + timedelta(minutes=2)) == [asked.pk]


def test_reply_of_the_desk_carries_a_link_too(cast: Cast, folder: Path) -> None:
    complaint = makers.acknowledged(cast)
    reply(cast.actor("handler"), complaint, body="お調べします。", now=LATER)
    letter = complaint.letters.get(kind="reply")
    deliver_letter(OUTBOX, letter.pk, now=LATER)
    mail = text_of(read((folder / f"{letter.pk:08d}.eml").read_bytes()))
    assert mail.index("お調べします。") < mail.index("/follow/link/")


@pytest.mark.django_db(transaction=True)
def test_button_pressed_ten_times_at_once_lets_all_in_and_is_used_once(db: None) -> None:
    letter = written(summon())
    token, gate = token_of(letter), Barrier(10)

    def press(_number: int) -> bool:
        gate.wait()
        try:
            return open_by_link(token, now=LATER) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert all(pool.map(press, range(10)))
    letter.refresh_from_db()
    assert letter.link_used_at == LATER
    assert open_by_link(token, now=LATER + timedelta(minutes=2)) is None
