"""Files somebody hands in without an account: nobody guesses another's, none does harm, whatever it is called or claims.

Nos. 42 (predictable tokens of attachments), 43, 77 (names that disguise), 84 and 86 (floods, pictures as programs) of
the reference.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.parcels import Parcel
from tests.cast import Cast, summon
from tests.interfaces.portal.visitor import STORY, Slip, Visitor
from tests.security.test_hostile_uploads import NAMES

PDF = b"%PDF-1.7 x"
FILES = "/complain/files/"
GIFAR = b"GIF89a<script>alert(1)</script>" + b"PK\x03\x04" + bytes(30)


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


@pytest.fixture
def visitor(cast: Cast) -> Visitor:
    """At the page for files."""
    somebody = Visitor("ja")
    somebody.go("/complain/")
    somebody.fill(story=STORY, press=("to_files", "1"))
    return somebody


def token_of(visitor: Visitor) -> str:
    return visitor.seen.form("complaint").value("token")


def raw_post(client: Client, token: str, disposition: bytes, content: bytes) -> HttpResponse:
    """A form with one file, its header written by hand."""
    body = (
        b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n' + token.encode() + b"\r\n"
        b'--b\r\nContent-Disposition: form-data; name="files"; '
        + disposition
        + b"\r\nContent-Type: image/svg+xml\r\n\r\n"
        + content
        + b"\r\n--b--\r\n"
    )
    return client.post(FILES, body, content_type="multipart/form-data; boundary=b")


def sends(visitor: Visitor) -> Complaint:
    """The complaint with its files, sent, and its slip shown."""
    visitor.go("/complain/check/")
    slip = Slip.on(visitor.fill())
    visitor.opens(slip)
    return Complaint.objects.get(reference=slip.reference)


def test_token_is_new_for_every_complaint_and_no_row_holds_it(visitor: Visitor, cast: Cast) -> None:
    raw_post(visitor.client, token_of(visitor), b'filename="a.pdf"', PDF)
    other = Visitor("ja")
    other.go("/complain/")
    tokens = {token_of(visitor), other.seen.form("complaint").value("token")}
    assert len(tokens) == 2
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    assert not tokens & set(Parcel.objects.values_list("key", flat=True))


@pytest.mark.parametrize("token", ["", "x", "0" * 22, "../../etc/passwd", "a" * 500])
def test_guessed_token_reaches_nothing(visitor: Visitor, token: str) -> None:
    raw_post(visitor.client, token_of(visitor), b'filename="a.pdf"', PDF)
    number = Enclosure.objects.get().pk
    stranger = Visitor("ja")
    stranger.post(FILES, {"token": token, "story": STORY, "drop": str(number)})
    stranger.post("/complain/check/", {"token": token, "story": STORY, "enclosed": str(number)})
    assert Enclosure.objects.get().complaint is None
    assert not Complaint.objects.exists()
    stranger.go(FILES)
    assert "a.pdf" not in stranger.seen.html


def test_number_of_somebody_elses_file_cannot_be_sent_along(visitor: Visitor) -> None:
    raw_post(visitor.client, token_of(visitor), b'filename="a.pdf"', PDF)
    thief = Visitor("ja")
    page = thief.writes()
    values: dict[str, Any] = dict(page.form("complaint").values) | {
        "enclosed": str(Enclosure.objects.get().pk)
    }
    seen = thief.post("/complain/check/", values)
    assert seen.status == 409
    assert not Complaint.objects.exists()
    assert "a.pdf" not in seen.html


@pytest.mark.parametrize("number", ["0", "-1", "1e9", "9" * 18, "9" * 400, "１", "<b>", "1 or 1=1", "\u0661"])
def test_odd_numbers_are_none(visitor: Visitor, number: str) -> None:
    raw_post(visitor.client, token_of(visitor), b'filename="a.pdf"', PDF)
    values = dict(visitor.seen.form("complaint").values)
    assert visitor.post(FILES, values | {"drop": number}).status == 303
    assert visitor.post("/complain/check/", values | {"enclosed": number}).status in (200, 409)
    assert Enclosure.objects.filter(name="a.pdf").count() == 1


@pytest.mark.parametrize(("disposition", "name"), NAMES, ids=range(len(NAMES)))
def test_no_name_does_harm_on_either_side(
    visitor: Visitor, cast: Cast, disposition: bytes, name: str
) -> None:
    raw_post(visitor.client, token_of(visitor), disposition, PDF)
    row = Enclosure.objects.get()
    assert row.name == name or not name
    assert "<svg onload" not in visitor.go(FILES).html
    complaint = sends(visitor)
    assert "<svg onload" not in visitor.seen.html
    desk = Visitor("ja")
    desk.client.force_login(cast.lead)
    handed = (
        visitor.client.get(f"/follow/files/{row.pk}/"),
        desk.client.get(f"/desk/complaints/{complaint.reference}/files/{row.pk}/"),
    )
    for answer in handed:
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "\n" not in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        b"%PDF-1.7 <script>app.alert(1)</script>",
        GIFAR,
        b"\xff\xd8\xff\xe0" + b"<html><script>alert(1)</script>",
    ],
    ids=["script", "svg", "xml", "pdf", "gifar", "jpeg"],
)
def test_what_could_run_in_a_browser_is_bytes_to_it(visitor: Visitor, cast: Cast, content: bytes) -> None:
    raw_post(visitor.client, token_of(visitor), b'filename="a.html"', content)
    complaint = sends(visitor)
    row = Enclosure.objects.get()
    desk = Visitor("ja")
    desk.client.force_login(cast.lead)
    for client, address in (
        (visitor.client, f"/follow/files/{row.pk}/"),
        (desk.client, f"/desk/complaints/{complaint.reference}/files/{row.pk}/"),
    ):
        answer = client.get(address)
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
            "application/octet-stream",
            "nosniff",
        )
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Content-Disposition"].startswith("attachment")


def test_hundred_megabytes_are_refused_before_they_are_read_and_the_draft_stays(visitor: Visitor) -> None:
    answer = visitor.client.generic(
        "POST", FILES, b"--b--", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH="104857600"
    )
    assert answer.status_code == 413
    assert not Enclosure.objects.exists()
    assert visitor.go("/complain/").form("complaint").value("story") == STORY


def test_twenty_one_files_at_once_are_refused_and_the_draft_stays(visitor: Visitor) -> None:
    files = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(21)]
    values = dict(visitor.seen.form("complaint").values)
    assert visitor.client.post(FILES, values | {"files": files}).status_code in (400, 413)
    assert not Enclosure.objects.exists()
    assert visitor.go("/complain/").form("complaint").value("story") == STORY


def test_form_without_its_secret_keeps_nothing(visitor: Visitor) -> None:
    guarded = Client(enforce_csrf_checks=True)
    answer = raw_post(guarded, token_of(visitor), b'filename="a.pdf"', PDF)
    assert answer.status_code == 403
    assert not Enclosure.objects.exists()
