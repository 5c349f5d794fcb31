"""Names of attachments: cleaned for being shown and for being saved somewhere by whoever opens them. Pure, total.

Never used as a name in our own storage. What disguises a name (marks that turn its direction, invisible ones) goes.
"""

import re
import unicodedata

LONGEST = 1_000
_SEPARATORS = re.compile(r"[/\\\u2044\u2215\u29f8\uff0f\uff3c]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")


def clean_name(name: str) -> str:
    """One line without path, control or invisible characters, at most LONGEST long, its ending kept; may be empty."""
    plain = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp"))
    plain = _INVISIBLE.sub("", plain)
    if not plain.lower().startswith(("http:", "https:")):
        plain = _SEPARATORS.split(plain)[-1]
    plain = " ".join(plain.split()).strip("\"' ").rstrip(". ")
    if len(plain) <= LONGEST:
        return plain
    ending = _ENDING.search(plain)
    kept = ending.group() if ending else ""
    return plain[: LONGEST - len(kept) - 1] + "…" + kept
