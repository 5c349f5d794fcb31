"""What was done has arrived: the holder says so with a link beside it, a button behind it, and nothing else."""

from __future__ import annotations

import re

import pytest

from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Visitor


def links(page: str) -> list[str]:
    """Where the links beside what was done lead; what was agreed also stands folded below the proposal."""
    return list(dict.fromkeys(re.findall(r'href="(/follow/arrived/\?remedy=\d+)"', page)))


def states(complaint: Complaint) -> list[str]:
    return list(complaint.remedies.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def done(cast: Cast) -> Complaint:
    """Everything that was agreed is carried out, and the complainant has not said a word yet."""
    return makers.confirming(cast)


def test_link_beside_what_was_done_and_one_button_are_enough(visitor: Visitor, done: Complaint) -> None:
    first = links(visitor.reads(done).html)[0]
    number = int(first.rpartition("=")[2])
    asked = visitor.go(first)
    assert asked.form("answer").value("remedy") == str(number)
    assert done.remedies.get(pk=number).state == "done", "a link alone says nothing"
    thanked = visitor.fill("answer")
    assert "お手元に届いたことを記録しました。" in thanked.main
    remedy = done.remedies.get(pk=number)
    assert (remedy.state, remedy.verified_by) == ("verified", None)


def test_what_has_arrived_is_told_so_and_not_asked_again(visitor: Visitor, done: Complaint) -> None:
    before = links(visitor.reads(done).html)
    visitor.go(before[0])
    page = visitor.fill("answer")
    assert links(page.html) == before[1:]
    assert "届いたとのご連絡をいただきました。" in page.main


def test_same_button_twice_says_it_once(visitor: Visitor, done: Complaint) -> None:
    first = links(visitor.reads(done).html)[0]
    for _press in range(2):
        visitor.go(first)
        assert "お手元に届いたことを記録しました。" in visitor.fill("answer").main
    assert done.events.filter(kind="remedy_verified").count() == 1


@pytest.mark.parametrize("remedy", ["", "0", "x", "-1", "9" * 30])
def test_what_is_not_theirs_does_not_arrive(visitor: Visitor, done: Complaint, remedy: str) -> None:
    visitor.enters(done)
    visitor.go(f"/follow/arrived/?remedy={remedy}")
    answered = visitor.fill("answer", remedy=remedy)
    assert answered.status in (409, 422)
    assert set(states(done)) == {"done"}


def test_remedy_of_another_complaint_does_not_arrive(visitor: Visitor, cast: Cast, done: Complaint) -> None:
    other = makers.confirming(cast)
    visitor.enters(done)
    visitor.go(f"/follow/arrived/?remedy={other.remedies.first().pk}")  # type: ignore[union-attr]
    assert visitor.fill("answer").status == 409
    assert set(states(other)) == {"done"}
