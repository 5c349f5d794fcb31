"""A raw mail as plain values: who, when, about what, in which words. Pure, total: any bytes have a reading.

    reading = read_mail(raw)          # bytes, or a file mapped into memory: nothing of its size is copied
    reading.reply_text                # what is new in it
    reading.flaws                     # what was wrong with it, as codes

Nothing here grants anything: From, In-Reply-To and all the rest are claims of whoever sent it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kikitori.foundation.mail.addresses import Address, addresses_of
from kikitori.foundation.mail.automatic import sent_by_machine
from kikitori.foundation.mail.bodies import bodies_of
from kikitori.foundation.mail.body_text import new_of, text_of
from kikitori.foundation.mail.charset_names import canonical
from kikitori.foundation.mail.contents import Attachment, Bodies
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.moments import moment_of
from kikitori.foundation.mail.reports import NOTHING, Report, gone_report, status_report, text_report
from kikitori.foundation.mail.structure import Part, structure_of
from kikitori.foundation.mail.transfer import Bytes
from kikitori.foundation.mail.words import decoded_words

_ID = re.compile(rb"<\s*([^<>]{1,900}?)\s*>")
_ONCE = (
    *("from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "sender", "reply-to"),
    "content-type",
)
_ANSWER = re.compile(
    r"\s*(?:re|aw|sv|antw|odp|rif|返信|回复|回覆|答复)\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]", re.IGNORECASE
)
_MOST_REFERENCES, _MOST_OF_A_NAME = 200, 20
#: More people than this (bytes of their fields) nobody writes to.
_MOST_NAMED = 200_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says. Texts are storable: no NUL, no lone surrogates, lines ended by LF."""

    subject: str
    sender: Address
    senders: tuple[Address, ...]
    to: tuple[Address, ...]
    copies: tuple[Address, ...]
    date: datetime | None
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    reply_text: str
    signature: str
    html: str
    attachments: tuple[Attachment, ...]
    is_auto_reply: bool
    report: Report
    charset: str
    confidence: float
    flaws: frozenset[Flaw]
    fields: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)

    @property
    def html_present(self) -> bool:
        """Was there HTML that is not an attachment?"""
        return bool(self.html)

    @property
    def is_bounce(self) -> bool:
        """Does a server report that a mail did not arrive, or not yet?"""
        return self.report.is_bounce


def read_mail(raw: Bytes, *, charset: str = "") -> Reading:
    """Read it. Never raises; what it costs grows with what is there, and no part is held in memory for its size.

    `charset`: every text is read by this one, whatever the mail declares, because a person said so.
    """
    structure = structure_of(raw)
    bodies = bodies_of(structure, charset)
    root, flaws = structure.root, bodies.flaws
    default = canonical(charset or root.content.raw("charset").decode("latin-1")) or ""
    text, read_by, confidence = text_of(bodies)
    fields = _fields(root, default)
    subject = next(iter(fields.get("subject", ())), "")
    senders = _senders(root, flaws)
    html = "\n".join(each.html for each in bodies.html if each.html)
    thread = _first_id(root.first("in-reply-to")) or _first_id(root.first("references"))
    answers = bool(thread) or _ANSWER.match(subject) is not None
    new = new_of(bodies, text, html, subject, answers=answers)
    report = _report(root, bodies, senders, subject, text=text, own=new.text)
    by_machine = sent_by_machine(fields, root.type, subject, new.text or text)
    if by_machine and report is NOTHING:
        report = gone_report(text, senders[0].address if senders else "")
    moment = moment_of(root.first("date"))
    _look_at(root, flaws, moment.at, right=moment.right)
    return Reading(
        subject=subject,
        sender=senders[0] if senders else Address(),
        senders=tuple(senders),
        to=tuple(_named(root, "to")),
        copies=tuple(_named(root, "cc")),
        date=moment.at,
        message_id=_id_of(root.first("message-id")),
        in_reply_to=_first_id(root.first("in-reply-to")),
        references=_ids(root.first("references")),
        text=text,
        reply_text=new.text,
        signature=new.signature,
        html=html,
        attachments=tuple(bodies.attachments),
        is_auto_reply=report.is_bounce or by_machine,
        report=report,
        charset=read_by,
        confidence=confidence,
        flaws=frozenset(flaws),
        fields=fields,
    )


