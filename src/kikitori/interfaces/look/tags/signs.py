"""Signs with fixed meanings: icons, initials, and the bands that say who will see a text."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Final

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.look import words
from kikitori.interfaces.look.markup import filled
from kikitori.interfaces.look.tags.times import stamp

register = template.Library()

_SPRITE: Final = "look/icons.svg"
#: Kind of band → its icon, its standard word, its colour in the stylesheet.
BANDS: Final = {
    "public": ("send", _("To the complainant"), "public"),
    "internal": ("note", _("Internal"), "internal"),
    "panel": ("panel", _("Panel"), "panel"),
    "respondent": ("people", _("To the respondent"), "panel"),
    "from": ("message", _("From the complainant"), "from"),
}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """`{% icon "lock" %}`: decoration, silent to screen readers; with `label` it is an image of that name."""
    if not label:
        return _silent_icon(name, css)
    return filled(
        '<svg class="{}" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
        f"icon {css}".strip(),
        label,
        f"{static(_SPRITE)}#{name}",
    )


@cache
def _silent_icon(name: str, css: str) -> SafeString:
    """Drawn once for as long as the process lives: a list shows hundreds of them, of few kinds, all named by us."""
    return filled(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        f"icon {css}".strip(),
        f"{static(_SPRITE)}#{name}",
    )


@register.simple_tag
def avatar(name: str, css: str = "") -> SafeString:
    """`{% avatar staff.name %}`: a circle with initials; decoration beside the written name."""
    classes = f"avatar {css}".strip()
    return filled('<span class="{}" aria-hidden="true">{}</span>', classes, words.initials(name))


@register.simple_block_tag
def band(content: str, kind: str, to: str = "", word: str = "") -> SafeString:
    """`{% band "public" to="…" %}…{% endband %}`: who will see this, in colour, icon and word.

    `kind`: public · internal · panel · respondent · from (what the complainant said). `to` names the recipients;
    `word` replaces the standard word. An unknown kind raises KeyError rather than hiding who sees the text.
    """
    mark, standard, colour = BANDS[kind]
    return filled(
        '<div class="band band--{}"><p class="band__head"><span class="band__word">{}{}</span>{}</p>{}</div>',
        colour,
        icon(mark),
        word or standard,
        filled('<span class="band__to">{}</span>', to) if to else "",
        content,
    )


@register.simple_block_tag(takes_context=True)
def entry(
    context: Context,
    content: str,
    at: datetime,
    mark: str = "dot",
    *,
    who: str = "",
    what: str = "",
    step: bool = False,
) -> SafeString:
    """`{% entry at mark="phone" who="…" what="…" %}…{% endentry %}`: one line of a `<ol class="timeline">`.

    `step` makes it small, for what the house did rather than what somebody said.
    """
    return filled(
        '<li class="entry{}"><span class="entry__mark">{}</span><div class="entry__head">{}{}{}</div>{}</li>',
        " entry--step" if step else "",
        icon(mark),
        stamp(context, at),
        filled('<span class="entry__who">{}</span>', who) if who else "",
        filled("<span>{}</span>", what) if what else "",
        content,
    )
