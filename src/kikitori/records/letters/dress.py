"""How a letter looks as a mail: plain text and the same as HTML, in the charset its reader's program understands.

What people wrote adds no header: neither by a line break nor by an encoded one. Letters of a confidential complaint
travel as a notice without content, for mailboxes are read by others; the letter itself waits in the portal.
"""

import re
import unicodedata
from email.header import Header
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, compat32
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.foundation.language.readings import EASY, written_in
from kikitori.records.letters.files_in_mail import NotSent, files_of, with_files
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.mail_links import MailLink
from kikitori.records.letters.models import Letter
from kikitori.records.letters.notice import notice_of

#: Letters a person wrote; all others say that a machine sent them, so that no auto-reply answers (RFC 3834).
_BY_HAND = frozenset({LetterKind.REPLY, LetterKind.QUESTION, LetterKind.PROPOSAL, LetterKind.DECISION})
UTF8, JIS = "utf-8", "iso-2022-jp"
#: What Windows writes for signs that JIS X 0208 has under another code; else a letter with a „～“ would need UTF-8.
_AS_JIS = str.maketrans("～－∥￠￡￢―", "〜−‖¢£¬—")
_LINK = re.compile(r"https?://[^\s<>\"')）」】]+")
_ABOVE = {
    "ja": "―― この線より上にご返信ください ――",
    EASY: "―― この線（せん）より上（うえ）に、答（こた）えを書（か）いてください ――",
    "en": "—— Please write your answer above this line ——",
}


def _above(language: str) -> str:
    return _ABOVE.get(language) or _ABOVE[tongue(language)]


def recipient(letter: Letter) -> str:
    """The address as SMTP and headers want it (RFC 5322 §3.4.1): quoted where doubled or final dots demand it.

    Raises NotSent for good where it is none, or one of letters only SMTPUTF8 (RFC 6531) could carry.
    """
    try:
        to = mail_address(letter.to_address).sendable
    except BadMailAddress as bad:
        raise NotSent("bad_address", for_good=True) from bad
    if not to.isascii():
        raise NotSent("address_not_ascii", for_good=True)
    return to


def as_mail(letter: Letter, sender: str, link: MailLink | None = None) -> Message:
    """The letter as a mail, its files with it. Raises NotSent: the address, or a file whose bytes are gone.

    `link`: the way to the page of its complaint, which stands below; never below a notice without content.
    """
    notice = notice_of(letter)
    subject, body = (notice.subject, notice.body) if notice else (letter.subject, letter.body)
    subject = _as_text(subject)
    if link and not notice:
        body = f"{body}\n{link.words(letter.language)}"
    if letter.reply_to and not notice:
        body = f"{_above(letter.language)}\n\n{body}"
    headers = _headers(letter)
    files = [] if notice else files_of(letter)
    if letter.charset == JIS and (jis := _in_jis(letter, sender, subject, body, headers)):
        return with_files(jis, files, JIS, _boundary(letter, "files"))
    message = EmailMessage(policy=SMTP)
    # Given as text: an Address object would unquote `"a..b."@…`, which strict servers then refuse.
    to, name = recipient(letter), _as_text(letter.to_name)
    addressed = f"{_quoted(name)} <{to}>" if name else to
    for name, value in (("From", sender), ("To", addressed), ("Subject", subject), *headers):
        message[name] = value
    message.set_content(body, cte="base64")
    message.add_alternative(as_html(body, written_in(letter.language)), subtype="html", cte="base64")
    message["Content-Language"] = written_in(letter.language)
    message.set_boundary(_boundary(letter))
    return with_files(message, files, UTF8, _boundary(letter, "files"))


def _boundary(letter: Letter, part: str = "") -> str:
    """The same at every try: a mail sent twice is the same to the last byte. In no text, for nobody knows it."""
    return f"=_{sha256(f'{part}{letter.message_id}'.encode()).hexdigest()[:32]}"


def _headers(letter: Letter) -> list[tuple[str, str]]:
    """The fields that are the same in every charset: all of them ASCII."""
    found = [("Date", format_datetime(letter.written_at)), ("Message-ID", letter.message_id)]
    if letter.reply_to:
        found.append(("Reply-To", letter.reply_to))
    if letter.in_reply_to:
        found += [("In-Reply-To", letter.in_reply_to), ("References", letter.in_reply_to)]
    if LetterKind(letter.kind) not in _BY_HAND:
        answers = letter.in_reply_to and letter.kind == LetterKind.ACKNOWLEDGEMENT.value
        found.append(("Auto-Submitted", "auto-replied" if answers else "auto-generated"))
        # Exchange heeds this one and not the standard.
        found.append(("X-Auto-Response-Suppress", "All"))
    return found


def _in_jis(
    letter: Letter, sender: str, subject: str, body: str, headers: list[tuple[str, str]]
) -> Message | None:
    """In ISO-2022-JP, seven bits, for programs that know nothing else. None where it has no room for a character."""
    from_name, _, from_address = sender.rpartition("<")
    texts = (subject, body, _as_text(letter.to_name), from_name.strip(' "'))
    try:
        subject, body, name, from_name = (text.translate(_AS_JIS).encode(JIS).decode(JIS) for text in texts)
    except UnicodeEncodeError:
        return None
    message = MIMEMultipart("alternative", _boundary(letter), policy=compat32)
    message["From"] = _jis_address(from_name, from_address.rstrip(">"))
    message["To"] = _jis_address(name, recipient(letter))
    message["Subject"] = Header(subject, JIS).encode()
    for field, value in headers:
        message[field] = value
    message["Content-Language"] = written_in(letter.language)
    message.attach(MIMEText(body, "plain", JIS))
    message.attach(MIMEText(as_html(body, written_in(letter.language), charset=JIS), "html", JIS))
    return message


def _jis_address(name: str, address: str) -> str:
    return f"{Header(name, JIS).encode()} <{address}>" if name else address


def as_html(body: str, language: str, *, charset: str = UTF8) -> str:
    """The same words as HTML: paragraphs, line ends, addresses of pages as links; nothing fetched, nothing counted."""
    paragraphs = "\n".join(
        f"<p>{'<br>'.join(_linked(line) for line in part.splitlines())}</p>"
        for part in re.split(r"\n{2,}", body.strip())
    )
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="{charset}">'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="font-family: sans-serif; line-height: 1.75; max-width: 40em">\n{paragraphs}\n</body></html>\n'
    )


def _linked(line: str) -> str:
    """Escaped, with what begins like the address of a page as a link to it."""
    out, at = [], 0
    for found in _LINK.finditer(line):
        address = escape(found.group())
        out += [escape(line[at : found.start()]), f'<a href="{address}">{address}</a>']
        at = found.end()
    return "".join([*out, escape(line[at:])])


def _as_text(value: str) -> str:
    """One line without control characters, and nothing in it that a mail reader would take for encoded text.

    Python decodes `=?utf-8?q?=0A?=` in a header it is given, and some versions write the line break out again.
    """
    line = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in value)
    return " ".join(line.split()).replace("=?", "= ?")


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
