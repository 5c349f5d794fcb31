"""The new words of a reply, apart from what is quoted and signed. Pure, total; the whole text is always kept beside it.

Line by line and without going back, so that no text takes long. Where it is in doubt the words stay: a quotation too
much is read over, a sentence lost is a complaint lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kikitori.foundation.mail.reply_words import (
    ATTRIBUTION_BEGINS,
    attributes_whole,
    introduces_what_is_marked,
    is_forward_mark,
    is_header_block,
    is_original_mark,
    is_own_mark,
    tells_moment,
)
from kikitori.foundation.mail.signature_words import is_contact_line, is_divider, is_name_line, is_sent_from

_QUOTED = re.compile(r"[ \t\u3000]*(?:[>＞]|[A-Za-z]{1,4}>(?=\s|>|\Z))")
_BARRED = re.compile(r"[ \t]*[|｜](?=\s|\Z)")
_NESTED = re.compile(r"\s*>[ >]*>")
_FORWARD = re.compile(
    r"(?:\s*(?:re|aw|sv|返信)\s*[:：])*\s*(?:fwd?|fw|wg|tr|i|転送|rv|enc)\s*[:：]", re.IGNORECASE
)
_LONGEST = 500_000
_LONGEST_SIGNATURE, _WIDEST_SIGNATURE = 16, 90
_LONGEST_ATTRIBUTION = 4
#: A name and its address, each in a line of its own with a blank one before it.
_LONGEST_SPREAD = 8
#: No attribution is longer or shorter, and no mail holds so many lines that might begin one.
_SHORTEST_LINE, _LONGEST_LINE, _MOST_TRIED = 4, 600, 2_000


@dataclass(frozen=True, slots=True)
class Cut:
    """The new words, and the signature below them; either may be empty."""

    text: str
    signature: str = ""


def new_words(text: str, subject: str = "", *, answers: bool = True) -> Cut:
    """Of a reply what is new; of a forwarded mail everything, for that is what somebody wants us to read.

    Where the mail `answers` nothing, lines marked as quoted among somebody's own words are what they show us, and stay.
    """
    lines = [line.rstrip() for line in text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if _FORWARD.match(subject[:200]):
        return Cut("\n".join(_trimmed(lines)))
    kept = _Quotations(lines, answers=answers).left_out()
    body, signature = _without_signature(kept, may_be_all=len(kept) < len(lines))
    return Cut(_joined(body), _joined(signature))


class _Quotations:
    """The lines of a mail, and which of them are quoted."""

    def __init__(self, lines: Sequence[str], *, answers: bool) -> None:
        self._lines, self._answers = lines, answers
        quoted = [number for number, line in enumerate(lines) if _QUOTED.match(line)]
        self._marked, self._last_marked = len(quoted), quoted[-1] if quoted else -1
        self._tried = 0
        #: For each line the next one that is not blank; their number where there is none.
        self._written = [len(lines)] * (len(lines) + 1)
        for number in range(len(lines) - 1, -1, -1):
            self._written[number] = number if lines[number].strip() else self._written[number + 1]

    def left_out(self) -> list[str]:
        """What is not quoted."""
        lines, kept, at = self._lines, list[str](), 0
        introduced = barred = False
        while at < len(lines):
            line = lines[at]
            may_mark = len(line) >= _SHORTEST_LINE
            if may_mark and is_own_mark(line):
                break
            if may_mark and is_forward_mark(line):
                # Somebody writes above a mail they pass on: it belongs to what they want to say.
                return [*kept, *lines[at:]]
            length = self._introduces(at) if may_mark else 0
            if length and self._is_marked(self._written[at + length]):
                at = self._written[at + length]
                introduced, barred = True, _BARRED.match(lines[at]) is not None
                continue
            if length and self._ends_here(at, length):
                break
            if length and not any(kept):
                # It stands above everything, and what follows is not marked: whoever answers wrote into it.
                at += length
                continue
            shown = 0 if introduced or self._answers or not any(kept) else self._shown(at)
            if shown:
                kept.extend(lines[at : at + shown])
                at += shown
                continue
            if self._is_quoted(line, introduced=introduced) or (barred and _BARRED.match(line)):
                at += 1
                continue
            introduced, barred = introduced and not line.strip(), barred and not line.strip()
            if line or not kept or kept[-1] or not lines[at - 1]:
                # Where a quotation was taken out, one blank line is enough.
                kept.append(line)
            at += 1
        return kept

    def _shown(self, at: int) -> int:
        """How many marked lines begin here that stand between somebody's own words; asked of the first of them."""
        if at and _QUOTED.match(self._lines[at - 1]):
            return 0
        end = at
        while end < len(self._lines) and _QUOTED.match(self._lines[end]):
            end += 1
        following = self._written[end]
        return (
            end - at if end > at and following < len(self._lines) and not self._introduces(following) else 0
        )

    def _is_quoted(self, line: str, *, introduced: bool) -> bool:
        """One `>` alone may be somebody's own sign, unless it was introduced as a quotation."""
        if _QUOTED.match(line) is None:
            return False
        return self._marked > 1 or introduced or _NESTED.match(line) is not None

    def _is_marked(self, at: int) -> bool:
        if at >= len(self._lines):
            return False
        return _QUOTED.match(self._lines[at]) is not None or self._is_barred(at)

    def _is_barred(self, at: int) -> bool:
        """Two lines with a bar in front: a quotation of some mailers; one is a table, or a slip."""
        following = self._lines[at + 1 : at + 2]
        return _BARRED.match(self._lines[at]) is not None and any(_BARRED.match(line) for line in following)

    def _introduces(self, at: int) -> int:
        """How many lines from here introduce a quotation („On … wrote:“, „差出人: …“); 0 where they do not."""
        line = self._lines[at]
        if len(line) > _LONGEST_LINE or not line.strip() or self._tried > _MOST_TRIED:
            return 0
        if is_original_mark(line) or is_header_block(self._lines, at) or attributes_whole(line):
            return 1
        if (
            introduces_what_is_marked(line)
            and not _QUOTED.match(line)
            and self._is_marked(self._written[at + 1])
        ):
            return 1
        if not ATTRIBUTION_BEGINS.match(line):
            return 0
        if self._with_table(line, at):
            return 1
        return self._goes_on(at)

    def _goes_on(self, at: int) -> int:
        """How many lines an attribution has that does not end in its first."""
        self._tried += 1
        joined = self._lines[at]
        spread = tells_moment(joined) and joined.lstrip(" \t>").startswith("On ")
        for more in range(1, _LONGEST_SPREAD if spread else _LONGEST_ATTRIBUTION):
            if at + more >= len(self._lines) or not (spread or self._lines[at + more].strip()):
                return 0
            joined = f"{joined} {self._lines[at + more].strip()}".rstrip()
            if len(joined) > _LONGEST_LINE:
                return 0
            if attributes_whole(joined) or self._with_table(joined, at + more):
                return more + 1
        return 0

    def _with_table(self, joined: str, at: int) -> bool:
        """Without a colon, but with an address and bars below: „2013/7/20 sam <…>“, „| …“."""
        return joined.endswith(">") and self._is_marked(self._written[at + 1]) and "@" in joined

    def _ends_here(self, at: int, length: int) -> bool:
        """Is everything below it the mail that was answered to, though it bears no marks?"""
        if is_original_mark(self._lines[at]) or is_header_block(self._lines, at):
            return True
        return self._last_marked < at + length


