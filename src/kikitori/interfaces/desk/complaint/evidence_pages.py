"""Whether every file of the evidence is still what was taken in: a page that reads, compares and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kikitori.casework.check_evidence import EvidenceChecked, Verified, check_evidence
from kikitori.interfaces.desk.complaint.standing import stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.complaints.proof_of_receipt import digest_in_groups
from kikitori.records.people.actor import Actor

_SAID: dict[Verified, Lazy | str] = {
    Verified.UNCHANGED: _("Unchanged"),
    Verified.CHANGED: _("Not what was taken in"),
    Verified.GONE: _("The file is not there any more"),
    Verified.NO_FILE: _("No file: nothing to compare"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of evidence with what came out, in words."""

    checked: EvidenceChecked

    @property
    def said(self) -> Lazy | str:
        """What came out."""
        return _SAID[self.checked.result]

    @property
    def digest(self) -> str:
        """As it was taken in."""
        return digest_in_groups(self.checked.row.digest) if self.checked.row.digest else ""

    @property
    def found(self) -> str:
        """Of the bytes that lie there now, where that is another one."""
        other = self.checked.found and self.checked.found != self.checked.row.digest
        return digest_in_groups(self.checked.found) if other else ""


@desk_page()
@require_safe
def evidence_check(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Every file of the register, compared now. 200 whatever comes out: the page says it."""
    standing = stand(request, actor, reference)
    lines = [Line(each) for each in check_evidence(actor, standing.complaint)]
    context = {
        "complaint": standing.complaint,
        "lines": lines,
        "checked_at": standing.now,
        "compared": any(each.digest for each in lines),
        "wrong": [each for each in lines if not each.checked.is_sound],
    }
    return render(request, "desk/complaint/evidence_check.html", context)
