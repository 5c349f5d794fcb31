"""Look 見た目: the name, the logo and the colour in which an organisation shows itself. Each change is kept.

A logo is painted anew before anything is kept of it (foundation/paper/pictures.py), so it can be looked at first; what
nobody keeps is forgotten after a day, what was shown once stays for the letters that have it in their head. Any colour
can be chosen: pages make readable shades of it (ADR 0030).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.foundation.contrast import Colour
from kikitori.foundation.paper.pictures import NotDrawn, redrawn
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.logos import HIGHEST, WIDEST, Logo
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting

#: Bytes of a file that is read as a logo.
LARGEST_LOGO = 5_000_000
_LONGEST_NAME = 200
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class LookGiven:
    """How it is to look. `accent`: as people write a colour, or empty; `logo`: the digest of one kept, or empty."""

    name_ja: str = ""
    name_en: str = ""
    accent: str = ""
    logo: str = ""


def look_of(organisation: Organisation) -> LookGiven:
    """As it is now."""
    return LookGiven(
        name_ja=organisation.name_ja,
        name_en=organisation.name_en,
        accent=organisation.accent,
        logo=organisation.logo.digest if organisation.logo else "",
    )


def keep_logo(actor: Actor, content: bytes, *, now: datetime) -> Logo:
    """Paint this picture anew and keep it to be looked at; the same picture twice is one.

    Raises Refused; Invalid: `logo` TOO_LONG, or NOT_STORABLE where it is no PNG, JPEG or WebP that can be drawn.
    """
    _require(actor)
    if len(content) > LARGEST_LOGO:
        raise Invalid({"logo": Problem.TOO_LONG})
    try:
        drawn = redrawn(content, width=WIDEST, height=HIGHEST)
    except NotDrawn as trouble:
        raise Invalid({"logo": Problem.NOT_STORABLE}) from trouble
    with transaction.atomic():
        wait_for_turn(Setting.LOOK.value)
        in_use = Organisation.objects.filter(logo__isnull=False).values("logo")
        Logo.objects.filter(added_at__lt=now - _FORGOTTEN, was_shown=False).exclude(pk__in=in_use).delete()
        size = drawn.size
        values = {"content": drawn.content, "width": size.width, "height": size.height, "added_at": now}
        digest = hashlib.sha256(drawn.content).hexdigest()
        return Logo.objects.get_or_create(digest=digest, defaults=values)[0]


def checked_look(given: LookGiven) -> LookGiven:
    """These values as they would be kept: names trimmed, the colour as `#rrggbb`. One query where there is a logo.

    Raises Invalid: `name_ja` MISSING without a name, `accent` UNKNOWN_WORD for what is no colour, `logo` MISSING for
    one that is not kept (any more).
    """
    check = Checked()
    names = {
        field: check.line(field, getattr(given, field), longest=_LONGEST_NAME)
        for field in ("name_ja", "name_en")
    }
    if not any(names.values()):
        check.problems.setdefault("name_ja", Problem.MISSING)
    accent = _accent(check, given.accent)
    if given.logo and _logo(given.logo) is None:
        check.problems["logo"] = Problem.MISSING
    check.done()
    return LookGiven(**names, accent=accent, logo=given.logo)


def set_look(actor: Actor, given: LookGiven, *, seen: int, now: datetime) -> bool:
    """Show the organisation so from now on; False where it looks so already. `seen`: settings_kept.newest_change.

    Raises Refused; Invalid, as checked_look does; NotNow (SET_MEANWHILE).
    """
    _require(actor)
    with transaction.atomic():
        wait_for_turn(Setting.LOOK.value)
        if newest_change(Setting.LOOK) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        look = checked_look(given)
        own = the_organisation()
        before = _as_kept(look_of(own))
        Logo.objects.filter(digest__in=(look_of(own).logo, look.logo)).update(was_shown=True)
        own.name_ja, own.name_en, own.accent = look.name_ja, look.name_en, look.accent
        own.logo = _logo(look.logo)
        is_new = not Organisation.objects.filter(pk=own.pk).exists()
        own.save(update_fields=None if is_new else ["name_ja", "name_en", "accent", "logo"])
        return note_change(actor, Setting.LOOK, before, _as_kept(look_of(own)), now) is not None


def _logo(digest: str) -> Logo | None:
    return Logo.objects.defer("content").filter(digest=digest).first() if digest else None


def _accent(check: Checked, written: str) -> str:
    if not written.strip():
        return ""
    try:
        return str(Colour.of(written))
    except ValueError:
        check.problems["accent"] = Problem.UNKNOWN_WORD
        return ""


def _as_kept(look: LookGiven) -> dict[str, object]:
    return {"name_ja": look.name_ja, "name_en": look.name_en, "accent": look.accent, "logo": look.logo[:12]}


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_PORTAL)
    if not decision.allowed:
        raise Refused(decision)
