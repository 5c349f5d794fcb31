"""A law of this stage, as a rule pack written here: an accident to report, a leak, a meeting, and time to answer."""

from datetime import datetime, timedelta
from typing import Any

from kikitori.casework.clock import start_clock
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock, RulePack
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LAW = """\
id: stage-law
version: 1001
valid_from: 2019-01-01
jurisdiction: JP
source: {title: 試験用の法律}
certainty: proposal
rules:
  - id: accident
    name: {ja: 事故の報告, en: Report of the accident}
    kind: report
    audience: authority
    trigger: known
    applies_if: {safety: [injury]}
    quantity: 10
    unit: calendar_day
    first_day_counts: true
    met_by: [by_hand]
    warn_at: [50, 75]
    on_breach: {level: 2}
  - id: leak
    name: {ja: 漏えいの報告, en: Report of the leak}
    kind: leak_report
    audience: authority
    trigger: named
    begins: by_hand
    quantity: 30
    unit: calendar_day
    first_day_counts: true
    extension: {quantity: 10}
  - id: notice
    kind: notice
    audience: respondent
    trigger: named
    begins: by_hand
    direction: before
    quantity: 7
    unit: calendar_day
  - id: delivery
    kind: decision
    trigger: received
    applies_if: {subject: [delivery]}
    quantity: 30
    unit: calendar_day
    met_by: [decide]
"""
NAME = "stage-law/1001"
LEAK, ACCIDENT, NOTICE, DELIVERY = (f"{NAME}/{rule}" for rule in ("leak", "accident", "notice", "delivery"))


def under_the_law(text: str = LAW) -> None:
    """From now on complaints are received under the standard and this law."""
    RulePack.objects.create(pack="stage-law", version=1001, text=text, added_at=FRIDAY)
    Organisation.objects.update(rule_packs=["jp-default", "stage-law"])


def leaked(cast: Cast, *, at: datetime = FRIDAY + timedelta(hours=2), **changes: Any) -> Complaint:
    """Under investigation, and a leak became known."""
    under_the_law()
    complaint = makers.investigated(cast, **changes)
    start_clock(cast.actor("handler"), complaint, rule=LEAK, at=at, now=at, note="名簿が届いた")
    return complaint


def clock(complaint: Complaint, rule: str) -> Clock:
    """The newest clock of a rule."""
    return complaint.clocks.filter(rule__endswith=f"/{rule}").latest("pk")
