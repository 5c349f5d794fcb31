"""What somebody does not see is in no hit, no count, no page and no excerpt; the rule in SQL is that of visible_to."""

from __future__ import annotations

import pytest
from django.db import connection

from kikitori.casework.assess import assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.intake import PersonGiven
from kikitori.insight.search.find import NOTHING, search
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

ROLES = ("handler", "colleague", "lead", "administrator", "auditor")


def restricted(cast: Cast, to: str | None, story: str = "極秘の皿です。") -> Complaint:
    complaint = makers.acknowledged(
        cast, story=story, complainant=PersonGiven(name="隠田 まもる", kana="カクシダ マモル")
    )
    lead = cast.actor("lead")
    assess_complaint(
        lead,
        complaint,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        confidentiality="restricted",
        now=FRIDAY,
    )
    if to:
        assign_complaint(lead, complaint, to=getattr(cast, to), now=FRIDAY)
    return complaint


@pytest.fixture
def world(cast: Cast) -> list[Complaint]:
    """Ordinary ones and restricted ones, in everybody's hands and in nobody's."""
    made = [
        makers.received(cast, story="普通の皿です。").complaint,
        makers.investigated(cast, story="調査中の皿です。"),
    ]
    made += [restricted(cast, to) for to in (None, "handler", "colleague", "lead")]
    keep_up(100)
    return made


def actors(cast: Cast, world: list[Complaint]) -> list[Actor]:
    return [*map(cast.actor, ROLES), Actor.system("test")]


def test_everybody_finds_exactly_what_they_see(cast: Cast, world: list[Complaint]) -> None:
    for actor in actors(cast, world):
        found = search(actor, "皿")
        seen = set(visible_to(actor))
        assert {hit.complaint for hit in found.hits} == seen, actor
        assert found.total == len(seen), actor
    assert search(cast.actor("handler"), "皿").total == 3
    assert search(cast.actor("administrator"), "皿") == NOTHING


@pytest.mark.parametrize("words", ["極秘", "隠田", "かくしだ", "kakushida", "秘"])
def test_hidden_complaint_shows_in_no_way(cast: Cast, words: str) -> None:
    hidden = restricted(cast, "lead")
    keep_up(100)
    for asked in (words, hidden.reference, hidden.receipt.locator):
        assert search(cast.actor("handler"), asked) == NOTHING
        assert [hit.complaint for hit in search(cast.actor("auditor"), asked).hits] == [hidden]


def test_pages_have_no_holes_where_hidden_ones_are(cast: Cast) -> None:
    for number in range(8):
        if number % 2:
            makers.received(cast, story="普通の皿です。")
        else:
            restricted(cast, None)
    keep_up(100)
    page = search(cast.actor("handler"), "皿", size=3)
    assert (len(page.hits), page.total) == (3, 4)
    rest = search(cast.actor("handler"), "皿", size=3, after=page.onward)
    assert (len(rest.hits), rest.onward) == (1, None)


def test_complaint_is_hidden_from_the_moment_it_is_restricted(cast: Cast) -> None:
    """Sight is asked of the complaint itself; what the documents say may be seconds old."""
    complaint = makers.acknowledged(cast, story="あとで極秘になる皿です。")
    keep_up(100)
    assert search(cast.actor("handler"), "皿").total == 1
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    assert search(cast.actor("handler"), "皿") == NOTHING


def test_who_may_not_read_notes_finds_nothing(cast: Cast) -> None:
    """Else the holder of a slip could learn from hits what stands in internal notes."""
    complaint = makers.received(cast, story="皿です。").complaint
    keep_up(100)
    assert search(makers.complainant_of(complaint), "皿") == NOTHING
    assert search(Actor.newcomer(), "皿") == NOTHING


def test_documents_are_searched_as_their_owner_and_by_nobody_else(cast: Cast) -> None:
    """So that under row-level security the index is still used (`@@` is not leakproof)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select prosecdef, array_to_string(proconfig, ' '), proowner::regrole::text, proacl::text"
            " from pg_proc where proname = 'insight_found'"
        )
        definer, config, owner, acl = cursor.fetchone()
    assert definer
    assert "search_path=pg_catalog, public, pg_temp" in config
    assert owner not in ("kikitori_web", "kikitori_worker")
    granted = {entry.partition("=")[0] for entry in acl.strip("{}").split(",")}
    assert granted == {owner, "kikitori_web", "kikitori_worker"}
