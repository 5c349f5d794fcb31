"""The demonstration's mailbox: letters as pages, whatever lies in the folder, and nowhere but in a demonstration."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from pytest_django.fixtures import Settings

from kikitori.casework.deliver import deliver_letter
from kikitori.casework.write import reply
from kikitori.config import urls
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import summon
from tests.letterbox import into_folder, to_server
from tests.makers import FRIDAY

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.demo_letters_urls")]
LETTER = (
    "From: desk@example.jp\r\nTo: hana@example.jp\r\nSubject: {subject}\r\n"
    "Date: Fri, 20 Nov 2026 16:40:00 +0900\r\nContent-Language: ja\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """The mailbox; it does not exist before the first letter."""
    into_folder(settings, tmp_path / "mailbox")
    return tmp_path / "mailbox"


def put(folder: Path, number: int | str, raw: bytes | str) -> None:
    folder.mkdir(exist_ok=True)
    name = f"{number:08d}.eml" if isinstance(number, int) else number
    (folder / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)


def page(client: Client, path: str = "/mailbox/") -> str:
    answer = client.get(path, headers={"accept-language": "ja"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_letters_of_a_real_complaint_can_be_read(client: Client, folder: Path) -> None:
    cast = summon()
    complaint = makers.acknowledged(cast)
    reply(cast.actor("handler"), complaint, body="確認中です。<b>太字</b>", now=FRIDAY + timedelta(hours=1))
    for letter in complaint.letters.all():
        deliver_letter(Actor.system("outbox"), letter.pk, now=FRIDAY + timedelta(hours=2))
    first, second = complaint.letters.all()
    overview = page(client)
    assert overview.index(second.subject) < overview.index(first.subject)
    assert "hana@example.jp" in overview
    whole = page(client, reverse("mailbox_letter", args=[second.pk]))
    assert second.subject in whole
    assert "確認中です。&lt;b&gt;太字&lt;/b&gt;" in whole
    assert "次のご連絡は、2026年12月" in whole


def test_mailbox_before_the_first_letter_says_that_it_is_empty(client: Client, folder: Path) -> None:
    text = page(client)
    assert "data-row" not in text
    assert not folder.exists()


def test_fifty_letters_stand_on_a_page_and_older_ones_on_the_next(client: Client, folder: Path) -> None:
    for number in range(1, 103):
        put(folder, number, LETTER.format(subject=f"Letter {number}.", body="x"))
    first, second, third = (page(client, f"/mailbox/{query}") for query in ("", "?before=53", "?before=3"))
    assert [text.count("data-row") for text in (first, second, third)] == [50, 50, 2]
    assert 'href="?before=53"' in first
    assert 'href="?before=3"' in second
    assert 'href="?before=' not in third
    assert "Letter 102." in first
    assert "Letter 52." in second
    assert "Letter 2." in third


@pytest.mark.parametrize("before", ["", "x", "-1", "１", "1.5", "9" * 5000, "0", "%00", "1%27"])
def test_odd_place_in_the_list_is_no_trouble(client: Client, folder: Path, before: str) -> None:
    put(folder, 1, LETTER.format(subject="Hello", body="x"))
    status = client.get(f"/mailbox/?before={before}").status_code
    assert status == (400 if before == "%00" else 200)


@pytest.mark.parametrize("path", ["/mailbox/2/", "/mailbox/0/", "/mailbox/99999999999999999999/"])
def test_letter_that_is_not_there_is_not_found(client: Client, folder: Path, path: str) -> None:
    put(folder, 1, LETTER.format(subject="Hello", body="x"))
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/mailbox/-1/", "/mailbox/..%2f..%2fsecret.key/", "/mailbox/1.eml/", "/mailbox/a/"]
)
def test_no_address_leads_out_of_the_folder(client: Client, folder: Path, path: str) -> None:
    put(folder, 1, LETTER.format(subject="Hello", body="x"))
    assert client.get(path).status_code == 404


HOSTILE = [
    b"",
    b"\r\n\r\n",
    b"not a mail at all",
    b"\xff\xfe\x00\x01" * 50,
    b"Subject: =?utf-8?b?////?=\r\n\r\nx",
    b"Subject: =?nonsense?q?x?=\r\n\r\nx",
    b"Date: never\r\nTo: \x00\xff\r\n\r\nx",
    b"Date: Fri, 20 Nov 2026 16:40:00 -0000\r\n\r\nwithout a zone",
    b"Date: Fri, 99 Nov 99999 99:99:99 +9999\r\n\r\nx",
    b'To: <<<>>>,,,;:"\r\nFrom: (((\r\n\r\nx',
    b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xe7\x9a\xbf",
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xff\xfe broken",
    b'Content-Type: text/plain; charset="\r\n\r\nx',
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
    b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x",
    b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    b'Content-Language: "><script>alert(1)</script>\r\nSubject: <script>alert(2)</script>\r\n\r\nx',
    b"Subject: x\r\n\r\n<script>alert(3)</script>",
    b"Subject: x\r\n" * 2000 + b"\r\nx",
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_file_of_any_content_breaks_no_page_and_runs_nothing(
    client: Client, folder: Path, raw: bytes
) -> None:
    put(folder, 1, raw)
    put(folder, 2, LETTER.format(subject="Beside it", body="x"))
    for path in ("/mailbox/", "/mailbox/1/"):
        text = page(client, path)
        assert "<script>alert" not in text
    assert "Beside it" in page(client)


def test_files_that_are_no_letters_are_passed_over(client: Client, folder: Path) -> None:
    put(folder, "notes.txt", "x")
    put(folder, "x.eml", "Subject: no number\r\n\r\nx")
    put(folder, "00000007.4711.part", "Subject: half written\r\n\r\nx")
    put(folder, "１２.eml", "Subject: wide digits\r\n\r\nx")
    put(folder, 3, LETTER.format(subject="The only one", body="x"))
    text = page(client)
    assert text.count("data-row") == 1
    assert "The only one" in text


def test_markup_in_a_letter_is_shown_as_it_was_written(client: Client, folder: Path) -> None:
    body = "<img src=x onerror=alert(1)> & {{7*7}}"
    put(folder, 1, LETTER.format(subject="<b>bold</b>", body=body))
    text = page(client, "/mailbox/1/")
    assert escape(body) in text
    assert "&lt;b&gt;bold&lt;/b&gt;" in text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_mailbox_can_only_be_read(client: Client, folder: Path, method: str) -> None:
    put(folder, 1, LETTER.format(subject="Hello", body="x"))
    for path in ("/mailbox/", "/mailbox/1/"):
        assert getattr(client, method)(path).status_code == 405
    assert (folder / "00000001.eml").exists()


def test_site_that_sends_its_letters_has_no_mailbox(client: Client, settings: Settings) -> None:
    to_server(settings, 25)
    assert client.get("/mailbox/").status_code == 404
    assert client.get("/mailbox/1/").status_code == 404


@pytest.mark.urls("kikitori.config.urls")
def test_site_that_is_no_demonstration_has_no_such_address(client: Client, folder: Path) -> None:
    put(folder, 1, LETTER.format(subject="Hello", body="x"))
    assert client.get("/mailbox/1/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("mailbox")
    assert "mailbox" not in {getattr(pattern, "name", "") for pattern in urls.urlpatterns}
