"""Limits on money in lines for a reader, as the record of changes holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.look import words
from kikitori.records.people.labels import ROLE
from kikitori.records.people.terms import Role


def authority_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    tongue, currency = words.language(get_language()), kept["currency"]
    for role, most in kept["of_role"].items():
        said = {"role": ROLE[Role(role)], "money": words.money(most, tongue, currency)}
        yield _("%(role)s: up to %(money)s") % said
    if kept["four_eyes"] is None:
        yield _("Within their limit people grant alone")
    else:
        yield _("Above %(money)s two people grant") % {
            "money": words.money(kept["four_eyes"], tongue, currency)
        }