def _without_signature(lines: Sequence[str], *, may_be_all: bool) -> tuple[list[str], list[str]]:
    """Cut what stands at the end and says who somebody is, or which telephone they wrote with.

    A frame around everything is no signature, unless something was quoted beside it (`may_be_all`).
    """
    body, signature = _at_dashes(_trimmed(lines))
    body, more = _at_the_end(body)
    signature = [*more, *signature]
    box = _box(body)
    if box is not None and (box > 0 or may_be_all):
        body, signature = body[:box], [*body[box:], *signature]
    body, more = _at_the_end(body)
    return body, [*more, *signature]


def _at_dashes(lines: list[str]) -> tuple[list[str], list[str]]:
    """RFC 3676 §4.3: below `-- ` stands the signature; mailers that cut blanks leave `--`."""
    for number, line in enumerate(lines):
        if line == "--" and (number == 0 or len(lines) - number <= _LONGEST_SIGNATURE):
            return lines[:number], lines[number:]
    return lines, []


def _at_the_end(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Without „iPhoneから送信“ and „-Aiko Mori“ in the last lines."""
    body = _trimmed(lines)
    signature: list[str] = []
    while body and (is_sent_from(body[-1]) or (len(body) > 1 and not signature and is_name_line(body[-1]))):
        signature.insert(0, body.pop())
        while body and not body[-1].strip():
            body.pop()
    return body, signature


def _box(lines: Sequence[str]) -> int | None:
    """Where a signature in a frame begins: a line of signs, and below it to the end how somebody can be reached."""
    first = max(0, len(lines) - _LONGEST_SIGNATURE)
    for number in range(first, len(lines)):
        if not is_divider(lines[number]):
            continue
        below = [line for line in lines[number + 1 :] if line.strip() and not is_divider(line)]
        if not below:
            return number if number > 0 and len(lines) - number == 1 else None
        if any(map(is_contact_line, below)) and max(map(len, below)) <= _WIDEST_SIGNATURE:
            return number
    return None


def _trimmed(lines: Sequence[str]) -> list[str]:
    begin, end = 0, len(lines)
    while end > begin and not lines[end - 1].strip():
        end -= 1
    while begin < end and not lines[begin].strip():
        begin += 1
    return list(lines[begin:end])


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(_trimmed(lines))
