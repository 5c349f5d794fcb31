"""The register of experts and bodies in lines for a reader: what the record of changes holds, and how they decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kikitori.records.access.visibility import visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.referral.labels import BODY_KIND
from kikitori.records.referral.models import Referral
from kikitori.records.referral.scores import Overturned, overturned
from kikitori.records.referral.terms import BodyKind

_TEXTS = (
    *("name_ja", "name_en", "scope_ja", "scope_en", "limits_ja", "limits_en"),
    *("address", "phone", "url", "contact", "leaflet_ja", "leaflet_en", "leaflet_easy"),
)


def body_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    yield str(BODY_KIND[BodyKind(kept["kind"])])
    yield from (kept[name] for name in _TEXTS if kept[name])
    if kept.get("leaflet"):
        yield _("Leaflet as a file: %(name)s, version %(version)s") % kept["leaflet"]
    if kept["answer_days"]:
        yield _("Days within which they answer: %(number)s") % {"number": kept["answer_days"]}
    if kept["turn_days"]:
        yield _("Days within which one turns to them: %(number)s") % {"number": kept["turn_days"]}
    if kept["in_letters"]:
        yield _("Named in letters that say where else to turn")
    if not kept["is_active"]:
        yield _("(out of use: cannot be chosen any more)")


def body_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done to an entry."""
    if not before:
        return _("“%(name)s” added to the register")
    if before["is_active"] and not after["is_active"]:
        return _("“%(name)s” taken out of use in the register")
    if after["is_active"] and not before["is_active"]:
        return _("“%(name)s” taken into use again in the register")
    return _("“%(name)s” changed in the register")


@dataclass(frozen=True, slots=True)
class Decided:
    """How bodies decided about us: each, by its number, with how often somebody went there; and all together."""

    of_body: Mapping[int, Overturned]
    went: Mapping[int, int]
    all: Overturned


def decided(actor: Actor) -> Decided:
    """Counted among complaints this reader sees (invariant 6). One query."""
    rows = (
        Referral.objects.filter(complaint__in=visible_to(actor))
        .order_by()
        .values_list("body_id", "outcome")
        .annotate(number=Count("pk"))
    )
    by_body: dict[int, dict[str, int]] = {}
    whole: dict[str, int] = {}
    for body, outcome, number in rows:
        by_body.setdefault(body, {})[outcome] = number
        whole[outcome] = whole.get(outcome, 0) + number
    return Decided(
        of_body={body: overturned(outcomes) for body, outcomes in by_body.items()},
        went={body: sum(outcomes.values()) for body, outcomes in by_body.items()},
        all=overturned(whole),
    )
