"""Offers kept 保留中の案: what a verb was given, as values of JSON and back, until somebody has approved it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from kikitori.casework.decide import FindingGiven, RelatedGiven
from kikitori.casework.find_causes import CauseGiven
from kikitori.casework.granting import RemedyGiven


def to_keep(given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `propose_solution` or `decide_complaint`, as JSON can hold them."""
    return {name: _kept(value) for name, value in given.items()}


def _kept(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case RemedyGiven() | CauseGiven() | RelatedGiven():
            return {name: _kept(each) for name, each in asdict(value).items()}
        case FindingGiven():
            causes = None if value.causes is None else [_kept(each) for each in value.causes]
            return {"outcome": value.outcome, "reasons": value.reasons, "causes": causes}
        case Mapping():
            return {str(key): _kept(each) for key, each in value.items()}
        case list() | tuple():
            return [_kept(each) for each in value]
    return value


def read_kept(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What `to_keep` has made, as the verb takes it."""
    given = dict(kept)
    if "answer_by" in given:
        given["answer_by"] = _day(given["answer_by"])
    given["remedies"] = [_with_day(RemedyGiven, each, "due_on") for each in given.get("remedies", ())]
    if "findings" in given:
        given["findings"] = {int(number): _finding(each) for number, each in given["findings"].items()}
    if given.get("related") is not None:
        given["related"] = RelatedGiven(**given["related"])
    return given


def _finding(kept: Mapping[str, Any]) -> FindingGiven:
    causes = kept["causes"]
    return FindingGiven(
        outcome=kept["outcome"],
        reasons=kept["reasons"],
        causes=None if causes is None else [_with_day(CauseGiven, each, "until") for each in causes],
    )


def _with_day(made: Any, kept: Mapping[str, Any], field: str) -> Any:
    return made(**{**kept, field: _day(kept[field])})


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
