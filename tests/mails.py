"""Raw mails for tests of what becomes of them; reading them is tested by the corpus in tests/mail."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime

from kikitori.casework.file_mail import file_mail
from kikitori.casework.keep_mail import keep_mail
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.people.actor import Actor
from tests.makers import FRIDAY

POST = Actor.system("mail")
STORY = "11月12日に届いたケトルの蓋が閉まりません。\r\n交換をお願いします。"


def word(text: str) -> str:
    """An encoded word."""
    return f"=?utf-8?B?{b64encode(text.encode()).decode()}?="


def raw(
    text: str = STORY,
    *,
    sender: str = f"{word('試野 花子')} <hanako@example.com>",
    subject: str = "ケトルの蓋",
    **fields: str,
) -> bytes:
    """A mail in UTF-8. `fields`: further header fields, with _ for -."""
    header = {
        "From": sender,
        "To": "soudan@example.jp",
        "Subject": word(subject),
        "Date": "Fri, 20 Nov 2026 10:12:00 +0900",
        "Message-ID": f"<{abs(hash((text, sender, subject, *fields.values())))}@mail.example.com>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in header.items() if value)
    return f"{lines}\r\n{text}\r\n".encode()


def enclosing(
    *files: tuple[str, str, bytes], text: str = "写真を添えます。", html: str = "", **fields: str
) -> bytes:
    """A mail with these files: name, declared kind, content; each has the Content-ID `<number>@mail`."""
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"]
    if html:
        parts.append(f"Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n")
    for number, (name, kind, content) in enumerate(files):
        parts.append(
            f"Content-Type: {kind}\r\nContent-ID: <{number}@mail>\r\nContent-Transfer-Encoding: base64\r\n"
            f'Content-Disposition: attachment; filename="{word(name)}"\r\n\r\n'
            + b64encode(content).decode()
            + "\r\n"
        )
    body = "".join(f"--b\r\n{part}" for part in parts) + "--b--"
    return raw(body, Content_Type="multipart/mixed; boundary=b", **fields)


def kept(content: bytes, *, source: str = "", at: datetime = FRIDAY, mailbox: Mailbox | None = None) -> Mail:
    """Taken in, and not looked at yet."""
    return keep_mail(POST, [content], mailbox=mailbox, source=source, arrived_at=at).mail


def filed(content: bytes, *, at: datetime = FRIDAY, source: str = "", mailbox: Mailbox | None = None) -> Mail:
    """Taken in and filed."""
    mail = kept(content, source=source, at=at, mailbox=mailbox)
    file_mail(POST, mail.pk, now=at)
    mail.refresh_from_db()
    return mail
