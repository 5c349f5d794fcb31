"""Officers for legal duties in lines for a reader, as the record of changes holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kikitori.records.deadlines.duties import Duty
from kikitori.records.deadlines.labels import DUTY


def officer_lines(kept: Mapping[str, Any], names: Mapping[int, str]) -> Iterator[str]:
    """One line for each duty that somebody is named for. `names`: of the staff, by number."""
    for duty in Duty:
        named = kept.get(duty.value)
        if not named:
            continue
        said = {
            "duty": DUTY[duty],
            "officer": names.get(named["officer"], ""),
            "deputy": names.get(named["deputy"] or 0, ""),
        }
        if said["deputy"]:
            yield _("%(duty)s: %(officer)s, deputy %(deputy)s") % said
        else:
            yield _("%(duty)s: %(officer)s, no deputy") % said
