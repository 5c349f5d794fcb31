"""Notices by e-mail: what somebody chose decides, sight is asked again at sending, and one failure holds nobody back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from kikitori.casework.assign import assign_complaint
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.following import follow, mark_read, mute, notices_of, unmute
from kikitori.casework.notice_choices import choices_of, choose_notices
from kikitori.casework.notice_mail import last_trouble, mails_left_behind, send_notice_mail
from kikitori.casework.notices_due import make_due_mails
from kikitori.casework.tasks import add_task, reassign_task
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.together.choices import Choice
from kikitori.records.together.hours import MOST_IN_AN_HOUR
from kikitori.records.together.models import Notice, NoticeChoices, NoticeMail
from kikitori.records.together.terms import ByMail, NoticeKind, Whose
from tests import makers
from tests.cast import Cast, summon
from tests.letterbox import into_folder, read, text_of

pytestmark = pytest.mark.django_db
#: Tuesday at ten: the first business day after the makers' Friday.
NOW = makers.FRIDAY + timedelta(days=4, hours=-6, minutes=-40)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WAITS = [MINUTE * minutes for minutes in (1, 5, 15, 60, 240, 720)]


@pytest.fixture
def cast() -> Cast:
    made = summon()
    for person in Staff.objects.all():
        person.email = f"{person.login}@desk.example.jp"
        person.save()
    return made


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """In the handler's hands; the colleague follows it. What led there is told and done with."""
    made = makers.investigated(cast)
    follow(cast.actor("colleague"), made, now=NOW)
    Notice.objects.all().delete()
    return made


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    into_folder(settings, tmp_path / "letters")
    return tmp_path / "letters"


def chosen(cast: Cast, role: str, *kinds: str, mail: str = "soon", desk: bool = True, **more: object) -> None:
    """By e-mail, these kinds and no others."""
    own = choices_of(getattr(cast, role).pk).own
    new = {NoticeKind(kind): Choice(desk=desk, mail=ByMail(mail)) for kind in kinds}
    none = {kind: replace(choice, mail=ByMail.NO) for kind, choice in own.kinds.items()}
    choose_notices(cast.actor(role), replace(own, kinds={**none, **new}, **more), now=NOW)


def noted(cast: Cast, complaint: Complaint, at: datetime = NOW, body: str = "秘密の倉庫") -> None:
    note(cast.actor("lead"), complaint, body=body, now=at)


def swept(now: datetime = NOW) -> list[str | None]:
    """What a minute of the worker makes: mails, and how each stands after its try."""
    make_due_mails(now)
    waiting = NoticeMail.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True)
    return [send_notice_mail(number, now=now) for number in list(waiting)]


def mails(folder: Path) -> Iterator[EmailMessage]:
    for file in sorted(folder.glob("notice-*.eml")) if folder.exists() else ():
        yield read(file.read_bytes())


def test_mail_says_how_many_and_nothing_of_what_it_is_about(
    cast: Cast, complaint: Complaint, folder: Path
) -> None:
    chosen(cast, "handler", "note", "word")
    Staff.objects.filter(pk=cast.handler.pk).update(language="en")
    noted(cast, complaint)
    noted(cast, complaint)
    hear(makers.complainant_of(complaint), complaint, body="写真を送ります", now=NOW)
    assert swept() == ["sent"]
    [mail] = mails(folder)
    assert (mail["To"], mail["Subject"]) == ("handler@desk.example.jp", "[Kikitori] 3 new notices")
    body = text_of(mail)
    assert f"- Internal note of a colleague: 2 ({complaint.reference})" in body
    assert f"- Word from the complainant: 1 ({complaint.reference})" in body
    raw = f"{mail['Subject']} {mail['From']} {body}"
    for secret in ("秘密", "倉庫", "写真", "試野", "はな", "責田", "皿", complaint.title):
        assert secret not in raw, secret
    assert swept(NOW + MINUTE) == []
    sent = NoticeMail.objects.get()
    assert (sent.sent_at, sent.tries, sent.message_id) == (NOW, 1, mail["Message-ID"])


def test_job_that_runs_twice_sends_once_and_a_lost_one_is_found(
    cast: Cast, complaint: Complaint, folder: Path
) -> None:
    chosen(cast, "handler", "note")
    noted(cast, complaint)
    assert make_due_mails(NOW) == 1
    assert make_due_mails(NOW) == 0
    [job] = ProcrastinateJob.objects.filter(task_name="kikitori.send_notice_mail")
    mail = NoticeMail.objects.get()
    assert job.args == {"number": mail.pk}
    assert mails_left_behind(NOW + MINUTE) == []
    assert mails_left_behind(NOW + 3 * MINUTE) == [mail.pk]
    assert send_notice_mail(mail.pk, now=NOW) == "sent"
    assert send_notice_mail(mail.pk, now=NOW) is None
    assert send_notice_mail(999_999, now=NOW) is None
    assert len(list(mails(folder))) == 1
    assert mails_left_behind(NOW + 3 * MINUTE) == []


