"""Escalations and the ladder in a real browser: read by axe, made narrow, dark, in English, and used without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.absences import note_absence
from kikitori.casework.escalate import acknowledge_escalation, escalate_complaint
from kikitori.casework.ladder import LevelGiven, set_ladder, the_levels
from kikitori.casework.sweep import note_missed_promises
from kikitori.records.complaints.models import Complaint
from kikitori.records.escalation.models import Escalation
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import call_promised, taken_in
from tests.interfaces.windows import WIDTHS, Windows, another_page, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UGLY = "<b>今すぐ見てください</b>！！！" + "https://example.com/" + "x" * 150
Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def house(cast: Cast) -> Complaint:
    """Two levels, somebody away, and escalations of every kind; returns one that waits for the lead."""
    now = timezone.now()
    set_ladder(
        cast.actor("administrator"),
        [
            LevelGiven(
                name_ja="お客様相談室 室長", name_en="Head of Customer Care", holder=cast.lead.pk,
                deputy=cast.colleague.pk, answer_within_minutes=120,
            ),
            LevelGiven(
                name_ja="品質・顧客担当部長" * 5, name_en="Director", holder=cast.colleague.pk,
                answer_within_minutes=240, from_severity="S1",
            ),
        ],
        seen=0,
        now=now,
    )  # fmt: skip
    first, last = now.date() + timedelta(days=2), now.date() + timedelta(days=5)
    note_absence(cast.actor("lead"), cast.handler, first=first, last=last, now=now)
    late = taken_in(cast, maker=makers.investigated)
    call_promised(cast, late, due=timedelta(hours=-2))
    note_missed_promises(Actor.system("swept"), now=now)
    grave = taken_in(cast, maker=makers.assessed, severity="S1")
    done = taken_in(cast, maker=makers.investigated)
    asked = escalate_complaint(cast.actor("handler"), done, reason="返金額が権限を超えます。", now=now)
    acknowledge_escalation(cast.actor("lead"), done, asked, now=now)
    Escalation.objects.filter(complaint=grave).update(holder=None)
    complaint = taken_in(cast, maker=makers.investigated)
    escalate_complaint(cast.actor("handler"), complaint, reason=UGLY, now=now)
    return complaint


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    """Open a page of the desk, signed in as a member of the cast."""
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, role: str = "lead", **how: Any) -> Page:
            client = Client()
            client.force_login(getattr(cast, role))
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


@pytest.mark.parametrize(("lang", "scheme"), [("ja", "light"), ("en", "dark")])
def test_pages_have_no_fault_and_fit_every_window(
    open_page: Open, house: Complaint, lang: str, scheme: str
) -> None:
    own = f"/desk/complaints/{house.reference}/"
    for address in ("/desk/alerts/", "/desk/alerts/?which=answered", "/desk/ladder/", own):
        page = open_page(address, lang=lang, color_scheme=scheme)
        assert faults(page) == [], address
        assert too_wide_at(page, *WIDTHS) == [], address


def test_escalation_is_acknowledged_without_scripts(open_page: Open, house: Complaint, cast: Cast) -> None:
    page = open_page("/desk/alerts/", java_script_enabled=False)
    row = page.locator("tr", has_text=house.reference)
    with another_page(page):
        row.get_by_role("button", name="受ける").click()
    expect(page.locator("tr", has_text=house.reference)).to_contain_text("責田 みさき")
    assert house.escalations.get().acknowledged_by == cast.lead


def test_ladder_is_set_without_scripts_and_says_what_is_wrong(open_page: Open, house: Complaint) -> None:
    page = open_page("/desk/ladder/", "administrator", java_script_enabled=False)
    page.locator("#id_level_2_name_ja").fill("社長")
    with another_page(page):
        page.get_by_role("button", name="この段階を設定する").click()
    assert faults_of_names(page) == ["id_level_2_holder"]
    page.locator("#id_level_2_holder").select_option(label="責田 みさき")
    with another_page(page):
        page.get_by_role("button", name="この段階を設定する").click()
    assert [one.name_ja for one in the_levels()][2] == "社長"


def faults_of_names(page: Page) -> list[str]:
    """The fields the summary of errors leads to."""
    links = page.locator("main a[href^='#id_']")
    return [str(link.get_attribute("href")).lstrip("#") for link in links.all()]
