"""Files of ours below the text they lie with, each with what it is and what is to be known of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString

from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.look.markup import NOTHING, filled, joined
from kikitori.interfaces.look.tags.signs import icon

_FILE: Final = '<li>{} {} <span class="quiet">{} · <span class="nowrap">{}</span></span>{}</li>'


def drawn_files(files: Iterable[Enclosed]) -> SafeString:
    """A list of them; nothing where there are none."""
    rows = joined(map(_file, files))
    return filled('<ul class="list small">{}</ul>', rows) if rows else NOTHING


def _file(file: Enclosed) -> SafeString:
    name = filled("<bdi>{}</bdi>", file.name)
    linked = filled('<a href="{}">{}</a>', file.address, name) if file.address else name
    scan = filled(_badge(late=file.has_virus), icon("shield"), file.scan_word) if file.scan_word else NOTHING
    return filled(_FILE, icon("attach"), linked, file.kind, filesizeformat(file.row.size), scan)


def _badge(*, late: bool) -> str:
    return f' <span class="badge badge--{"late" if late else "soon"}">{{}}{{}}</span>'
