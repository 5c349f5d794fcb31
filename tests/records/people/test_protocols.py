"""Protocols that come with Kikitori: one for each of the four types, in both languages, and none decides anything."""

import pytest

from kikitori.records.people.queries import protocols_of, shipped_protocol
from kikitori.records.people.terms import QueueHint

FOUR = ("assertive", "paying_support", "frequent", "silent")


@pytest.mark.parametrize("kind", FOUR)
def test_type_of_the_founding_articles_has_a_protocol_in_both_languages(kind: str) -> None:
    row = shipped_protocol(kind)
    assert row is not None
    assert all((row.text_ja, row.text_en, row.tone_ja, row.tone_en))
    assert row.queue_hint in set(QueueHint)
    assert row.version == 0
    assert len(row.text_ja) < 4000
    assert len(row.text_en) < 4000


def test_premium_protocol_says_that_findings_are_the_same_for_everybody() -> None:
    row = shipped_protocol("paying_support")
    assert row is not None
    assert "認定と救済の内容は、契約の有無で変わりません" in row.text_ja
    assert "Finding and remedy are the same" in row.text_en
    assert row.queue_hint == "vip"


@pytest.mark.django_db
def test_types_without_a_protocol_are_absent() -> None:
    assert set(protocols_of([*FOUR, "media"])) == set(FOUR)
    assert protocols_of([]) == {}
