"""Accounts as the record of changes holds them, in lines for a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.leaving.holding_words import HOLDING
from kikitori.interfaces.desk.settings.told_change import Told
from kikitori.records.people.labels import ROLE
from kikitori.records.people.terms import Role
from kikitori.records.together.terms import Holding


class Names(Protocol):
    """Names by number."""

    @property
    def staff(self) -> Mapping[int, str]:
        """Everybody who is or was here."""

    @property
    def teams(self) -> Mapping[int, str]:
        """Every team."""


def account_told(before: Any, after: Any, named: Names) -> Told:
    """One change of an account."""
    values = {"name": named.staff.get(after["staff"], "")}
    url = reverse("desk:staff_member", args=[after["staff"]])
    if "left" in after:
        left = [f"{HOLDING[Holding(kind)]}: {number}" for kind, number in after["left"].items()]
        return Told(_("Account of %(name)s closed") % values, after=left)
    if "link" in after:
        return Told(_("Link for a password of %(name)s made") % values, url=url)
    if "password" in after:
        return Told(_("%(name)s has chosen a password") % values, url=url)
    if "login" not in after:
        was, now = ([kept["email"] or _("none")] for kept in (before, after))
        return Told(_("E-mail address of %(name)s set") % values, was, now, url=url)
    lines = dict(_lines(after, named))
    if not before:
        return Told(_("Account of %(name)s added") % values, after=list(lines.values()), url=url)
    earlier = dict(_lines(before, named))
    changed = [part for part in lines if lines[part] != earlier[part]]
    was, now = ([each[part] for part in changed] for each in (earlier, lines))
    return Told(_("Account of %(name)s changed") % values, was, now, url=url)


def _lines(kept: Any, named: Names) -> Iterator[tuple[str, str]]:
    yield "login", _("Sign-in name: %(words)s") % {"words": kept["login"]}
    kana = kept["name_kana"]
    yield "name", _("Name: %(words)s") % {"words": f"{kept['name']} ({kana})" if kana else kept["name"]}
    yield "role", _("Role: %(words)s") % {"words": ROLE[Role(kept["role"])]}
    yield "team", _("Team: %(words)s") % {"words": named.teams.get(kept["team"], "") or _("none")}
    yield "language", _("Language: %(words)s") % {"words": kept["language"]}
    yield "email", _("E-mail address: %(words)s") % {"words": kept["email"] or _("none")}
