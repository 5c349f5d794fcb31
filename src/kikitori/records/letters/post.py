"""The post: puts one letter on the road, by SMTP or into a readable folder. Writes nothing to the database."""

import os
import smtplib
import ssl
from email.headerregistry import Address
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
    message = as_mail(letter, settings.ENVIRONMENT.sender)
    if way.folder is not None:
        _into_folder(way.folder, letter, message)
    else:
        _by_smtp(way, message)


def as_mail(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a mail. Header values are set as values, so a line break in a name adds no header."""
    try:
        to = mail_address(letter.to_address)
    except BadMailAddress as bad:
        raise NotSent("bad_address", for_good=True) from bad
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(" ".join(letter.to_name.split()), addr_spec=to.sendable)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = letter.language
    if LetterKind(letter.kind) not in _BY_HAND:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="base64")
    return message


def _into_folder(folder: Path, letter: Letter, message: EmailMessage) -> None:
    """One file per letter, named by it, written whole or not at all: a second try replaces the first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{letter.pk:08d}.eml"
    draft = target.with_suffix(f".{os.getpid()}.part")
    try:
        draft.write_bytes(message.as_bytes())
        draft.replace(target)
    except OSError as trouble:
        raise NotSent("folder") from trouble


def _by_smtp(way: MailWay, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    try:
        server: smtplib.SMTP
        if way.tls:
            server = smtplib.SMTP_SSL(way.host, way.port, timeout=_TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(way.host, way.port, timeout=_TIMEOUT)
        with server:
            if way.starttls:
                server.starttls(context=context)
            if way.user:
                server.login(way.user, way.password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise NotSent("refused", for_good=all(code in _PERMANENT for code in codes)) from refused
    except smtplib.SMTPResponseException as answer:
        raise NotSent(
            f"smtp_{answer.smtp_code}", for_good=answer.smtp_code in (550, 551, 553, 554)
        ) from answer
    except (smtplib.SMTPException, OSError) as trouble:
        raise NotSent(type(trouble).__name__) from trouble
