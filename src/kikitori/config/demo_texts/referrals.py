"""To whom a demonstration house passes complaints on, and two that are with them; read from `referrals.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.nodes import Node

_PAIRS = ("name", "scope", "limits", "leaflet")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReferral:
    """Why it goes there, what they are told, and how the complainant agreed; empty within the house."""

    reason: str
    summary: str
    agreed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """Entries of the register as the verb takes them, and one referral of each side."""

    bodies: tuple[dict[str, Any], ...]
    inside: DemoReferral
    outside: DemoReferral


@lru_cache(maxsize=2)
def referral_facts(key: str) -> ReferralFacts:
    """Those of `shop` or `association`. Raises CorpusError with the place of the fault."""
    place = f"{key}/referrals.yaml"
    text = (files(__package__) / key / "referrals.yaml").read_text(encoding="utf-8")
    node = Node(place, yaml.safe_load(text))
    facts = ReferralFacts(
        bodies=tuple(_body(f"{place}, bodies", one) for one in node.take("bodies", list)),
        inside=_referral(f"{place}, inside", node.raw("inside")),
        outside=_referral(f"{place}, outside", node.raw("outside")),
    )
    node.done()
    return facts


def _body(place: str, content: object) -> dict[str, Any]:
    node = Node(place, content)
    values: dict[str, Any] = {"kind": node.take("kind", str)}
    for name in _PAIRS:
        match node.raw(name):
            case [str() as ja, str() as en]:
                values[f"{name}_ja"], values[f"{name}_en"] = ja, en
            case None:
                pass
            case _:
                raise CorpusError(place, f"“{name}” is said in Japanese and in English")
    for name in ("leaflet_easy", "address", "phone", "url", "contact"):
        values[name] = node.take(name, str, "")
    for name in ("answer_days", "turn_days"):
        values[name] = node.take(name, int, 0) or None
    values["in_letters"] = node.take("in_letters", bool, False)
    node.done()
    return values


def _referral(place: str, content: object) -> DemoReferral:
    node = Node(place, content)
    facts = DemoReferral(
        reason=node.take("reason", str),
        summary=node.take("summary", str),
        agreed=node.take("agreed", str, ""),
    )
    node.done()
    return facts
