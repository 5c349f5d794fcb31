"""The cast, and a search whose documents are in step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kikitori.insight.search.find import Filters, search
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.complaints.models import Complaint
from tests.cast import Cast, summon

FoundBy = Callable[..., list[Complaint]]


@pytest.fixture
def cast(db: None) -> Cast:
    """The staff of one organisation."""
    return summon()


@pytest.fixture
def found(cast: Cast) -> FoundBy:
    """`found("返金", "lead")`: what a member of the cast finds, after the documents have been brought into step."""

    def find(words: str, role: str = "handler", **filters: object) -> list[Complaint]:
        keep_up(1000)
        return [hit.complaint for hit in search(cast.actor(role), words, Filters(**filters)).hits]

    return find
