"""A change of an automation in words: its version, and whether it is on."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _


def automation_lines(kept: Any) -> Iterator[str]:
    """What stands of it in the record; nothing where there was none."""
    if kept:
        yield _("Version %(number)s") % {"number": kept["version"]}
        yield _("On") if kept["on"] else _("Off")
