"""Every page of the desk there is, from the table of addresses: nothing for axe to find, nothing too wide on a phone.

The world is that of the permission matrix, made as ugly as people make it. A new page enters by being there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.note_fact import FactGiven, note_fact
from kikitori.casework.plan_inquiry import LineGiven, plan_inquiry
from kikitori.casework.prevent.raising import link_action
from kikitori.casework.refusals import note_refusal
from kikitori.casework.rounds import begin_round
from kikitori.casework.saved_views import ViewGiven, make_view
from kikitori.casework.take_evidence import EvidenceGiven, take_evidence
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.letters.mails import Mailbox
from kikitori.records.letters.models import Message
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.models import ContactPoint, Person, Staff, Team
from kikitori.records.prevention.actions import CorrectiveAction
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.terms import Column, Fate, Field, Operator
from kikitori.records.together.models import Notice
from kikitori.records.together.webhooks import Webhook
from tests.interfaces.test_permission_matrix import DESK, World, holds, world
from tests.interfaces.windows import Windows, faults

__all__ = ["world"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: HTML that is no page of ours: a stranger's mail, in a frame in which no script runs, not even that of a test.
NO_PAGE = {"desk:mail_html"}
#: Whoever sees most of a page comes first; a conversation is open to whoever holds it.
ROLES = ("lead", "handler", "administrator")
PHONE = 390
#: Forms that are shown filled in, so that nothing else is wrong with them.
OVERTAKEN = {
    *("desk:macro", "desk:view_change", "desk:mass_common_edit", "desk:template", "desk:calendar"),
    *("desk:automation", "desk:ladder", "desk:person_change", "desk:use_macro", "desk:step_place"),
}
LONG = "W" * 60
UGLY = "<b>もう三回目</b>です！！！💢" + "https://example.com/" + "x" * 150


@pytest.fixture
def ugly(world: World) -> World:
    """The same world, with whatever people write at its longest."""
    Complaint.objects.update(title=f"「{LONG}」{UGLY}"[:200], story=UGLY * 3, desired_outcome=UGLY)
    Person.objects.update(name=LONG, name_kana=LONG)
    ContactPoint.objects.filter(kind="email").update(value=f"{LONG}@example.jp")
    Allegation.objects.update(text=UGLY, expected=UGLY, actual=UGLY)
    Message.objects.update(body=UGLY)
    Mailbox.objects.update(name=LONG)
    Webhook.objects.update(
        name=LONG, host=f"{LONG}.example.com", failures=3, failing_since=world.ordinary.received_at
    )
    call = world.webhook.calls.create(
        message_id="msg_a", kind="word", at=world.ordinary.received_at, fate="failed",
        next_try_at=world.ordinary.received_at, give_up_at=world.ordinary.received_at,
    )  # fmt: skip
    world.webhook.attempts.create(call=call, at=call.at, outcome="not_public", milliseconds=10_000)
    ReplyTemplate.objects.update(name=LONG)
    Team.objects.update(name=LONG)
    Staff.objects.filter(role="handler").update(name=LONG, email=f"{LONG}@example.jp")
    looked_into(world)
    told = {"complaint": world.ordinary, "kind": "added", "at": world.ordinary.received_at}
    Notice.objects.create(recipient=world.cast.lead, by=world.cast.handler, **told)
    return world


def looked_into(world: World) -> None:
    """Investigated, refused and drawn: a plan, evidence with its custody, a fact, a refusal, a fishbone with long causes."""
    handler, complaint, now = world.cast.actor("handler"), world.ordinary, world.ordinary.received_at
    plan_inquiry(handler, complaint, lines=[LineGiven(what=UGLY, source=LONG)], now=now + timedelta(hours=9))
    given = EvidenceGiven(
        kind="document", what=UGLY, source=LONG, got_on=now.date(), place=LONG, bearings={1: "supports"}
    )
    piece = take_evidence(handler, complaint, given=given, now=now + timedelta(hours=9))
    fact = FactGiven(nature="fact", text=UGLY, point=1, evidence=piece)
    note_fact(handler, complaint, given=fact, now=now + timedelta(hours=9))
    note_refusal(world.cast.actor("auditor"), complaint, Step.DECIDE, "role", now=now)
    row = {"says": UGLY, "shown": LONG, "bone": "people"}
    heads = [{"code": "people", "ja": LONG[:40], "en": LONG[:40]}]
    world.action.cycles.update(method="fishbone", analysis=[row] * 6, heads=heads)
    tied = CorrectiveAction.objects.get(pk=world.action.pk)
    link_action(handler, tied, complaint=complaint, now=now + timedelta(hours=9))


def kept_by_somebody(world: World) -> dict[str, int]:
    """What only whoever keeps it opens, and its number: a view with every column, and a round that left something."""
    lead, now = world.cast.actor("lead"), world.ordinary.received_at
    everything = Conditions((Condition(Field.CHANNEL, Operator.IS, ("phone", "web")),))
    given = ViewGiven(name=LONG, conditions=everything, columns=[column.value for column in [*Column][:8]])
    view = make_view(lead, given, now=now)
    both = [world.ordinary.pk, world.restricted.pk]
    noted = begin_round(lead, "note", both, values={"body": UGLY}, token="ugly round", now=now)
    left = {"fate": Fate.LEFT.value, "why": "unseen"}
    noted.items.filter(complaint=world.restricted).update(**left)
    return {"desk:view": view.pk, "desk:view_change": view.pk, "desk:round": noted.pk}


def pages_of(world: World) -> Iterator[tuple[str, str, str]]:
    """Name, address and role of every page: what only posts, files and parts of pages are none."""
    clients = {role: world.client(role) for role in ROLES}
    kept = kept_by_somebody(world)
    for page in (each for each in DESK if each.name not in NO_PAGE):
        named = {"number": kept[page.name]} if page.name in kept else {}
        address = page.at(**world.arguments() | named)
        for role in (role for role in ROLES if holds(role, page.needs or Permission.READ)):
            answer = clients[role].get(address)
            if answer.status_code != HTTPStatus.NOT_FOUND:
                if answer.status_code == HTTPStatus.OK and _is_page(answer):
                    yield page.name, address, role
                break


def _is_page(answer: HttpResponse) -> bool:
    is_html = answer["Content-Type"].startswith("text/html")
    return is_html and answer.content.lstrip()[:9].lower() == b"<!doctype"


def test_no_page_is_too_wide_for_a_phone_or_shuts_anybody_out(
    ugly: World, live_server: LiveServer, browser: Browser
) -> None:
    found: dict[str, list[str]] = {}
    with Windows(browser, live_server.url) as windows:
        how = {"lang": "en", "width": PHONE, "color_scheme": "dark"}
        tabs = {
            role: windows.open("/desk/sign-in/", cookies=ugly.client(role).cookies, **how) for role in ROLES
        }
        for name, address, role in pages_of(ugly):
            tabs[role].goto(live_server.url + address, wait_until="load")
            found[name] = faults(tabs[role])
            if overtaken(tabs[role]):
                found[f"{name} overtaken"] = faults(tabs[role])
    assert len(found) > 80, sorted(found)
    assert {"desk:conversation", "desk:complaint", "desk:step_assess", "desk:view", "desk:round"} <= set(
        found
    )
    assert {f"{name} overtaken" for name in OVERTAKEN} <= set(found), sorted(found)
    assert {name: what for name, what in found.items() if what} == {}


def overtaken(page: Page) -> bool:
    """Send its form as somebody who has seen another version than what is kept. Is the answer that both are shown (409)?"""
    forms = page.locator("main form[method=post]:has([name=seen], [name=seen_version])")
    if forms.count() == 0:
        return False
    buttons = forms.first.locator("button:not([formaction], .hidden-words, .button--small, .button--second)")
    if buttons.count() == 0:
        return False
    forms.first.evaluate(
        """form => {
          form.noValidate = true;
          form.querySelectorAll("[name=seen], [name=seen_version]").forEach(field => field.value = "99");
        }"""
    )
    with page.expect_navigation(wait_until="load") as answered:
        buttons.last.evaluate("button => button.form.requestSubmit(button)")
    return answered.value.status == HTTPStatus.CONFLICT
