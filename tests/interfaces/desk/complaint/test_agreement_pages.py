"""What was agreed, at the desk: the record as PDF, and whether a paper somebody holds says the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.records.complaints.models import Complaint
from kikitori.records.remedies.agreement import is_same
from kikitori.records.remedies.agreements import Agreement
from tests import makers, printed
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]


def agreed(cast: Cast) -> Complaint:
    complaint = makers.proposed(cast)
    accept_proposal(complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=2))
    return complaint


def at(complaint: Complaint, more: str = "") -> str:
    return f"/desk/complaints/{complaint.reference}/agreement/1/{more}"


def test_accepted_proposal_leads_to_its_record(cast: Cast, client: Client) -> None:
    complaint = agreed(cast)
    assert at(complaint) in client.get(f"/desk/complaints/{complaint.reference}/").content.decode()


def test_proposal_that_was_not_accepted_has_no_record(cast: Cast, client: Client) -> None:
    complaint = makers.proposed(cast)
    assert "agreement/1/" not in client.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    for round_ in (1, 2, 10**17):
        address = f"/desk/complaints/{complaint.reference}/agreement/{round_}/"
        assert client.get(address).status_code == client.get(f"{address}pdf/").status_code == 404


def test_page_shows_when_and_how_an_offer_was_answered(cast: Cast, client: Client) -> None:
    complaint = makers.proposed(cast)
    decline_proposal(cast.actor("handler"), complaint, how="窓口の書面", now=FRIDAY + timedelta(hours=2))
    page = client.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    assert "お返事" in page
    assert "窓口の書面" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "合意記録書"),
        ("ja", "合意記録書"),
        ("en", "Record of agreement"),
        ("ja-easy", "決（き）めたこと"),
    ],
)
def test_record_is_saved_in_any_of_its_languages(
    cast: Cast, client: Client, language: str, words: str
) -> None:
    complaint = agreed(cast)
    answer = client.get(at(complaint, f"pdf/?language={language}"))
    assert (answer.status_code, answer["content-type"]) == (200, "application/pdf")
    assert f"{complaint.reference}-agreement-1.pdf" in answer["content-disposition"]
    assert words in printed.text_of(answer.content)


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_whoever_reads_the_complaint_reads_its_record(cast: Cast, browser_of: BrowserOf, role: str) -> None:
    complaint = agreed(cast)
    for more in ("", "pdf/"):
        assert browser_of(role).get(at(complaint, more)).status_code == 200


def test_fingerprint_of_the_paper_is_compared(cast: Cast, client: Client) -> None:
    complaint = agreed(cast)
    kept = Agreement.objects.get()
    grouped = " ".join(kept.fingerprint[n : n + 8] for n in range(0, 64, 8)).upper()
    for typed in (kept.fingerprint, grouped, f" {kept.fingerprint}\n"):
        page = client.get(at(complaint), {"fingerprint": typed})
        assert page.context["is_same"] is True
        assert "一致しました" in page.content.decode()
    for typed in ("abc", kept.fingerprint[:-1], "x" * 300):
        page = client.get(at(complaint), {"fingerprint": typed})
        assert page.context["is_same"] is False
        assert "一致しません" in page.content.decode()
    assert client.get(at(complaint), {"fingerprint": "  "}).context["is_same"] is None


def test_record_that_was_changed_behind_our_back_is_told(cast: Cast, client: Client) -> None:
    complaint = agreed(cast)
    assert client.get(at(complaint)).context["is_intact"] is True
    kept = Agreement.objects.get()
    kept.sheet["text"] = "べつの約束"
    kept.save()
    page = client.get(at(complaint))
    assert page.context["is_intact"] is False
    assert "このシステムの外で変更されています" in page.content.decode()


def test_comparing_changes_nothing_and_takes_no_post(cast: Cast, client: Client) -> None:
    complaint = agreed(cast)
    before = complaint.events.count()
    client.get(at(complaint), {"fingerprint": "x"})
    assert complaint.events.count() == before
    assert client.post(at(complaint)).status_code == client.post(at(complaint, "pdf/")).status_code == 405


@pytest.mark.parametrize(
    ("typed", "same"),
    [("ab12", True), ("AB 12", True), ("ab\n12 ", True), ("ab13", False), ("", False), ("ab12x", False)],
)
def test_blanks_and_case_make_no_difference(typed: str, *, same: bool) -> None:
    assert is_same("ab12", typed) is same
