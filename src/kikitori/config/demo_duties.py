"""Legal duties of a demonstration house, by the real verbs: officers, a product accident with a draft, one small leak.

Once in a house: what somebody has set or begun since is left alone. Older injuries were slight, and two people have
said so; what happened in the last days waits for its officer. The notice of the leak still holds its marks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kikitori.casework.breach.affected import add_affected, take_from_complaints
from kikitori.casework.breach.keep import BreachGiven, begin_breach, begin_breach_clocks
from kikitori.casework.breach.members import join_breach
from kikitori.casework.breach.reporting import write_breach_report
from kikitori.casework.breach.telling import first_texts, write_notice
from kikitori.casework.duties import asks_for_report, watch_duties
from kikitori.casework.house import House
from kikitori.casework.legal_report import ask_no_report, decide_no_report, write_report
from kikitori.casework.officers import OfficersGiven, able_to_answer, set_officers
from kikitori.casework.settings_kept import newest_change
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.duties import Duty
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.report_forms import ReportKind
from kikitori.records.deadlines.report_rows import LegalReport
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role, Setting

_BEFORE = timedelta(days=200)
#: What is older than its deadline has been decided; what is newer waits.
_STILL_WAITS = timedelta(days=9)
_KNOWN, _LATELY = timedelta(days=2), timedelta(hours=3)
_COMPLAINTS = 3
_SLIGHT = "治療に30日以上かかるけがでも、消防が認めた火災でもないため、重大製品事故に当たりません。"
_DRAFT = {
    "product": "電気ケトル MK-08",
    "injuries": "けがはありません。台座の下の木の天板が焦げました。",
    "numbers_made": "2,400台（輸入）",
}


@dataclass(frozen=True, slots=True)
class _Leak:
    """One leak as the house tells it. `others`: affected, and no complainants."""

    title: str
    story: str
    leaked: str
    persons: int
    cause: str
    others: str


_LEAKS: Mapping[str, _Leak] = {
    "shop": _Leak(
        "発送名簿の取り違え",
        "発送と配信を任せている会社が古い名簿を使い、他の方の明細を同封したり、停止した方へお知らせを送ったりした。",
        "氏名、住所、注文の明細、メールアドレス",
        12,
        "委託先が更新前の名簿を使った。",
        "同封 なおと, naoto.dofu@example.jp\n配信 みどり, 090-0000-0123",
    ),
    "association": _Leak(
        "案内メールの宛先の表示",
        "研修会の案内メールで、宛先の欄に受信者全員のアドレスが表示された。",
        "氏名、メールアドレス",
        46,
        "一斉送信のとき、宛先の欄を取り違えた。",
        "会員 いさお, isao.kaiin@example.jp",
    ),
}


def name_officers(staff: Collection[Staff], now: datetime) -> None:
    """A lead is in charge of both, and another is their deputy where there is one."""
    able = able_to_answer()
    if newest_change(Setting.OFFICERS) or not able:
        return
    both = OfficersGiven(officer=able[0].pk, deputy=able[1].pk if len(able) > 1 else None)
    administrator = next(one for one in staff if one.role == Role.ADMINISTRATOR.value)
    set_officers(actor_for(administrator), dict.fromkeys(Duty, both), seen=0, now=now - _BEFORE)


def settle_old_duty(complaint: Complaint, step: str, by: Actor, at: datetime, *, today: datetime) -> None:
    """After the assessment of an older complaint: it was slight, says the handler, and a lead agrees."""
    if step != Step.ASSESS.value or complaint.known_at > today - _STILL_WAITS:
        return
    if not Clock.objects.filter(asks_for_report(), complaint=complaint).exists():
        return
    lead = Staff.objects.filter(role=Role.LEAD.value, is_active=True).exclude(pk=by.own_staff_id).first()
    if lead is None:
        return
    ask_no_report(by, complaint, kind=ReportKind.PRODUCT_ACCIDENT.value, reason=_SLIGHT, now=at)
    report = LegalReport.objects.get(complaint=complaint)
    decide_no_report(actor_for(lead), complaint, report=report, granted=True, now=at)


def see_to_duties(house: str, now: datetime) -> None:
    """Tasks for what runs; a first draft of one report; one leak, with its deadlines and its list."""
    watch_duties(Actor.system("legal_duty"), now=now - _LATELY)
    _draft_one(now)
    _join_a_leak(_LEAKS[house], now)


def _draft_one(now: datetime) -> None:
    running = Clock.objects.filter(
        asks_for_report(), met_at=None, cancelled_at=None, complaint__legal_reports=None
    )
    clock = (
        running.filter(complaint__assignee__isnull=False, complaint__language="ja").order_by("-pk").first()
    )
    if clock is None or LegalReport.objects.filter(versions__isnull=False).exists():
        return
    complaint = clock.complaint
    handler = actor_for(Staff.objects.get(complaints=complaint))
    items = {**_DRAFT, "accident": complaint.story}
    kind = ReportKind.PRODUCT_ACCIDENT.value
    write_report(handler, complaint, kind=kind, items=items, seen=0, now=now - _LATELY)


def _join_a_leak(leak: _Leak, now: datetime) -> None:
    found = list(Complaint.objects.filter(subject="privacy", barred=[]).order_by("-pk")[:_COMPLAINTS])
    lead = Staff.objects.filter(role=Role.LEAD.value, is_active=True).order_by("pk").first()
    if BreachIncident.objects.exists() or not found or lead is None:
        return
    by, at = actor_for(lead), now - _LATELY
    given = BreachGiven(
        title=leak.title,
        known_at=now - _KNOWN,
        story=leak.story,
        leaked=leak.leaked,
        triggers=("property",),
        persons=leak.persons,
    )
    incident = begin_breach(by, given, now=now - _KNOWN)
    begin_breach_clocks(by, incident, now=now - _KNOWN)
    for complaint in found:
        join_breach(by, complaint, incident=incident, now=at)
    items = {"outline": leak.story, "data": leak.leaked, "persons": f"{leak.persons}名", "cause": leak.cause}
    write_breach_report(by, incident, kind=ReportKind.BREACH_PRELIMINARY.value, items=items, seen=0, now=at)
    take_from_complaints(by, incident, now=at)
    add_affected(by, incident, lines=leak.others, language="ja", now=at)
    write_notice(by, incident, texts=first_texts(incident, House()), seen=0, now=at)
