"""Links between complaints: the same from either side, told by both, nothing of them for who does not see both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Unseen
from kikitori.casework.link import link_complaints, links_of, other_end, seen_others, unlink_complaints
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)


@pytest.fixture
def pair(cast: Cast) -> tuple[Complaint, Complaint]:
    return makers.acknowledged(cast), makers.acknowledged(cast)


def entries(complaint: Complaint) -> list[tuple[str, dict[str, object]]]:
    rows = Event.objects.filter(complaint=complaint, kind__in=("linked", "unlinked")).order_by("pk")
    return [(row.kind, row.data) for row in rows]


def test_link_is_found_from_both_and_told_by_both(cast: Cast, pair: tuple[Complaint, Complaint]) -> None:
    one, other = pair
    versions = [each.version for each in pair]
    link = link_complaints(
        cast.actor("handler"), one, to=other, kind="follows", reason="続きの申出", now=LATER
    )
    assert [list(links_of(each)) for each in pair] == [[link], [link]]
    assert [other_end(link, each) for each in pair] == [other, one]
    assert entries(one) == [("linked", {"to": other.pk, "kind": "follows", "reason": "続きの申出"})]
    assert entries(other) == [
        ("linked", {"to": one.pk, "kind": "follows", "back": True, "reason": "続きの申出"})
    ]
    assert (link.by, link.at) == (cast.handler, LATER)
    fresh = [Complaint.objects.get(pk=each.pk) for each in pair]
    assert [(each.state, each.version) for each in fresh] == [("acknowledged", n) for n in versions]


def test_taking_away_and_linking_again_undo_each_other(cast: Cast, pair: tuple[Complaint, Complaint]) -> None:
    one, other = pair
    handler = cast.actor("handler")
    for way in ((one, other), (other, one)):
        link = link_complaints(handler, way[0], to=way[1], kind="same_matter", now=LATER)
        with pytest.raises(NotNow) as twice:
            link_complaints(handler, way[1], to=way[0], kind="same_matter", now=LATER)
        assert twice.value.obstacle is Obstacle.LINKED_ALREADY
        unlink_complaints(handler, way[1], link=link.pk, now=LATER)
        with pytest.raises(NotNow) as gone:
            unlink_complaints(handler, way[0], link=link.pk, now=LATER)
        assert gone.value.obstacle is Obstacle.NOT_LINKED
    assert [kind for kind, _ in entries(one)] == ["linked", "unlinked"] * 2
    assert not Link.objects.exists()


def test_two_may_be_linked_in_several_ways_but_not_with_themselves(
    cast: Cast, pair: tuple[Complaint, Complaint]
) -> None:
    one, other = pair
    for kind in ("same_person", "caused_by"):
        link_complaints(cast.actor("handler"), one, to=other, kind=kind, now=LATER)
    assert [link.kind for link in links_of(other)] == ["same_person", "caused_by"]
    with pytest.raises(NotNow):
        link_complaints(cast.actor("handler"), one, to=one, kind="related", now=LATER)
    with pytest.raises(Invalid):
        link_complaints(cast.actor("handler"), one, to=other, kind="resembles", now=LATER)
    stranger = link_complaints(cast.actor("handler"), other, to=makers.received(cast).complaint,
                               kind="related", now=LATER)  # fmt: skip
    with pytest.raises(NotNow):
        unlink_complaints(cast.actor("handler"), one, link=stranger.pk, now=LATER)


def test_neither_end_may_be_hidden(cast: Cast, pair: tuple[Complaint, Complaint]) -> None:
    one, _other = pair
    hidden = restricted(cast)
    for ends in ((one, hidden), (hidden, one)):
        with pytest.raises(Unseen):
            link_complaints(cast.actor("handler"), ends[0], to=ends[1], kind="related", now=LATER)
    assert entries(one) == []
    link = link_complaints(cast.actor("lead"), one, to=hidden, kind="related", now=LATER)
    with pytest.raises(Unseen):
        unlink_complaints(cast.actor("handler"), one, link=link.pk, now=LATER)
    assert seen_others(cast.actor("handler"), [link], one) == {}
    assert seen_others(cast.actor("lead"), [link], one) == {link.pk: hidden}
    assert seen_others(cast.actor("lead"), [], one) == {}
