"""The complainant's verdict: solved or not, a rating of one to five, or both; the newest is the last."""

from datetime import timedelta
from typing import Any

import pytest

from kikitori.records.voices.models import RATINGS, Verdict
from tests.makers import FRIDAY
from tests.records import rows

pytestmark = pytest.mark.django_db


def verdict(**changes: Any) -> Verdict:
    return Verdict.objects.create(
        **{"complaint": changes.pop("complaint", None) or rows.complaint(), "at": FRIDAY} | changes
    )


@pytest.mark.parametrize("rating", [None, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("solved", [None, True, False])
def test_verdict_may_say_either_or_both_and_comes_back_as_said(
    rating: int | None, solved: bool | None
) -> None:
    made = Verdict.objects.get(pk=verdict(rating=rating, solved=solved).pk)
    assert (made.rating, made.solved, made.comment, made.how) == (rating, solved, "", "")


@pytest.mark.parametrize("rating", [0, 6, 10, 32_767])
def test_rating_outside_one_to_five_is_refused(rating: int) -> None:
    with rows.must_refuse("verdict_rating_1_to_5"):
        verdict(rating=rating)


def test_rating_below_nothing_is_refused_too() -> None:
    with rows.must_refuse("check"):
        verdict(rating=-1)


def test_scale_is_one_badly_to_five_well() -> None:
    assert list(RATINGS) == [1, 2, 3, 4, 5]


def test_person_may_change_their_mind_and_both_words_stay() -> None:
    complaint = rows.complaint()
    no = verdict(complaint=complaint, solved=False, at=FRIDAY + timedelta(days=2))
    yes = verdict(complaint=complaint, solved=True, at=FRIDAY + timedelta(days=1))
    verdict(solved=False)
    assert list(complaint.verdicts.all()) == [no, yes], "in the order in which we heard them"


def test_unknown_is_neither_yes_nor_no() -> None:
    silent = verdict(rating=3)
    assert not Verdict.objects.filter(solved__in=(True, False)).exists()
    assert list(Verdict.objects.filter(solved__isnull=True)) == [silent]
    assert str(silent) == "None 3"


@pytest.mark.parametrize("comment", ["", "二度と行きません😡", "行\n行", "x" * 10_000])
def test_comment_is_kept_to_the_letter(comment: str) -> None:
    assert Verdict.objects.get(pk=verdict(comment=comment, solved=False).pk).comment == comment


def test_verdict_without_its_moment_or_its_complaint_is_none() -> None:
    with rows.must_refuse("at"):
        verdict(at=None)
    with rows.must_refuse("complaint"):
        Verdict.objects.create(at=FRIDAY, solved=True)


def test_how_it_reached_us_is_never_cut() -> None:
    assert verdict(how="電" * 200).how == "電" * 200
    with rows.must_not_fit():
        verdict(how="電" * 201)


def test_verdict_goes_with_its_complaint() -> None:
    verdict(solved=True).complaint.delete()
    assert not Verdict.objects.exists()
