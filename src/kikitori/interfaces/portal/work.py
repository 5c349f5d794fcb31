"""Work 計算: what a device does so that its owner need not wait when very many complaints come from their network.

Pure. A number is sought that makes the digest of a text of ours begin with so many zero bits: some seconds on a phone,
one digest to check here. It replaces a wait, never a person's judgement: nobody solves a puzzle (WCAG 2.2, 3.3.8), and
whoever has no scripts waits as before. It proves no humanity and needs not to; it makes floods cost something.
"""

from __future__ import annotations

import hashlib
import re

#: 65,536 digests on average: about a second on a desk, some seconds on an old phone. The page gives up after thirty.
BITS = 16
_ANSWER = re.compile(r"[0-9]{1,12}", re.ASCII)
_BITS_OF_A_DIGEST = 256


def is_done(challenge: str, answer: str, bits: int = BITS) -> bool:
    """Does this answer, a number as typed by a script, fit this challenge?"""
    if not _ANSWER.fullmatch(answer):
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest, "big") >> (_BITS_OF_A_DIGEST - bits) == 0
