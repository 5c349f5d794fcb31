"""Setting pages as PDF (typst): a template of ours, and values that never become markup.

    set_pages(template, {"letters": [...]}, at=…)          # bytes of a PDF that is read aloud well (PDF/UA-1)

Values reach the template as JSON and are set as plain strings. It can read nothing but its own folder, fetch nothing,
and has one typeface: that of the wheel, never what the machine happens to have. The same values at the same `at` give
the same bytes.
"""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from kikitori.foundation.paper.coverage import signs_of

logger = logging.getLogger(__name__)
#: One page at a time in a process: what typst keeps for the next one is shared, and a page takes milliseconds.
_TURN = Lock()


class NotSet(Exception):
    """The pages could not be set. Says nothing of what stood in them."""


def set_pages(template: Path, values: Mapping[str, Any], *, at: datetime) -> bytes:
    """The pages of `template` with these values; `at` is what the PDF says of when it was made. Raises NotSet.

    A document that cannot be made accessible (a shape of letters our typeface cannot form) is made all the same.
    """
    inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    with _TURN:
        for accessible in (True, False):
            try:
                return _compiled(template, inputs, at, accessible=accessible)
            except _trouble() as trouble:
                logger.warning(
                    "pages not set", extra={"why": type(trouble).__name__, "accessible": accessible}
                )
    raise NotSet


def _compiled(template: Path, inputs: dict[str, str], at: datetime, *, accessible: bool) -> bytes:
    import typst  # noqa: PLC0415 - 84 MB, and most processes never print a letter

    made = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_typeface(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["ua-1"] if accessible else [],
        timestamp=int(at.timestamp()),
        # No package is fetched, nor found: both folders are the template's own, which holds none.
        package_path=str(template.parent),
        package_cache_path=str(template.parent),
    )
    return bytes(made)


def _trouble() -> type[Exception]:
    import typst  # noqa: PLC0415 - as above

    return typst.TypstError


@cache
def _typeface() -> Any:
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_font_file().parent)]
    )


@cache
def printed_signs() -> frozenset[int]:
    """Code points that our typeface has."""
    return signs_of(_font_file().read_bytes())


def _font_file() -> Path:
    import pylopdf_fonts_jp  # noqa: PLC0415 - as above

    return pylopdf_fonts_jp.sans_path()
