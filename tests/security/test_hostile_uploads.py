"""Uploads no honest browser sends: whatever a file is called or claims to be, it is harmless here or refused in words."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from kikitori.interfaces.desk.complaint.uploads import refused_in_words
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import FileFlaw, file_name
from tests.cast import Cast, summon
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at

PDF = b"%PDF-1.7 x"
#: As it stands in the header of the part → under which name it is kept.
NAMES: list[tuple[bytes, str]] = [
    (b'filename="../../../../etc/passwd"', "passwd"),
    (b'filename="..\\..\\windows\\system32\\evil.pdf"', "evil.pdf"),
    (b'filename="C:\\Users\\a\\b.pdf"', "b.pdf"),
    ('filename="photo\u202egpj.pdf"'.encode(), "photogpj.pdf"),
    ('filename="絵文字😀🏳️‍🌈.pdf"'.encode(), "絵文字😀🏳️🌈.pdf"),
    (b'filename="' + "長".encode() * 300 + b'.pdf"', ""),
    (b'filename="' + b"a" * 300 + b'.pdf"', ""),
    (b"filename*=utf-8''%0d%0aSet-Cookie%3A%20x%3D1.pdf", "Set-Cookie_ x=1.pdf"),
    (b"filename*=utf-8''a%00b.pdf", "ab.pdf"),
    (b'filename="<svg onload=alert(1)>.pdf"', "_svg onload=alert(1)_.pdf"),
    (b'filename="con.pdf"', "_con.pdf"),
    (b'filename="a;b=c.pdf"', "a;b=c.pdf"),
]


def raw_post(client: Client, address: str, disposition: bytes, content: bytes = PDF) -> HttpResponse:
    """A form with one file, its header written by hand."""
    body = (
        b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\npage-1\r\n'
        b'--b\r\nContent-Disposition: form-data; name="body"\r\n\r\ntext\r\n'
        b'--b\r\nContent-Disposition: form-data; name="files"; '
        + disposition
        + b"\r\nContent-Type: text/html\r\n\r\n"
        + content
        + b"\r\n--b--\r\n"
    )
    return client.post(address, body, content_type="multipart/form-data; boundary=b")


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


@pytest.fixture
def client(cast: Cast) -> Client:
    browser = Client(headers={"accept-language": "ja"})
    browser.force_login(cast.handler)
    return browser


def test_no_name_does_harm(client: Client, cast: Cast) -> None:
    for number, (disposition, name) in enumerate(NAMES):
        complaint = bench.investigated(cast)
        answer = raw_post(client, at(complaint, "attach/reply"), disposition, PDF + bytes([65 + number]))
        assert answer.status_code == 303, disposition
        row = Enclosure.objects.get(complaint=complaint)
        if name:
            assert row.name == name, disposition
        assert len(row.name.encode()) <= 200
        assert row.name.endswith(".pdf") or name == "passwd"
        handed = client.get(at(complaint, f"files/{row.pk}"))
        assert handed["Content-Type"] == "application/octet-stream"
        assert handed["Content-Disposition"].startswith("attachment")
        assert "\n" not in handed["Content-Disposition"]
        page = client.get(at(complaint)).content.decode()
        assert "<svg onload" not in page


@pytest.mark.parametrize(
    ("disposition", "content", "words"),
    [
        (b'filename="a.pdf"', b"", "中身が空です。"),
        (b'filename="a.pdf"', b"MZ\x90\x00\x03", "プログラムです。"),
        (b'filename="a.pdf"', b"\x7fELF\x02", "プログラムです。"),
        (b'filename="a.pdf"', b"#!/bin/sh\nrm -rf /", "プログラムです。"),
        (b'filename="a.js"', b"alert(1)", "プログラムです。"),
        (b'filename="a.pdf.exe"', PDF, "プログラムです。"),
        (b'filename="a.pdf"', b"%PDF-" + b"x" * 10_000_001, "10 MBを超えています。"),
    ],
)
def test_what_is_refused_is_said_and_the_text_is_kept(
    client: Client, cast: Cast, disposition: bytes, content: bytes, words: str
) -> None:
    complaint = bench.investigated(cast)
    answer = raw_post(client, at(complaint, "attach/reply"), disposition, content)
    page = client.get(answer["Location"]).content.decode()
    assert words in page
    assert "text</textarea>" in page
    assert not Enclosure.objects.exists()


def test_hundred_megabytes_are_refused_in_words_before_they_are_read(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = client.generic(
        "POST",
        at(complaint, "attach/reply"),
        b"--b--",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="104857600",
    )
    assert answer.status_code == 413
    assert "25" in answer.content.decode()
    assert not Enclosure.objects.exists()


@pytest.mark.parametrize(
    "content", [b"<script>alert(1)</script>", b"<svg xmlns='x' onload='alert(1)'/>", b"GIF89a<script>"]
)
def test_what_could_run_in_a_browser_is_never_shown_by_one(
    client: Client, cast: Cast, content: bytes
) -> None:
    complaint = bench.investigated(cast)
    raw_post(client, at(complaint, "attach/note"), b'filename="a.html"', content)
    row = Enclosure.objects.get()
    for query in ("", "?show=1"):
        handed = client.get(at(complaint, f"files/{row.pk}") + query)
        assert handed["Content-Type"] == "application/octet-stream"
        assert handed["Content-Disposition"].startswith("attachment")
        assert "sandbox" in handed["Content-Security-Policy"]


@pytest.mark.parametrize("flaw", FileFlaw)
def test_name_of_a_refused_file_cannot_break_the_sentence(flaw: FileFlaw) -> None:
    [said] = refused_in_words([(file_name("%(why)s %s {n} \r\n<b>.pdf"), flaw)])
    assert "\n" not in said
    assert "%(why)s %s {n}" in said