BETWEEN: dict[str, Callable[[Cast, Complaint], object]] = {
    "out of sight": lambda _, it: Complaint.objects.filter(pk=it.pk).update(confidentiality="restricted"),
    "account closed": lambda cast, _: Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False),
    "now an administrator": lambda cast, _: Staff.objects.filter(pk=cast.colleague.pk).update(
        role="administrator"
    ),
    "read in the desk": lambda cast, _: [
        mark_read(cast.actor("colleague"), notice=each.pk, now=NOW)
        for each in notices_of(cast.actor("colleague"))
    ],
}


@pytest.mark.parametrize("what", BETWEEN)
def test_what_has_become_needless_or_unseen_before_it_goes_is_not_sent(
    cast: Cast, complaint: Complaint, folder: Path, what: str
) -> None:
    chosen(cast, "colleague", "note")
    noted(cast, complaint)
    make_due_mails(NOW)
    BETWEEN[what](cast, complaint)
    assert swept() == ["needless"]
    assert list(mails(folder)) == []


def test_of_a_restricted_complaint_the_mail_says_no_number(
    cast: Cast, complaint: Complaint, folder: Path
) -> None:
    chosen(cast, "handler", "note")
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    noted(cast, Complaint.objects.get(pk=complaint.pk))
    assert swept() == ["sent"]
    [mail] = mails(folder)
    assert complaint.reference not in text_of(mail)
    assert "・ほかの担当者の内部メモ: 1件\n" in text_of(mail)


def test_digest_waits_for_its_time_and_takes_everything_with_it(
    cast: Cast, complaint: Complaint, folder: Path
) -> None:
    chosen(cast, "handler", "note", mail="digest")
    for minutes in (0, 30, 60):
        noted(cast, complaint, NOW + minutes * MINUTE)
    assert swept(NOW + 5 * HOUR) == []
    assert swept(NOW + 6 * HOUR) == ["sent"]
    [mail] = mails(folder)
    assert mail["Subject"] == "[Kikitori] 新しいお知らせ 3件"


def test_night_and_holidays_are_left_alone_unless_it_cannot_wait(
    cast: Cast, complaint: Complaint, folder: Path
) -> None:
    midnight = NOW + 14 * HOUR
    Complaint.objects.filter(pk=complaint.pk).update(queue="urgent")
    chosen(cast, "lead", "escalation", urgent_anytime=True)
    chosen(cast, "colleague", "escalation")
    escalate_complaint(
        cast.actor("handler"), Complaint.objects.get(pk=complaint.pk), reason="至急", now=midnight
    )
    assert swept(midnight) == ["sent"]
    assert [mail["To"] for mail in mails(folder)] == ["lead@desk.example.jp"]
    assert swept(midnight + 8 * HOUR) == []
    assert swept(midnight + 8.5 * HOUR) == ["sent"]


def test_flood_becomes_one_mail_in_the_end(cast: Cast, complaint: Complaint, folder: Path) -> None:
    chosen(cast, "handler", "note")
    for number in range(MOST_IN_AN_HOUR + 4):
        noted(cast, complaint, NOW + number * MINUTE)
        assert swept(NOW + number * MINUTE) == (["sent"] if number < MOST_IN_AN_HOUR else [])
    assert swept(NOW + 59 * MINUTE) == []
    assert swept(NOW + 61 * MINUTE) == ["sent"]
    subjects = [mail["Subject"] for mail in mails(folder)]
    assert subjects == ["[Kikitori] 新しいお知らせ 1件"] * MOST_IN_AN_HOUR + ["[Kikitori] 新しいお知らせ 4件"]


def test_address_that_is_none_holds_nobody_back_and_is_told(
    cast: Cast, complaint: Complaint, folder: Path
) -> None:
    for role in ("handler", "colleague"):
        chosen(cast, role, "note")
    Staff.objects.filter(pk=cast.handler.pk).update(email="not an address")
    noted(cast, complaint)
    assert sorted(swept()) == ["failed", "sent"]
    assert [mail["To"] for mail in mails(folder)] == ["colleague@desk.example.jp"]
    trouble = last_trouble(cast.handler.pk)
    assert trouble is not None
    assert (trouble.last_error, trouble.next_try_at) == ("bad_address", None)
    assert last_trouble(cast.colleague.pk) is None
    assert notices_of(cast.actor("handler")).count() == 1


