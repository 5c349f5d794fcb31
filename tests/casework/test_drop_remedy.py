"""What was owed is dropped: by whose word, by whom, what becomes of the promise behind it, and what follows."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kikitori.casework.drop_remedy import DropGiven, drop_remedy
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.remedy import carry_out_remedy
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import DropReason, RemedyState
from tests.casework.test_payment import owed
from tests.casework.verbs import LATER, SOON, agreed
from tests.cast import Cast

NEXT = LATER + timedelta(hours=1)
WISH: dict[str, Any] = {"reason": "declined", "words": "ご不要とのことでした。", "how": "電話で"}
GONE: dict[str, Any] = {"reason": "impossible", "words": "同じ品がもうありません。"}


def gift(**changes: Any) -> RemedyGiven:
    values = {"kind": "gift", "text": "商品券", "due_on": SOON + timedelta(days=7), "amount": 3_000}
    return RemedyGiven(**values | changes)


def drop(cast: Cast, complaint: Complaint, by: str = "colleague", **values: Any) -> Remedy:
    number = complaint.remedies.filter(state="due").order_by("pk")[0].pk
    return drop_remedy(cast.actor(by), complaint, remedy=number, given=DropGiven(**values), now=NEXT)


def refusal(cast: Cast, complaint: Complaint, by: str, **values: Any) -> Obstacle:
    with pytest.raises(NotNow) as caught:
        drop(cast, complaint, by, **values)
    assert complaint.remedies.filter(state="dropped").count() == 0
    return caught.value.obstacle


def promises(complaint: Complaint) -> list[tuple[str, str, str]]:
    rows = complaint.promises.filter(kind__in=("remedy", "follow_up")).order_by("pk")
    return [(row.kind, row.state, row.reason) for row in rows]


def test_what_they_do_not_want_is_dropped_by_one_and_told(cast: Cast) -> None:
    complaint = owed(cast)
    row = drop(cast, complaint, "handler", **WISH)
    row.refresh_from_db()
    assert (row.state, row.drop_reason, row.drop_words) == ("dropped", "declined", WISH["words"])
    assert (row.dropped_at, row.dropped_by) == (NEXT, cast.handler)
    event = complaint.events.get(kind="remedy_dropped")
    assert event.visibility == "public"
    assert (event.data["dropped"], event.data["how"], "alone" in event.data) == ([row.pk], "電話で", False)
    body = complaint.letters.get(kind="remedy_dropped").body
    assert WISH["words"] in body
    assert "解決したかどうかをおうかがいします" in body
    # Nothing was done, so nothing is said to be done.
    assert not complaint.letters.filter(kind="remedies_done").exists()
    assert complaint.state == "confirming"
    assert promises(complaint) == [("remedy", "cancelled", WISH["words"]), ("follow_up", "open", "")]


def test_after_the_last_one_what_was_done_is_told_as_well(cast: Cast) -> None:
    complaint = agreed(cast)
    first, second = complaint.remedies.order_by("pk")
    carry_out_remedy(cast.actor("colleague"), complaint, remedy=first, proof="0001", now=LATER)
    drop_remedy(cast.actor("colleague"), complaint, remedy=second.pk, given=DropGiven(**WISH), now=NEXT)
    assert complaint.state == "confirming"
    assert first.text in complaint.letters.get(kind="remedies_done").body
    assert second.text not in complaint.letters.get(kind="remedies_done").body


def test_what_is_left_stays_owed_and_so_does_its_promise(cast: Cast) -> None:
    complaint = agreed(cast)
    before = promises(complaint)
    drop(cast, complaint, **WISH)
    assert complaint.state == "remedying"
    days = set(complaint.remedies.filter(state="due").values_list("due_on", flat=True))
    kept = [line for line in promises(complaint) if line[1] == "open"]
    assert len(kept) == len(days) <= len(before)
    left = complaint.remedies.get(state="due")
    assert left.text in complaint.letters.get(kind="remedy_dropped").body


def test_promise_that_was_missed_stays_missed(cast: Cast) -> None:
    complaint = owed(cast)
    number = complaint.remedies.get().pk
    late = LATER + timedelta(days=30)
    drop_remedy(cast.actor("colleague"), complaint, remedy=number, given=DropGiven(**WISH), now=late)
    [(_, state, _), *_rest] = promises(complaint)
    assert state == "missed"
    assert not complaint.promises.filter(kind="remedy", kept_at=None).exists()


def test_something_else_is_owed_instead_and_its_day_takes_the_place_of_the_first(cast: Cast) -> None:
    complaint = owed(cast)
    first = drop(
        cast, complaint, reason="exchanged", words="商品券に代えます。", how="電話で", instead=gift()
    )
    new = complaint.remedies.get(state="due")
    assert (first.replaced_by, new.kind, new.amount, new.granted_by) == (new, "gift", 3_000, cast.colleague)
    assert new.written_by == cast.colleague
    old, later = complaint.promises.filter(kind="remedy").order_by("pk")
    assert (old.state, old.reason, old.replaced_by) == ("replaced", "商品券に代えます。", later)
    assert later.due_at.date() == date(2026, 12, 11)
    assert "商品券" in complaint.letters.get(kind="remedy_dropped").body
    assert complaint.state == "remedying"


def test_something_else_is_held_to_the_limit_of_whoever_grants_it(cast: Cast) -> None:
    values = {"reason": "exchanged", "words": "返金に代えます。", "how": "電話で"}
    assert refusal(cast, owed(cast), "handler", **values, instead=gift(amount=30_001)) is Obstacle.OVER_LIMIT
    drop(cast, owed(cast), "lead", **values, instead=gift(amount=30_001))


# ── money that nobody has waived ──


def test_money_nobody_waived_is_not_dropped_by_whoever_granted_it(cast: Cast) -> None:
    complaint = owed(cast)
    assert refusal(cast, complaint, "handler", **GONE) is Obstacle.ANOTHER_DROPS
    drop(cast, complaint, "colleague", **GONE)
    assert "alone" not in complaint.events.get(kind="remedy_dropped").data


def test_money_past_a_role_is_dropped_by_one_whose_limit_reaches_as_far(cast: Cast) -> None:
    complaint = owed(cast)
    complaint.remedies.update(amount=30_001)
    assert refusal(cast, complaint, "colleague", **GONE) is Obstacle.DROP_OVER_LIMIT
    drop(cast, complaint, "lead", **GONE)


def test_house_of_one_drops_alone_and_the_record_says_so(cast: Cast) -> None:
    complaint = owed(cast)
    Staff.objects.exclude(pk=cast.handler.pk).update(is_active=False)
    drop(cast, complaint, "handler", **GONE)
    assert complaint.events.get(kind="remedy_dropped").data["alone"] is True


def test_what_costs_nothing_is_dropped_by_anybody_for_a_reason(cast: Cast) -> None:
    complaint = owed(cast, None)
    drop(cast, complaint, "handler", **GONE)
    assert complaint.remedies.get().state == "dropped"


# ── what it refuses ──


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"reason": ""}, {"reason": Problem.MISSING}),
        ({"reason": "because"}, {"reason": Problem.UNKNOWN_WORD}),
        ({"words": " "}, {"words": Problem.MISSING}),
        ({"how": ""}, {"how": Problem.MISSING}),
        ({"how": "x" * 201}, {"how": Problem.TOO_LONG}),
        ({"reason": "exchanged"}, {"instead": Problem.MISSING}),
        ({"instead": gift()}, {"instead": Problem.OUT_OF_RANGE}),
        ({"reason": "exchanged", "instead": gift(text="")}, {"instead.text": Problem.MISSING}),
        (
            {"reason": "exchanged", "instead": gift(due_on=date(2020, 1, 1))},
            {"instead.due_on": Problem.IN_THE_PAST},
        ),
    ],
)
def test_what_is_missing_is_said_at_its_place(
    cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = owed(cast)
    with pytest.raises(Invalid) as caught:
        drop(cast, complaint, **WISH | changes)
    assert caught.value.problems == problems
    assert complaint.remedies.get().state == "due"


def test_what_is_not_owed_is_not_dropped(cast: Cast) -> None:
    complaint = agreed(cast)
    row = drop(cast, complaint, **WISH)
    with pytest.raises(NotNow) as caught:
        drop_remedy(cast.actor("lead"), complaint, remedy=row.pk, given=DropGiven(**WISH), now=NEXT)
    assert caught.value.obstacle is Obstacle.REMEDY_OPEN
    other = owed(cast)
    number = complaint.remedies.get(state="due").pk
    with pytest.raises(NotNow):
        drop_remedy(cast.actor("lead"), other, remedy=number, given=DropGiven(**WISH), now=NEXT)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    amount=st.sampled_from([None, 1, 30_000, 30_001, 500_001]),
    by=st.sampled_from(["handler", "colleague", "lead"]),
    reason=st.sampled_from(list(DropReason)),
)
def test_money_nobody_waived_is_only_dropped_by_another_with_the_authority(
    cast: Cast, amount: int | None, by: str, reason: DropReason
) -> None:
    complaint = owed(cast)
    complaint.remedies.update(amount=amount)
    waived = reason in (DropReason.DECLINED, DropReason.EXCHANGED)
    limit = 500_000 if by == "lead" else 30_000
    allowed = waived or not amount or (amount <= limit and by != "handler")
    values = {"reason": reason.value, "words": "理由", "how": "電話で" if waived else ""}
    told = None
    try:
        drop(cast, complaint, by, **values, instead=gift() if reason is DropReason.EXCHANGED else None)
    except NotNow as refused:
        told = refused.obstacle
    assert (told is None) is allowed
    assert told in (None, Obstacle.ANOTHER_DROPS, Obstacle.DROP_OVER_LIMIT)
    states = set(complaint.remedies.filter(written_at__lt=NEXT).values_list("state", flat=True))
    assert states == {RemedyState.DROPPED.value if allowed else RemedyState.DUE.value}
