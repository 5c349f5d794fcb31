"""What is said of a mail: why it is held and what to do about it, what was wrong with it, what its files are.

The archive and the reader hold codes; these are the sentences for staff.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.mail.flaws import Flaw
from kikitori.records.letters.mail_terms import Held

Words = str | Promise

ADVICE: dict[Held, Words] = {
    Held.UNREADABLE: _(
        "Try “read again as”. If it is encrypted, ask the sender by another road to write it plain."
    ),
    Held.OVERSIZED: _("Look at who has sent it and what is enclosed before you open anything."),
    Held.EMPTY: _("Perhaps something was to be enclosed. If the sender is known, ask them."),
    Held.NO_SENDER: _("It may still be a complaint, without a way back. Anybody can leave the sender out."),
    Held.UNKNOWN_SENDER: _(
        "Perhaps the complainant writes from another address, perhaps somebody else wants to be taken for them. "
        "Ask by a road that is known, and send nothing to this address before."
    ),
    Held.BEYOND_MANDATE: _(
        "Attached, it stands in the file as their word and the complaint stays ended. Ask the complainant whether they "
        "want it taken up again."
    ),
    Held.AUTOMATIC: _(
        "Absence notes and newsletters are discarded. If a person speaks in it, it is a complaint."
    ),
    Held.REPORT: _("Somebody may be sending mails in our name. Tell whoever looks after our mail."),
    Held.LOOP: _(
        "Look at one of them. If a machine answers our machine, discard them all and have it stopped there."
    ),
    Held.FAILED: _("Decide about it by hand, and tell whoever runs this site: it is a fault of the program."),
}
FLAW: dict[Flaw, Words] = {
    Flaw.NO_FROM: _("No sender is named."),
    Flaw.BAD_FROM: _("The sender is written so that it can be read in two ways, or not at all."),
    Flaw.SEVERAL_FROM: _("Several senders are named; the first is shown."),
    Flaw.NO_DATE: _("It bears no date."),
    Flaw.BAD_DATE: _("Its date cannot be right."),
    Flaw.NO_MESSAGE_ID: _("It has no number of its own, as mails usually have."),
    Flaw.DUPLICATE_HEADER: _("Something stands twice in its header; programs may read it differently."),
    Flaw.BAD_HEADER: _("Its header is damaged."),
    Flaw.CHARSET_MISSING: _("It does not say in which charset it is written; we judged by its bytes."),
    Flaw.CHARSET_UNKNOWN: _("It names a charset that nobody knows; we judged by its bytes."),
    Flaw.CHARSET_WRONG: _("It names a charset that does not fit its bytes; we judged by them."),
    Flaw.UTF7_REFUSED: _("It claims to be written in UTF-7, in which scripts can hide; it was not read so."),
    Flaw.UNDECODABLE: _("Some characters could not be read and are shown as �."),
    Flaw.NUL_REMOVED: _("Characters without any meaning were left out."),
    Flaw.SURROGATES_REPLACED: _("Characters that do not exist were replaced."),
    Flaw.BAD_TRANSFER_ENCODING: _("It was damaged on its way, or packed wrongly; something may be missing."),
    Flaw.TRUNCATED: _("It breaks off."),
    Flaw.TOO_DEEP: _("Its parts lie within each other more deeply than we open."),
    Flaw.TOO_MANY_PARTS: _("It has more parts than we open."),
    Flaw.HTML_ONLY: _("It holds HTML alone; the text was made of it."),
    Flaw.ENCRYPTED: _("It is encrypted. We cannot open it."),
    Flaw.SIGNED_NOT_VERIFIED: _("It bears a signature, which we have not checked."),
    Flaw.TNEF: _("It was packed in Microsoft's own form (winmail.dat) and has been opened."),
    Flaw.CALENDAR: _("It holds an invitation."),
    Flaw.PARTIAL: _("It is one of several pieces of a mail."),
    Flaw.NESTED_MESSAGE: _("It holds another mail."),
    Flaw.OVERSIZED: _("Its text is very long and is shown in part."),
}
#: What is worth knowing before one believes or opens anything, before what is merely untidy.
GRAVE = frozenset(
    {Flaw.BAD_FROM, Flaw.SEVERAL_FROM, Flaw.NO_FROM, Flaw.UTF7_REFUSED, Flaw.ENCRYPTED, Flaw.TRUNCATED}
    | {Flaw.UNDECODABLE, Flaw.BAD_TRANSFER_ENCODING, Flaw.DUPLICATE_HEADER}
)
_FILE: dict[str, Words] = {
    "application/pdf": pgettext_lazy("file", "PDF"),
    "image/jpeg": pgettext_lazy("file", "Photograph (JPEG)"),
    "image/png": pgettext_lazy("file", "Picture (PNG)"),
    "image/gif": pgettext_lazy("file", "Picture (GIF)"),
    "image/webp": pgettext_lazy("file", "Picture (WebP)"),
    "image/svg+xml": pgettext_lazy("file", "Drawing (SVG), can hold scripts"),
    "text/html": pgettext_lazy("file", "Web page (HTML), can hold scripts"),
    "text/plain": pgettext_lazy("file", "Text"),
    "text/calendar": pgettext_lazy("file", "Invitation"),
    "text/vcard": pgettext_lazy("file", "Business card"),
    "text/x-script": pgettext_lazy("file", "Script"),
    "application/zip": pgettext_lazy("file", "Archive (ZIP)"),
    "application/rtf": pgettext_lazy("file", "Document (RTF)"),
    "application/x-ole-storage": pgettext_lazy("file", "Office document (old form), can hold macros"),
    "application/x-msdownload": pgettext_lazy("file", "Program for Windows"),
    "application/x-executable": pgettext_lazy("file", "Program"),
    "application/x-empty": pgettext_lazy("file", "Empty file"),
}
_FAMILY: dict[str, Words] = {
    "image": pgettext_lazy("file", "Picture"),
    "audio": pgettext_lazy("file", "Sound"),
    "video": pgettext_lazy("file", "Film"),
}
_OFFICE = ("application/vnd.openxmlformats", "application/vnd.oasis")
#: What can do something when it is opened.
_ACTS = frozenset(
    {
        *(
            "application/x-msdownload",
            "application/x-executable",
            "text/x-script",
            "text/html",
            "image/svg+xml",
        ),
        "application/x-ole-storage",
    }
)
SURE, UNSURE = 0.85, 0.45


def file_word(kind: str) -> str:
    """What a file is, by its first bytes."""
    if kind in _FILE:
        return str(_FILE[kind])
    if kind.startswith(_OFFICE):
        return gettext("Office document")
    family = _FAMILY.get(kind.partition("/")[0])
    return str(family) if family else gettext("Unknown kind of file")


def can_act(kind: str) -> bool:
    """Can a file of this kind do something by itself when somebody opens it?"""
    return kind in _ACTS


def how_sure(confidence: float) -> str:
    """How sure it is that the text was read as it was written."""
    if confidence >= SURE:
        return gettext("read with certainty")
    return gettext("probably read rightly") if confidence >= UNSURE else gettext("may be read wrongly")
