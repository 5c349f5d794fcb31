"""A look at a letter before it is sent: the very text the recipient would get, composed and thrown away.

Nothing is written. The promises in it are those that would stand after the step, asked of casework itself.
"""

from __future__ import annotations

from kikitori.casework.promising import open_after, reasons
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import is_possible
from kikitori.records.letters.compose import Composed, Reader, compose


def look_at(standing: Standing, form: StepForm) -> Composed | None:
    """The letter this form would send, with what has been typed so far; None where it sends none, or not yet."""
    if form.sends is None or (form.is_bound and not form.is_valid()):
        return None
    values = form.letter_values()
    if values is None or not is_possible(standing.state, form.step):
        return None
    complaint = standing.complaint
    promises = open_after(
        complaint,
        form.step,
        standing.now,
        promises=standing.file.promises,
        remedies_due=form.leaves_something_owed(),
        house=standing.house,
    )
    return compose(
        form.sends,
        complaint.language,
        complaint=complaint,
        organisation=standing.organisation,
        reader=Reader.of(standing.file.addressee.person, anonymous=complaint.anonymous),
        promises=promises,
        why=reasons(promises, complaint.language),
        now=standing.now,
        values=values,
    )
