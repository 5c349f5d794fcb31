"""What the complaint page is tested with: its addresses, its forms filled in, complaints in every state."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kikitori.casework.answer import accept_proposal
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.inquire import ask_complainant, ask_third_party
from kikitori.casework.legal_report import ask_no_report, write_report
from kikitori.casework.lift import ask_to_lift
from kikitori.casework.receivers import name_receivers
from kikitori.casework.redirect import ask_redirect, confirm_redirect
from kikitori.casework.seal import ask_unseal, seal_complaint
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.tell_reporter import tell_inquiry
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for, the_organisation
from kikitori.records.people.terms import Setting
from kikitori.records.triage.sorting import SafetyQuestion
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in

JAPAN = ZoneInfo("Asia/Tokyo")
A_DAY = timedelta(days=1)
Made = Callable[..., Complaint]


def today() -> date:
    """The day it is in the house."""
    return timezone.now().astimezone(JAPAN).date()


def in_days(number: int) -> str:
    """A day from today, as a browser sends it."""
    return (today() + timedelta(days=number)).isoformat()


def at(complaint: Complaint, word: str = "") -> str:
    """The address of a complaint's page, or of one of its steps."""
    return f"/desk/complaints/{complaint.reference}/" + (f"{word}/" if word else "")


def see(client: Client, complaint: Complaint, word: str = "", **asked: object) -> HttpResponse:
    """Open a page."""
    return client.get(at(complaint, word), asked)


def send(client: Client, complaint: Complaint, word: str, **typed: object) -> HttpResponse:
    """Send a form as a browser would: with what it holds hidden, and what was typed."""
    return client.post(at(complaint, word), {"token": makers.token(), **typed})


def fresh(complaint: Complaint) -> Complaint:
    """The complaint as it stands in the database."""
    return Complaint.objects.get(pk=complaint.pk)


def kinds(complaint: Complaint) -> list[str]:
    """What stands on the timeline, oldest first."""
    return list(complaint.events.order_by("pk").values_list("kind", flat=True))


def hidden(answer: HttpResponse) -> dict[str, str]:
    """The hidden values of the form on a page (the last one, where there are several)."""
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode())
    return {name: value for name, value in pairs if name in {"token", "seen_version", "seen_event"}}


def standing(
    complaint: Complaint, cast: Cast, role: str = "handler", *, later: timedelta = timedelta()
) -> Standing:
    """Somebody's standing before a complaint, now or later."""
    return Standing(cast.actor(role), fresh(complaint), the_organisation(), timezone.now() + later)


# ── forms filled in ──


def assessment(**changes: object) -> dict[str, object]:
    """A whole assessment."""
    return {
        "severity": "S3",
        "subject": "delivery",
        "confidentiality": "ordinary",
        "rest_no": "on",
        "allegation_0_text": "皿が割れていた",
        **changes,
    }


def safety(answer: str) -> dict[str, object]:
    """The same answer to every safety question."""
    return {f"safety_{question}": answer for question in SafetyQuestion}


def offer(**changes: object) -> dict[str, object]:
    """A whole proposal with one remedy."""
    return {
        "text": "新しい皿とお取り替えします。",
        "answer_by": in_days(14),
        "remedy_0_kind": "replace",
        "remedy_0_text": "皿三枚の交換",
        "remedy_0_due_on": in_days(7),
        **changes,
    }


def decision(**changes: object) -> dict[str, object]:
    """A whole decision on two points."""
    return {
        "outcome_1": "upheld",
        "reasons_1": "梱包の緩衝材が足りなかったため。",
        "cause_1_0_code": "process",
        "cause_1_0_evidence": "梱包の手順に検品がありませんでした。",
        "outcome_2": "not_upheld",
        "reasons_2": "通話の記録では一度のご説明で済んでいるため。",
        "no_remedy": makers.NO_REMEDY,
        **changes,
    }


# ── complaints in every state ──


def received(cast: Cast, **changes: Any) -> Complaint:
    """By phone, not acknowledged yet."""
    return taken_in(cast, ago=A_DAY, **changes)


def acknowledged(cast: Cast, **changes: Any) -> Complaint:
    """Receipt confirmed."""
    return taken_in(cast, ago=A_DAY, maker=makers.acknowledged, **changes)


def assessed(cast: Cast, **changes: Any) -> Complaint:
    """Assessed, two points, in nobody's hands."""
    return taken_in(cast, ago=A_DAY, maker=makers.assessed, **changes)


def investigated(cast: Cast, **changes: Any) -> Complaint:
    """In the handler's hands."""
    return taken_in(cast, ago=A_DAY, maker=makers.investigated, **changes)


def asked(cast: Cast, **changes: Any) -> Complaint:
    """Waiting for the complainant's answer."""
    complaint = investigated(cast, **changes)
    ask_complainant(
        cast.actor("handler"),
        complaint,
        question="箱はつぶれていましたか。",
        answer_by=today() + 5 * A_DAY,
        now=timezone.now(),
    )
    return complaint


def third_party_asked(cast: Cast, **changes: Any) -> Complaint:
    """Waiting for the delivery company."""
    complaint = investigated(cast, **changes)
    ask_third_party(
        cast.actor("handler"),
        complaint,
        whom="配送会社",
        question="積み込みの記録はありますか。",
        answer_by=today() + 5 * A_DAY,
        now=timezone.now(),
    )
    return complaint


def proposed(cast: Cast, **changes: Any) -> Complaint:
    """A solution is on offer."""
    return taken_in(cast, ago=A_DAY, maker=makers.proposed, **changes)


def remedying(cast: Cast, **changes: Any) -> Complaint:
    """Accepted; two things are owed."""
    complaint = proposed(cast, **changes)
    accept_proposal(makers.complainant_of(complaint), complaint, now=timezone.now())
    return complaint


