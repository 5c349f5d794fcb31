"""A protocol as the record of changes holds it, in lines for a reader."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kikitori.records.people.labels import QUEUE_HINT
from kikitori.records.people.terms import QueueHint


def protocol_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What it says in both languages, and where complaints are kept; none where there was no protocol."""
    if not kept:
        return
    hint = QueueHint(kept["queue_hint"])
    yield _("Queue: %(queue)s") % {"queue": QUEUE_HINT[hint]}
    for name in ("tone_ja", "text_ja", "tone_en", "text_en"):
        yield from (line for line in kept[name].splitlines() if line)
