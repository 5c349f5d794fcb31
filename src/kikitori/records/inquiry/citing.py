"""Evidence cited in reasons: „as E-2 shows“. Pure."""

import re
import unicodedata

#: Not part of a longer word or number: EE-1, E-12345678 and E-1-3 are names of other things.
_CITED = re.compile(r"(?<![0-9A-Za-z-])E-([1-9][0-9]{0,3})(?![0-9A-Za-z]|-[0-9A-Za-z])")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\uff0d", "-"))


def cited_in(text: str) -> set[int]:
    """The numbers of evidence a text names, whatever the width of its letters and the kind of its dash."""
    return {int(found) for found in _CITED.findall(_folded(text))}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
