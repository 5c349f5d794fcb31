"""Why it came about: named on evidence, never the complainant's mistake alone, and needed for what is upheld."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Changed, Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.find_causes import MOST, CauseGiven, find_causes, read_causes
from kikitori.casework.given import Checked
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.causes import shipped_causes
from kikitori.records.inquiry.models import CauseTerm, Finding, FoundCause
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)
TODAY = FRIDAY.date()


def cause(code: str = "process", evidence: str = "作業の記録", until: date | None = None) -> CauseGiven:
    return CauseGiven(code=code, evidence=evidence, until=until)


def name(complaint: Complaint, cast: Cast, by: str = "handler", **points: list[CauseGiven]) -> None:
    """`name(complaint, cast, _1=[…])`."""
    causes = {int(point.removeprefix("_")): rows for point, rows in points.items()}
    find_causes(cast.actor(by), complaint, causes=causes, now=LATER)


def named(complaint: Complaint) -> dict[int, list[str]]:
    """Codes by point."""
    found: dict[int, list[str]] = {}
    rows = FoundCause.objects.filter(allegation__complaint=complaint).select_related("allegation")
    for row in rows.order_by("allegation__number", "id"):
        found.setdefault(row.allegation.number, []).append(row.code)
    return found


def decide(complaint: Complaint, cast: Cast, **outcomes: object) -> None:
    """`decide(complaint, cast, _1="upheld", _2=("partly", [cause]))`."""
    findings = {}
    for point, outcome in outcomes.items():
        word, causes = outcome if isinstance(outcome, tuple) else (outcome, None)
        number = int(point.removeprefix("_"))
        findings[number] = FindingGiven(outcome=str(word), reasons="記録", causes=causes)
    decide_complaint(
        cast.actor("handler"), complaint, findings=findings, no_remedy=makers.NO_REMEDY, now=LATER
    )


# ── naming ──


def test_causes_are_named_by_point_with_what_shows_them(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(
        complaint,
        cast,
        _1=[cause(" process"[1:], " 梱包の記録 "), cause("training", "新人でした。")],
        _2=[cause("communication")],
    )
    assert named(complaint) == {1: ["process", "training"], 2: ["communication"]}
    row = FoundCause.objects.get(code="process")
    assert (row.evidence, row.until, row.found_at) == ("梱包の記録", None, LATER)
    assert row.found_by == cast.handler


def test_entry_is_internal_and_holds_codes_alone(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _1=[cause("process", "佐々木の記録")])
    event = complaint.events.get(kind="causes_found")
    assert event.visibility == "internal"
    assert event.data == {"causes": {"1": ["process"]}}


def test_named_again_they_take_the_place_of_those_before_on_that_point_alone(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _1=[cause("process")], _2=[cause("training")])
    name(complaint, cast, _1=[cause("system")])
    assert named(complaint) == {1: ["system"], 2: ["training"]}


def test_empty_list_says_that_what_was_named_does_not_hold(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _1=[cause()])
    name(complaint, cast, _1=[])
    assert named(complaint) == {}
    assert complaint.events.filter(kind="causes_found").count() == 2


def test_nothing_given_leaves_nothing_behind(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = complaint.version
    with pytest.raises(Invalid) as refusal:
        name(complaint, cast)
    assert refusal.value.problems == {"causes": Problem.MISSING}
    complaint.refresh_from_db()
    assert complaint.version == before
    assert not complaint.events.filter(kind="causes_found").exists()


@pytest.mark.parametrize("code", ["slip", "misunderstanding"])
def test_mistake_of_the_complainant_is_refused_where_it_stands_alone(cast: Cast, code: str) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        name(complaint, cast, _1=[cause()], _2=[cause(code)])
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.WHAT_ALLOWED_IT, "2")
    assert named(complaint) == {}
    name(complaint, cast, _2=[cause(code), cause("usability", "ボタンが隣り合っています。")])
    assert named(complaint) == {2: [code, "usability"]}


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ([cause("")], {"causes.1.0.code": Problem.MISSING}),
        ([cause("customer")], {"causes.1.0.code": Problem.UNKNOWN_WORD}),
        ([cause(evidence=" ")], {"causes.1.0.evidence": Problem.MISSING}),
        ([cause(evidence="あ" * 5001)], {"causes.1.0.evidence": Problem.TOO_LONG}),
        ([cause(evidence="\ud800")], {"causes.1.0.evidence": Problem.NOT_STORABLE}),
        ([cause(), cause()], {"causes.1.1.code": Problem.UNKNOWN_WORD}),
        ([cause("unknown")], {"causes.1.0.until": Problem.MISSING}),
        ([cause("unknown", until=date(2026, 11, 19))], {"causes.1.0.until": Problem.IN_THE_PAST}),
        ([cause("unknown", until=date(9999, 1, 1))], {"causes.1.0.until": Problem.OUT_OF_RANGE}),
    ],
)
def test_what_cannot_be_taken_is_named(
    cast: Cast, given: list[CauseGiven], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        name(complaint, cast, _1=given)
    assert refusal.value.problems == problems
    assert named(complaint) == {}


def test_more_causes_than_a_finding_holds_are_refused(cast: Cast) -> None:
    codes = [code for code, each in shipped_causes().items() if not each.needs][: MOST + 1]
    with pytest.raises(Invalid) as refusal:
        name(makers.investigated(cast), cast, _1=[cause(code) for code in codes])
    assert list(refusal.value.problems) == [f"causes.1.{MOST}.code"]


def test_point_that_is_not_there_is_named(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        name(complaint, cast, _3=[cause()])
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.NO_SUCH_POINT, "3")


def test_who_reads_alone_names_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        name(makers.investigated(cast), cast, "auditor", _1=[cause()])


def test_nobody_overwrites_what_they_have_not_read(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    seen = complaint.version
    name(complaint, cast, _1=[cause()])
    with pytest.raises(Changed):
        find_causes(
            cast.actor("lead"), complaint, causes={1: [cause("system")]}, now=LATER, seen_version=seen
        )
    assert named(complaint) == {1: ["process"]}


def test_words_of_the_house_can_be_named_and_what_is_out_of_use_stays_named(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    CauseTerm.objects.create(code="packing", name_ja="梱包材", written_at=LATER)
    name(complaint, cast, _1=[cause("packing")])
    CauseTerm.objects.update(is_offered=False)
    name(complaint, cast, _1=[cause("packing", "写真")], _2=[cause("process")])
    with pytest.raises(Invalid) as refusal:
        name(complaint, cast, _2=[cause("process"), cause("packing")])
    assert refusal.value.problems == {"causes.2.1.code": Problem.UNKNOWN_WORD}
    assert named(complaint) == {1: ["packing"], 2: ["process"]}


# ── what is not known yet ──


def test_unknown_cause_leaves_a_task_for_its_day(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _2=[cause("unknown", "配送会社の回答待ち", date(2026, 12, 4))])
    task = complaint.tasks.get()
    assert (task.title, task.assignee) == ("原因をもう一度確かめる（申出事項2）", cast.handler)
    assert task.due_at.astimezone(makers.JAPAN).date() == date(2026, 12, 4)


def test_task_goes_to_whoever_has_it_in_hand(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(assignee=cast.colleague)
    name(complaint, cast, _1=[cause("unknown", until=date(2026, 12, 4))])
    assert complaint.tasks.get().assignee == cast.colleague


def test_same_day_said_again_leaves_no_second_task(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    for _ in range(2):
        name(complaint, cast, _1=[cause("unknown", until=date(2026, 12, 4))])
    name(complaint, cast, _1=[cause("unknown", until=date(2026, 12, 11))])
    assert [task.due_at.astimezone(makers.JAPAN).day for task in complaint.tasks.order_by("id")] == [4, 11]


def test_day_with_a_cause_that_is_known_is_left_out(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _1=[cause(until=date(2026, 12, 4))])
    assert FoundCause.objects.get().until is None
    assert not complaint.tasks.exists()


# ── deciding ──


@pytest.mark.parametrize("outcome", ["upheld", "partly"])
def test_what_is_right_needs_a_cause(cast: Cast, outcome: str) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        decide(complaint, cast, _1="not_upheld", _2=outcome)
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.CAUSE_MISSING, "2")
    assert not Finding.objects.exists()
    assert not complaint.letters.filter(kind="decision").exists()


@pytest.mark.parametrize(
    "outcome", ["not_upheld", "unable", "no_jurisdiction", "withdrawn", "settled", "goodwill"]
)
def test_what_is_not_found_right_needs_none(cast: Cast, outcome: str) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast, _1=outcome, _2=outcome)
    complaint.refresh_from_db()
    assert complaint.state == "decided"


def test_cause_named_before_is_enough(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _1=[cause()], _2=[cause("training")])
    decide(complaint, cast, _1="upheld", _2="partly")
    assert named(complaint) == {1: ["process"], 2: ["training"]}


def test_causes_may_be_named_with_the_decision_itself(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast, _1=("upheld", [cause("design")]), _2="not_upheld")
    assert named(complaint) == {1: ["design"]}
    kinds = list(complaint.events.values_list("kind", flat=True))
    assert kinds[-2:] == ["causes_found", "decided"]
    decided = complaint.events.get(kind="decided")
    assert (decided.visibility, "causes" in decided.data) == ("public", False)
    complaint.refresh_from_db()
    noticed = complaint.events.exclude(kind__in=["letter_sent"]).count()
    assert complaint.version == noticed


def test_cause_taken_away_with_the_decision_is_missing(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _1=[cause()])
    with pytest.raises(NotNow):
        decide(complaint, cast, _1=("upheld", []), _2="not_upheld")
    assert named(complaint) == {1: ["process"]}


def test_decision_with_an_unknown_cause_leaves_its_task(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast, _1=("upheld", [cause("unknown", until=date(2026, 12, 4))]), _2="not_upheld")
    assert complaint.tasks.get().title.endswith("（申出事項1）")


def test_complainant_reads_no_cause_in_the_letter(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast, _1=("upheld", [cause("training", "新人の手順書")]), _2="not_upheld")
    body = complaint.letters.get(kind="decision").body
    assert "新人の手順書" not in body
    assert "教育の不足" not in body


def test_point_that_is_gone_takes_its_causes_along(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    name(complaint, cast, _2=[cause()])
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="delivery",
        safety={},
        allegations=[AllegationGiven(text="皿が割れていた")],
        now=LATER,
    )
    assert named(complaint) == {}


@pytest.mark.django_db
@given(
    some.lists(some.sampled_from([*shipped_causes(), "", "nobody"]), max_size=10),
    some.lists(some.sampled_from(["記録", "", " "]), min_size=10, max_size=10),
)
def test_every_row_typed_is_read_or_named(codes: list[str], evidence: list[str]) -> None:
    """Nothing that somebody typed is dropped without a word."""
    check = Checked()
    rows = [CauseGiven(code=code, evidence=evidence[n], until=TODAY) for n, code in enumerate(codes)]
    read = read_causes(check, {1: rows}, TODAY)[1]
    wrong = {int(field.split(".")[2]) for field in check.problems}
    assert len(read) + len([n for n in wrong if f"causes.1.{n}.code" in check.problems]) == len(rows)
    assert all(shipped_causes()[each.cause.code] == each.cause for each in read)
