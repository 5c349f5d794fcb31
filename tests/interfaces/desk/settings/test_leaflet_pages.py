"""The leaflet of a body as a file, in the settings and beside the letter it is put in with."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kikitori.casework.bodies import newest_change_of
from kikitori.records.referral.leaflets import Leaflet
from kikitori.records.referral.models import Body
from tests import makers, referrals
from tests.casework.test_leaflets import PDF, put
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, words_of
from tests.interfaces.desk.conftest import BrowserOf


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead", "en")


@pytest.fixture
def body(cast: Cast) -> Body:
    return referrals.body(cast)


def at(body: Body, where: str = "") -> str:
    return f"/desk/settings/bodies/{body.pk}/{where}"


def hand_in(browser: Client, body: Body, content: bytes = PDF, name: str = "案内.pdf", **typed: Any) -> Any:
    seen = str(newest_change_of(body.pk))
    data = {"seen": seen, "file": SimpleUploadedFile(name, content), **typed}
    return browser.post(at(body, "leaflet/"), data, follow=True)


def test_leaflet_is_handed_in_shown_replaced_saved_and_taken_out(lead: Client, body: Body) -> None:
    assert "Keep this leaflet" in words_of(lead.get(at(body)))
    assert "The leaflet is kept as version 1." in words_of(hand_in(lead, body))
    page = lead.get(at(body))
    assert "案内.pdf" in words_of(page)
    assert "Replace the leaflet" in words_of(page)
    hand_in(lead, body, PDF + b"%2", "new.pdf")
    saved = lead.get(at(body, "leaflet/file/"))
    assert (saved.content, saved["X-Content-Type-Options"]) == (PDF + b"%2", "nosniff")
    assert lead.get(at(body, "leaflet/file/?version=1")).content == PDF
    for version in ("3", "x", "9" * 30):
        assert lead.get(at(body, f"leaflet/file/?version={version}")).status_code == 404
    record = words_of(lead.get("/desk/settings/changes/?kind=bodies"))
    assert "Leaflet as a file: new.pdf, version 2" in record
    seen = str(newest_change_of(body.pk))
    gone = lead.post(at(body, "leaflet/"), {"seen": seen, "out": "1"}, follow=True)
    assert "It has no leaflet as a file any more." in words_of(gone)
    assert lead.get(at(body, "leaflet/file/")).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.pdf", "This file is empty."),
        (b"words", "a.txt", "A leaflet is a PDF, a PNG or a JPEG."),
        (PDF + b"x" * 5_000_000, "a.pdf", "This file is larger than 5 MB."),
    ],
)
def test_what_cannot_be_kept_is_said(lead: Client, body: Body, content: bytes, name: str, said: str) -> None:
    assert said in words_of(hand_in(lead, body, content, name))
    assert not Leaflet.objects.exists()


def test_whoever_was_overtaken_changes_nothing(lead: Client, body: Body) -> None:
    hand_in(lead, body)
    for given in ({"file": SimpleUploadedFile("b.pdf", PDF)}, {"out": "1"}):
        told = lead.post(at(body, "leaflet/"), {"seen": "0", **given}, follow=True)
        assert "Nothing was changed." in words_of(told)
    assert Leaflet.objects.get().ended_at is None


def test_only_who_may_changes_it_and_everybody_at_the_desk_saves_it(
    browser_of: BrowserOf, cast: Cast, body: Body
) -> None:
    put(cast, body)
    for role in ("handler", "auditor"):
        assert browser_of(role).post(at(body, "leaflet/"), {"out": "1"}).status_code == 403
        assert browser_of(role).get(at(body, "leaflet/file/")).status_code == 200
    assert browser_of("lead").get(at(body, "leaflet/")).status_code == 405


def test_letter_on_paper_lists_it_as_enclosed_and_its_page_hands_it_out(
    client: Client, cast: Cast, body: Body
) -> None:
    put(cast, body)
    row = referrals.outside(cast, makers.investigated(cast, complainant=by_post("文野 ゆう")), to=body)
    letter = row.complaint.letters.get(kind="referral")
    assert "同封: 見本紛争解決センターの案内（案内.pdf）" in letter.body
    page = client.get(f"/desk/letters/{letter.pk}/")
    assert f'href="{at(body, "leaflet/file/")}?version=1"' in page.content.decode()
    assert "同封するもの" in page.content.decode()
