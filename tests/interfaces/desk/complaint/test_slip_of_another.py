"""The slip of whoever speaks for the complainant: asked for by their number, and by nothing that may have changed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kikitori.casework.end_appointment import end_appointment
from kikitori.foundation import crypto
from kikitori.records.complaints.models import Receipt
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see, send
from tests.interfaces.desk.complaint.test_appointing import confirmed, named
from tests.interfaces.desk.complaint.test_slip import secret_on
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import complainant_of
from tests.represented import RIKA, confirms, names, party_of


def test_their_slip_is_shown_once_under_their_name(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, handler = confirmed(cast), browser_of("handler")
    html = see(handler, complaint).content.decode()
    assert f"{at(complaint, 'slip')}?whose={party_of(complaint).pk}" in html
    form = see(handler, complaint, "slip", whose=party_of(complaint).pk).content.decode()
    assert "だれの控えか" in form
    before = complaint.receipt.secret_hash
    answer = send(handler, complaint, "slip", sure="on", whose=party_of(complaint).pk)
    receipt = Receipt.objects.get(party=party_of(complaint))
    assert crypto.matches(secret_on(answer), receipt.secret_hash)
    assert receipt.locator in answer.content.decode()
    assert f"代理人用：{RIKA} 様" in words_of(answer)
    complaint.receipt.refresh_from_db()
    assert complaint.receipt.secret_hash == before


def test_same_form_for_the_other_slip_has_another_secret(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, handler = confirmed(cast), browser_of("handler")
    form = {"token": makers.token(), "sure": "on"}
    theirs, own = (
        secret_on(handler.post(at(complaint, "slip"), form | {"whose": whose}))
        for whose in (party_of(complaint).pk, "own")
    )
    assert theirs != own


def test_slip_of_a_representative_speaks_their_language(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = confirmed(cast, language="en")
    answer = send(browser_of("handler"), complaint, "slip", sure="on", whose=party_of(complaint).pk)
    assert f"For the representative: {RIKA}" in words_of(answer)


def test_without_anybody_appointed_there_is_one_slip_and_nothing_to_choose(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint, handler = named(cast), browser_of("handler")
    assert "だれの控えか" not in see(handler, complaint, "slip").content.decode()
    answer = send(handler, complaint, "slip", sure="on")
    assert "代理人用" not in words_of(answer)
    assert crypto.matches(secret_on(answer), Receipt.objects.get(complaint=complaint).secret_hash)
    assert not Receipt.objects.filter(party__isnull=False).exists()


@pytest.mark.parametrize("posted", ["representative", "0", "4711"])
def test_what_is_no_slip_here_never_becomes_the_complainants(
    browser_of: BrowserOf, cast: Cast, posted: str
) -> None:
    complaint, handler = named(cast), browser_of("handler")
    before = complaint.receipt.secret_hash
    answer = send(handler, complaint, "slip", sure="on", whose=posted)
    assert answer.status_code == 422
    assert "だれの控えかを選んでください。" in words_of(answer)
    complaint.receipt.refresh_from_db()
    assert complaint.receipt.secret_hash == before


def test_ended_while_the_page_was_open_nobody_gets_a_slip(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, handler = confirmed(cast), browser_of("handler")
    party, before = party_of(complaint).pk, complaint.receipt.secret_hash
    end_appointment(complainant_of(complaint), complaint, now=timezone.now())
    answer = send(handler, complaint, "slip", sure="on", whose=party)
    assert answer.status_code == 409
    assert "この方の代理は、すでに終わっています。" in words_of(answer)
    assert 'name="whose" value="own"' in answer.content.decode()
    assert f'value="{party}"' not in answer.content.decode()
    complaint.receipt.refresh_from_db()
    assert complaint.receipt.secret_hash == before
    assert "receipt_issued" not in bench.kinds(complaint)


def test_somebody_else_confirmed_while_the_page_was_open_keeps_their_slip(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint, handler = confirmed(cast), browser_of("handler")
    first = party_of(complaint).pk
    end_appointment(complainant_of(complaint), complaint, now=timezone.now())
    confirms(cast, names(complaint, name="別府 まり", now=timezone.now()), now=timezone.now())
    second = Receipt.objects.get(party=party_of(complaint))
    answer = send(handler, complaint, "slip", sure="on", whose=first)
    assert answer.status_code == 409
    assert second.locator not in answer.content.decode()
    second.refresh_from_db()
    assert second.secret_hash == ""
    page = see(handler, complaint, "slip")
    assert "代理人（別府 まり）の控え" in words_of(page)
    assert RIKA not in words_of(page)


def test_slip_is_chosen_from_the_two_there_are(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = confirmed(cast)
    answer = send(browser_of("handler"), complaint, "slip", sure="on", whose="everybody")
    assert answer.status_code == 422
    assert "receipt_issued" not in bench.kinds(complaint)
