"""The post: puts letters and other mails on the road, by SMTP or into a readable folder. No writing to the database."""

import os
import smtplib
import ssl
from contextlib import closing, suppress
from email.message import Message
from pathlib import Path
from typing import Protocol

from django.conf import settings

from kikitori.records.letters.dress import as_mail, recipient
from kikitori.records.letters.files_in_mail import NotSent
from kikitori.records.letters.mail_links import MailLink
from kikitori.records.letters.models import Letter

_TIMEOUT = 20
#: RFC 5321 §4.2.1: a reply of this class will not change by asking again.
_PERMANENT = range(500, 600)


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


def send(letter: Letter, link: MailLink | None = None) -> None:
    """Put one e-mail letter on the road. Raises NotSent; may take up to 20 s per exchange with the server.

    `link`: the way to the page of its complaint, where its reader may have one.
    """
    to = recipient(letter)
    put_on_the_road(as_mail(letter, settings.ENVIRONMENT.sender, link), to, name=f"{letter.pk:08d}")


def put_on_the_road(message: Message, to: str, *, name: str) -> None:
    """Send a mail, or make it a file `name`.eml where mails go into a folder. Raises NotSent."""
    way: MailWay = settings.ENVIRONMENT.mail_way
    if way.folder is not None:
        _into_folder(way.folder, name, message)
    else:
        _by_smtp(way, message, to)


def _into_folder(folder: Path, name: str, message: Message) -> None:
    """One file per mail, written whole or not at all: a second try replaces the first."""
    target = folder / f"{name}.eml"
    draft = target.with_suffix(f".{os.getpid()}.part")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(message.as_bytes())
        draft.replace(target)
    except OSError as trouble:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise NotSent("folder") from trouble


def _by_smtp(way: MailWay, message: Message, to: str) -> None:
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