def decided(cast: Cast, **changes: Any) -> Complaint:
    """Decided on both points; nothing is owed."""
    complaint = investigated(cast, **changes)
    findings = {
        number: FindingGiven(outcome="upheld", reasons="記録で確かめました。", causes=makers.CAUSE)
        for number in complaint.allegations.values_list("number", flat=True)
    }
    decide_complaint(
        cast.actor("lead"), complaint, findings=findings, no_remedy=makers.NO_REMEDY, now=timezone.now()
    )
    return complaint


def confirming(cast: Cast, **changes: Any) -> Complaint:
    """Everything done; the question whether it is solved comes next."""
    return taken_in(cast, ago=A_DAY, maker=makers.confirming, **changes)


def solution_asked(cast: Cast, **changes: Any) -> Complaint:
    """The question whether it is solved has been put."""
    complaint = confirming(cast, **changes)
    ask_if_solved(cast.actor("handler"), complaint, now=timezone.now())
    return complaint


def closed(cast: Cast, **changes: Any) -> Complaint:
    """Closed as agreed."""
    complaint = solution_asked(cast, **changes)
    confirm_solved(makers.complainant_of(complaint), complaint, now=timezone.now())
    return complaint


def withdrawn(cast: Cast, **changes: Any) -> Complaint:
    """Taken back by the complainant."""
    complaint = investigated(cast, **changes)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=timezone.now())
    return complaint


IN_STATE: dict[str, Made] = {
    "received": received,
    "acknowledged": acknowledged,
    "assessing": assessed,
    "investigating": investigated,
    "awaiting_complainant": asked,
    "awaiting_third_party": third_party_asked,
    "proposal": proposed,
    "decided": decided,
    "remedying": remedying,
    "confirming": confirming,
    "closed_accepted": closed,
    "withdrawn": withdrawn,
}


def barred(cast: Cast, **changes: Any) -> Complaint:
    """Somebody they have named does not handle it any more."""
    complaint = investigated(cast, **changes)
    name_unwanted(makers.complainant_of(complaint), complaint, words="", handler=True, now=timezone.now())
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=complaint.petitions.get(),
        granted=True,
        barred=[cast.colleague],
        words="担当を替えます。",
        now=timezone.now(),
    )
    return complaint


def redirect_asked(cast: Cast, **changes: Any) -> Complaint:
    """A colleague has asked for it to be redirected."""
    complaint = investigated(cast, **changes)
    ask_redirect(
        cast.actor("colleague"),
        complaint,
        reason="inquiry",
        where="商品相談窓口（電話 0120-111-111）",
        why="使い方のお問い合わせのためです。",
        now=timezone.now(),
    )
    return complaint


def redirected(cast: Cast, **changes: Any) -> Complaint:
    """And the lead has confirmed it."""
    complaint = redirect_asked(cast, **changes)
    asked = complaint.redirections.get()
    confirm_redirect(cast.actor("lead"), complaint, asked=asked, now=timezone.now())
    return complaint


def receiving(cast: Cast, **changes: Any) -> Complaint:
    """Being looked into; handler, lead and auditor are designated for what is sealed."""
    numbers = [cast.handler.pk, cast.lead.pk, cast.auditor.pk]
    seen = newest_change(Setting.RECEIVERS)
    name_receivers(cast.actor("administrator"), numbers, seen=seen, now=timezone.now())
    return investigated(cast, **changes)


def sealed(cast: Cast, **changes: Any) -> Complaint:
    """In the vault, with the three of them."""
    complaint = receiving(cast, **changes)
    seal_complaint(cast.actor("colleague"), complaint, reason="内部からの通報です。", now=timezone.now())
    return complaint


def inquiry_told(cast: Cast, **changes: Any) -> Complaint:
    """The reporter knows that it is looked into."""
    complaint = sealed(cast, **changes)
    lead = cast.actor("lead")
    tell_inquiry(lead, complaint, is_looked_into=True, words="調査を始めます。", now=timezone.now())
    return complaint


def unseal_asked(cast: Cast, **changes: Any) -> Complaint:
    """The lead has asked for the seal to be taken off."""
    complaint = sealed(cast, **changes)
    ask_unseal(cast.actor("lead"), complaint, reason="お客様の申出でした。", now=timezone.now())
    return complaint


def accident(cast: Cast, **changes: Any) -> Complaint:
    """Somebody was hurt: it has to be reported."""
    complaint = investigated(cast, **changes)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S1",
        subject="safety",
        safety={"injury": "yes"},
        allegations=[AllegationGiven(text="取っ手が外れてやけどをした")],
        now=timezone.now(),
    )
    return complaint


def reported_on_paper(cast: Cast, **changes: Any) -> Complaint:
    """And the report is written."""
    complaint = accident(cast, **changes)
    items = {"product": "電気ケトル KT-1"}
    write_report(
        cast.actor("handler"), complaint, kind="product_accident", items=items, seen=0, now=timezone.now()
    )
    return complaint


def no_report_asked(cast: Cast, **changes: Any) -> Complaint:
    """Or a handler says that it need not be."""
    complaint = accident(cast, **changes)
    ask_no_report(
        cast.actor("handler"),
        complaint,
        kind="product_accident",
        reason="業務用の製品です。",
        now=timezone.now(),
    )
    return complaint


def lift_asked(cast: Cast, **changes: Any) -> Complaint:
    """And a second lead has asked for that to be lifted."""
    complaint = barred(cast, **changes)
    other = Staff.objects.create(login="second", name="副田 みのる", role="lead")
    ask_to_lift(
        actor_for(other), complaint, staff=cast.colleague, reason="部署が変わりました。", now=timezone.now()
    )
    return complaint