def test_closed_road_is_tried_again_with_growing_waits(
    cast: Cast, complaint: Complaint, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    into_folder(settings, tmp_path / "file" / "letters")
    chosen(cast, "handler", "note")
    noted(cast, complaint)
    make_due_mails(NOW)
    mail, now = NoticeMail.objects.get(), NOW
    for wait in WAITS:
        assert send_notice_mail(mail.pk, now=now) == "waiting"
        assert send_notice_mail(mail.pk, now=now + wait - MINUTE / 2) is None
        now += wait
    assert send_notice_mail(mail.pk, now=now) == "failed"
    mail.refresh_from_db()
    assert (mail.tries, mail.last_error) == (len(WAITS) + 1, "folder")


def test_who_has_no_address_is_told_in_the_desk_and_by_no_mail(cast: Cast, complaint: Complaint) -> None:
    chosen(cast, "handler", "note")
    chosen(cast, "colleague", "note", desk=False)
    Staff.objects.update(email="")
    noted(cast, complaint)
    assert list(Notice.objects.values_list("recipient__login", "by_mail")) == [("handler", "no")]


def test_by_mail_alone_stands_in_no_list_and_is_mailed(
    cast: Cast, complaint: Complaint, folder: Path
) -> None:
    chosen(cast, "handler", "note", desk=False)
    noted(cast, complaint)
    assert not notices_of(cast.actor("handler")).exists()
    assert swept() == ["sent"]


def told(cast: Cast) -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("recipient__login", "kind"))


def test_muted_complaint_is_silent_but_for_what_is_said_in_person(cast: Cast, complaint: Complaint) -> None:
    for role in ("handler", "colleague"):
        mute(cast.actor(role), complaint, now=NOW)
        mute(cast.actor(role), complaint, now=NOW)
    noted(cast, complaint)
    assert told(cast) == set()
    escalate_complaint(cast.actor("lead"), complaint, reason="判断を", now=NOW)
    assert told(cast) == {("handler", "escalation")}, "one's own cannot be switched off"
    noted(cast, complaint, body="@隣野 まこと 見てください")
    assert ("colleague", "mention") in told(cast)
    unmute(cast.actor("colleague"), complaint)
    noted(cast, complaint)
    assert ("colleague", "note") in told(cast)


def test_team_hears_of_its_complaints_only_where_somebody_asked_for_it(
    cast: Cast, complaint: Complaint
) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(team=cast.lead.team)
    complaint.refresh_from_db()
    own = choices_of(cast.auditor.pk).own
    wide = replace(own, kinds={**own.kinds, NoticeKind.WORD: Choice(whose=Whose.TEAM)})
    choose_notices(cast.actor("auditor"), wide, now=NOW)
    hear(makers.complainant_of(complaint), complaint, body="写真です", now=NOW)
    noted(cast, complaint)
    assert told(cast) == {("handler", "word"), ("colleague", "word"), ("auditor", "word"), ("handler", "note"), ("colleague", "note")}  # fmt: skip
    Notice.objects.all().delete()
    Complaint.objects.filter(pk=complaint.pk).update(team=None)
    hear(makers.complainant_of(complaint), Complaint.objects.get(pk=complaint.pk), body="もう一枚", now=NOW)
    assert told(cast) == {("handler", "word"), ("colleague", "word")}


def test_who_is_given_something_by_another_is_told(cast: Cast, complaint: Complaint) -> None:
    assign_complaint(cast.actor("lead"), complaint, to=cast.colleague, now=NOW)
    assert told(cast) == {("colleague", "assigned")}
    task = add_task(cast.actor("lead"), complaint, title="電話", to=cast.handler, by=NOW + HOUR, now=NOW)
    reassign_task(cast.actor("handler"), complaint, task=task, to=cast.lead, now=NOW)
    assert told(cast) == {("colleague", "assigned"), ("handler", "task"), ("lead", "task")}
    Notice.objects.all().delete()
    assign_complaint(cast.actor("handler"), complaint, to=cast.handler, now=NOW)
    add_task(cast.actor("handler"), complaint, title="確認", to=cast.handler, by=NOW + HOUR, now=NOW)
    assert told(cast) == set(), "nobody is told of what they did themselves"


def test_a_minute_costs_the_same_for_one_notice_and_for_fifty(
    cast: Cast, complaint: Complaint, folder: Path, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(3):
        assert make_due_mails(NOW) == 0
    chosen(cast, "handler", "note")
    costs = []
    for number in (1, 50):
        Notice.objects.bulk_create(
            Notice(recipient=cast.handler, complaint=complaint, kind="note", at=NOW, by_mail="soon")
            for _ in range(number)
        )
        with django_assert_num_queries(12) as asked:
            make_due_mails(NOW)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert NoticeMail.objects.count() == 2
    assert NoticeChoices.objects.count() == 1
