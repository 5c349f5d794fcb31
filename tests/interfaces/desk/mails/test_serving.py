"""What came from strangers, handed out so that nothing in it can act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kikitori.casework.scan_attachments import scan_attachments
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Attachment, Mail
from tests.foundation.clamd import EICAR, daemon
from tests.foundation.mail.pictures import JPEG, SECRET, app, exif, jpeg
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.mails.conftest import Came
from tests.mails import POST, enclosing, raw

PHOTO = jpeg(app(1, b"Exif\0\0" + exif()))
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def at(mail: Mail, word: str) -> str:
    return f"/desk/mails/{mail.pk}/{word}"


def of_anonymous(mail: Mail) -> None:
    """The complaint it began is anonymous."""
    assert mail.complaint is not None
    Complaint.objects.filter(pk=mail.complaint.pk).update(anonymous=True)


def test_original_is_the_bytes_that_came(client: Client, came: Came) -> None:
    content = raw("蓋が閉まりません。", Precedence="bulk")
    answer = client.get(at(came(content), "original"))
    assert body(answer) == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert int(answer["Content-Length"]) == len(content)


def test_large_original_is_handed_out_from_the_store(client: Client, came: Came) -> None:
    content = raw("長い話です。\r\n" * 30_000, Precedence="bulk")
    mail = came(content)
    assert mail.raw is None
    assert body(client.get(at(mail, "original"))) == content


@pytest.mark.parametrize("word", ["original", "attachments/0/", "attachments/1/"])
def test_every_answer_allows_nothing_and_is_kept_nowhere(client: Client, came: Came, word: str) -> None:
    mail = came(
        enclosing(("皿.jpg", "image/jpeg", PHOTO), ("a.html", "text/html", b"<script>alert(1)</script>"))
    )
    answer = client.get(at(mail, word))
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_picture_is_shown_on_request_by_what_it_is(client: Client, came: Came) -> None:
    mail = came(enclosing(("皿.txt", "text/html", JPEG)))
    answer = client.get(at(mail, "attachments/0/?show=1"))
    assert (answer["Content-Type"], body(answer)) == ("image/jpeg", JPEG)
    assert answer["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("絵.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("絵.jpg", "image/jpeg", b"<html><script>alert(1)</script>"),
        ("絵.png", "image/png", b"MZ\x90\0"),
        ("書類.pdf", "application/pdf", b"%PDF-1.7"),
        ("a.html", "text/html", b"<!doctype html><script>alert(1)</script>"),
    ],
)
def test_nothing_else_is_ever_shown(client: Client, came: Came, name: str, kind: str, content: bytes) -> None:
    answer = client.get(at(came(enclosing((name, kind, content))), "attachments/0/?show=1"))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert body(answer) == content


def test_attachment_that_is_not_there_is_not_found(client: Client, came: Came) -> None:
    mail = came(enclosing(("皿.jpg", "image/jpeg", JPEG)))
    for number in ("1", "999", "9" * 18):
        assert client.get(at(mail, f"attachments/{number}/")).status_code == 404


def test_html_is_cleaned_and_has_a_policy_of_its_own(client: Client, came: Came) -> None:
    html = '<p>蓋が<script>alert(1)</script>閉まりません。<img src="cid:0@mail" alt="皿"><img src="https://e.example.org/x"></p>'
    answer = client.get(at(came(enclosing(("皿.jpg", "image/jpeg", JPEG), html=html)), "html"))
    page = answer.content.decode()
    assert '<html lang="ja">' in page
    assert '<p>蓋が閉まりません。<img src="data:image/jpeg;base64,' in page
    assert "e.example.org" not in page
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; img-src data:; sandbox;")
    assert client.get(at(came(raw("文字だけ。", subject="文字")), "html")).status_code == 404


def test_html_shows_no_drawing_and_no_huge_picture(client: Client, came: Came) -> None:
    html = '<img src="cid:0@mail" alt="図"><img src="cid:1@mail" alt="大">'
    drawing, huge = b"<svg xmlns='http://www.w3.org/2000/svg'/>", PNG_HEAD + bytes(1_100_000)
    mail = came(enclosing(("図.svg", "image/png", drawing), ("大.png", "image/png", huge), html=html))
    assert "data:" not in client.get(at(mail, "html")).content.decode()


def test_page_frames_it_and_allows_frames_there_alone(client: Client, came: Came) -> None:
    mail = came(enclosing(("皿.jpg", "image/jpeg", JPEG), html="<p>あ</p>"))
    page = client.get(at(mail, "?view=html"))
    assert 'sandbox=""' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "frame-src" not in client.get("/desk/mails/")["Content-Security-Policy"]


class TestAnonymous:
    @pytest.fixture
    def mail(self, came: Came) -> Mail:
        html = '<img src="cid:0@mail" alt="皿">'
        content = (("皿.jpg", "image/jpeg", PHOTO), ("書類.pdf", "application/pdf", b"%PDF" + SECRET))
        mail = came(enclosing(*content, html=html))
        of_anonymous(mail)
        return mail

    def test_photograph_goes_out_without_place_and_device(self, client: Client, mail: Mail) -> None:
        for word in ("attachments/0/", "attachments/0/?show=1"):
            found = body(client.get(at(mail, word)))
            assert found.startswith(b"\xff\xd8")
            assert SECRET not in found

    def test_so_does_the_one_in_the_frame(self, client: Client, mail: Mail) -> None:
        from base64 import b64encode

        page = client.get(at(mail, "html")).content
        assert b"data:image/jpeg" in page
        assert b64encode(PHOTO)[:200] not in page

    def test_other_files_go_out_after_a_warning(self, client: Client, mail: Mail) -> None:
        page = client.get(at(mail, "attachments/1/"))
        assert "匿名の苦情です" in words_of(page)
        answer = client.post(at(mail, "attachments/1/"))
        assert body(answer) == b"%PDF" + SECRET
        assert answer["Content-Disposition"].startswith("attachment")

    def test_photograph_that_cannot_be_followed_is_warned_of(self, client: Client, came: Came) -> None:
        mail = came(enclosing(("皿.jpg", "image/jpeg", PHOTO[:60])))
        of_anonymous(mail)
        assert "取り除けません" in words_of(client.get(at(mail, "attachments/0/?show=1")))

    def test_named_complaints_keep_the_photograph_as_it_is(self, client: Client, came: Came) -> None:
        assert (
            body(client.get(at(came(enclosing(("皿.jpg", "image/jpeg", PHOTO))), "attachments/0/"))) == PHOTO
        )


class TestScanned:
    @pytest.fixture
    def scanner(self, settings: Settings, tmp_path: Path) -> str:
        """This site has a scanner."""
        place = str(tmp_path / "clamd.ctl")
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": place})
        return place

    def test_virus_is_handed_out_only_after_a_second_click(
        self, client: Client, came: Came, scanner: str, tmp_path: Path
    ) -> None:
        html = '<img src="cid:1@mail" alt="皿">'
        mail = came(
            enclosing(("a.com", "text/plain", EICAR), ("皿.jpg", "image/jpeg", JPEG + EICAR), html=html)
        )
        with daemon(tmp_path / "clamd.ctl"):
            scan_attachments(POST, scanner, now=mail.arrived_at)
        assert "ウイルスが見つかりました" in words_of(client.get(at(mail, "")))
        for word in ("attachments/0/", "attachments/1/?show=1"):
            assert "ウイルスが見つかりました" in words_of(client.get(at(mail, word)))
        answer = client.post(at(mail, "attachments/1/?show=1"))
        assert answer["Content-Type"] == "application/octet-stream"
        assert "data:" not in client.get(at(mail, "html")).content.decode()

    def test_what_nobody_could_look_at_is_warned_of(self, client: Client, came: Came, scanner: str) -> None:
        mail = came(enclosing(("皿.jpg", "image/jpeg", JPEG)))
        assert "検査ができませんでした" in words_of(client.get(at(mail, "attachments/0/?show=1")))
        scan_attachments(POST, scanner, now=mail.arrived_at)
        assert Attachment.objects.get(mail=mail).scan == "failed"
        assert "検査ができませんでした" in words_of(client.get(at(mail, "attachments/0/")))

    def test_clean_one_is_handed_out(self, client: Client, came: Came, scanner: str, tmp_path: Path) -> None:
        mail = came(enclosing(("皿.jpg", "image/jpeg", JPEG)))
        with daemon(tmp_path / "clamd.ctl"):
            scan_attachments(POST, scanner, now=mail.arrived_at)
        assert body(client.get(at(mail, "attachments/0/?show=1"))) == JPEG


def test_site_without_a_scanner_says_nothing_of_viruses(client: Client, came: Came) -> None:
    mail = came(enclosing(("皿.jpg", "image/jpeg", JPEG)))
    assert "ウイルス" not in words_of(client.get(at(mail, "")))


def test_auditor_may_read_what_belongs_to_a_complaint(browser_of: BrowserOf, came: Came) -> None:
    mail = came(enclosing(("皿.jpg", "image/jpeg", JPEG)))
    assert mail.complaint is not None
    assert body(browser_of("auditor").get(at(mail, "attachments/0/"))) == JPEG
