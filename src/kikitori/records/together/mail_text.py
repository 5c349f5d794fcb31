"""What a mail with notices says: how many, of which kind, and where to read them.

No name, no title, no word of a complaint: mailboxes are read by others. A reference is said where the complaint is not
restricted; of those that are, only that there is something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.people.mail_dress import dressed
from kikitori.records.together.labels import NOTICE_KIND
from kikitori.records.together.terms import NoticeKind

#: References that one line names; the rest are to be found in the desk.
_NAMED = 10


@dataclass(slots=True)
class Line:
    """The notices of one kind: how many, and of which complaints, as far as they may be named."""

    kind: NoticeKind
    number: int = 0
    references: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, counted: Iterable[Mapping[str, Any]]) -> list[Self]:
        """Lines in the order of the kinds, from rows of kind, complaint and `number`."""
        found: dict[NoticeKind, Self] = {}
        for row in counted:
            kind = NoticeKind(row["kind"])
            line = found.setdefault(kind, cls(kind))
            line.number += row["number"]
            if row["complaint__confidentiality"] == Confidentiality.ORDINARY.value:
                line.references.append(row["complaint__reference"] or row["action"])
        return [found[kind] for kind in NoticeKind if kind in found]

    def __str__(self) -> str:
        """In the language of the moment."""
        values = {"kind": NOTICE_KIND[self.kind], "number": self.number}
        if not self.references:
            return _("%(kind)s: %(number)s") % values
        named = " ".join(self.references[:_NAMED])
        more = " …" if len(self.references) > _NAMED else ""
        return _("%(kind)s: %(number)s (%(references)s)") % {**values, "references": named + more}


def as_mail(lines: list[Line], *, language: str, organisation: str, desk: str) -> EmailMessage:
    """The mail in its reader's language, without sender and reader. `desk`: the address below which the desk lies."""
    number = sum(line.number for line in lines)
    spoken = tongue(language)
    with override(spoken):
        subject = ngettext("%(number)s new notice", "%(number)s new notices", number) % {"number": number}
        beginning = ngettext(
            "%(number)s notice waits for you at the complaint desk of %(organisation)s.",
            "%(number)s notices wait for you at the complaint desk of %(organisation)s.",
            number,
        )
        parts = (
            beginning % {"number": number, "organisation": organisation},
            "\n".join(_("- %(line)s") % {"line": line} for line in lines),
            _("Read them here:\n%(address)s") % {"address": f"{desk}/notices/"},
            _("This mail holds nothing of what the complaints are about; that stands in the desk alone."),
            _("Choose what you are told by e-mail, and when:\n%(address)s")
            % {"address": f"{desk}/notices/choices/"},
        )
        body = "\n\n".join(parts)
    return dressed(subject, body, spoken)
