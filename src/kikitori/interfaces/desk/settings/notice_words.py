"""The organisation's choices about notices as the record of changes holds them, in lines for a reader."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.together.choices import Choices, read_choices
from kikitori.records.together.labels import BY_MAIL, NOTICE_KIND, WHOSE
from kikitori.records.together.terms import NoticeKind


def notice_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What differs from what is usual; that it is as usual where nothing does."""
    if not kept:
        yield _("(as is usual)")
        return
    choices = read_choices(kept)
    for word, given in kept.get("kinds", {}).items():
        if word in set(NoticeKind):
            choice = choices.kinds[NoticeKind(word)]
            parts = {
                "desk": _("in the desk") if choice.desk else _("not in the desk"),
                "mail": _("by e-mail: %(when)s") % {"when": BY_MAIL[choice.mail]},
                "whose": WHOSE[choice.whose],
            }
            said = " / ".join(str(parts[name]) for name in parts if name in given)
            yield f"{NOTICE_KIND[NoticeKind(word)]}: {said}"
    yield from _hours(kept, choices)


def _hours(kept: Mapping[str, Any], choices: Choices) -> Iterator[str]:
    if "times" in kept:
        yield _("Digest at %(times)s") % {"times": listed([f"{each:%H:%M}" for each in choices.times])}
    if "quiet" in kept and choices.quiet:
        values = {"begins": f"{choices.quiet[0]:%H:%M}", "ends": f"{choices.quiet[1]:%H:%M}"}
        yield _("Quiet from %(begins)s to %(ends)s") % values
    elif "quiet" in kept:
        yield _("No quiet hours")
    if "working_days" in kept:
        yield _("On business days only") if choices.working_days else _("On every day")
    if "urgent_anytime" in kept:
        yield _("What cannot wait: at any time") if choices.urgent_anytime else _("Nothing at any time")
