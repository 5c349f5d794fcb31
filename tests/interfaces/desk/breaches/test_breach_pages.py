"""Pages of incidents of leaked data: from begun to closed by pressing, for whom they exist, and what they ask for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.breach.keep import BreachGiven, begin_breach, begin_breach_clocks
from kikitori.casework.breach.members import join_breach
from kikitori.casework.breach.telling import send_breach_notice
from kikitori.casework.clock import start_clock
from kikitori.records.complaints.breaches import AffectedPerson, BreachIncident, BreachMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST = "/desk/breaches/"


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


@pytest.fixture
def incident(cast: Cast) -> BreachIncident:
    given = BreachGiven(
        title="名簿の誤送信", known_at=timezone.now() - timedelta(hours=2), story="別の会員に送った。"
    )
    return begin_breach(cast.actor("lead"), given, now=timezone.now())


def at(incident: BreachIncident, rest: str = "") -> str:
    return f"{LIST}{incident.pk}/{rest}"


def second(cast: Cast, browser_of: BrowserOf) -> Client:
    other = Staff.objects.create(login="second", name="次長 さき", role=Role.LEAD.value)
    client = Client(headers={"accept-language": "ja"})
    client.force_login(other)
    return client


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_from_a_complaint_to_the_end_by_pressing(cast: Cast, lead: Client, browser_of: BrowserOf) -> None:
    complaint = taken_in(cast)
    start_clock(
        cast.actor("lead"),
        complaint,
        rule="jp-privacy-breach/1/preliminary-report",
        at=timezone.now(),
        now=timezone.now(),
    )
    address = f"{LIST}new/?complaint={complaint.reference}"
    assert address in lead.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    assert (
        "breaches/new"
        not in browser_of("handler").get(f"/desk/complaints/{complaint.reference}/").content.decode()
    )
    assert complaint.reference in lead.get(address).content.decode()
    typed = {
        "title": " ",
        "story": "別の会員に送った。",
        "known_day": "",
        "triggers": ["sensitive"],
        "persons": "x",
    }
    refused = lead.post(f"{LIST}new/", typed)
    assert refused.status_code == 422
    assert "別の会員に送った。" in refused.content.decode(), "what was typed is still there"
    today = timezone.localtime().date().isoformat()
    typed |= {"title": "名簿の誤送信", "known_day": today, "known_time": "00:01", "persons": "３"}
    typed["complaint"] = complaint.reference
    begun = lead.post(f"{LIST}new/", typed)
    incident = BreachIncident.objects.get()
    assert (begun.status_code, begun["location"]) == (303, at(incident))
    assert (incident.persons, incident.triggers) == (3, ["sensitive"])
    page = words_of(lead.get(at(incident)))
    for words in ("名簿の誤送信", "二つの期限を始める", complaint.reference, "要配慮個人情報"):
        assert words in page
    assert f"第{incident.pk}号" in words_of(
        browser_of("handler").get(f"/desk/complaints/{complaint.reference}/")
    )
    assert lead.post(at(incident), {"act": "clocks"}).status_code == 303
    assert "二つの期限を始める" not in words_of(lead.get(at(incident)))
    assert "名簿の誤送信" in words_of(lead.get("/desk/"))
    assert "名簿の誤送信" not in words_of(browser_of("handler").get("/desk/"))
    assert lead.post(at(incident), {"act": "close"}).status_code == 409
    for kind in ("breach-preliminary", "breach-final"):
        report = at(incident, f"reports/{kind}/")
        first = lead.get(report).content.decode()
        assert "別の会員に送った。" in first, "it begins with what the incident knows"
        assert lead.get(report + "paper/").status_code == 404
        assert lead.post(report, {"seen": "0", "item_outline": " "}).status_code == 422
        assert (
            lead.post(
                report, {"seen": "0", "item_outline": "別の会員に送った。", "item_cause": "誤操作"}
            ).status_code
            == 303
        )
        overtaken = lead.post(report, {"seen": "0", "item_outline": "別", "item_cause": "あとから来た"})
        assert overtaken.status_code == 409
        assert "あとから来た" in overtaken.content.decode()
        assert "誤操作" in words_of(lead.get(report + "paper/"))
        sent = {
            "act": "reported",
            "kind": kind.replace("-", "_"),
            "authority": "",
            "day": today,
            "number": "R8",
        }
        missing = lead.post(at(incident), sent)
        assert missing.status_code == 422
        assert 'value="R8"' in missing.content.decode()
        sent["authority"] = "個人情報保護委員会"
        assert lead.post(at(incident), sent).status_code == 303
        assert lead.get(report).status_code == 303, "what was sent is written no more"
    assert lead.post(at(incident), {"act": "close"}).status_code == 303
    incident.refresh_from_db()
    assert incident.state == "closed"
    assert lead.post(at(incident), {"act": "reopen", "reason": ""}).status_code == 422
    assert lead.post(at(incident), {"act": "reopen", "reason": "続きがある"}).status_code == 303
    assert lead.post(at(incident), {"act": "dance"}).status_code == 400


def test_two_decide_that_nothing_is_reported(
    cast: Cast, lead: Client, browser_of: BrowserOf, incident: BreachIncident
) -> None:
    other = second(cast, browser_of)
    assert lead.post(at(incident), {"act": "waive", "reason": " "}).status_code == 422
    assert lead.post(at(incident), {"act": "waive", "reason": "暗号化されていた"}).status_code == 303
    assert 'value="agree"' not in lead.get(at(incident)).content.decode()
    alone = lead.post(at(incident), {"act": "agree", "words": "一人で"})
    assert alone.status_code == 409
    assert "一人で" in alone.content.decode()
    assert "暗号化されていた" in words_of(other.get(at(incident)))
    assert other.post(at(incident), {"act": "agree", "words": ""}).status_code == 303
    page = words_of(lead.get(at(incident)))
    for words in ("報告不要", "責田 みさき", "次長 さき"):
        assert words in page


def test_those_affected_are_listed_told_and_written_down(
    cast: Cast, lead: Client, incident: BreachIncident
) -> None:
    complaint = taken_in(cast)
    added = lead.post(at(incident, "complaints/"), {"reference": complaint.reference.lower()}, follow=True)
    assert complaint.reference in words_of(added)
    people = at(incident, "affected/")
    assert lead.post(people, {"act": "take"}).status_code == 303
    refused = lead.post(people, {"act": "add", "lines": "あ" * 201, "language": "ja"})
    assert refused.status_code == 422
    assert "あ" * 201 in refused.content.decode()
    typed = {"act": "add", "lines": "三田、090-1234-5678\nJohn, john@example.com", "language": "en"}
    assert lead.post(people, typed).status_code == 303
    # The notice: begun from what is known, refused while a mark is left, looked at, sent.
    first = lead.get(at(incident, "notice/")).content.decode()
    assert "別の会員に送った。" in first
    assert "【要記入" in first
    assert lead.post(at(incident, "notice/"), {"seen": "0", "ja": " ", "en": ""}).status_code == 422
    assert (
        lead.post(at(incident, "notice/"), {"seen": "0", "ja": "【要記入：対応】", "en": ""}).status_code
        == 303
    )
    look = lead.get(at(incident, "notice/send/"))
    assert "まだ書いていない所" in words_of(look)
    assert "2人に送る" not in words_of(look)
    texts = {"seen": "1", "ja": "情報が漏れたおそれがあります。", "en": "Your data may be known."}
    assert lead.post(at(incident, "notice/"), texts).status_code == 303
    overtaken = lead.post(at(incident, "notice/"), {**texts, "ja": "別の文"})
    assert overtaken.status_code == 409
    assert "別の文" in overtaken.content.decode()
    look = lead.get(at(incident, "notice/send/"))
    for words in ("情報が漏れたおそれがあります。", "Your data may be known.", "2人に送る", "ほかの1人"):
        assert words in words_of(look)
    assert not AffectedPerson.objects.filter(state="sending").exists(), "looking sends nothing"
    lead.post(at(incident, "notice/send/"), {"seen": "1"})
    assert not AffectedPerson.objects.filter(state="sending").exists(), "another text was looked at"
    assert lead.post(at(incident, "notice/send/"), {"seen": "2"}).status_code == 303
    for row in AffectedPerson.objects.filter(complaint=complaint):
        send_breach_notice(row.pk, now=timezone.now() + timedelta(seconds=1))
    assert "情報が漏れたおそれがあります。" in words_of(lead.get(f"/desk/complaints/{complaint.reference}/"))
    by_hand = AffectedPerson.objects.get(name="三田")
    assert 'value="told"' in lead.get(people, {"person": by_hand.pk}).content.decode()
    today = timezone.localtime().date().isoformat()
    wrong = lead.post(people, {"act": "told", "person": by_hand.pk, "how": "", "day": today})
    assert wrong.status_code == 422
    assert 'value="told"' in wrong.content.decode(), "the form is still about them"
    away = {"act": "unreachable", "person": by_hand.pk, "how": "現在使われていない番号", "day": ""}
    assert lead.post(people, away).status_code == 303
    done = {"act": "alternative", "measure": "サイトで公表", "reason": "", "on": today}
    missing = lead.post(people, done)
    assert missing.status_code == 422
    assert "サイトで公表" in missing.content.decode()
    assert lead.post(people, {**done, "reason": "番号が古い"}).status_code == 303
    page = words_of(lead.get(people))
    for words in ("代替措置", "現在使われていない番号", complaint.reference, "john@example.com"):
        assert words in page
    taken_out = {"reference": complaint.reference, "act": "leave"}
    assert lead.post(at(incident, "complaints/"), taken_out).status_code == 303
    assert not BreachMember.objects.filter(left_at=None).exists()


def test_exists_for_leads_who_are_barred_from_none_of_its_complaints(
    cast: Cast, lead: Client, browser_of: BrowserOf, incident: BreachIncident
) -> None:
    complaint = taken_in(cast)
    join_breach(cast.actor("lead"), complaint, incident=incident, now=timezone.now())
    other = second(cast, browser_of)
    assert "名簿の誤送信" in words_of(other.get(LIST))
    Complaint.objects.filter(pk=complaint.pk).update(barred=[Staff.objects.get(login="second").pk])
    assert "名簿の誤送信" not in words_of(other.get(LIST))
    for rest in ("", "edit/", "affected/", "notice/", "notice/send/", "reports/breach-final/"):
        assert other.get(at(incident, rest)).status_code == 404
        assert other.post(at(incident, rest), {}).status_code == 404
    assert "名簿の誤送信" not in words_of(other.get("/desk/"))
    for role in ("handler", "auditor", "administrator"):
        assert browser_of(role).get(LIST).status_code == 403
        assert "desk/breaches" not in browser_of(role).get("/desk/views/").content.decode()
    assert 'href="/desk/breaches/"' in lead.get("/desk/views/").content.decode()


def test_number_that_nobody_has_is_told_back(lead: Client, incident: BreachIncident) -> None:
    unknown = lead.post(at(incident, "complaints/"), {"reference": "K-1999-000001"}, follow=True)
    assert "この受付番号の苦情は見つかりません: K-1999-000001" in words_of(unknown)
    assert not incident.members.exists()


def test_changed_by_two_nobody_overwrites_the_other(
    cast: Cast, lead: Client, incident: BreachIncident
) -> None:
    known = timezone.localtime(incident.known_at)
    typed = {
        "title": "名簿の誤送信（改）",
        "known_day": known.date().isoformat(),
        "known_time": f"{known:%H:%M}",
    }
    assert lead.post(at(incident, "edit/"), {**typed, "seen": "1"}).status_code == 303
    late = lead.post(at(incident, "edit/"), {**typed, "title": "遅れて来た", "seen": "1"})
    assert late.status_code == 409
    assert "遅れて来た" in late.content.decode()
    assert re.search(r'name="seen" value="2"', late.content.decode())
    assert lead.post(at(incident, "edit/"), {**typed, "title": "", "seen": "2"}).status_code == 422


def test_many_ask_no_more_than_one(cast: Cast, lead: Client, incident: BreachIncident) -> None:
    now = timezone.now()
    begin_breach_clocks(cast.actor("lead"), incident, now=now)
    complaint = taken_in(cast)
    join_breach(cast.actor("lead"), complaint, incident=incident, now=now)
    people = at(incident, "affected/")
    lead.post(people, {"act": "take"})
    few = {address: asked(lead, address) for address in (LIST, at(incident), people, "/desk/")}
    twins = copied(complaint, 30)
    BreachMember.objects.bulk_create(
        BreachMember(incident=incident, complaint=one, joined_at=now) for one in twins
    )
    AffectedPerson.objects.bulk_create(
        AffectedPerson(incident=incident, complaint=one, road="complaint", made_at=now) for one in twins
    )
    for number in range(30):
        other = begin_breach(cast.actor("lead"), BreachGiven(title=f"件{number}", known_at=now), now=now)
        begin_breach_clocks(cast.actor("lead"), other, now=now)
    for address, before in few.items():
        assert asked(lead, address) <= before, address


def test_officers_are_named_on_their_page(cast: Cast, browser_of: BrowserOf, lead: Client) -> None:
    page = "/desk/settings/officers/"
    admin = browser_of("administrator")
    assert "担当者がまだ決まっていない" in words_of(admin.get(page))
    same = {"seen": "0", "breach_officer": cast.lead.pk, "breach_deputy": cast.lead.pk}
    refused = admin.post(page, same)
    assert refused.status_code == 422
    assert "別の人" in words_of(refused)
    alone = {**same, "breach_deputy": "", "product_accident_officer": cast.lead.pk}
    assert admin.post(page, alone).status_code == 303
    assert "担当者がまだ決まっていない" not in words_of(lead.get(page))
    assert lead.post(page, {**alone, "seen": "0", "breach_officer": ""}).status_code == 409
    Staff.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert "在籍していません" in words_of(admin.get(page))
    assert "法令報告の担当者" in words_of(admin.get("/desk/settings/changes/", {"kind": "officers"}))
    assert browser_of("handler").get(page).status_code == 403
