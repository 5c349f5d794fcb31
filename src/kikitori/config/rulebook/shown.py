"""`kikitori rules show`: the packs of this site, as plain values for a script or in words."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kikitori.config.rulebook.files import shown
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from datetime import date

    from kikitori.records.deadlines.packs import Packs
    from kikitori.records.deadlines.rule_parts import Condition
    from kikitori.records.deadlines.rules import Pack, Rule


def run(arguments: argparse.Namespace) -> int:
    """Print the packs in use, one pack, or every version that is known."""
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        chosen = _chosen(arguments.pack, everything=arguments.all)
    if arguments.json:
        text = json.dumps(
            [pack_as_values(pack, in_use=used) for pack, used in chosen], ensure_ascii=False, indent=1
        )
    else:
        text = "\n\n".join("\n".join(_lines(pack, arguments.language, in_use=used)) for pack, used in chosen)
    sys.stdout.write(text + "\n")
    return 0


def _chosen(pack_id: str | None, *, everything: bool) -> list[tuple[Pack, bool]]:
    """Packs with whether they count what is received today. Raises Trouble for an unknown one."""
    from django.utils import timezone

    from kikitori.casework.house import House
    from kikitori.foundation.postgres.session import signed_transaction

    with signed_transaction("system:command_line", "command_line"):
        house = House()
        today = house.day_of(timezone.now())
        in_force = house.packs.in_force(today)
        if pack_id is None and not everything:
            return [(pack, True) for pack in in_force]
        ids = house.packs.ids if pack_id is None else (pack_id,)
        versions = [version for each in ids for version in house.packs.versions(each)]
        if not versions:
            raise unknown_pack(pack_id or "", house.packs)
        if not everything:
            versions = [newest_on(versions, today)]
        return [(version, version in in_force) for version in versions]


def newest_on(versions: list[Pack], day: date) -> Pack:
    """The newest version that is valid on `day`; the newest of all where none is."""
    return ([version for version in versions if version.is_valid_on(day)] or versions)[-1]


def unknown_pack(pack_id: str, packs: Packs) -> Trouble:
    """What to raise for a pack nobody knows: names those there are."""
    known = ", ".join(packs.ids)
    return Trouble(
        Bilingual(
            ja=f"規則集 {shown(pack_id)} はありません（あるもの: {known}）。",
            en=f"There is no rule pack {shown(pack_id)}; there are {known}.",
        )
    )


def pack_as_values(pack: Pack, *, in_use: bool) -> dict[str, Any]:
    """One version with all its rules, JSON-able; dates as YYYY-MM-DD."""
    return {
        "id": pack.id,
        "version": pack.version,
        "valid_from": pack.valid_from.isoformat(),
        "valid_to": _day(pack.valid_to),
        "role": pack.role.value,
        "title": _both(pack.title),
        "jurisdiction": pack.jurisdiction,
        "applies_if": _condition(pack.applies_if),
        "in_use": in_use,
        "rules": [_rule_as_values(rule) for rule in pack.rules],
    }


def _rule_as_values(rule: Rule) -> dict[str, Any]:
    extension = rule.extension
    return {
        "id": rule.id,
        "name": _both(rule.name),
        "kind": rule.kind,
        "audience": rule.audience.value,
        "trigger": rule.trigger.value,
        "begins": rule.begins.value,
        "quantity": rule.quantity,
        "unit": rule.unit.value,
        "direction": rule.direction.value,
        "calendar": rule.calendar,
        "first_day_counts": rule.first_day_counts,
        "roll": rule.roll.value,
        "outside_hours": rule.outside_hours.value,
        "pausable": rule.pausable,
        "warn_at": list(rule.warn_at),
        "applies_if": _condition(rule.applies_if),
        "extension": extension
        and {
            "quantity": extension.quantity,
            "times": extension.times,
            "notice_before_expiry": extension.notice_before_expiry,
            "reason_required": extension.reason_required,
        },
        "on_breach": {"level": rule.on_breach.level, "notice": rule.on_breach.notice},
        "met_by": list(rule.met_by),
        "starts_again_on": list(rule.starts_again_on),
        "letter_parts": list(rule.letter_parts),
        "source": {
            "title": rule.source.title,
            "clause": rule.source.clause,
            "url": rule.source.url,
            "seen_on": _day(rule.source.seen_on),
        },
        "certainty": rule.certainty.value,
    }


def _condition(condition: Condition) -> dict[str, list[str]]:
    return {asked: sorted(words) for asked, words in condition.wanted}


def _both(text: Bilingual | None) -> dict[str, str] | None:
    return {"ja": text.ja, "en": text.en} if text else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(pack: Pack, language: str, *, in_use: bool) -> Iterator[str]:
    from kikitori.config.rulebook.words import certainty_of, heading, name_of, source_of, span

    yield heading(pack, language, in_use=in_use)
    for rule in pack.rules:
        parts = (span(rule, language), source_of(rule.source), certainty_of(rule, language))
        yield f"  {rule.id}: {name_of(rule, language)} · " + " · ".join(parts)
