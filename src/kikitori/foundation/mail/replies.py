"""The new words of a reply, apart from what is quoted and signed. Pure, total; the whole text is always kept beside it.

Line by line and without going back, so that no text takes long. Where it is in doubt the words stay: a quotation too much
is read over, a sentence lost is a complaint lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kikitori.foundation.mail.reply_words import (
    ATTRIBUTION_BEGINS,
    attributes_whole,
    introduces_what_is_marked,
    is_contact_line,
    is_divider,
    is_forward_mark,
    is_header_block,
    is_original_mark,
    is_own_mark,
    is_sent_from,
)

_QUOTED = re.compile(r"[ \t\u3000]*(?:[>＞]|[A-Za-z]{1,4}>(?=\s|>))")
_NESTED = re.compile(r"\s*>[ >]*>")
_FORWARD = re.compile(
    r"(?:\s*(?:re|aw|sv|返信)\s*[:：])*\s*(?:fwd?|fw|wg|tr|i|転送|rv|enc)\s*[:：]", re.IGNORECASE
)
_LONGEST = 500_000
_LONGEST_SIGNATURE = 16
_LONGEST_ATTRIBUTION = 4
#: No attribution is longer, and patterns need not look at more.
_LONGEST_LINE = 600


@dataclass(frozen=True, slots=True)
class Cut:
    """The new words, and the signature below them; either may be empty."""

    text: str
    signature: str = ""


def new_words(text: str, subject: str = "") -> Cut:
    """Of a reply what is new; of a forwarded mail everything, for that is what somebody wants us to read."""
    lines = [line.rstrip() for line in text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if _FORWARD.match(subject[:200]):
        return Cut("\n".join(_trimmed(lines)))
    kept = _without_quotes(lines)
    body, signature = _without_signature(kept)
    return Cut(_joined(body), _joined(signature))


def _without_quotes(lines: Sequence[str]) -> list[str]:
    marked = sum(1 for line in lines if _QUOTED.match(line))
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if is_own_mark(line):
            break
        if is_forward_mark(line):
            # Somebody writes above a mail they pass on: it belongs to what they want to say.
            kept.extend(lines[at:])
            return kept
        length = _introduces(lines, at)
        if length:
            following = _next_written(lines, at + length)
            if following is not None and _QUOTED.match(lines[following]):
                at = following
                continue
            if length > 0 and _ends_here(lines, at, length):
                break
        if _QUOTED.match(line) and (marked > 1 or _NESTED.match(line) or _quoted_before(lines, at)):
            at += 1
            continue
        if not line and kept and not kept[-1] and not lines[at - 1] == "":
            at += 1  # where a quotation was taken out, one blank line is enough
            continue
        kept.append(line)
        at += 1
    return kept


def _introduces(lines: Sequence[str], at: int) -> int:
    """How many lines from here introduce a quotation („On … wrote:“, „差出人: …“); 0 where they do not."""
    line = lines[at]
    if not line.strip() or len(line) > _LONGEST_LINE:
        return 0
    if is_original_mark(line) or is_header_block(lines, at) or attributes_whole(line):
        return 1
    if introduces_what_is_marked(line) and not _QUOTED.match(line):
        following = _next_written(lines, at + 1)
        if following is not None and _QUOTED.match(lines[following]):
            return 1
    if not ATTRIBUTION_BEGINS.match(line):
        return 0
    joined = line
    for more in range(1, _LONGEST_ATTRIBUTION):
        if at + more >= len(lines) or not lines[at + more].strip():
            return 0
        joined = f"{joined} {lines[at + more].strip()}"
        if attributes_whole(joined):
            return more + 1
    return 0


def _ends_here(lines: Sequence[str], at: int, length: int) -> bool:
    """Is everything below it the mail that was answered to, though it bears no marks?"""
    if is_original_mark(lines[at]) or is_header_block(lines, at):
        return True
    below = [line for line in lines[at + length :] if line.strip()]
    return not any(_QUOTED.match(line) for line in below) or not below


def _next_written(lines: Sequence[str], at: int) -> int | None:
    return next((number for number in range(at, len(lines)) if lines[number].strip()), None)


def _quoted_before(lines: Sequence[str], at: int) -> bool:
    """Is it a line introduced as quotation, though it is the only one?"""
    before = next((number for number in range(at - 1, -1, -1) if lines[number].strip()), None)
    if before is None:
        return False
    first = max(0, before - _LONGEST_ATTRIBUTION + 1)
    return any(begin + _introduces(lines, begin) == before + 1 for begin in range(first, before + 1))


def _without_signature(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Cut what stands at the end and says who somebody is, or which telephone they wrote with."""
    body = _trimmed(lines)
    signature: list[str] = []
    for number, line in enumerate(body):
        if line.rstrip() == "--" and len(body) - number <= _LONGEST_SIGNATURE and number > 0:
            signature = body[number:]
            body = body[:number]
            break
        if line.rstrip() == "--" and number == 0:
            return [], list(body)
    while body and is_sent_from(body[-1]):
        signature = [body[-1], *signature]
        body = _trimmed(body[:-1])
    box = _box(body)
    if box is not None:
        signature = [*body[box:], *signature]
        body = body[:box]
    while body and is_sent_from(_trimmed(body)[-1] if _trimmed(body) else ""):
        body = _trimmed(body)
        signature = [body[-1], *signature]
        body = body[:-1]
    return _trimmed(body), signature


def _box(lines: Sequence[str]) -> int | None:
    """Where a signature in a frame begins: a line of signs, and below it to the end how somebody can be reached."""
    first = max(0, len(lines) - _LONGEST_SIGNATURE)
    for number in range(first, len(lines)):
        if not is_divider(lines[number]):
            continue
        below = [line for line in lines[number + 1 :] if line.strip() and not is_divider(line)]
        reached = sum(1 for line in below if is_contact_line(line))
        if not below:
            return number if number > 0 and len(lines) - number == 1 else None
        if reached and max(map(len, below)) <= 90:
            return number
    return None


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    return kept


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(_trimmed(lines))
