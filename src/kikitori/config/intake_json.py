"""A complaint as a JSON document, read into the values the verb takes. Its form: `kikitori receive --help`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.foundation.language.bilingual import Bilingual

_FIELDS: dict[str, type] = {
    "channel": str,
    "kind": str,
    "language": str,
    "received_at": str,
    "known_at": str,
    "story": str,
    "desired_outcome": str,
    "title": str,
    "subject": str,
    "anonymous": bool,
    "accommodation": str,
    "complainant": dict,
    "representative": dict,
    "safety": dict,
}
_PERSON_FIELDS: dict[str, type] = {
    "name": str,
    "kana": str,
    "kind": str,
    "customer_type": str,
    "authority": str,
    "contact_points": list,
}
_CONTACT_FIELDS: dict[str, type] = {"kind": str, "value": str, "note": str}
_TEXT = Bilingual(ja="文字列で書いてください", en="must be a string")
_MUST_BE = {
    str: _TEXT,
    bool: Bilingual(ja="true か false で書いてください", en="must be true or false"),
    dict: Bilingual(ja="オブジェクト（{…}）で書いてください", en="must be an object"),
    list: Bilingual(ja="リスト（[…]）で書いてください", en="must be a list"),
}
_MOMENT = Bilingual(
    ja="2026-11-20T16:40:00+09:00 のような日時で書いてください",
    en="must be a moment such as 2026-11-20T16:40:00+09:00",
)
_ANSWERS = Bilingual(
    ja='質問ごとに "yes"、"no"、"unknown" のどれかで答えてください',
    en='must hold "yes", "no" or "unknown" for each question',
)


class BadDocument(ValueError):
    """The document does not have the form expected. `place`: path of the field; `fault`: what is wrong there."""

    def __init__(self, place: str, fault: Bilingual) -> None:
        super().__init__(f"{place} {fault.en}")
        self.place = place
        self.fault = fault


def read_intake(document: object, now: datetime, zone: ZoneInfo) -> Intake:
    """Read one document. A moment without an offset is local time of `zone`; without `received_at` it is now.

    Raises BadDocument for a wrong form; whether the values can be taken is the verb's judgement.
    """
    given = _table(document, "", _FIELDS)
    if "story" not in given:
        raise BadDocument("story", _TEXT)
    if "channel" not in given:
        raise BadDocument("channel", _TEXT)
    values: dict[str, Any] = {name: value for name, value in given.items() if isinstance(value, str | bool)}
    values["received_at"] = _moment(given, "received_at", zone) or now
    values["known_at"] = _moment(given, "known_at", zone)
    for role in ("complainant", "representative"):
        values[role] = _person(given[role], role) if role in given else None
    safety = given.get("safety", {})
    if not all(isinstance(answer, str) for answer in safety.values()):
        raise BadDocument("safety", _ANSWERS)
    return Intake(**{**values, "safety": safety})


def _table(document: object, place: str, fields: dict[str, type]) -> dict[str, Any]:
    """An object with these fields; null counts as absent."""
    if not isinstance(document, dict):
        raise BadDocument(place or "JSON", _MUST_BE[dict])
    present = {name: value for name, value in document.items() if value is not None}
    for name, value in present.items():
        path = f"{place}.{name}" if place else name
        if name not in fields:
            raise BadDocument(path, _unknown(fields))
        if not isinstance(value, fields[name]):
            raise BadDocument(path, _MUST_BE[fields[name]])
    return present


def _unknown(fields: dict[str, type]) -> Bilingual:
    known = ", ".join(fields)
    return Bilingual(
        ja=f"という項目はありません。使える項目: {known}", en=f"is no field here; known are {known}"
    )


def _moment(given: dict[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
    if name not in given:
        return None
    try:
        moment = datetime.fromisoformat(given[name])
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except ValueError as bad:
        raise BadDocument(name, _MOMENT) from bad


def _person(document: object, place: str) -> PersonGiven:
    given = _table(document, place, _PERSON_FIELDS)
    points = [
        ContactGiven(**_table(point, f"{place}.contact_points.{n}", _CONTACT_FIELDS))
        for n, point in enumerate(given.pop("contact_points", []))
        if _has_kind(point, f"{place}.contact_points.{n}")
    ]
    return PersonGiven(**given, contact_points=tuple(points))


def _has_kind(point: object, place: str) -> bool:
    table = _table(point, place, _CONTACT_FIELDS)
    for needed in ("kind", "value"):
        if needed not in table:
            raise BadDocument(f"{place}.{needed}", _TEXT)
    return True
