"""A template, a signature, sentences of a letter, an entry of the wording list, as the record of changes holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kikitori.casework.templates import KEYS
from kikitori.interfaces.desk.complaint.choosing import words_of_key
from kikitori.interfaces.desk.settings.sentence_form import sentence_lines
from kikitori.records.letters.fixed_sentences import PLACES


def writing_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if "template" in kept:
        yield kept["template"]
        for key in KEYS:
            if kept["texts"].get(key):
                yield f"{words_of_key(key)}: {kept['texts'][key]}"
        if not kept["active"]:
            yield _("(cannot be chosen)")
    if "wording" in kept:
        yield " / ".join(kept["words"])
        yield kept["why"]
        if not kept["active"]:
            yield _("(not looked for)")
    for kind in PLACES:
        yield from sentence_lines(kind, kept.get(kind.value, {}))
    if "signature" in kept:
        yield from (text for text in (kept["text_ja"], kept["text_en"]) if text)
