"""Files of ours below the text they lie with, each with what it is and what is to be known of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.look.markup import NOTHING, filled, joined
from kikitori.interfaces.look.tags.signs import icon
from kikitori.records.complaints.proof_of_receipt import digest_in_groups

_FILE: Final = '<li>{} {} <span class="quiet">{} · <span class="nowrap">{}</span></span>{}{}</li>'
_CUSTODY: Final = (
    '<details class="fold"><summary>{}<span class="hidden-words"> {}</span></summary>'
    '<p class="quiet">{}<br>SHA-256 <span class="number" translate="no">{}</span></p></details>'
)


def drawn_files(files: Iterable[Enclosed]) -> SafeString:
    """A list of them; nothing where there are none."""
    rows = joined(map(_file, files))
    return filled('<ul class="list small">{}</ul>', rows) if rows else NOTHING


def _file(file: Enclosed) -> SafeString:
    name = filled("<bdi>{}</bdi>", file.name)
    linked = filled('<a href="{}">{}</a>', file.address, name) if file.address else name
    scan = filled(_badge(late=file.has_virus), icon("shield"), file.scan_word) if file.scan_word else NOTHING
    size = filesizeformat(file.row.size)
    return filled(_FILE, icon("attach"), linked, file.kind, size, scan, _custody(file))


def _cautions(file: Enclosed) -> SafeString:
    """What to know before it is opened, or shown to anybody else."""
    return joined(filled(_badge(late=False), icon("warning"), each) for each in file.cautions)


def _custody(file: Enclosed) -> SafeString:
    """Since when it has been here, and the digest by which anybody can see that it has not been changed."""
    if not file.is_theirs:
        return NOTHING
    cautions = _cautions(file)
    since = _("Handed in by the complainant. Here since %(moment)s, unchanged.") % {"moment": file.kept_at}
    digest = digest_in_groups(file.row.digest)
    return cautions + filled(_CUSTODY, _("When it came, and its digest"), file.name, since, digest)


def _badge(*, late: bool) -> str:
    return f' <span class="badge badge--{"late" if late else "soon"}">{{}}{{}}</span>'
