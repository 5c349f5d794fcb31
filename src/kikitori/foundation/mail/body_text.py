"""The text of a mail out of its parts, and what is new in it. Pure, total."""

import re

from kikitori.foundation.mail.contents import Bodies, Text
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.flowed import unflowed
from kikitori.foundation.mail.html_text import text_of_html
from kikitori.foundation.mail.inline_files import without_files
from kikitori.foundation.mail.replies import Cut, new_words

_PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
_PGP_SIGNATURE, _PGP_END = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_DASHED = re.compile(r"^- ", re.MULTILINE)
#: RFC 5545 §3.3.11.
_CALENDAR_ESCAPE = re.compile(r"\\([nN,;\\])")
_CALENDAR_LINE = re.compile(r"^(SUMMARY|DESCRIPTION|LOCATION)[^:\n]*:(.*)$", re.MULTILINE)


def text_of(bodies: Bodies) -> tuple[str, str, float]:
    """(text, charset, confidence) of everything that is read as text, in its order."""
    used: list[Text] = []
    parts: list[str] = []
    for each in (*bodies.plain, *bodies.html):
        plain = each.plain.replace("\r\n", "\n").replace("\r", "\n")
        if each.flowed:
            plain = unflowed(plain, delete_spaces=each.delete_spaces)
        if not plain.strip():
            continue
        plain, files = without_files(plain)
        bodies.attachments.extend(files)
        plain = _without_armour(plain, bodies.flaws)
        used.append(each)
        parts.append(plain.rstrip())
    if not parts and bodies.within and not bodies.status:
        # Passed on without a word of their own: what was passed on is what they want us to read.
        return text_of(bodies.within[0])
    for each in used or bodies.html or bodies.plain:
        bodies.flaws |= each.read.flaws
    if not bodies.plain and bodies.html:
        bodies.flaws.add(Flaw.HTML_ONLY)
    if not parts and bodies.calendar:
        parts = [_invitation(bodies.calendar)]
    first = next(iter(used or bodies.plain or bodies.html), None)
    confidence = min((each.read.confidence for each in used), default=1.0)
    return "\n\n".join(parts), first.read.charset if first else "us-ascii", confidence


def _without_armour(text: str, flaws: set[Flaw]) -> str:
    """OpenPGP within the text: the words of a signed one without its frame; an encrypted one is said to be."""
    if _PGP_MESSAGE in text:
        flaws.add(Flaw.ENCRYPTED)
    if _PGP_SIGNED not in text:
        return text
    flaws.add(Flaw.SIGNED_NOT_VERIFIED)
    before, _, framed = text.partition(_PGP_SIGNED)
    signed, _, rest = framed.partition(_PGP_SIGNATURE)
    _, ended, after = rest.partition(_PGP_END)
    if not ended:
        return text
    # RFC 9580 §7: lines that say the hash, a blank one, and a dash before every line that begins with one.
    head, blank, words = signed.partition("\n\n")
    return before + _DASHED.sub("", words if blank else head) + after


def _invitation(calendar: str) -> str:
    """What an invitation is about, where the mail says nothing else."""
    unfolded = re.sub(r"\n[ \t]", "", calendar.replace("\r\n", "\n"))
    said = [
        _CALENDAR_ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
        for _, value in _CALENDAR_LINE.findall(unfolded)
    ]
    return "\n".join(one.strip() for one in said if one.strip())


def new_of(bodies: Bodies, text: str, html: str, subject: str, *, answers: bool) -> Cut:
    """The new words; of a mail in HTML alone by the marks of its mailer first. `answers`: it names a mail before it."""
    whole = new_words(text, subject, answers=answers)
    if any(each.plain.strip() for each in bodies.plain) or not html:
        return whole
    without = text_of_html(html, without_quotes=True, plain_quotes=not answers)
    marked = new_words(without, subject, answers=answers)
    return marked if len(marked.text) < len(whole.text) else whole
