"""The organisation's own sheet and logo: from our origin, for good, and without anything that could act."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kikitori.interfaces.look.own import Shown, address_of, own_look, shown
from kikitori.records.people.logos import Logo
from kikitori.records.people.models import Organisation
from tests.foundation.mail.pictures import PNG


def a_logo() -> Logo:
    digest = hashlib.sha256(PNG).hexdigest()
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return Logo.objects.create(digest=digest, content=PNG, width=16, height=8, added_at=moment)


def test_sheet_of_a_colour_lies_where_its_address_says(client: Client, db: None) -> None:
    address = address_of("#0a5c3f")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert b"--hue-fill: #0a5c3f;" in answer.content
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_sheet_asks_the_database_nothing(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(address_of("#0a5c3f"))
    assert not [each for each in asked if "records_" in each["sql"]]


def test_address_changes_with_the_colour_and_with_what_is_made_of_it() -> None:
    assert address_of("#0a5c3f") != address_of("#0a5c40")
    assert address_of("#0a5c3f").startswith("/look/colours-0a5c3f-")


@pytest.mark.parametrize(
    "path",
    [
        "/look/colours-0a5c3f-0000000000.css",
        "/look/colours-zzzzzz-0000000000.css",
        "/look/colours-0a5c3f-.css",
        f"/look/logo-{'0' * 64}.png",
        "/look/logo-x.png",
    ],
)
def test_what_nobody_has_made_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_logo_is_handed_out_as_the_picture_it_is_and_nothing_else(client: Client, db: None) -> None:
    logo = a_logo()
    answer = client.get(shown("", logo).logo)
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"].startswith("public")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_there(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)(address_of("#0a5c3f")).status_code == 405
    assert getattr(client, method)(shown("", a_logo()).logo).status_code == 405


def test_organisation_without_a_look_of_its_own_shows_none() -> None:
    assert own_look(Organisation(name_ja="みほん", name_en="Mihon")) == Shown()


def test_look_says_where_sheet_and_logo_lie_and_how_large_it_is(db: None) -> None:
    logo = a_logo()
    look = own_look(Organisation(name_ja="みほん", accent="#0a5c3f", logo=logo))
    assert look == Shown(address_of("#0a5c3f"), f"/look/logo-{logo.digest}.png", 16, 8)