def as_json(reading: Reading) -> dict[str, object]:
    """As `kikitori mail read --json` prints it (docs/guide, „mail“)."""
    return {
        "subject": reading.subject,
        "from": _person(reading.sender),
        "to": [_person(one) for one in reading.to],
        "date": reading.date.isoformat() if reading.date else None,
        "message_id": reading.message_id,
        "in_reply_to": reading.in_reply_to,
        "references": list(reading.references),
        "text": reading.text,
        "reply_text": reading.reply_text,
        "html_present": reading.html_present,
        "attachments": [
            {"name": one.name, "type": one.kind, "size": one.size} for one in reading.attachments
        ],
        "is_auto_reply": reading.is_auto_reply,
        "is_bounce": reading.is_bounce,
        "charset": reading.charset,
        "confidence": reading.confidence,
        "warnings": sorted(flaw.value for flaw in reading.flaws),
    }


def _person(one: Address) -> dict[str, str]:
    return {"name": one.name, "address": one.address}


def _report(
    root: Part, bodies: Bodies, senders: list[Address], subject: str, *, text: str, own: str
) -> Report:
    if bodies.status.strip():
        return status_report(bodies.status, bodies.returned, text)
    if root.content.text("report-type").lower() in ("disposition-notification", "feedback-report"):
        return NOTHING
    if any(
        one.kind in ("message/disposition-notification", "message/feedback-report")
        for one in bodies.attachments
    ):
        return NOTHING
    sender = root.first("from").decode("latin-1")
    by_form = root.content.text("report-type").lower() == "delivery-status"
    if by_form or (root.first("return-path").strip() == b"<>" and not senders):
        sender = "mailer-daemon"
    return text_report(text, sender, subject, bodies.returned, own)


def _fields(root: Part, default: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in root.fields:
        known = found.setdefault(each.name, [])
        if len(known) < _MOST_OF_A_NAME:
            known.append(decoded_words(each.value, default=default))
    return {name: tuple(values) for name, values in found.items()}


def _senders(root: Part, flaws: set[Flaw]) -> list[Address]:
    raw = root.first("from")
    senders = addresses_of(raw)
    if not any(one.address for one in senders):
        flaws.add(Flaw.BAD_FROM if raw.strip() else Flaw.NO_FROM)
    elif not all(one.sure for one in senders):
        flaws.add(Flaw.BAD_FROM)
    if len([one for one in senders if one.address]) > 1:
        flaws.add(Flaw.SEVERAL_FROM)
    return sorted(senders, key=lambda one: not one.address)


def _named(root: Part, name: str) -> list[Address]:
    values = b", ".join(each.value for each in root.fields if each.name == name)
    return addresses_of(values[:_MOST_NAMED])


def _look_at(root: Part, flaws: set[Flaw], date: datetime | None, *, right: bool) -> None:
    """What is missing from the header, or stands there twice."""
    names = [each.name for each in root.fields]
    if any(names.count(name) > 1 for name in _ONCE):
        flaws.add(Flaw.DUPLICATE_HEADER)
    if not root.first("date").strip():
        flaws.add(Flaw.NO_DATE)
    elif date is None or not right:
        flaws.add(Flaw.BAD_DATE)
    if not root.first("message-id").strip():
        flaws.add(Flaw.NO_MESSAGE_ID)
    if any(b"\0" in each.value for each in root.fields):
        flaws.add(Flaw.NUL_REMOVED)


def _ids(raw: bytes) -> tuple[str, ...]:
    found = [_clean(one) for one in _ID.findall(raw)[:_MOST_REFERENCES]]
    return tuple(f"<{one}>" for one in found if one)


def _first_id(raw: bytes) -> str:
    return next(iter(_ids(raw)), "")


def _id_of(raw: bytes) -> str:
    """With its brackets as it stands; one without them is kept as it is."""
    return _first_id(raw) or _clean(raw)[:900]


def _clean(raw: bytes) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", "", raw.decode("utf-8", "replace"))
