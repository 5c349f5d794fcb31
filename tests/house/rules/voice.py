"""How Kikitori never speaks to a person, whatever the page or letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.house.rules.source import Finding

#: The phrase, and why it hurts.
NEVER: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile("ご理解(?:のほど)?(?:を)?(?:ください|下さい|いただ|頂|賜|お?願)"),
        "asks the injured party for understanding",
    ),
    (re.compile("(?:お客様|申出者)都合"), "puts the cause on the person"),
    (re.compile("システム上[、]?(?:の都合|でき|対応)"), "hides behind a machine"),
    (re.compile("貴重なご意見"), "is what people are told before nothing happens"),
    (re.compile("善処|前向きに検討"), "promises nothing with many letters"),
    (re.compile("(?:近日中|追って|しばらく)(?:に)?(?:ご連絡|お待ち)"), "gives no date"),
    (re.compile(r"any inconvenience", re.IGNORECASE), "apologises for nothing in particular"),
    (re.compile(r"\b(?:valued customer|your call is important)\b", re.IGNORECASE), "is a recording"),
    (re.compile(r"\bin due course\b|\bas soon as possible\b|\bshortly\b", re.IGNORECASE), "gives no date"),
    (re.compile(r"\bunfortunately,? (?:we|our)\b", re.IGNORECASE), "regrets before it explains"),
)


def slips(path: str, text: str) -> Iterator[Finding]:
    """Phrases in a text for people that we promised never to use."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, why in NEVER:
            if match := pattern.search(line):
                yield Finding(path, number, f"“{match.group(0)}” {why}")
