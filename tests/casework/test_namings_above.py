"""Where no lead may decide whom a complainant has named, administrators are told that something waits, and no more."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kikitori.casework.account_mail import send_account_mail
from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.barring import (
    confided_to,
    namings_seen_by,
    namings_to_decide,
    petitions_seen_by,
    undecidable,
    undecidable_told_to,
)
from kikitori.casework.namings_due import tell_of_undecided_namings
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.accounts import AccountMail, MailStands
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.letterbox import read, text_of
from tests.makers import FRIDAY, complainant_of

SWEPT = Actor.system("swept")
NOW = FRIDAY + timedelta(hours=2)
DAY = timedelta(days=1)
BY_NAME = "責田さんには見てほしくありません。"


def named(cast: Cast, words: str = BY_NAME) -> Petition:
    complaint = makers.investigated(cast)
    return name_unwanted(complainant_of(complaint), complaint, words=words, now=NOW)


def second(name: str = "副田 みのる", login: str = "second", role: Role = Role.LEAD, **more: Any) -> Staff:
    return Staff.objects.create(login=login, name=name, role=role.value, **more)


def swept(at: datetime = NOW) -> int:
    return tell_of_undecided_namings(SWEPT, now=at)


def mailed() -> list[str]:
    rows = AccountMail.objects.filter(about="undecided").select_related("staff")
    return sorted(row.staff.login for row in rows)


@pytest.fixture(autouse=True)
def addresses(cast: Cast) -> None:
    for staff in (cast.administrator, cast.lead, cast.handler, cast.auditor):
        Staff.objects.filter(pk=staff.pk).update(email=f"{staff.login}@example.jp")


# ── who may decide ──


def test_what_speaks_of_every_lead_waits_above(cast: Cast) -> None:
    row = named(cast)
    assert list(undecidable()) == [row]
    assert list(undecidable_told_to(cast.actor("administrator"))) == [row]
    for who in ("lead", "handler", "colleague", "auditor"):
        assert not undecidable_told_to(cast.actor(who)).exists()


@pytest.mark.parametrize("how", ["another", "none_named"])
def test_what_a_lead_may_decide_waits_below(cast: Cast, how: str) -> None:
    if how == "another":
        second()
    named(cast, BY_NAME if how == "another" else "電話に出た人")
    assert not undecidable().exists()
    assert swept() == 0
    assert mailed() == []


@pytest.mark.parametrize("how", ["left", "no_lead_any_more", "barred"])
def test_lead_who_cannot_decide_does_not_count(cast: Cast, how: str) -> None:
    row = named(cast, "電話に出た人")
    if how == "barred":
        Complaint.objects.filter(pk=row.complaint_id).update(barred=[cast.lead.pk])
    else:
        change = {"is_active": False} if how == "left" else {"role": Role.HANDLER.value}
        Staff.objects.filter(pk=cast.lead.pk).update(**change)
    assert list(undecidable()) == [row]


@pytest.mark.parametrize("leads", [0, 1, 3])
def test_one_question_for_all_agrees_with_who_is_confided_in(cast: Cast, leads: int) -> None:
    """`undecidable` is `confided_to` asked from the other side: where no lead is told, and nowhere else."""
    names = ["副田 みのる", "三枝 けい", "四谷 じゅん"]
    people = [second(name, f"lead{number}") for number, name in enumerate(names[:leads])]
    for words in (BY_NAME, "副田さん", "責田さんと副田さん", "責田、副田、三枝、四谷の各氏", "誰か"):
        named(cast, words)
    deciding = {cast.lead.pk, *(one.pk for one in people)}
    for row in Petition.objects.select_related("complaint"):
        told = set(confided_to(row.complaint, row.hidden_from))
        assert undecidable().filter(pk=row.pk).exists() is not bool(told & deciding)


def test_restricted_complaints_are_no_exception(cast: Cast) -> None:
    row = named(cast, "電話に出た人")
    Complaint.objects.filter(pk=row.complaint_id).update(confidentiality="restricted", assignee=None)
    assert not undecidable().exists()
    assert list(namings_to_decide(cast.actor("lead"))) == [row]


def test_what_was_decided_waits_nowhere(cast: Cast) -> None:
    other = second()
    row = named(cast)
    decide_bar(actor_for(other), row.complaint, petition=row, granted=False, words="いいえ", now=NOW)
    Staff.objects.filter(pk=other.pk).update(is_active=False)
    assert not undecidable().exists()


# ── who is told ──


def test_administrators_are_told_once_without_a_word_of_it(cast: Cast, folder: Path) -> None:
    row = named(cast)
    assert (swept(), swept(NOW + timedelta(minutes=1))) == (1, 0)
    [mail] = AccountMail.objects.filter(about="undecided")
    assert (mail.staff, mail.to) == (cast.administrator, "administrator@example.jp")
    assert send_account_mail(mail.pk, now=NOW) is MailStands.SENT
    [path] = folder.rglob("*.eml")
    whole = read(path.read_bytes())
    text = f"{whole['Subject']} {text_of(whole)}"
    for secret in (row.complaint.reference, BY_NAME, cast.lead.name, "責田", row.complaint.title):
        assert secret not in text
    assert "/desk/settings/" in text
    assert not Notice.objects.filter(recipient=cast.administrator).exists()


def test_administrator_of_whom_it_speaks_is_told_nothing(cast: Cast) -> None:
    named(cast, f"責田さんと{cast.administrator.name}さん")
    assert swept() == 1, "it is noted that nobody could be told"
    assert mailed() == []
    assert not undecidable_told_to(cast.actor("administrator")).exists()


def test_other_administrator_is_told_in_their_place(cast: Cast) -> None:
    second("新田 さとる", "admin2", Role.ADMINISTRATOR, email="admin2@example.jp")
    named(cast, f"責田さんと{cast.administrator.name}さん")
    swept()
    assert mailed() == ["admin2"]


def test_closed_accounts_and_those_without_an_address_get_no_mail(cast: Cast) -> None:
    second("新田 さとる", "admin2", Role.ADMINISTRATOR)
    second("古田 さとる", "admin3", Role.ADMINISTRATOR, email="admin3@example.jp", is_active=False)
    named(cast)
    swept()
    assert mailed() == ["administrator"]


def test_many_at_once_are_one_mail_a_day(cast: Cast) -> None:
    for _ in range(3):
        named(cast)
    assert swept() == 3
    named(cast)
    swept(NOW + timedelta(hours=3))
    assert mailed() == ["administrator"]
    named(cast)
    swept(NOW + DAY + timedelta(minutes=1))
    assert mailed() == ["administrator"] * 2


def test_when_the_day_has_passed_they_are_told_once_more(cast: Cast) -> None:
    row = named(cast)
    swept()
    assert row.due_at is not None
    late = row.due_at + timedelta(minutes=1)
    assert swept(late) == 2, "auditors, and those above"
    assert mailed() == ["administrator"] * 2
    assert [n.recipient for n in Notice.objects.filter(kind="confided", event=None)] == [cast.auditor]
    assert swept(late + DAY) == 0


def test_mail_that_has_become_needless_is_not_sent(cast: Cast, folder: Path) -> None:
    named(cast)
    swept()
    second()
    mail = AccountMail.objects.get(about="undecided")
    assert send_account_mail(mail.pk, now=NOW) is MailStands.FAILED
    assert not list(folder.rglob("*.eml"))


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.HANDLER.value}])
def test_mail_to_somebody_who_is_no_administrator_any_more_is_not_sent(
    cast: Cast, folder: Path, change: dict[str, Any]
) -> None:
    named(cast)
    swept()
    Staff.objects.filter(pk=cast.administrator.pk).update(**change)
    mail = AccountMail.objects.get(about="undecided")
    assert send_account_mail(mail.pk, now=NOW) is MailStands.FAILED
    assert not list(folder.rglob("*.eml"))


# ── what comes of it ──


def test_new_lead_is_told_and_decides(cast: Cast) -> None:
    row = named(cast)
    swept()
    other = second()
    assert swept(NOW + timedelta(hours=1)) == 1
    [notice] = Notice.objects.filter(kind="confided", event=None)
    assert (notice.recipient, notice.complaint_id) == (other, row.complaint_id)
    assert swept(NOW + timedelta(hours=2)) == 0
    row.refresh_from_db()
    assert row.chosen == {}
    decide_bar(
        actor_for(other), row.complaint, petition=row, granted=True, barred=[cast.lead], words="はい", now=NOW
    )
    row.refresh_from_db()
    assert row.state == "granted"


def test_new_lead_of_whom_it_speaks_changes_nothing(cast: Cast) -> None:
    row = named(cast, "責田さんと受田さん")
    swept()
    Staff.objects.filter(pk=cast.handler.pk).update(role=Role.LEAD.value)
    assert swept(NOW + timedelta(hours=1)) == 0
    assert list(undecidable()) == [row]
    assert not Notice.objects.filter(recipient=cast.handler, kind="confided").exists()
    assert not namings_seen_by(actor_for(Staff.objects.get(pk=cast.handler.pk))).exists()


def test_whoever_was_away_for_good_and_is_named_stays_hidden_from(cast: Cast) -> None:
    """A closed account that is opened again belongs to somebody who was named all the same."""
    gone = second(is_active=False)
    row = named(cast, "副田さん")
    assert row.hidden_from == [gone.pk]


def test_where_nobody_can_be_told_the_request_still_stands_with_its_day(cast: Cast) -> None:
    words = f"責田さん、{cast.administrator.name}さん、{cast.auditor.name}さん"
    row = named(cast, words)
    swept()
    assert row.due_at is not None
    swept(row.due_at + DAY)
    row.refresh_from_db()
    assert row.is_open
    assert mailed() == []
    assert not Notice.objects.filter(kind="confided").exists()
    assert list(petitions_seen_by(cast.actor("lead"), row.complaint)) == []
