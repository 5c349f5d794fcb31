"""The page of one mail: what it says and claims, what it has become, and the three decisions about it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.sort_mail import discard_held
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail
from kikitori.records.people.models import ContactPoint
from tests.cast import Cast
from tests.foundation.mail.pictures import JPEG
from tests.interfaces.desk.arranged import restricted, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.mails.conftest import Came
from tests.mails import enclosing, raw

STRANGER = "hanako@other.example.org"


def at(mail: Mail, word: str = "") -> str:
    return f"/desk/mails/{mail.pk}/{word}"


@pytest.fixture
def strange(came: Came, complaint: Complaint) -> Mail:
    """An answer to a letter of ours from an address we do not know there."""
    letter = complaint.letters.get()
    return came(raw("別のアドレスから失礼します。", sender=STRANGER, In_Reply_To=letter.message_id))


def test_page_says_who_why_what_and_how_sure(client: Client, strange: Mail, complaint: Complaint) -> None:
    page = words_of(client.get(at(strange)))
    for words in (
        STRANGER,
        "その苦情では知られていないアドレス",
        "知られている別の方法で本人に確かめ",
        complaint.reference,
        "別のアドレスから失礼します。",
        "文字コード: utf-8",
        "確実に読めています",
    ):
        assert words in page


def test_header_is_there_to_be_unfolded(client: Client, strange: Mail) -> None:
    page = client.get(at(strange)).content.decode()
    assert "<code>in-reply-to</code>" in page
    assert "<code>message-id</code>" in page


def test_flaws_are_said_in_words(client: Client, came: Came) -> None:
    mail = came(raw("差出人が二人です。", sender="a@example.com, b@example.com", Date="", Precedence="bulk"))
    page = words_of(client.get(at(mail)))
    assert "差出人が複数" in page
    assert "日付がありません" in page


def test_attachments_are_named_by_what_they_are(client: Client, came: Came) -> None:
    mail = came(
        enclosing(
            ("請求書.pdf", "application/pdf", b"MZ\x90\0"), ("皿.jpg", "text/html", JPEG), Precedence="bulk"
        )
    )
    page = words_of(client.get(at(mail)))
    assert "請求書.pdf" in page
    assert "Windowsのプログラム" in page
    assert "開くと害を及ぼすことがあります" in page
    assert "写真（JPEG）" in page


def test_it_becomes_a_complaint(client: Client, came: Came) -> None:
    mail = came()
    answer = client.post(at(mail, "file/"))
    mail.refresh_from_db()
    assert mail.complaint is not None
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/complaints/{mail.complaint.reference}/")
    assert not mail.complaint.letters.exists()
    assert "メールを苦情として受け付けました" in words_of(client.get(answer["Location"]))


def test_confirmation_is_sent_where_somebody_ticks_it(client: Client, came: Came) -> None:
    mail = came()
    client.post(at(mail, "file/"), {"tell": "on"})
    mail.refresh_from_db()
    assert mail.complaint is not None
    assert mail.complaint.letters.get().to_address == "hanako@example.com"


@pytest.mark.parametrize(("sender", "ticked"), [("", False), (STRANGER, False)])
def test_doubtful_senders_are_not_written_to_by_themselves(
    client: Client, came: Came, sender: str, ticked: bool
) -> None:
    page = client.get(at(came(raw("あ", sender=sender, Precedence="bulk")))).content.decode()
    assert ("checked" in page.partition('name="tell"')[2][:80]) is ticked


def test_it_is_attached_as_a_word_and_the_address_stays_unknown(
    client: Client, strange: Mail, complaint: Complaint
) -> None:
    answer = client.post(at(strange, "attach/"), {"reference": complaint.reference, "writer": "complainant"})
    assert answer.status_code == 303
    assert complaint.messages.get().body == "別のアドレスから失礼します。"
    assert not ContactPoint.objects.filter(key=STRANGER).exists()


def test_number_may_be_typed_wide_and_small(client: Client, strange: Mail, complaint: Complaint) -> None:
    wide = complaint.reference.lower().translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    answer = client.post(at(strange, "attach/"), {"reference": f" {wide} ", "writer": "other"})
    assert answer.status_code == 303


def test_address_is_remembered_where_somebody_ticks_it(
    client: Client, strange: Mail, complaint: Complaint
) -> None:
    typed = {"reference": complaint.reference, "writer": "complainant", "remember": "on"}
    client.post(at(strange, "attach/"), typed)
    assert ContactPoint.objects.get(key=STRANGER).person == complaint.parties.get().person


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reference": "K-2026-999999", "writer": "other"}, "この番号の苦情は見当たりません"),
        ({"reference": "", "writer": "other"}, "入力してください"),
        ({"writer": ""}, "入力してください"),
        ({"writer": "pope"}, "一覧の中から選んでください"),
        ({"writer": "other", "remember": "on"}, "申出者か代理人のアドレスだけ"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    client: Client, strange: Mail, complaint: Complaint, typed: dict[str, str], words: str
) -> None:
    answer = client.post(at(strange, "attach/"), {"reference": complaint.reference, **typed})
    assert answer.status_code == 422
    assert words in words_of(answer)
    strange.refresh_from_db()
    assert strange.state == "held"


def test_hidden_complaint_answers_as_one_that_does_not_exist(
    client: Client, cast: Cast, strange: Mail
) -> None:
    secret = restricted(cast).reference
    answers = [
        client.post(at(strange, "attach/"), {"reference": reference, "writer": "other"})
        for reference in (secret, "K-2026-999999")
    ]
    pages = [re.sub(r"K-2026-[0-9]{6}", "?", words_of(each)) for each in answers]
    assert pages[0] == pages[1]


def test_it_is_discarded_with_a_reason(client: Client, came: Came) -> None:
    mail = came()
    assert client.post(at(mail, "discard/"), {"reason": ""}).status_code == 422
    answer = client.post(at(mail, "discard/"), {"reason": "広告でした。"})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/mails/")
    page = words_of(client.get(at(mail)))
    assert "受田 ひかりが破棄しました" in page
    assert "広告でした。" in page
    assert "苦情として受け付ける" in page


def test_second_decision_changes_nothing_and_says_so(
    client: Client, cast: Cast, came: Came, complaint: Complaint
) -> None:
    mail = came()
    client.post(at(mail, "file/"))
    for word, typed in (
        ("file/", {}),
        ("attach/", {"reference": complaint.reference, "writer": "other"}),
        ("discard/", {"reason": "広告"}),
    ):
        answer = client.post(at(mail, word), typed)
        assert answer.status_code == 409
        assert "ほかの人がこのメールについて決めました" in words_of(answer)
    assert Complaint.objects.count() == 2


def test_charsets_stand_side_by_side_and_one_is_chosen(client: Client, came: Came) -> None:
    body = "蓋が閉まりません。".encode("euc_jp")
    content = raw("X", Content_Type="text/plain; charset=iso-8859-5", Precedence="bulk").replace(
        b"\r\n\r\nX", b"\r\n\r\n" + body
    )
    mail = came(content)
    page = client.get(at(mail, "read-again/"))
    assert words_of(page).count("蓋が閉まりません。") >= 1
    answer = client.post(at(mail, "read-again/"), {"charset": "euc-jp"})
    assert answer.status_code == 303
    mail.refresh_from_db()
    assert mail.read_as == "euc_jp"
    read = words_of(client.get(at(mail)))
    assert "蓋が閉まりません。" in read
    assert "手で選択" in read
    assert "現在の読み方" in words_of(client.get(at(mail, "read-again/")))


def test_charset_nobody_offers_changes_nothing(client: Client, came: Came) -> None:
    mail = came()
    assert client.post(at(mail, "read-again/"), {"charset": "utf-7"}).status_code == 303
    mail.refresh_from_db()
    assert mail.read_as == ""


def test_hidden_mail_is_not_found_on_any_road(client: Client, hidden: Mail) -> None:
    for word in ("", "read-again/", "original", "html", "attachments/0/"):
        assert client.get(at(hidden, word)).status_code == 404, word
    for word in ("file/", "attach/", "discard/", "read-again/"):
        assert client.post(at(hidden, word), {"reason": "x"}).status_code == 404, word


def test_auditor_reads_a_complaints_mail_and_finds_no_buttons(browser_of: BrowserOf, strange: Mail) -> None:
    page = browser_of("auditor").get(at(strange))
    assert page.status_code == 200
    assert "苦情として受け付ける" not in words_of(page)
    assert browser_of("auditor").post(at(strange, "discard/"), {"reason": "x"}).status_code == 403


def test_administrator_sees_no_mail(browser_of: BrowserOf, came: Came) -> None:
    assert browser_of("administrator").get(at(came())).status_code == 403


def test_mail_whose_bytes_are_gone_is_still_a_page(client: Client, cast: Cast, came: Came) -> None:
    mail = came()
    Mail.objects.filter(pk=mail.pk).update(raw=None, digest="0" * 64)
    page = client.get(at(mail))
    assert page.status_code == 200
    assert "バックアップから" in words_of(page)
    for word in ("original", "html", "attachments/0/"):
        assert client.get(at(mail, word)).status_code == 404
    discard_held(cast.actor("handler"), mail.pk, reason="失われました。", now=timezone.now())


def test_page_speaks_english_to_an_english_reader(browser_of: BrowserOf, strange: Mail) -> None:
    page = words_of(browser_of("handler", "en").get(at(strange)))
    for words in ("What becomes of it?", "Charset: utf-8", "read with certainty"):
        assert words in page
