"""Mails of the demonstration, as raw bytes: what lies in quarantine, and a word with a picture."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from kikitori.config.demo_texts.nodes import Node

#: A photograph of sixteen dots, red and blue.
_PHOTO = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
    "eFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIA"
    "AhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABkRAAIDAQAAAAAA"
    "AAAAAAAAAABDBYHBBv/aAAwDAQACEQMRAD8Aio4FOdbWjM8u8P/Z"
)
_PROGRAM = b64encode(b"MZ\x90\0 not really").decode()


@dataclass(frozen=True, slots=True)
class Thread:
    """The letter that some mails answer to, or report about."""

    message_id: str
    to_address: str


@dataclass(frozen=True, slots=True)
class DemoMail:
    """One mail. `hours`: how long before now it came."""

    key: str
    hours: int
    sender: str
    subject: str
    text: str
    html: str = ""
    answers: bool = False
    known: bool = False
    automatic: bool = False
    encrypted: bool = False
    bounce: bool = False
    photo: bool = False
    program: bool = False

    def raw(self, thread: Thread | None) -> bytes:
        """Its bytes, as a mail server would hand them over."""
        answered = thread if self.answers else None
        sender = answered.to_address if answered and self.known else self.sender
        header = {
            "From": _words(sender),
            "To": "soudan@kikitori.example",
            "Subject": _words(self.subject),
            "Message-ID": f"<{self.key}@demo.example>",
            "In-Reply-To": answered.message_id if answered and not self.bounce else "",
            "Auto-Submitted": "auto-generated" if self.automatic else "",
            "MIME-Version": "1.0",
        }
        kind, body = self._body(answered)
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**header, **kind}.items() if value)
        return f"{lines}\r\n{body}\r\n".encode()

    def _body(self, thread: Thread | None) -> tuple[dict[str, str], str]:
        text = self.text.replace("\n", "\r\n")
        if self.bounce:
            about = thread.message_id if thread else "<somebody-elses@elsewhere.example>"
            to = thread.to_address if thread else "nobody@elsewhere.example"
            return {"Content-Type": "multipart/report; report-type=delivery-status; boundary=b"}, _parts(
                "Content-Type: text/plain\r\n\r\nYour message could not be delivered.",
                "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
                f"Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1",
                f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about}",
            )
        if self.encrypted:
            return {"Content-Type": "application/pkcs7-mime; smime-type=enveloped-data"}, text
        if not (self.html or self.photo or self.program):
            return {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}, text
        parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"]
        if self.html:
            both = (*parts, f"Content-Type: text/html; charset=utf-8\r\n\r\n{self.html}")
            parts = [f"Content-Type: multipart/alternative; boundary=a\r\n\r\n{_parts(*both, boundary='a')}"]
        if self.photo:
            parts.append(_file("image/jpeg", "IMG_0731.jpg", _PHOTO))
        if self.program:
            parts.append(_file("application/pdf", "invoice.pdf.exe", _PROGRAM))
        return {"Content-Type": "multipart/mixed; boundary=b"}, _parts(*parts)


@lru_cache
def demo_mails(house: str) -> tuple[DemoMail, ...]:
    """The mails of one house, in the order of the file."""
    text = files("kikitori.config.demo_texts").joinpath("mails.yaml").read_text("utf-8")
    return tuple(_mail(f"mails.yaml: {house}", each) for each in yaml.safe_load(text)[house])


def _mail(place: str, content: Any) -> DemoMail:
    node = Node(place, content)
    flags = ("answers", "known", "automatic", "encrypted", "bounce", "photo", "program")
    mail = DemoMail(
        key=node.take("key", str),
        hours=node.take("hours", int),
        sender=node.take("from", str),
        subject=node.take("subject", str),
        text=node.take("text", str),
        html=node.take("html", str, ""),
        **{flag: node.take(flag, bool, default=False) for flag in flags},
    )
    node.done()
    return mail


def _words(line: str) -> str:
    """A header line, its words encoded where they need it; the address stays as it is."""
    name, bracket, address = line.rpartition("<")
    said = name if bracket else address
    coded = said if said.isascii() else f"=?utf-8?B?{b64encode(said.strip().encode()).decode()}?= "
    return f"{coded}<{address}" if bracket else coded.strip()


def _parts(*parts: str, boundary: str = "b") -> str:
    return "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--"


def _file(kind: str, name: str, coded: str) -> str:
    return (
        f"Content-Type: {kind}\r\nContent-ID: <photo@demo>\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{coded}'
    )
