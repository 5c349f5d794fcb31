"""Agreement 合意: what was agreed, written down on the day it was agreed, and known again by its fingerprint. Pure.

The sheet holds values, never sentences, so that one agreement has one fingerprint in whatever language it is read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Protocol


class Offered(Protocol):
    """A round of proposals, as its row has it."""

    round: int
    text: str
    state: str
    offered_at: datetime
    answered_at: datetime | None


class Owed(Protocol):
    """A remedy, as its row has it."""

    kind: str
    text: str
    amount: int | None
    currency: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who agreed. `person`: the complainant, empty where they are anonymous. `speaker`: who said yes for them."""

    organisation_ja: str
    organisation_en: str
    person: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """How it was accepted. `noted`: staff wrote it down for them; `how`: by what road they were told."""

    at: datetime
    noted: bool = False
    how: str = ""
    words: str = ""


def sheet_of(
    *,
    reference: str,
    parties: Parties,
    accepted: Offered,
    remedies: Sequence[Owed],
    rounds: Sequence[Offered],
    yes: Yes,
    external: Mapping[str, str],
) -> dict[str, Any]:
    """What is kept of an agreement.

    `rounds`: all until then, this one among them. `external`: language → where else the person can turn.
    """
    return {
        "reference": reference,
        "parties": asdict(parties),
        "round": accepted.round,
        "text": accepted.text,
        "remedies": [
            {
                "kind": each.kind,
                "text": each.text,
                "amount": each.amount,
                "currency": each.currency,
                "due_on": each.due_on.isoformat(),
            }
            for each in remedies
        ],
        "rounds": [
            {
                "round": each.round,
                "state": each.state,
                "offered_at": _utc(each.offered_at),
                "answered_at": _utc(each.answered_at) if each.answered_at else "",
            }
            for each in rounds
        ],
        "yes": {"at": _utc(yes.at), "noted": yes.noted, "how": yes.how, "words": yes.words},
        "external": dict(external),
    }


def _utc(moment: datetime) -> str:
    """One moment is one text, in whatever zone it came."""
    return moment.astimezone(UTC).isoformat()


def fingerprint_of(sheet: Mapping[str, Any]) -> str:
    """SHA-256 over the sheet as JSON with sorted keys and no blanks, in hexadecimal; one agreement has one."""
    plain = json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()


def is_same(fingerprint: str, typed: str) -> bool:
    """Is this the fingerprint somebody reads off their paper? Blanks and the case of letters make no difference."""
    return "".join(typed.split()).casefold() == fingerprint
