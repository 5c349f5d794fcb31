"""Files in a mail: parts whose Japanese names every reader's program shows.

A name stands twice, as Thunderbird writes it: in the Content-Type as RFC 2047 has it, which Outlook, Gmail and the
carriers' programs have always read, though no standard allows it there; and in the Content-Disposition as RFC 2231 has
it. Nothing is ever offered for being shown within the mail.
"""

from collections.abc import Sequence
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.policy import compat32
from typing import cast
from urllib.parse import quote

from kikitori.foundation.storage import NotStored
from kikitori.records.complaints.terms import Visibility
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import file_name, told_kind
from kikitori.records.letters.models import Letter
from kikitori.records.letters.raw import content_of

#: Signs of an encoded name on one line (RFC 2231 §3: longer ones go on in the next).
_PIECE = 60
#: What is said of the part itself, not of the mail.
_OF_PART = ("content-type", "content-language", "content-transfer-encoding", "content-disposition")
_UTF8 = "utf-8"


class NotSent(Exception):
    """The letter did not go out. `word`: class of the trouble, without addresses or server texts.

    `for_good`: trying again cannot help (the server refuses this address).
    """

    def __init__(self, word: str, *, for_good: bool = False) -> None:
        super().__init__(word)
        self.word = word
        self.for_good = for_good


def files_of(letter: Letter) -> list[Enclosure]:
    """What goes with it: files of what was said to the complainant, and of nothing else. A query where there was."""
    if letter.word_id is None:
        return []
    said = Enclosure.objects.filter(message=letter.word_id, message__visibility=Visibility.PUBLIC.value)
    return list(said.order_by("pk"))


def with_files(mail: Message, files: Sequence[Enclosure], charset: str, boundary: str) -> Message:
    """The mail and its files; the mail itself where there are none. Raises NotSent where the bytes of one are gone."""
    if not files:
        return mail
    whole = MIMEMultipart("mixed", boundary, policy=compat32)
    text = MIMEMultipart("alternative", mail.get_boundary(), policy=compat32)
    for name, value in mail.raw_items():
        if name.lower() not in (*_OF_PART, "mime-version"):
            whole[name] = (
                mail.policy.fold(name, value).partition(":")[2].strip() if _is_modern(mail) else value
            )
        elif name.lower() == "content-language":
            text[name] = str(value)
    for part in cast("list[Message]", mail.get_payload()):
        text.attach(part)
    whole.attach(text)
    for number, row in enumerate(files, start=1):
        whole.attach(_part(row, number, charset))
    return whole


def _is_modern(mail: Message) -> bool:
    return mail.policy is not compat32


def _part(row: Enclosure, number: int, charset: str) -> MIMEBase:
    kind, _, sub = told_kind(row.found).partition("/")
    part = MIMEBase(kind, sub, policy=compat32)
    try:
        part.set_payload(content_of(row))
    except NotStored as gone:
        raise NotSent("file_gone") from gone
    encode_base64(part)
    name = file_name(row.name) or f"{number}.bin"
    del part["Content-Type"]
    part["Content-Type"] = f"{kind}/{sub}; name={_in_2047(name, charset)}"
    part["Content-Disposition"] = f"attachment;\n {_in_2231(name)}"
    return part


def _in_2047(name: str, charset: str) -> str:
    if name.isascii():
        return f'"{_escaped(name)}"'
    try:
        name.encode(charset)
    except UnicodeEncodeError:
        charset = _UTF8
    return f'"{Header(name, charset, maxlinelen=70, continuation_ws=" ").encode()}"'


def _in_2231(name: str) -> str:
    if name.isascii() and len(name) <= _PIECE:
        return f'filename="{_escaped(name)}"'
    lines = ["utf-8''"]
    for sign in name:
        encoded = quote(sign, safe="")
        # Never within a sign: programs read each line by itself.
        if len(lines[-1]) + len(encoded) > _PIECE:
            lines.append("")
        lines[-1] += encoded
    if len(lines) == 1:
        return f"filename*={lines[0]}"
    return ";\n ".join(f"filename*{n}*={line}" for n, line in enumerate(lines))


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
