"""Letters in an organisation's own sentences: set, kept, refused; and what of it is in a decision, in a proposal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.confirm import confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.letter_sentences import set_sentences
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.review import ask_review, begin_review
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.verify_remedy import verify_remedy
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.fixed_sentences import LANGUAGES, ProposalSentence, Sentence
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Letter
from kikitori.records.people.models import Organisation, SettingChange
from kikitori.records.people.terms import Setting
from tests import makers
from tests.cast import Cast
from tests.makers import CAUSE, FRIDAY, complainant_of

pytestmark = pytest.mark.django_db
NOW = FRIDAY + timedelta(hours=2)
DAY = timedelta(days=1)
OWN = {
    "ja": {"opening": "{組織名}からの結論です。", "points": "【回答】"},
    "en": {"opening": "Here is our answer."},
}


def set_(
    cast: Cast,
    texts: dict[str, dict[str, str]],
    *,
    role: str = "lead",
    seen: int | None = None,
    of: LetterKind = LetterKind.DECISION,
) -> bool:
    number = newest_change(Setting.WRITING) if seen is None else seen
    return set_sentences(cast.actor(role), of, texts, seen=number, now=NOW)


def decided(cast: Cast, outcome: str = "upheld", complaint: Complaint | None = None, **given: Any) -> Letter:
    of = complaint or makers.investigated(cast)
    causes = CAUSE if outcome in ("upheld", "partly") else None
    finding = FindingGiven(outcome=outcome, reasons="写真で確かめました。", causes=causes)
    decide_complaint(cast.actor("lead"), of, findings={1: finding, 2: finding}, **{"now": NOW, **given})
    return of.letters.get(kind="decision", written_at=given.get("now", NOW))


def remedy() -> RemedyGiven:
    return RemedyGiven(kind="replace", text="皿三枚の交換", due_on=(FRIDAY + timedelta(days=7)).date())


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_own_sentences_stand_in_letters_from_now_on(cast: Cast, role: str) -> None:
    assert set_(cast, OWN, role=role)
    body = decided(cast, remedies=[remedy()]).body
    assert "みほん堂からの結論です。" in body
    assert "【回答】\n1. 皿が三枚割れていた" in body
    assert "お申し出について、結論とその理由を" not in body


def test_parts_of_the_letter_stay_whatever_is_written(cast: Cast) -> None:
    set_(cast, {language: {each.value: "・" for each in Sentence} for language in LANGUAGES})
    body = decided(cast, remedies=[remedy()]).body
    for part in (
        "皿が三枚割れていた",
        "結論: ご指摘のとおりと認めました。",
        "理由: 写真で確かめました。",
        "皿三枚の交換",
        "188",
    ):
        assert part in body, part


def test_change_is_kept_with_who_made_it(cast: Cast) -> None:
    set_(cast, OWN)
    change = SettingChange.objects.get(kind="writing")
    assert (change.before, change.after) == ({"decision": {}}, {"decision": OWN})
    assert change.by == cast.lead


def test_same_again_changes_nothing(cast: Cast) -> None:
    assert set_(cast, OWN)
    assert not set_(cast, OWN)
    assert SettingChange.objects.count() == 1
    assert set_(cast, {})
    assert Organisation.objects.get().decision_sentences == {}


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_who_may_not_manage_writing_is_refused(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        set_(cast, OWN, role=role)


def test_whoever_was_overtaken_is_told(cast: Cast) -> None:
    set_(cast, OWN)
    with pytest.raises(NotNow) as refusal:
        set_(cast, {}, seen=0)
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE


@pytest.mark.parametrize(
    ("text", "problem"),
    [("{お名前}様", Problem.UNKNOWN_WORD), ("{% x %}", Problem.UNKNOWN_WORD), ("長" * 601, Problem.TOO_LONG)],
)
def test_what_cannot_stand_in_a_letter_is_refused_by_its_place(
    cast: Cast, text: str, problem: Problem
) -> None:
    with pytest.raises(Invalid) as refusal:
        set_(cast, {"en": {"ended": text}})
    assert refusal.value.problems == {"en.ended": problem}
    assert Organisation.objects.get().decision_sentences == {}


# ── what must be in the letter ──


@pytest.mark.parametrize("outcome", ["upheld", "partly"])
def test_point_that_is_right_needs_a_remedy_or_a_reason(cast: Cast, outcome: str) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        decided(cast, outcome, complaint)
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.REMEDY_OR_REASON, "1")
    assert not complaint.letters.filter(kind="decision").exists()
    body = decided(cast, outcome, complaint, no_remedy="お品代は、すでにお返ししているためです。").body
    assert "新たに行うことはありません。\n理由: お品代は、すでにお返ししているためです。" in body


@pytest.mark.parametrize("arrived", [False, True])
def test_what_was_done_before_counts_as_remedy_whether_or_not_it_has_arrived(
    cast: Cast, *, arrived: bool
) -> None:
    complaint = makers.confirming(cast)
    if arrived:
        for each in complaint.remedies.all():
            verify_remedy(complainant_of(complaint), complaint, remedy=each.pk, now=FRIDAY + DAY)
    confirm_unsolved(complainant_of(complaint), complaint, now=FRIDAY + DAY)
    body = decided(cast, "upheld", complaint, now=FRIDAY + 2 * DAY).body
    assert "この結論にともなって新たに行うことはありません。" in body
    assert "理由: " not in body.partition("この結論にともなって")[2].partition("■")[0]


@pytest.mark.parametrize("outcome", ["not_upheld", "unable", "no_jurisdiction"])
def test_point_that_is_not_right_needs_neither(cast: Cast, outcome: str) -> None:
    assert "新たに行うことはありません。\n" in decided(cast, outcome).body


def test_first_stage_says_so_and_how_a_review_is_asked_for(cast: Cast) -> None:
    body = decided(cast, remedies=[remedy()]).body
    assert "これは第1段階の結論です。" in body
    assert "あらためて検討いたします（第2段階）" in body


def reviewed(cast: Cast) -> Complaint:
    complaint = makers.investigated(cast)
    decided(cast, "not_upheld", complaint)
    ask_review(complainant_of(complaint), complaint, now=NOW + timedelta(hours=1))
    begin_review(cast.actor("lead"), complaint, to=cast.colleague, now=NOW + timedelta(hours=2))
    return complaint


def by_colleague(cast: Cast, complaint: Complaint) -> Letter:
    later = NOW + timedelta(hours=3)
    finding = FindingGiven(outcome="not_upheld", reasons="もう一度確かめました。")
    decide_complaint(cast.actor("colleague"), complaint, findings={1: finding, 2: finding}, now=later)
    return complaint.letters.get(kind="decision", written_at=later)


def test_review_says_that_it_is_the_second_stage_and_where_else_to_turn(cast: Cast) -> None:
    body = by_colleague(cast, reviewed(cast)).body
    assert "これは第2段階（再検討）の結論です。" in body
    assert (
        "社内での検討は、これですべて終わりました。\nこのあとは、次の外部の機関にご相談いただけます。" in body
    )
    assert "第1段階" not in body


def test_review_without_an_external_body_does_not_go(cast: Cast) -> None:
    complaint = reviewed(cast)
    Organisation.objects.update(external_route_ja="", external_route_en="")
    with pytest.raises(NotNow) as refusal:
        by_colleague(cast, complaint)
    assert refusal.value.obstacle is Obstacle.NO_EXTERNAL_ROUTE


# ── the proposal ──

OWN_PROPOSAL = {
    "ja": {"offered": "■ 組織からのお約束", "rights": "{組織名}は、お受けいただいても権利を求めません。"}
}


def proposed(cast: Cast, **changes: Any) -> str:
    complaint = makers.investigated(cast, **changes)
    offer = {"text": "皿を交換いたします。", "remedies": [remedy()], "answer_by": (FRIDAY + 9 * DAY).date()}
    propose_solution(cast.actor("handler"), complaint, now=NOW, **offer)  # type: ignore[arg-type]
    body: str = complaint.letters.get(kind="proposal").body
    return body


def test_proposal_has_own_sentences_and_keeps_its_parts(cast: Cast) -> None:
    assert set_(cast, OWN_PROPOSAL, of=LetterKind.PROPOSAL)
    assert not set_(cast, OWN_PROPOSAL, of=LetterKind.PROPOSAL)
    body = proposed(cast)
    assert "■ 組織からのお約束\n・交換: 皿三枚の交換 ― 2026年11月27日（金）まで" in body
    assert "お返事の期限: 2026年11月29日（日）" in body
    assert "みほん堂は、お受けいただいても権利を求めません。" in body
    assert "外部の機関にご相談いただけます" not in body
    change = SettingChange.objects.get(kind="writing")
    assert (change.before, change.after) == ({"proposal": {}}, {"proposal": OWN_PROPOSAL})
    own = Organisation.objects.get()
    assert (own.decision_sentences, own.proposal_sentences) == ({}, OWN_PROPOSAL)


def test_parts_of_the_proposal_stay_whatever_is_written(cast: Cast) -> None:
    texts = {language: {each.value: "・" for each in ProposalSentence} for language in LANGUAGES}
    set_(cast, texts, of=LetterKind.PROPOSAL)
    body = proposed(cast)
    for part in ("皿を交換いたします。", "皿三枚の交換", "11月27日", "お返事の期限: 2026年11月29日", "188"):
        assert part in body, part


@pytest.mark.parametrize("place", ["how", "declined", "rights"])
def test_proposal_that_leaves_out_what_it_must_say_does_not_go(cast: Cast, place: str) -> None:
    """A sentence of nothing but a telephone number that we have not got says nothing."""
    Organisation.objects.update(phone="")
    set_(cast, {"ja": {place: "{電話番号}"}}, of=LetterKind.PROPOSAL)
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        propose_solution(
            cast.actor("handler"),
            complaint,
            text="交換",
            remedies=[remedy()],
            answer_by=(FRIDAY + 9 * DAY).date(),
            now=NOW,
        )
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.PROPOSAL_PART, place)
    assert not complaint.letters.filter(kind="proposal").exists()
    assert complaint.proposals.count() == 0


def test_letter_in_a_language_with_sentences_of_its_own_goes(cast: Cast) -> None:
    Organisation.objects.update(phone="")
    set_(cast, {"ja": {"rights": "{電話番号}"}}, of=LetterKind.PROPOSAL)
    assert "みほん" in proposed(cast, language="ja-easy")
    assert "you can still turn to an external body" in proposed(cast, language="en")
