"""Referrals for tests: entries of the register, what is passed on, and complaints that are with somebody else."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from kikitori.casework.bodies import BodyGiven, save_body
from kikitori.casework.refer import ReferralGiven, refer_inside, refer_outside, turned_outside
from kikitori.casework.referral_result import AnswerGiven
from kikitori.casework.sharing import SharedGiven
from kikitori.records.complaints.models import Complaint
from kikitori.records.referral.models import Body, Referral
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

HOUR = timedelta(hours=1)
#: When things are passed on, and by when they are to answer.
PASSED = FRIDAY + 2 * HOUR
EXPECTED = date(2026, 12, 18)
ANSWERED = datetime(2026, 12, 16, 10, 0, tzinfo=FRIDAY.tzinfo)
CENTRE = BodyGiven(
    kind="external",
    name_ja="見本紛争解決センター",
    name_en="Sample Resolution Centre",
    scope_ja="器の売買をめぐる紛争",
    scope_en="Disputes about the sale of tableware",
    limits_ja="60万円まで。先に当方へのお申し出が必要です。",
    limits_en="Up to 600,000 yen, after complaining to us first.",
    leaflet_ja="申立書をお送りください。費用はかかりません。",
    leaflet_en="Send them an application. It costs nothing.",
    leaflet_easy="{紙|かみ}を{送|おく}ってください。お{金|かね}はかかりません。",
    address="東京都見本区1-2-3",
    phone="03-0000-0001",
    url="https://centre.example.jp/",
    contact="受付係",
    answer_days=60,
    turn_days=180,
    in_letters=True,
)
EXPERT = BodyGiven(
    kind="specialist", name_ja="品質管理室", name_en="Quality room", scope_ja="割れや欠け", answer_days=10
)
SUMMARY = SharedGiven(summary="皿が三枚割れて届いたとのお申し出です。")
INSIDE = ReferralGiven(
    body=None,
    reason="割れ方の鑑定が必要で、当窓口では判断できません。",
    shared=SUMMARY,
    basis="within",
    expected_on=EXPECTED,
)
OUTSIDE = replace(
    INSIDE,
    reason="契約の解釈について、当窓口では判断できません。",
    basis="consent",
    basis_words="電話で一覧を読み上げ、同意を得ました。",
    consented_on=date(2026, 11, 20),
)


def body(cast: Cast, given: BodyGiven = CENTRE, **changes: Any) -> Body:
    """An entry of the register."""
    return save_body(cast.actor("lead"), replace(given, **changes), now=FRIDAY)


def inside(cast: Cast, complaint: Complaint, *, now: datetime = PASSED, **changes: Any) -> Referral:
    """Passed to an expert of ours."""
    to = changes.pop("to", None) or body(cast, EXPERT)
    given = replace(INSIDE, body=to.pk, **changes)
    return refer_inside(cast.actor("handler"), complaint, given, now=now)


def outside(cast: Cast, complaint: Complaint, *, now: datetime = PASSED, **changes: Any) -> Referral:
    """Passed on to a body outside."""
    to = changes.pop("to", None) or body(cast)
    given = replace(OUTSIDE, body=to.pk, **changes)
    return refer_outside(cast.actor("handler"), complaint, given, now=now)


def turned(cast: Cast, complaint: Complaint, *, now: datetime = PASSED, **changes: Any) -> Referral:
    """They have turned to a body outside themselves."""
    to = changes.pop("to", None) or body(cast)
    told: dict[str, Any] = {
        "how": "11月20日に同センターから照会がありました。",
        "expected_on": EXPECTED,
        **changes,
    }
    return turned_outside(cast.actor("handler"), complaint, body=to.pk, now=now, **told)


def with_an_expert(cast: Cast) -> Complaint:
    """With somebody of ours who knows more."""
    complaint = makers.investigated(cast)
    inside(cast, complaint)
    return complaint


def with_a_body(cast: Cast) -> Complaint:
    """With a body outside."""
    complaint = makers.investigated(cast)
    outside(cast, complaint)
    return complaint


def answer(outcome: str = "confirmed", **changes: Any) -> AnswerGiven:
    """What came of it."""
    given = AnswerGiven(
        outcome=outcome,
        answered_on=date(2026, 11, 20),
        told="先方の見解をお伝えします。",
        answer="鑑定書を受け取りました。",
    )
    return replace(given, **changes)
