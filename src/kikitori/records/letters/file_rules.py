"""What may go out with a reply, and under which name: limits, kinds, names. Pure.

What a file is, its first bytes say. Its name is for its reader's disk: short enough for one in UTF-8, without signs
that Windows forbids, and never one that disguises itself.
"""

import re
from enum import StrEnum

from kikitori.foundation.mail.names import clean_name

#: Bytes of one file, and of all files of one text: in a mail they are a third more, and many servers take 20 MB.
LARGEST_FILE, LARGEST_WHOLE = 10_000_000, 14_000_000
#: Of all files somebody hands in at the portal with one text: no mail ever carries them.
LARGEST_PARCEL = 40_000_000
MOST_FILES = 10
#: Bytes of a name in UTF-8: a disk takes 255, and a program that saves it twice adds some of its own.
_LONGEST = 200
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
#: Names of devices, with which Windows opens no file.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")
#: Servers refuse mails that hold one of these, and rightly so.
_PROGRAMS = frozenset({"application/x-msdownload", "application/x-executable", "text/x-script"})
_PROGRAM_ENDINGS = frozenset(
    {
        *("exe", "com", "scr", "pif", "bat", "cmd", "msi", "msp", "cpl", "hta", "jar", "lnk", "reg"),
        *("js", "jse", "vbs", "vbe", "wsf", "wsh", "ps1", "sh", "app", "apk", "iso", "chm"),
    }
)
#: How a file of this kind is called; kinds that are called anything are not here.
_ENDINGS: dict[str, frozenset[str]] = {
    "application/pdf": frozenset({"pdf"}),
    "image/jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "image/png": frozenset({"png"}),
    "image/gif": frozenset({"gif"}),
    "image/webp": frozenset({"webp"}),
    "image/svg+xml": frozenset({"svg"}),
    "text/html": frozenset({"html", "htm", "xhtml", "xml", "mht", "mhtml"}),
    "application/rtf": frozenset({"rtf", "doc"}),
}
#: Kinds that are told to the reader's program as what they are; all others are bytes.
_TOLD = frozenset({"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp"})
_BYTES = "application/octet-stream"
#: Pictures that have no place for where and with what they were taken.
_TELLING_NOTHING = frozenset({"image/gif", "image/bmp", "image/svg+xml"})


class FileFlaw(StrEnum):
    """Why a file is not taken. `text`: what was typed with it could not be kept. `no_room`: our disk is full."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MUCH = "too_much"
    TOO_MANY = "too_many"
    PROGRAM = "program"
    PAGE_SENT = "page_sent"
    TEXT = "text"
    NO_ROOM = "no_room"


def file_name(given: str) -> str:
    """The name a file goes out under: one line, no path, fit for every disk, its ending kept. May be empty."""
    name = _FORBIDDEN.sub("_", clean_name(given)).strip(" .")
    if _DEVICE.match(name):
        name = f"_{name}"
    if len(name.encode()) <= _LONGEST:
        return name
    found = _ENDING.search(name)
    ending = found.group() if found else ""
    room = _LONGEST - len("…".encode()) - len(ending)
    stem = name.removesuffix(ending).encode()[:room].decode(errors="ignore")
    return f"{stem.rstrip(' .')}…{ending}"


def ending_of(name: str) -> str:
    """`PDF` of „report.PDF“, in small letters; empty where it has none."""
    found = _ENDING.search(name)
    return found.group()[1:].lower() if found else ""


def flaw_of(name: str, kind: str, size: int) -> FileFlaw | None:
    """What speaks against this file by itself; `kind` by its first bytes."""
    if size == 0:
        return FileFlaw.EMPTY
    if size > LARGEST_FILE:
        return FileFlaw.TOO_LARGE
    if kind in _PROGRAMS or ending_of(name) in _PROGRAM_ENDINGS:
        return FileFlaw.PROGRAM
    return None


def flaw_among(size: int, others: list[int], whole: int = LARGEST_WHOLE) -> FileFlaw | None:
    """What speaks against one more file of this size beside those that are there."""
    if len(others) >= MOST_FILES:
        return FileFlaw.TOO_MANY
    return FileFlaw.TOO_MUCH if size + sum(others) > whole else None


def may_tell_more(kind: str) -> bool:
    """May it tell where, when and with what it was taken? Of pictures and films, all but those that cannot."""
    return kind.startswith(("image/", "video/")) and kind not in _TELLING_NOTHING


def is_misnamed(name: str, kind: str) -> bool:
    """Does the name promise another kind of file than its bytes are?"""
    ending = ending_of(name)
    fitting = _ENDINGS.get(kind)
    if fitting is not None:
        return ending not in fitting
    return any(ending in endings for endings in _ENDINGS.values()) and kind != "application/x-ole-storage"


def told_kind(kind: str) -> str:
    """The kind a mail says it is: a browser or a mail program must not run what we send."""
    return kind if kind in _TOLD else _BYTES
