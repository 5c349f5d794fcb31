"""The list of escalations: who has it, since when, why; mine first, higher levels first; and the button that answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.escalate import acknowledge_escalation, escalate_complaint
from kikitori.casework.ladder import LevelGiven, set_ladder
from kikitori.casework.sweep import note_missed_promises
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.alert_pages import PAGE
from kikitori.interfaces.desk.alerts import Place, waiting
from kikitori.records.complaints.models import Complaint
from kikitori.records.escalation.models import Escalation
from kikitori.records.escalation.terms import Cause
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import (
    call_promised,
    nav_counts,
    queries_for,
    restricted,
    rows_in,
    taken_in,
    words_of,
)
from tests.interfaces.desk.conftest import BrowserOf

ALERTS = "/desk/alerts/"


def two_levels(cast: Cast) -> None:
    """The colleague, in whose stead the lead; above them the lead."""
    first = LevelGiven(
        name_ja="窓口主任",
        name_en="Desk",
        holder=cast.colleague.pk,
        deputy=cast.lead.pk,
        answer_within_minutes=60,
    )
    second = LevelGiven(name_ja="室長", name_en="Head", holder=cast.lead.pk, answer_within_minutes=60)
    set_ladder(cast.actor("lead"), [first, second], seen=0, now=timezone.now())


def asked_for(
    cast: Cast, complaint: Complaint | None = None, reason: str = "金額の判断をお願いします。"
) -> Escalation:
    complaint = complaint or taken_in(cast, maker=makers.investigated)
    role = "lead" if complaint.confidentiality == "restricted" else "handler"
    return escalate_complaint(cast.actor(role), complaint, reason=reason, now=timezone.now())


def references(page: object) -> list[str]:
    found = re.findall(r'href="/desk/complaints/([^/"]+)/"', page.content.decode())  # type: ignore[attr-defined]
    return list(dict.fromkeys(found))


def answer(client: Client, escalation: Escalation):
    return client.post(f"{ALERTS}{escalation.pk}/")


def test_row_says_who_has_it_since_when_and_why(browser_of: BrowserOf, cast: Cast) -> None:
    two_levels(cast)
    escalation = asked_for(cast)
    page = words_of(browser_of("lead").get(ALERTS))
    for words in ("窓口主任", "依頼", "金額の判断をお願いします。", "上申先 隣野 まこと", "（代行 責田 みさき）",
                  "依頼 受田 ひかり", escalation.complaint.reference, "試野 はな", "経過のご連絡"):  # fmt: skip
        assert words in page, words
    english = words_of(browser_of("lead", "en").get(ALERTS))
    assert "Before 隣野 まこと (deputy: 責田 みさき)" in english
    assert "Desk" in english


def test_reason_names_promise_deadline_and_severity(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    call_promised(cast, complaint, due=timedelta(hours=-2))
    note_missed_promises(Actor.system("swept"), now=timezone.now())
    clock = complaint.clocks.latest("id")
    system = {"actor": Actor.system("clock"), "complaint": complaint, "now": timezone.now()}
    escalate_complaint(**system, reason=clock.rule, cause=Cause.CLOCK, clock=clock.pk, level=2)
    escalate_complaint(**system, reason="S1", cause=Cause.SEVERITY)
    page = words_of(browser_of("lead").get(ALERTS))
    assert "約束の超過（折り返し電話）" in page
    assert "期限の接近・超過（" in page
    assert "重大な申出（S1 生命・身体・法令報告）" in page
    assert page.count("期日") == 2


def test_mine_and_nobodys_come_first_then_the_highest_level(browser_of: BrowserOf, cast: Cast) -> None:
    two_levels(cast)
    low, high, mine, nobodys = (taken_in(cast, maker=makers.investigated) for _ in range(4))
    for complaint in (low, high, mine, nobodys):
        asked_for(cast, complaint)
    Escalation.objects.filter(complaint=high).update(level=2, holder=cast.lead)
    Escalation.objects.filter(complaint=nobodys).update(holder=None)
    Escalation.objects.filter(complaint=mine).update(holder=cast.handler)
    page = browser_of("handler").get(ALERTS)
    assert references(page) == [one.reference for one in (mine, nobodys, high, low)]
    page = browser_of("lead").get(ALERTS)
    assert references(page) == [one.reference for one in (high, nobodys, low, mine)]
    assert "対応できる上申先がいない" in words_of(page)


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_number_in_the_bar_is_that_of_the_rows(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    for _ in range(2):
        asked_for(cast)
    asked_for(cast, restricted(cast))
    ended = asked_for(cast)
    withdraw_complaint(makers.complainant_of(ended.complaint), ended.complaint, now=timezone.now())
    page = browser_of(role).get(ALERTS)
    assert rows_in(page) == nav_counts(page)[ALERTS] == (2 if role == "handler" else 3)


def test_unseen_complaint_is_in_no_row_and_cannot_be_answered(browser_of: BrowserOf, cast: Cast) -> None:
    hidden = asked_for(cast, restricted(cast))
    assert "極秘" not in browser_of("handler").get(ALERTS).content.decode()
    assert answer(browser_of("handler"), hidden).status_code == 404
    assert browser_of("lead").post(f"{ALERTS}999999/").status_code == 404
    hidden.refresh_from_db()
    assert hidden.is_open


def test_answered_row_stays_in_sight_with_who_and_when(browser_of: BrowserOf, cast: Cast) -> None:
    escalation, other = asked_for(cast), asked_for(cast)
    lead = browser_of("lead")
    done = answer(lead, escalation)
    assert (done.status_code, done["Location"]) == (303, f"{ALERTS}?done={escalation.pk}")
    page = lead.get(done["Location"])
    assert rows_in(page) == nav_counts(page)[ALERTS] == 1
    text = words_of(page)
    assert f"{escalation.complaint.reference} の上申を受けました。" in text
    assert references(page) == [escalation.complaint.reference, other.complaint.reference]
    assert "責田 みさき" in text
    later = words_of(lead.get(f"{ALERTS}?which=answered"))
    assert escalation.complaint.reference in later
    assert other.complaint.reference not in later
    assert "責田 みさき" in later


def test_answering_again_changes_nothing_and_says_so(browser_of: BrowserOf, cast: Cast) -> None:
    escalation = asked_for(cast)
    acknowledge_escalation(cast.actor("lead"), escalation.complaint, escalation, now=timezone.now())
    lead = browser_of("lead")
    page = lead.get(answer(lead, escalation)["Location"])
    assert "変更はありません。" in words_of(page)
    assert escalation.complaint.events.filter(kind="escalation_acknowledged").count() == 1


def test_only_those_before_whom_it_stands_see_the_button(browser_of: BrowserOf, cast: Cast) -> None:
    two_levels(cast)
    escalation = asked_for(cast)
    action = f'action="{ALERTS}{escalation.pk}/"'
    seen = {
        role: action in browser_of(role).get(ALERTS).content.decode()
        for role in ("handler", "colleague", "lead", "auditor")
    }
    assert seen == {"handler": False, "colleague": True, "lead": True, "auditor": False}
    refused = answer(browser_of("handler"), escalation)
    assert refused.status_code == 403
    assert "この上申は別の方あてです。" in words_of(refused)
    assert answer(browser_of("colleague"), escalation).status_code == 303


def test_get_answers_nothing(browser_of: BrowserOf, cast: Cast) -> None:
    escalation = asked_for(cast)
    assert browser_of("lead").get(f"{ALERTS}{escalation.pk}/").status_code == 405
    escalation.refresh_from_db()
    assert escalation.is_open


def test_pages_show_every_row_once(browser_of: BrowserOf, cast: Cast) -> None:
    """More than two pages, many of the same moment, some of them mine."""
    first = asked_for(cast)
    complaint, now = first.complaint, timezone.now()
    Escalation.objects.bulk_create(
        Escalation(
            complaint=complaint, level=3 + number, cause="clock", at=now - timedelta(minutes=number // 5),
            holder=cast.lead if number % 3 else cast.colleague,
        )
        for number in range(2 * PAGE + 5)
    )  # fmt: skip
    client, found = browser_of("lead"), []
    page = client.get(ALERTS)
    for _ in range(4):
        found += re.findall(r'action="/desk/alerts/(\d+)/"', page.content.decode())
        onward = re.search(r'href="([^"]*after=[^"]+)"', page.content.decode())
        if not onward:
            break
        page = client.get(onward[1].replace("&amp;", "&"))
    assert len(found) == len(set(found)) == waiting(cast.actor("lead")).count() == 2 * PAGE + 6
    assert nav_counts(page)[ALERTS] == 2 * PAGE + 6


@pytest.mark.parametrize("query", ["after=x", "after=1", "after=1_2", "which=other", "after=%E4%B8%80_1-1"])
def test_broken_address_is_refused(client: Client, query: str) -> None:
    assert client.get(f"{ALERTS}?{query}").status_code == 400


@pytest.mark.parametrize("done", ["x", "999999", "1" * 40])
def test_done_that_names_nothing_shows_nothing(client: Client, done: str) -> None:
    page = client.get(f"{ALERTS}?done={done}")
    assert page.status_code == 200
    assert "いま受けた上申" not in words_of(page)


def test_place_is_read_as_it_is_written() -> None:
    text = "-1002_1764230400000000-17"
    assert str(Place.read(text)) == text


def test_more_rows_ask_no_more_of_the_database(browser_of: BrowserOf, cast: Cast) -> None:
    two_levels(cast)
    client = browser_of("lead")
    asked_for(cast)
    few = queries_for(client, ALERTS)
    for _ in range(4):
        asked_for(cast)
    assert queries_for(client, ALERTS) == few


def test_quiet_house_says_what_will_come_here(browser_of: BrowserOf) -> None:
    page = words_of(browser_of("handler").get(ALERTS))
    assert "応答を待つ上申はありません。" in page
    assert "受けた上申はまだありません。" in words_of(browser_of("handler").get(f"{ALERTS}?which=answered"))


def test_ended_complaint_needed_no_answer_and_says_so(browser_of: BrowserOf, cast: Cast) -> None:
    escalation = asked_for(cast)
    withdraw_complaint(makers.complainant_of(escalation.complaint), escalation.complaint, now=timezone.now())
    assert "苦情が終了" in words_of(browser_of("lead").get(f"{ALERTS}?which=answered"))


# ---- on the page of the complaint


def page_of(client: Client, escalation: Escalation):
    return client.get(f"/desk/complaints/{escalation.complaint.reference}/")


def test_complaint_page_shows_what_waits_with_its_button(browser_of: BrowserOf, cast: Cast) -> None:
    escalation = asked_for(cast)
    lead = browser_of("lead")
    page = page_of(lead, escalation)
    assert "第1段階" in words_of(page)
    assert "金額の判断をお願いします。" in words_of(page)
    address = f"/desk/complaints/{escalation.complaint.reference}/acknowledge-escalation/"
    assert f'action="{address}"' in page.content.decode()
    sent = lead.post(
        address, {"token": makers.token(), "escalation": escalation.pk, "note": "本日電話します。"}
    )
    assert sent.status_code == 303
    after = page_of(lead, escalation)
    assert "応答を待つ上申" not in words_of(after)
    assert "上申を受けました" in words_of(after)
    assert "本日電話します。" in words_of(after)
    assert f'action="{address}"' not in page_of(browser_of("handler"), asked_for(cast)).content.decode()


def test_complaint_without_escalation_is_asked_nothing_about_it(browser_of: BrowserOf, cast: Cast) -> None:
    plain = taken_in(cast, maker=makers.investigated)
    address = f"/desk/complaints/{plain.reference}/"
    quiet = queries_for(browser_of("lead"), address)
    asked_for(cast, plain)
    assert queries_for(browser_of("lead"), address) > quiet
