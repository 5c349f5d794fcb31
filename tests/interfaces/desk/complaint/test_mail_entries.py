"""Words that came by mail on the page of a complaint: what is enclosed, and the ways to the mail itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.merge import merge_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.sort_mail import attach_held_to
from kikitori.records.complaints.models import Complaint
from tests.cast import Cast
from tests.foundation.mail.pictures import JPEG
from tests.interfaces.desk.arranged import queries_for, restricted, words_of
from tests.interfaces.desk.complaint.bench import at, see
from tests.interfaces.desk.conftest import BrowserOf
from tests.mails import enclosing, filed, raw

FILES = (("皿.jpg", "image/jpeg", JPEG), ("手順.pdf", "application/pdf", b"MZ\x90\0"))


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """Begun by a mail with a photograph and a program."""
    found = filed(enclosing(*FILES), at=timezone.now()).complaint
    assert found is not None
    return found


def answered(complaint: Complaint, text: str = "追加の写真です。", **fields: str) -> int:
    """A further mail in its thread; the number of the mail."""
    letter = complaint.letters.filter(kind="acknowledgement").get()
    return filed(raw(text, In_Reply_To=letter.message_id, **fields), at=timezone.now()).pk


def test_story_by_mail_shows_its_files_and_the_ways_to_it(client: Client, complaint: Complaint) -> None:
    mail = complaint.mails.get()
    answer = see(client, complaint)
    page, content = words_of(answer), answer.content.decode()
    for words in (
        "皿.jpg",
        "写真（JPEG）",
        "手順.pdf",
        "Windowsのプログラム",
        "開くと害を及ぼすことがあります",
        "hanako@example.com",
    ):
        assert words in page
    for address in ("", "?view=html", "original", "read-again/", "attachments/0/", "attachments/0/?show=1"):
        assert f'href="/desk/mails/{mail.pk}/{address}"' in content, address
    assert f'href="{at(complaint, "merge")}"' in content


def test_word_by_mail_can_be_moved_from_where_it_stands(client: Client, complaint: Complaint) -> None:
    answered(complaint)
    word = complaint.messages.get()
    assert f'href="{at(complaint, "move")}?message={word.pk}"' in see(client, complaint).content.decode()
    form = see(client, complaint, "move", message=word.pk).content.decode()
    assert f'value="{word.pk}"' in form
    assert "checked" in form


def test_auditor_reads_and_finds_nothing_to_change(browser_of: BrowserOf, complaint: Complaint) -> None:
    content = see(browser_of("auditor"), complaint).content.decode()
    assert "/original" in content
    assert "read-again" not in content
    assert "/move/" not in content


def test_held_mail_that_seems_to_belong_here_is_said(client: Client, complaint: Complaint) -> None:
    number = answered(complaint, "別のアドレスからです。", sender="x@example.org")
    page = see(client, complaint)
    assert "この苦情のものと思われるメール1通が、判断を待っています" in words_of(page)
    assert f'href="/desk/mails/{number}/"' in page.content.decode()
    assert "別のアドレスからです。" not in words_of(page)


def test_moved_word_names_the_other_complaint_on_both_pages(
    client: Client, cast: Cast, complaint: Complaint
) -> None:
    other = filed(raw("請求が二重です。", sender="b@example.com"), at=timezone.now()).complaint
    assert other is not None
    answered(complaint)
    word = complaint.messages.get()
    move_message(cast.actor("handler"), complaint, message=word.pk, to=other, now=timezone.now())
    here, there = words_of(see(client, complaint)), words_of(see(client, other))
    assert "別の苦情へ移した連絡" in here
    assert other.reference in here
    assert "追加の写真です。" not in here
    assert f"別の苦情から移した連絡 {complaint.reference}" in there
    assert "追加の写真です。" in there


@pytest.mark.parametrize("how", ["moved", "joined"])
def test_hidden_complaint_is_not_named(
    client: Client, browser_of: BrowserOf, cast: Cast, complaint: Complaint, how: str
) -> None:
    hidden, lead, now = restricted(cast), cast.actor("lead"), timezone.now()
    if how == "moved":
        answered(complaint)
        move_message(lead, complaint, message=complaint.messages.get().pk, to=hidden, now=now)
    else:
        merge_complaint(lead, complaint, to=hidden, now=now, same_person=True)
    assert hidden.reference not in see(client, complaint).content.decode()
    assert hidden.reference in words_of(see(browser_of("lead"), complaint))


def test_mail_of_somebody_else_shows_its_files_on_the_note(
    client: Client, cast: Cast, complaint: Complaint
) -> None:
    mail = filed(enclosing(FILES[0], text="隣の者です。", Precedence="bulk"), at=timezone.now())
    attach_held_to(cast.actor("handler"), mail.pk, complaint, writer="other", now=timezone.now())
    page = see(client, complaint)
    assert "隣の者です。" in words_of(page)
    assert f'href="/desk/mails/{mail.pk}/attachments/0/"' in page.content.decode()
    seen = see(client, complaint, "as-seen")
    assert "隣の者です。" not in words_of(seen)
    assert "/desk/mails/" not in seen.content.decode().partition("<main")[2]


def test_hostile_names_stay_text(client: Client, cast: Cast) -> None:
    name = 'a."><img src=x onerror=alert(1)>'
    complaint = filed(
        enclosing((name, "image/jpeg", JPEG), sender='"<b>x</b>" <x@example.com>'), at=timezone.now()
    ).complaint
    assert complaint is not None
    content = see(client, complaint).content.decode()
    assert "<img src=x" not in content
    assert "<b>x</b>" not in content


def test_number_of_queries_does_not_grow_with_the_mails(client: Client, complaint: Complaint) -> None:
    answered(complaint)
    one = queries_for(client, at(complaint))
    for number in range(5):
        answered(complaint, f"{number}通目")
    assert queries_for(client, at(complaint)) == one
