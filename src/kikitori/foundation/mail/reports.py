"""Reports of mail servers about a mail that could not be delivered, or not yet. Pure, total.

RFC 3464 where they keep to it; the well-known texts of servers that do not. Which address, for how long, and about
which mail of ours.
"""

import re
from dataclasses import dataclass, field

from kikitori.foundation.mail.report_words import (
    DELAY,
    FINAL,
    MACHINE,
    NAMED_LINE,
    NO_MORE,
    OWN,
    OWN_LINE,
    PERSON,
    RETURNED,
    STRICT,
    SUBJECT,
    TEXT,
)

_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)
_ADDRESS = re.compile(
    r"[^\s<>\"';,()\[\]{}]{1,200}@[A-Za-z0-9\u0080-\uffff](?:[A-Za-z0-9.\u0080-\uffff-]{0,250}[A-Za-z0-9\u0080-\uffff])?"
)
_PREFIX = re.compile(r"^(?:(?:rfc822|smtp|mailto|dda:smtp)[:=;])+", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"^message-id[ \t]*:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_MOST = 200
#: RFC 3464 §2.3.3, and what servers write in its place.
_ACTIONS = {
    **{name: name for name in ("failed", "delayed", "delivered", "relayed", "expanded")},
    **dict.fromkeys(
        ("failure", "fail", "error", "bounced", "undeliverable", "undelivered", "rejected"), "failed"
    ),
    **dict.fromkeys(("delay", "deferred", "warning", "transient"), "delayed"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One address a mail did not reach. `status`: the code of RFC 3463 where one is given."""

    address: str
    temporary: bool
    status: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a server reports. `action`: failed, delayed, delivered, relayed, expanded, or empty."""

    failures: tuple[Failure, ...] = ()
    action: str = ""
    about: str = ""
    is_bounce: bool = False
    told: tuple[str, ...] = field(default=())

    @property
    def temporary(self) -> bool:
        """May it still arrive?"""
        return self.action == "delayed" or (
            bool(self.failures) and all(one.temporary for one in self.failures)
        )


NOTHING = Report()


def status_report(status: str, returned: str, words: str) -> Report:
    """From the machine's part of a multipart/report. `returned`: the mail, or its header, that came back with it."""
    groups = [
        dict(_pairs(group))
        for group in re.split(r"\n[ \t]*\n", status.replace("\r\n", "\n"))
        if group.strip()
    ]
    about = _about(returned) or _about(status)
    failures, actions, told = [], [], []
    for group in groups[:_MOST]:
        address = _typed(group.get("original-recipient", "")) or _typed(group.get("final-recipient", ""))
        action = _ACTIONS.get(group.get("action", "").strip().lower().split(" ")[0].strip("()"), "")
        code = _CODE.search(group.get("status", "")) or _CODE.search(group.get("diagnostic-code", ""))
        if action:
            actions.append(action)
        if address:
            told.append(address)
        if not address and not action:
            continue
        temporary = action == "delayed" or (action != "failed" and code is not None and code[1] == "4")
        if action in ("failed", "delayed", "") and (action or (code and code[1] in "45")) and address:
            failures.append(Failure(address, temporary, code.group() if code else ""))
    first = next(
        (action for action in ("failed", "delayed") if action in actions), actions[0] if actions else ""
    )
    if not actions and not failures:
        # It is a server's report by its form; what its machine's part leaves out is said in words.
        guessed = text_report(words, "mailer-daemon", "", returned)
        return Report(guessed.failures, guessed.action, about, guessed.is_bounce)
    return Report(
        tuple(dict.fromkeys(failures)),
        first,
        about,
        first in ("failed", "delayed") or bool(failures),
        tuple(told),
    )


def text_report(words: str, sender: str, subject: str, returned: str = "", own: str = "") -> Report:
    """From the words of a server that sends no such part. NOTHING where it does not look like one.

    A person can write of mails that do not arrive, and quote a server. Who is no machine by their address is believed
    to be one only where the subject says so, and what they say themselves (`own`) does in the fixed words of a server,
    with the address, the code or the mail that failed.
    """
    before, mark, after = _split_at_returned(words)
    head = words[:4000]
    named = SUBJECT.search(subject) is not None
    says = TEXT.search(head) is not None
    machine = MACHINE.search(sender) is not None and bool(says or named or returned or mark)
    if not machine and not (named and _speaks_as_server(own[:2000], returned)):
        return NOTHING
    temporary = DELAY.search(head) is not None and FINAL.search(head) is None
    code = _CODE.search(head)
    failures = tuple(
        Failure(one, temporary, code.group() if code else "") for one in _addresses(before or head)[:_MOST]
    )
    return Report(failures, "delayed" if temporary else "failed", _about(returned) or _about(after), True)


def _speaks_as_server(own: str, returned: str) -> bool:
    if STRICT.search(own) is None or PERSON.search(own):
        return False
    return bool(returned or _CODE.search(own)) or any(map(OWN_LINE.match, own.split("\n")))


def gone_report(words: str, sender: str) -> Report:
    """From an automatic answer that nobody reads this address any more. NOTHING where it says nothing of the kind."""
    if NO_MORE.search(words[:2000]) is None:
        return NOTHING
    return Report((Failure(sender, temporary=False),) if sender else (), "failed", "", True)


def _addresses(said: str) -> list[str]:
    """The addresses that failed: those with a line of their own, else those of a command or a „recipient“, else any."""
    lines = said.split("\n")[:400]
    for pattern in (OWN_LINE, NAMED_LINE):
        found = [
            one
            for line in lines
            if (match := pattern.match(line[:400]))
            for one in _ADDRESS.findall(match[1])
        ]
        if known := _theirs(found):
            return known
    return _theirs(_ADDRESS.findall(said[:8000]))


def _theirs(found: list[str]) -> list[str]:
    """Each once, without what is only a prefix of the server's, and without its own address."""
    plain = [_PREFIX.sub("", one).rstrip(".:>-") for one in found]
    return list(dict.fromkeys(one for one in plain if not OWN.search(one) and "..." not in one))


def _split_at_returned(words: str) -> tuple[str, str, str]:
    """What the server says, and the mail it gives back."""
    found = RETURNED.search(words)
    return (words[: found.start()], found.group(), words[found.start() :]) if found else (words, "", "")


def _pairs(group: str) -> list[tuple[str, str]]:
    return [
        (name.lower(), " ".join(line.strip() for line in value.split("\n")))
        for name, value in _FIELD.findall(group)
    ]


def _typed(value: str) -> str:
    """`rfc822; someone@example.com` → the address."""
    plain = value.partition(";")[2] if ";" in value else value
    found = _ADDRESS.search(plain.strip().strip("<>"))
    return found.group().rstrip(".>") if found else ""


def _about(header: str) -> str:
    found = _MESSAGE_ID.search(header)
    return found[1] if found else ""
