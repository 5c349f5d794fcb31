"""The repository speaks of the product alone: no machine it was made on, no registry, no word about its making.

Patterns are written so that they do not match themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.house.rules.source import Finding

MACHINE = "a path of one machine"
REGISTRY = "the address of a package registry: uv.lock alone names one"
MAKING = "speaks of how it was made, not of what it does"

HOME = re.compile(r"(?<![\w.~\-])/(?:hom[e]|User[s])/[a-z]\w*")
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w.~\-])/(?:wor[k]|roo[t]|tmp/k[k])/"), MACHINE),
    (HOME, MACHINE),
    (re.compile(r"[A-Z]:\\User[s]\\"), MACHINE),
    (
        re.compile(
            r"\b(?:py[p]i\.org|files\.pythonhoste[d]|registry\.npmj[s]|proxy\.golan[g]|index\.crate[s])",
            re.IGNORECASE,
        ),
        REGISTRY,
    ),
    (re.compile(r"--(?:extra-)?index-ur[l]|\bUV_(?:DEFAULT_)?INDE[X]|\bPIP_INDE[X]"), REGISTRY),
    (
        re.compile(
            r"\bClaud[e]\b|\bAnthropi[c]\b|\bOpenA[I]\b|\bChatGP[T]\b|\bCopilo[t]\b|\bCode[x]\b",
            re.IGNORECASE,
        ),
        MAKING,
    ),
    (
        re.compile(
            r"\b(?:AI|LLM)[- ](?:generate[d]|writte[n]|assistan[t])|\blanguage mode[l]\b", re.IGNORECASE
        ),
        MAKING,
    ),
    (re.compile(r"\bsub-?agen[t]s?\b|\bfounder-enginee[r]\b", re.IGNORECASE), MAKING),
    (re.compile(r"\bissue\s*#?\s?\d+\b(?<!issue)", re.IGNORECASE), MAKING),
    (re.compile(r"\bDESIG[N]\.md\b|\bcodebases\.m[d]\b|\becosystem\.m[d]\b|\bBRIE[F]\.md\b"), MAKING),
)
SPARED = frozenset({"uv.lock", "LICENSE"})


def mentions(path: str, text: str) -> Iterator[Finding]:
    """What a file says that it should not."""
    if path in SPARED:
        return
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, message in PATTERNS:
            if pattern is HOME and path.startswith("tests/"):
                continue  # a made-up home, to test how paths are treated
            if match := pattern.search(line):
                yield Finding(path, number, f"“{match.group(0)}”: {message}")
