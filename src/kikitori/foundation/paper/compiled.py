"""Compiling one template into the bytes of a PDF, by typst, in this process."""

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


def compile_pages(template: Path, inputs: Mapping[str, str], at: datetime) -> bytes:
    """The pages of `template`, which reads `inputs`. Raises NotSet.

    A document that cannot be made accessible (a shape of letters our typeface cannot form) is made all the same.
    """
    with _TURN:
        for accessible in (True, False):
            try:
                return _compiled(template, dict(inputs), at, accessible=accessible)
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
        font_paths=typeface(),
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
def typeface() -> Any:
    """Our one typeface, as typst takes it."""
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
