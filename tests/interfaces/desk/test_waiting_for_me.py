"""Today, what waits for a second person: offers past a limit, and complaints to be redirected."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.interfaces.desk.approvals import SHOWN, approvals_before, offer_line, what_would_go
from kikitori.interfaces.desk.redirects import redirects_waiting
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.remedies.authority import Approval
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.complaint.bench import redirect_asked
from tests.interfaces.desk.complaint.ways import asked_for_approval
from tests.interfaces.desk.conftest import BrowserOf

APPROVALS, REDIRECTS = "承認待ち", "他窓口への案内（確認待ち）"


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def waiting(complaint: Complaint) -> Approval:
    return complaint.approvals.get()


def test_offer_is_shown_whole_to_whoever_may_approve_it(cast: Cast, lead: Client) -> None:
    complaint = asked_for_approval(cast)
    page = lead.get("/desk/")
    words = words_of(page)
    for said in (
        f"{APPROVALS} 1",
        "45,000円",
        "解決案を提示する",
        complaint.reference,
        "二度目です。",
        "お返しします。",
        "返金：代金",
    ):
        assert said in words
    assert f'action="/desk/approvals/{waiting(complaint).pk}/"' in page.content.decode()


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
def test_offer_is_not_put_before_whoever_cannot_approve_it(
    cast: Cast, browser_of: BrowserOf, role: str
) -> None:
    number = waiting(asked_for_approval(cast)).pk
    assert f"/desk/approvals/{number}/" not in browser_of(role).get("/desk/").content.decode()
    assert approvals_before(cast.actor(role)) is None


def test_one_press_approves_and_sends(cast: Cast, lead: Client) -> None:
    complaint = asked_for_approval(cast)
    row = waiting(complaint)
    answer = lead.post(f"/desk/approvals/{row.pk}/", follow=True)
    assert answer.redirect_chain == [("/desk/", 303)]
    row.refresh_from_db()
    complaint.refresh_from_db()
    assert (row.state, row.answered_by, complaint.state) == ("approved", cast.lead, "proposal")
    assert complaint.letters.filter(kind="proposal").count() == 1
    assert approvals_before(cast.actor("lead")) is None


def test_second_press_says_that_nothing_waits_and_sends_nothing_more(cast: Cast, lead: Client) -> None:
    complaint = asked_for_approval(cast)
    address = f"/desk/approvals/{waiting(complaint).pk}/"
    lead.post(address, follow=True)
    again = lead.post(address, follow=True)
    assert again.status_code == 200
    assert complaint.letters.filter(kind="proposal").count() == 1
    assert [message.level_tag for message in again.context["messages"]] == ["warning"]


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("administrator", 403)])
def test_who_may_not_approve_is_told_and_nothing_is_sent(
    cast: Cast, browser_of: BrowserOf, role: str, status: int
) -> None:
    complaint = asked_for_approval(cast)
    assert browser_of(role).post(f"/desk/approvals/{waiting(complaint).pk}/").status_code == status
    assert waiting(complaint).state == "asked"


def test_whoever_asked_does_not_approve_it_themselves(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = asked_for_approval(cast)
    answer = browser_of("handler").post(f"/desk/approvals/{waiting(complaint).pk}/")
    assert answer.status_code in {302, 303, 403, 409}
    assert waiting(complaint).state == "asked"
    assert not complaint.letters.filter(kind="proposal").exists()


def test_looking_at_the_address_approves_nothing(cast: Cast, lead: Client) -> None:
    complaint = asked_for_approval(cast)
    assert lead.get(f"/desk/approvals/{waiting(complaint).pk}/").status_code == 405
    assert waiting(complaint).state == "asked"


def test_offer_in_a_complaint_that_is_not_seen_is_not_there(cast: Cast, lead: Client) -> None:
    complaint = asked_for_approval(cast)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.lead.pk])
    assert lead.post(f"/desk/approvals/{waiting(complaint).pk}/").status_code == 404
    assert lead.post("/desk/approvals/999999/").status_code == 404
    assert approvals_before(cast.actor("lead")) is None
    assert waiting(complaint).state == "asked"


def test_hostile_words_of_an_offer_are_words(cast: Cast, lead: Client) -> None:
    complaint = asked_for_approval(cast, story="<script>alert(1)</script>\u202e")
    Approval.objects.update(reason="<b>太</b>")
    content = lead.get("/desk/").content.decode()
    assert complaint.reference in content
    assert "<script>alert" not in content
    assert "\u202e" not in content
    assert "<b>太" not in content


def test_line_tells_step_sum_and_person(cast: Cast) -> None:
    row = waiting(asked_for_approval(cast))
    assert all(said in offer_line(row) for said in ("解決案を提示する", "45,000円", cast.handler.name))
    assert what_would_go(row) == ["お返しします。", "返金：代金（45,000円）"]


def test_redirect_waits_for_a_lead_who_did_not_ask_for_it(cast: Cast, lead: Client) -> None:
    complaint = redirect_asked(cast)
    page = lead.get("/desk/")
    for said in (f"{REDIRECTS} 1", complaint.reference, "問い合わせ"):
        assert said in words_of(page)
    assert f"/desk/complaints/{complaint.reference}/redirect/" in page.content.decode()
    found = redirects_waiting(cast.actor("lead"))
    assert found is not None
    assert [(line.reference, line.by) for line in found.lines] == [(complaint.reference, cast.colleague.name)]
    assert redirects_waiting(cast.actor("colleague")) is None
    complaint.redirections.update(asked_by=cast.lead)
    assert redirects_waiting(cast.actor("lead")) is None


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_redirect_is_not_put_before_whoever_cannot_confirm_it(cast: Cast, role: str) -> None:
    redirect_asked(cast)
    assert redirects_waiting(cast.actor(role)) is None


def test_redirect_of_a_complaint_that_is_not_seen_is_not_there(cast: Cast) -> None:
    complaint = redirect_asked(cast)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.lead.pk])
    assert redirects_waiting(cast.actor("lead")) is None


def test_number_of_queries_does_not_grow_with_what_waits(cast: Cast, lead: Client) -> None:
    asked_for_approval(cast)
    redirect_asked(cast)
    one = queries_for(lead, "/desk/")
    for _ in range(3):
        asked_for_approval(cast)
        redirect_asked(cast)
    approvals, redirects = approvals_before(cast.actor("lead")), redirects_waiting(cast.actor("lead"))
    assert approvals is not None
    assert redirects is not None
    assert (len(approvals.lines), len(redirects.lines)) == (4, 4)
    assert queries_for(lead, "/desk/") == one


def test_offers_under_review_cost_the_same_and_pass_by_whoever_had_a_part(cast: Cast, lead: Client) -> None:
    def reviewed(by: Staff) -> None:
        complaint = asked_for_approval(cast)
        Complaint.objects.filter(pk=complaint.pk).update(state="review2")
        for kind, who in (("decided", by), ("review_asked", None)):
            complaint.events.create(
                kind=kind,
                at=timezone.now(),
                actor_kind="staff",
                actor_staff=who,
                visibility="public",
                data={},
            )

    reviewed(cast.handler)
    one = queries_for(lead, "/desk/")
    for _ in range(3):
        reviewed(cast.handler)
    reviewed(cast.lead)
    assert queries_for(lead, "/desk/") == one
    found = approvals_before(cast.actor("lead"))
    assert found is not None
    assert len(found.lines) == 4


def test_more_than_is_drawn_is_said_to_be_more(cast: Cast, lead: Client) -> None:
    for _ in range(SHOWN + 1):
        redirect_asked(cast)
    found = redirects_waiting(cast.actor("lead"))
    assert found is not None
    assert (len(found.lines), found.number.is_more) == (SHOWN, True)
    assert f"{REDIRECTS} {SHOWN}+" in words_of(lead.get("/desk/"))
