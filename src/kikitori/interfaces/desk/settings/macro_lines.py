"""A macro as the record of changes holds it, in lines for a reader."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.macros.part_words import Names, part_told
from kikitori.records.together.parts import read_part


def macro_lines(
    kept: Mapping[str, Any],
    staff: Mapping[int, str],
    teams: Mapping[int, str],
    templates: Mapping[int, str],
) -> Iterator[str]:
    """Its names and its steps in order; none where there was nothing."""
    if not kept:
        return
    yield " / ".join(name for name in (kept["name_ja"], kept["name_en"]) if name)
    names = Names(staff, teams, templates)
    for number, part in enumerate(kept["parts"], start=1):
        yield f"{number}. {part_told(read_part(part), names)}"
    if not kept["active"]:
        yield _("(not offered)")
