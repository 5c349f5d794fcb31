"""The post: puts one letter on the road, by SMTP or into a readable folder. Writes nothing to the database."""

import os
import smtplib
import ssl
import unicodedata
from contextlib import closing, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Letter

_TIMEOUT = 20
#: RFC 5321 §4.2.1: a reply of this class will not change by asking again.
_PERMANENT = range(500, 600)
#: Letters a person wrote; all others say that a machine sent them, so that no auto-reply answers (RFC 3834).
_BY_HAND = frozenset({LetterKind.REPLY, LetterKind.QUESTION, LetterKind.PROPOSAL, LetterKind.DECISION})


class NotSent(Exception):
    """The letter did not go out. `word`: class of the trouble, without addresses or server texts.

    `for_good`: trying again cannot help (the server refuses this address).
    """

    def __init__(self, word: str, *, for_good: bool = False) -> None:
        super().__init__(word)
        self.word = word
        self.for_good = for_good


class MailWay(Protocol):
    """How mail leaves the house, as the installation is configured: a folder, or an SMTP server."""

    @property
    def folder(self) -> Path | None:
        """Where letters become files; then nothing is sent."""

    @property
    def host(self) -> str:
        """The SMTP server."""

    @property
    def port(self) -> int:
        """Its port."""

    @property
    def user(self) -> str:
        """Empty where the server asks for nobody."""

    @property
    def password(self) -> str:
        """Sent only over TLS."""

    @property
    def tls(self) -> bool:
        """TLS from the first byte."""

    @property
    def starttls(self) -> bool:
        """TLS before anything is said."""


def send(letter: Letter) -> None:
    """Put one e-mail letter on the road. Raises NotSent; may take up to 20 s per exchange with the server."""
    way: MailWay = settings.ENVIRONMENT.mail_way
    to = recipient(letter)
    message = as_mail(letter, settings.ENVIRONMENT.sender)
    if way.folder is not None:
        _into_folder(way.folder, letter, message)
    else:
        _by_smtp(way, message, to)


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


def as_mail(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a mail. What people wrote adds no header: neither by a line break nor by an encoded one.

    Raises NotSent for an address that cannot be written to.
    """
    to, name = recipient(letter), _as_text(letter.to_name)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    # Given as text: an Address object would unquote `"a..b."@…`, which strict servers then refuse.
    message["To"] = f"{_quoted(name)} <{to}>" if name else to
    message["Subject"] = _as_text(letter.subject)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    if LetterKind(letter.kind) not in _BY_HAND:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="base64")
    # After the content: setting it clears every header of its own.
    message["Content-Language"] = letter.language
    return message


def _as_text(value: str) -> str:
    """One line without control characters, and nothing in it that a mail reader would take for encoded text.

    Python decodes `=?utf-8?q?=0A?=` in a header it is given, and some versions write the line break out again.
    """
    line = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in value)
    return " ".join(line.split()).replace("=?", "= ?")


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _into_folder(folder: Path, letter: Letter, message: EmailMessage) -> None:
    """One file per letter, named by it, written whole or not at all: a second try replaces the first."""
    target = folder / f"{letter.pk:08d}.eml"
    draft = target.with_suffix(f".{os.getpid()}.part")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(message.as_bytes())
        draft.replace(target)
    except OSError as trouble:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise NotSent("folder") from trouble


def _by_smtp(way: MailWay, message: EmailMessage, to: str) -> None:
    """Hand it to the server.

    What the server says about this letter or its reader may be for good. What it says about us (our name, our
    sender, our password) is ours to mend, and the letter waits for that.
    """
    try:
        with closing(_connected(way)) as server:
            server.send_message(message, to_addrs=[to])
            # The letter has been taken. How the server says goodbye must not send it again.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise NotSent("refused", for_good=all(code in _PERMANENT for code in codes)) from refused
    except smtplib.SMTPResponseException as answer:
        of_letter = isinstance(answer, smtplib.SMTPDataError)
        raise NotSent(
            f"smtp_{answer.smtp_code}", for_good=of_letter and answer.smtp_code in _PERMANENT
        ) from answer
    except (smtplib.SMTPException, OSError) as trouble:
        raise NotSent(type(trouble).__name__) from trouble


def _connected(way: MailWay) -> smtplib.SMTP:
    """A connection ready to send, encrypted and signed in as the way demands."""
    context = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(way.host, way.port, timeout=_TIMEOUT, context=context)
        if way.tls
        else smtplib.SMTP(way.host, way.port, timeout=_TIMEOUT)
    )
    try:
        if way.starttls:
            server.starttls(context=context)
        if way.user:
            server.login(way.user, way.password)
    except BaseException:
        server.close()
        raise
    return server
