"""What a complaint is bound to, on its page: told to who sees the other end, and to nobody else, in no way."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.link import link_complaints, unlink_complaints
from kikitori.casework.merge import merge_complaint
from kikitori.casework.write import note
from kikitori.records.complaints.models import Complaint
from kikitori.records.together.models import Presence
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf


@pytest.fixture
def one(cast: Cast) -> Complaint:
    return taken_in(cast, maker=makers.acknowledged)


def page(client: Client, complaint: Complaint) -> str:
    """The page without what changes with every request; nobody else has it open."""
    Presence.objects.all().delete()
    content = client.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    return re.sub(
        r'Token": "[^"]+"|value="[^"]{20,}"|seen_event" value="\d+"|value="\d+"|entry-\d+', "", content
    )


def test_link_to_what_one_does_not_see_leaves_no_trace(
    cast: Cast, one: Complaint, browser_of: BrowserOf
) -> None:
    hidden = restricted(cast)
    before = page(browser_of("handler"), one)
    link = link_complaints(cast.actor("lead"), one, to=hidden, kind="related", reason="極秘の理由",
                           now=timezone.now())  # fmt: skip
    for client in (browser_of("handler"), browser_of("colleague")):
        seen = page(client, one)
        assert hidden.reference not in seen
        assert "極秘" not in seen
    assert page(browser_of("handler"), one) == before
    unlink = f"/desk/complaints/{one.reference}/unlink/"
    assert browser_of("handler").get(unlink).status_code == 409
    assert hidden.reference in page(browser_of("lead"), one)
    assert "極秘の理由" in page(browser_of("lead"), one)
    unlink_complaints(cast.actor("lead"), one, link=link.pk, now=timezone.now())
    assert page(browser_of("handler"), one) == before


def test_link_is_read_from_either_side(cast: Cast, one: Complaint, client: Client) -> None:
    later = taken_in(cast, maker=makers.acknowledged)
    link_complaints(cast.actor("handler"), later, to=one, kind="follows", now=timezone.now())
    told = {each.pk: words_of(client.get(f"/desk/complaints/{each.reference}/")) for each in (one, later)}
    assert f"この苦情に先立つ苦情 {one.title}" in told[later.pk]
    assert f"この苦情に続く苦情 {later.title}" in told[one.pk]
    typed = client.post(f"/desk/complaints/{one.reference}/link/", {"to": one.reference, "kind": "related"})
    assert (typed.status_code, "この苦情" in words_of(typed)) == (409, True)


def test_numbers_in_notes_lead_on_for_who_sees_them_and_are_words_for_all_others(
    cast: Cast, one: Complaint, browser_of: BrowserOf
) -> None:
    other, hidden = taken_in(cast, maker=makers.acknowledged), restricted(cast)
    body = f"{other.reference}の件。{hidden.reference}と、K-2026-999999、{other.reference}9も見る。x-{other.reference}"
    note(cast.actor("lead"), one, body=body, now=timezone.now())
    link = '<a class="ref" href="/desk/complaints/{0}/">{0}</a>'
    by_handler, by_lead = page(browser_of("handler"), one), page(browser_of("lead"), one)
    assert by_handler.count(link.format(other.reference)) == 1
    assert link.format(hidden.reference) not in by_handler
    assert f"{hidden.reference}と、K-2026-999999、" in by_handler
    assert link.format(hidden.reference) in by_lead
    assert f"{other.reference}9も" in by_lead


def test_joined_ones_are_named_where_they_go_on_and_lead_there(
    cast: Cast, one: Complaint, client: Client
) -> None:
    begun = taken_in(cast, maker=makers.acknowledged)
    merge_complaint(cast.actor("handler"), begun, to=one, now=timezone.now())
    assert f"この苦情に統合された苦情 {begun.title}" in words_of(
        client.get(f"/desk/complaints/{one.reference}/")
    )
    assert f"統合先 {one.title}" in words_of(client.get(f"/desk/complaints/{begun.reference}/"))


def test_joining_different_people_asks_for_a_second_look(cast: Cast, one: Complaint, client: Client) -> None:
    person = makers.PersonGiven(name="別野 ひと")
    theirs = taken_in(cast, maker=makers.acknowledged, complainant=person)
    merge = f"/desk/complaints/{one.reference}/merge/"
    refused = client.post(merge, {"to": theirs.reference, "reason": "同じ件"})
    assert (refused.status_code, "別の方として登録" in words_of(refused)) == (409, True)
    assert "同じ件" in refused.content.decode()
    assert client.post(merge, {"to": theirs.reference, "same_person": "on"}).status_code == 303
