"""The look of an organisation as the record of changes holds it, in lines for a reader."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _


def look_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    yield from (kept[name] for name in ("name_ja", "name_en") if kept[name])
    yield _("Colour: %(colour)s") % {"colour": kept["accent"]} if kept["accent"] else _("Colour of Kikitori")
    yield _("With the logo %(mark)s") % {"mark": kept["logo"][:12]} if kept["logo"] else _("Without a logo")
