"""What a report to an authority asks for, item by item, as data: which rule it answers, and how sure we are of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.deadlines.rules import Certainty

_FILE = Path(__file__).with_name("report_forms.yaml")


class ReportKind(StrEnum):
    """Which report to which law. A privacy breach has two."""

    PRODUCT_ACCIDENT = "product_accident"
    BREACH_PRELIMINARY = "breach_preliminary"
    BREACH_FINAL = "breach_final"


class ReportState(StrEnum):
    """`waiver_asked`: somebody has found that it need not be reported, and somebody else has to agree."""

    DRAFT = "draft"
    WAIVER_ASKED = "waiver_asked"
    REPORTED = "reported"
    WAIVED = "waived"


class Source(StrEnum):
    """What of a complaint an item begins with."""

    STORY = "story"
    POINTS = "points"
    DANGERS = "dangers"
    BRANCH = "branch"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a form."""

    id: str
    name: Bilingual
    certainty: Certainty
    source: Source | None


@dataclass(frozen=True, slots=True)
class ReportForm:
    """One form. `rules`: pack/rule, whose clock it meets, whatever the version."""

    kind: ReportKind
    rules: tuple[str, ...]
    items: tuple[Item, ...]

    def answers(self, rule: str) -> bool:
        """Is the rule pack/version/rule one that this report answers?"""
        pack, _, name = rule.partition("/")
        return f"{pack}/{name.partition('/')[2]}" in self.rules


@cache
def report_forms() -> Mapping[ReportKind, ReportForm]:
    """Every form there is. Raises ValueError, KeyError for data that says less than it must."""
    found = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {kind: _form(kind, found[kind.value]) for kind in ReportKind}


def form_for(rule: str) -> ReportForm | None:
    """The form that answers a clock's rule; None where it asks for no report."""
    return next((form for form in report_forms().values() if form.answers(rule)), None)


def _form(kind: ReportKind, given: Mapping[str, Any]) -> ReportForm:
    return ReportForm(kind, tuple(given["rules"]), tuple(_item(each) for each in given["items"]))


def _item(given: Mapping[str, Any]) -> Item:
    source = given.get("from")
    return Item(
        given["id"],
        Bilingual(**given["name"]),
        Certainty(given["certainty"]),
        Source(source) if source else None,
    )
