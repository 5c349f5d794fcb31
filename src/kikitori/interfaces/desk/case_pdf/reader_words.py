"""What readers and sections of a case file are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.access.case_file import FileFor, Section

FOR_WHOM: dict[FileFor, Promise] = {
    FileFor.HOUSE: _("Our own use (internal)"),
    FileFor.COMPLAINANT: pgettext_lazy("case file for", "The complainant"),
    FileFor.RESPONDENT: pgettext_lazy("case file for", "The respondent or a third party"),
    FileFor.BODY: pgettext_lazy("case file for", "An external body"),
}
#: What such a file is, for whoever chooses.
MEANING: dict[FileFor, Promise] = {
    FileFor.HOUSE: _("Everything that you may read, with internal notes. It does not leave the house."),
    FileFor.COMPLAINANT: _(
        "What they could read on their page. Names and addresses of the respondent are blacked out."
    ),
    FileFor.RESPONDENT: _(
        "What is alleged. Names and addresses of the complainant and of whoever speaks for them are blacked out."
    ),
    FileFor.BODY: _(
        "What the complainant could read. Telephone numbers and addresses are blacked out, and the respondent's name."
    ),
}
SECTION: dict[Section, Promise] = {
    Section.STORY: _("What the complaint is about"),
    Section.POINTS: _("Points, findings and causes"),
    Section.PROMISES: _("Promises and deadlines"),
    Section.SOLUTION: _("Proposals and remedies"),
    Section.TIMELINE: _("What happened, in order"),
    Section.LETTERS: _("Letters and messages sent"),
    Section.FILES: _("Files"),
}
