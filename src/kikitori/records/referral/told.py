"""What the complainant reads of a referral, in letters and on their page, in the language that is in force.

Dates come as words: `say` turns a stored moment or day into those of the reader.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kikitori.records.referral.models import Body
from kikitori.records.referral.terms import ReferralOutcome, SharedKind

#: What came of it, as a sentence to the complainant.
CAME_OF_IT = {
    ReferralOutcome.ADVISED: gettext_lazy("They told us what they know. We go on with it."),
    ReferralOutcome.CONFIRMED: gettext_lazy("They came to the same result as we did."),
    ReferralOutcome.OVERTURNED: gettext_lazy("They decided otherwise than we had."),
    ReferralOutcome.PARTLY: gettext_lazy("They decided otherwise than we had on a part of it."),
    ReferralOutcome.SETTLED: gettext_lazy("It was settled there by agreement."),
    ReferralOutcome.NOT_ADMITTED: gettext_lazy("They do not deal with this matter."),
    ReferralOutcome.WITHDRAWN: gettext_lazy("It was taken back there."),
    ReferralOutcome.NO_ANSWER: gettext_lazy("We have not had an answer from them."),
}
_CALLED = {
    SharedKind.SUMMARY.value: gettext_lazy("Our summary"),
    SharedKind.WISH.value: gettext_lazy("What you would like"),
    SharedKind.STORY.value: gettext_lazy("What you told us at the beginning, in your words"),
    SharedKind.NAME.value: gettext_lazy("Your name"),
    SharedKind.CONTACT.value: gettext_lazy("How to reach you"),
}
#: Long texts are named, not repeated, in letters: they stand on the page of the complaint.
_IN_FULL = frozenset(
    {SharedKind.SUMMARY.value, SharedKind.POINT.value, SharedKind.NAME.value, SharedKind.CONTACT.value}
)
Item = Mapping[str, Any]


def item_name(item: Item, say: Callable[[str], str]) -> str:
    """What one thing that was passed on is called."""
    kind = item["kind"]
    if kind == SharedKind.POINT.value:
        return _("Point %(number)s") % {"number": item["number"]}
    if kind == SharedKind.WORD.value:
        words = _("What we wrote to you on %(day)s") if item["ours"] else _("What you wrote to us on %(day)s")
        return words % {"day": say(item["at"])}
    if kind == SharedKind.FILE.value:
        return _("The file “%(name)s”") % {"name": item["name"]}
    return str(_CALLED[kind])


def item_line(item: Item, say: Callable[[str], str]) -> str:
    """The same with its text, where that is short enough for a letter."""
    name = item_name(item, say)
    if item["kind"] in _IN_FULL:
        return _("%(what)s: %(text)s") % {"what": name, "text": item["text"]}
    return name


def body_lines(body: Body, language: str) -> list[str]:
    """Who they are, how to reach them, and under which conditions: a line each, the name first.

    Of those in our own house the name alone, and what they deal with: the complainant speaks with us.
    """
    scope = (_("What they deal with: %(scope)s"), "scope", body.scope_in(language))
    outside = [
        (_("Phone %(phone)s"), "phone", body.phone),
        (_("Address %(address)s"), "address", " ".join(body.address.split())),
        (_("Site %(url)s"), "url", body.url),
        scope,
        (_("Conditions: %(limits)s"), "limits", body.limits_in(language)),
    ]
    facts = [scope] if body.is_inside else outside
    lines = [body.name_in(language), *(words % {key: value} for words, key, value in facts if value)]
    if body.turn_days and not body.is_inside:
        lines.append(turn_by(body.turn_days))
    return lines


def turn_by(days: int) -> str:
    """Within how many days the person has to turn there."""
    return ngettext(
        "Please turn to them within %(n)s day after our letter.",
        "Please turn to them within %(n)s days after our letter.",
        days,
    ) % {"n": days}
