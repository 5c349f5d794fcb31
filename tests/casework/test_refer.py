"""Passing a complaint on: who may get it, on which ground, what is promised and told, and what goes on meanwhile."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.promise import note_missed_promise, replace_promise
from kikitori.casework.refer import refer_inside, refer_outside
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.referral.models import Referral
from tests import makers, referrals
from tests.casework.verbs import decided
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN
from tests.referrals import CENTRE, EXPECTED, EXPERT, INSIDE, OUTSIDE, PASSED

DAY = timedelta(days=1)


def letter(complaint: Complaint, kind: str = "referral") -> str:
    return complaint.letters.filter(kind=kind).latest("pk").body


def state(complaint: Complaint) -> str:
    complaint.refresh_from_db()
    return complaint.state


# ── inside ──


def test_expert_of_ours_is_asked_and_the_complainant_hears_why_and_with_what(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = referrals.inside(cast, complaint)
    assert (state(complaint), row.is_open, row.expected_on) == ("awaiting_third_party", True, EXPECTED)
    text = letter(complaint)
    assert "この件は、当方では判断できません。" in text
    assert INSIDE.reason in text
    assert "当方の中の専門の窓口に引き継ぎ" in text
    assert "品質管理室" in text
    assert f"・当方でまとめた概要: {INSIDE.shared.summary}" in text
    assert "2026年12月18日（金）までに、先方の回答をお知らせいたします。" in text
    assert "hana@example.jp" not in text


def test_inside_stays_in_the_same_hands(cast: Cast) -> None:
    complaint = referrals.with_an_expert(cast)
    complaint.refresh_from_db()
    assert complaint.assignee_id == cast.handler.pk


def test_telling_it_is_the_news_that_was_promised_and_more_is_promised(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    first = complaint.promises.get(kind="progress")
    referrals.inside(cast, complaint)
    first.refresh_from_db()
    assert first.state == "kept"
    owed = {promise.kind: promise for promise in complaint.promises.filter(state="open")}
    assert set(owed) == {"progress", "decision", "referral"}
    assert owed["referral"].due_at.astimezone(JAPAN).date() == EXPECTED


def test_no_deadline_stops_while_others_look_at_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = list(complaint.clocks.values_list("rule", "due_at", "cancelled_at"))
    decision = complaint.promises.get(kind="decision").due_at
    referrals.outside(cast, complaint)
    assert list(complaint.clocks.values_list("rule", "due_at", "cancelled_at")) == before
    assert complaint.promises.get(kind="decision", state="open").due_at == decision


def test_reviewer_asks_an_expert_and_goes_on_reviewing(cast: Cast) -> None:
    from kikitori.casework.review import ask_review

    complaint = decided(cast)
    ask_review(makers.complainant_of(complaint), complaint, now=FRIDAY + DAY)
    referrals.inside(cast, complaint, now=FRIDAY + DAY)
    assert state(complaint) == "review2"


# ── outside ──


@pytest.mark.parametrize("build", [makers.investigated, makers.proposed, decided, makers.confirming])
def test_body_outside_takes_it_from_wherever_it_stands(cast: Cast, build: Any) -> None:
    complaint = build(cast)
    referrals.outside(cast, complaint, now=FRIDAY + DAY)
    assert state(complaint) == "external"


@pytest.mark.parametrize("build", [makers.acknowledged, makers.assessed, makers.closed])
def test_what_nobody_has_looked_into_or_what_has_ended_is_not_passed_on(cast: Cast, build: Any) -> None:
    complaint = build(cast)
    with pytest.raises(StepNotPossible):
        referrals.outside(cast, complaint, now=FRIDAY + DAY)
    assert not Referral.objects.exists()


def test_letter_holds_the_leaflet_the_conditions_and_the_days(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    text = letter(complaint)
    for words in (
        "外部の機関に引き継ぎ",
        "見本紛争解決センター",
        "電話 03-0000-0001",
        "https://centre.example.jp/",
        "取扱い: 器の売買をめぐる紛争",
        "条件: 60万円まで。",
        "この通知の日から180日以内",
        CENTRE.leaflet_ja,
        "先方に直接ご連絡いただくこともできます。",
    ):
        assert words in text, words
    assert "受付係" not in text, "whom we write to is ours to know"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "We cannot decide this ourselves, for this reason:",
                "a body outside our organisation",
                "- Our summary: ",
                CENTRE.leaflet_en,
                "Friday 18 December 2026",
                "within 180 days",
            ),
        ),
        (
            "ja-easy",
            ("わたしたちでは決（き）められません。", "伝（つた）えたこと", "紙（かみ）を送（おく）って"),
        ),
    ],
)
def test_letter_speaks_the_language_of_its_reader(cast: Cast, language: str, words: tuple[str, ...]) -> None:
    complaint = makers.investigated(cast, language=language)
    referrals.outside(cast, complaint)
    text = letter(complaint)
    for each in words:
        assert each in text, (each, text)


def test_ground_it_was_passed_on_by_is_kept_and_told_to_nobody_outside(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    row = complaint.referrals.get()
    assert (row.basis, row.consented_on) == ("consent", date(2026, 11, 20))
    assert row.basis_words == OUTSIDE.basis_words
    assert OUTSIDE.basis_words not in letter(complaint)
    event = complaint.events.get(kind="referred")
    assert event.visibility == "public"
    assert "basis" not in event.data


# ── the ground ──

GROUNDS: list[tuple[dict[str, Any], dict[str, Problem]]] = [
    ({"basis": ""}, {"basis": Problem.MISSING}),
    ({"basis": "because"}, {"basis": Problem.UNKNOWN_WORD}),
    ({"basis": "consent", "consented_on": None}, {"consented_on": Problem.MISSING}),
    ({"basis": "consent", "consented_on": date(2026, 11, 21)}, {"consented_on": Problem.IN_THE_FUTURE}),
    ({"basis": "consent", "basis_words": " "}, {"basis_words": Problem.MISSING}),
    *(
        ({"basis": basis, "basis_words": ""}, {"basis_words": Problem.MISSING})
        for basis in ("law", "life", "health", "state")
    ),
    ({"basis": "within"}, {"basis": Problem.UNKNOWN_WORD}),
]


@pytest.mark.parametrize(("changes", "problems"), GROUNDS)
def test_without_a_ground_nothing_leaves_the_house(
    cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        referrals.outside(cast, complaint, **changes)
    assert refusal.value.problems == problems
    assert not Referral.objects.exists()
    assert state(complaint) == "investigating"


def test_exception_of_the_law_needs_no_consent_but_its_reason(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = referrals.outside(cast, complaint, basis="life", basis_words="発火のおそれがあるため。")
    assert (row.basis, row.consented_on) == ("life", None)


def test_what_names_somebody_is_not_nothing_personal(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    shared = replace(OUTSIDE.shared, name=True)
    with pytest.raises(Invalid) as refusal:
        referrals.outside(cast, complaint, basis="nothing_personal", basis_words="", shared=shared)
    assert refusal.value.problems == {"basis": Problem.UNKNOWN_WORD}
    referrals.outside(
        cast, complaint, basis="nothing_personal", basis_words="", to=referrals.body(cast, name_ja="別")
    )


# ── the register ──


def test_each_verb_takes_its_own_side_of_the_register(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    outside, inside = referrals.body(cast), referrals.body(cast, EXPERT)
    with pytest.raises(Invalid) as one:
        refer_inside(cast.actor("handler"), complaint, replace(INSIDE, body=outside.pk), now=PASSED)
    with pytest.raises(Invalid) as other:
        refer_outside(cast.actor("handler"), complaint, replace(OUTSIDE, body=inside.pk), now=PASSED)
    assert one.value.problems == other.value.problems == {"body": Problem.UNKNOWN_WORD}


@pytest.mark.parametrize(("number", "problem"), [(None, Problem.MISSING), (999, Problem.UNKNOWN_WORD)])
def test_whom_nobody_knows_gets_nothing(cast: Cast, number: int | None, problem: Problem) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        refer_outside(cast.actor("handler"), complaint, replace(OUTSIDE, body=number), now=PASSED)
    assert refusal.value.problems == {"body": problem}


def test_out_of_use_is_not_chosen_any_more(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        referrals.outside(cast, complaint, to=referrals.body(cast, is_active=False))
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.BODY_OUT_OF_USE, CENTRE.name_ja)


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"reason": " "}, {"reason": Problem.MISSING}),
        ({"shared": replace(OUTSIDE.shared, summary="")}, {"summary": Problem.MISSING}),
        ({"expected_on": None}, {"expected_on": Problem.MISSING}),
        ({"expected_on": date(2026, 11, 19)}, {"expected_on": Problem.IN_THE_PAST}),
        ({"expected_on": date(2300, 1, 1)}, {"expected_on": Problem.OUT_OF_RANGE}),
    ],
)
def test_reason_summary_and_day_are_needed(
    cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        referrals.outside(cast, complaint, **changes)
    assert refusal.value.problems == problems


def test_today_after_hours_is_too_late_a_day(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        referrals.outside(cast, complaint, now=FRIDAY + 3 * referrals.HOUR, expected_on=FRIDAY.date())
    assert refusal.value.problems == {"expected_on": Problem.IN_THE_PAST}


# ── they turn there themselves ──


@pytest.mark.parametrize("build", [makers.acknowledged, makers.investigated, decided, makers.closed])
def test_complainant_may_turn_elsewhere_at_any_time_and_after_the_end(cast: Cast, build: Any) -> None:
    complaint = build(cast)
    row = referrals.turned(cast, complaint, now=FRIDAY + DAY)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.closed_at) == ("external", None)
    assert (row.by_themselves, row.shared, row.basis) == (True, [], "")
    text = letter(complaint)
    assert "ご相談になったことを承り" in text
    assert "ご不利益になることはありません。" in text
    assert "引き継いだ内容" not in text


def test_turning_there_promises_to_tell_what_comes_of_it(cast: Cast) -> None:
    complaint = makers.closed(cast)
    referrals.turned(cast, complaint, now=FRIDAY + DAY)
    assert complaint.promises.filter(state="open", kind="referral").count() == 1


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"how": ""}, {"how": Problem.MISSING}),
        ({"expected_on": None}, {"expected_on": Problem.MISSING}),
    ],
)
def test_how_we_know_it_and_a_day_are_needed(
    cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        referrals.turned(cast, complaint, **changes)
    assert refusal.value.problems == problems


# ── the day passes ──


def test_unanswered_by_its_day_it_is_a_broken_promise_that_stands_on_today(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    promise = complaint.promises.get(kind="referral")
    note_missed_promise(Actor.system("sweep"), promise, now=promise.due_at + DAY)
    promise.refresh_from_db()
    assert (promise.state, promise.is_unkept, promise.note) == ("missed", True, CENTRE.name_ja)


def test_another_day_is_told_with_its_reason_and_stands_in_its_place(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    row = complaint.referrals.get()
    day = date(2027, 1, 29)
    new = replace_promise(
        cast.actor("handler"),
        complaint,
        promise=row.promise,
        to=day,
        reason="先方の審査が続いています。",
        now=PASSED + DAY,
    )
    row.refresh_from_db()
    assert (row.promise_id, row.expected_on) == (new.pk, EXPECTED), "what was told first stays written"
    assert "先方の審査が続いています。" in letter(complaint, "new_date")
    assert "2027年1月29日" in letter(complaint, "new_date")
