"""Promises in our own words: kept and replaced by hand, and over when they are over."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.promise import (
    keep_promise,
    note_missed_promise,
    promise_by_hand,
    promise_call_back,
    replace_promise,
    set_aside_date,
)
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN

DAY = timedelta(days=1)
SWEPT = Actor.system("swept")


def by_hand(cast: Cast, complaint: Complaint, what: str = "写真をお返しします") -> Promise:
    return promise_by_hand(
        cast.actor("handler"), complaint, what=what, by=date(2026, 11, 27), now=FRIDAY + 4 * DAY
    )


@pytest.mark.parametrize("state", ["cancelled", "replaced", "kept"])
@pytest.mark.parametrize("verb", ["keep", "replace"])
def test_promise_that_is_over_is_neither_kept_nor_replaced(cast: Cast, state: str, verb: str) -> None:
    complaint = makers.investigated(cast)
    promise = by_hand(cast, complaint)
    Promise.objects.filter(pk=promise.pk).update(state=state)
    before = complaint.events.count()
    if_over = {
        "keep": partial(keep_promise, how="送りました。"),
        "replace": partial(replace_promise, to=date(2026, 12, 4), reason="遅れています。"),
    }
    given: dict[str, Any] = {"promise": promise, "now": FRIDAY + 5 * DAY}
    with pytest.raises(NotNow) as refused:
        if_over[verb](cast.actor("handler"), complaint, **given)
    assert refused.value.obstacle is Obstacle.PROMISE_NOT_OPEN
    promise.refresh_from_db()
    assert (promise.state, promise.kept_at) == (state, None)
    assert complaint.events.count() == before


def test_promise_replaced_once_is_not_replaced_again(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    first = by_hand(cast, complaint)
    given: dict[str, Any] = {"reason": "入荷が遅れています。", "now": FRIDAY + 5 * DAY}
    second = replace_promise(cast.actor("handler"), complaint, promise=first, to=date(2026, 12, 4), **given)
    with pytest.raises(NotNow):
        replace_promise(cast.actor("handler"), complaint, promise=first, to=date(2026, 12, 8), **given)
    third = replace_promise(cast.actor("handler"), complaint, promise=second, to=date(2026, 12, 8), **given)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.replaced_by, second.replaced_by, third.replaced_by) == (second, third, None)
    assert [one.note for one in (first, second, third)] == ["写真をお返しします"] * 3


@pytest.mark.parametrize("end", ["kept", "replaced"])
def test_promise_that_is_over_is_not_missed(cast: Cast, end: str) -> None:
    complaint = makers.investigated(cast)
    promise = by_hand(cast, complaint)
    if end == "kept":
        keep_promise(
            cast.actor("handler"), complaint, promise=promise, how="送りました。", now=FRIDAY + 5 * DAY
        )
    else:
        replace_promise(
            cast.actor("handler"), complaint, promise=promise, to=date(2026, 12, 4), reason="遅れ", now=FRIDAY + 5 * DAY
        )  # fmt: skip
    with pytest.raises(NotNow) as refused:
        note_missed_promise(SWEPT, promise, now=FRIDAY + 30 * DAY)
    assert refused.value.obstacle is Obstacle.PROMISE_NOT_OPEN


def test_missed_promise_is_noted_once(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    promise = by_hand(cast, complaint)
    late = promise.due_at + timedelta(seconds=1)
    assert note_missed_promise(SWEPT, promise, now=late)
    with pytest.raises(NotNow):
        note_missed_promise(SWEPT, promise, now=late)
    data = complaint.events.get(kind="promise_missed").data
    assert (data["promise"], data["kind"]) == (promise.pk, "other")


@pytest.mark.parametrize("how", ["", " \n", "あ" * 2001])
def test_keeping_needs_words_of_what_was_done(cast: Cast, how: str) -> None:
    complaint = makers.investigated(cast)
    promise = by_hand(cast, complaint)
    with pytest.raises(Invalid) as wrong:
        keep_promise(cast.actor("handler"), complaint, promise=promise, how=how, now=FRIDAY + 5 * DAY)
    assert set(wrong.value.problems) == {"how"}
    promise.refresh_from_db()
    assert promise.state == "open"


@pytest.mark.parametrize(
    ("to", "reason", "field"),
    [
        (date(2026, 12, 4), "", "reason"),
        (date(2026, 12, 4), "あ" * 2001, "reason"),
        (date(2026, 11, 20), "遅れ", "to"),
        (date(2199, 1, 1), "遅れ", "to"),
    ],
)
def test_other_date_needs_a_reason_and_a_day_to_come(cast: Cast, to: date, reason: str, field: str) -> None:
    complaint = makers.investigated(cast)
    promise = by_hand(cast, complaint)
    with pytest.raises(Invalid) as wrong:
        replace_promise(
            cast.actor("handler"), complaint, promise=promise, to=to, reason=reason, now=FRIDAY + 5 * DAY
        )
    assert set(wrong.value.problems) == {field}
    assert complaint.promises.filter(kind="other").count() == 1


def test_promise_of_a_moment_is_kept_to_the_second_and_not_beyond(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    at = datetime(2026, 11, 27, 15, 0, 0, 999_999, tzinfo=JAPAN)
    promise = promise_by_hand(
        cast.actor("handler"), complaint, what="お電話します", by=at, now=FRIDAY + 4 * DAY
    )
    assert promise.due_at == at.replace(microsecond=0)
    for seconds, late in ((0, False), (1, True)):
        with transaction.atomic():
            keep_promise(
                cast.actor("handler"), complaint, promise=promise, how="済み", now=promise.due_at + timedelta(seconds=seconds)
            )  # fmt: skip
            said = complaint.events.filter(kind="promise_kept").latest("pk").data["kept"]
            assert said[0]["late"] is late
            transaction.set_rollback(True)


def test_date_set_aside_of_another_complaint_is_refused(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    reply(cast.actor("handler"), other, body="金曜までにお返事します。", now=FRIDAY + 4 * DAY)
    entry = other.events.get(kind="replied")
    with pytest.raises(Invalid) as wrong:
        set_aside_date(cast.actor("handler"), complaint, told_in=entry.pk, now=FRIDAY + 5 * DAY)
    assert wrong.value.problems == {"told_in": Problem.UNKNOWN_WORD}


def test_call_that_is_promised_keeps_what_it_is_about(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    promise = promise_call_back(
        cast.actor("handler"), complaint, at=FRIDAY + 5 * DAY, now=FRIDAY + 4 * DAY, note="  部品の件 "
    )
    assert (promise.kind, promise.note, promise.rule) == ("call_back", "部品の件", "")
    with pytest.raises(Invalid) as wrong:
        promise_call_back(
            cast.actor("handler"), complaint, at=FRIDAY + 5 * DAY, now=FRIDAY + 4 * DAY, note="あ" * 301
        )
    assert set(wrong.value.problems) == {"note"}
