"""A look at a letter before it is sent: the very text the recipient would get, composed and thrown away.

Nothing is written. The promises in it are those that would stand after the step, asked of casework itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kikitori.casework.outgoing import in_language
from kikitori.casework.promising import open_after, reasons
from kikitori.casework.referral_letters import bodies_named
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import Step, is_possible
from kikitori.records.deadlines.models import Promise
from kikitori.records.letters.compose import Composed, Reader, compose
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.voices.terms import FALLING


def look_at(standing: Standing, form: StepForm) -> Composed | None:
    """The letter this form would send, with what has been typed so far; None where it sends none, or not yet."""
    if form.sends is None or (form.is_bound and not form.is_valid()):
        return None
    values = form.letter_values()
    if values is None:
        return None
    owed = form.leaves_something_owed()
    return composed_for(standing, form.step, form.sends, values, remedies_due=owed)


def composed_for(
    standing: Standing,
    step: Step,
    kind: LetterKind,
    values: Mapping[str, Any],
    *,
    remedies_due: bool | None = None,
) -> Composed | None:
    """The letter that `step` would send with these values; None where the state does not allow the step."""
    if not is_possible(standing.state, step):
        return None
    complaint = standing.complaint
    language = standing.file.addressee.language or complaint.language
    promises = open_after(
        complaint,
        step,
        standing.now,
        promises=_outlasting(standing, step),
        remedies_due=bool(standing.file.remedies_owed) if remedies_due is None else remedies_due,
        house=standing.house,
    )
    return compose(
        kind,
        language,
        complaint=complaint,
        organisation=standing.organisation,
        reader=Reader.of(standing.file.addressee.person, anonymous=complaint.anonymous),
        promises=promises,
        why=reasons(promises, language),
        now=standing.now,
        values={
            **in_language(language, values),
            **bodies_named(kind, dict(values), standing.house, language),
        },
    )


def _outlasting(standing: Standing, step: Step) -> Iterable[Promise]:
    """Every promise, but for answers that fall with the complaint where it is withdrawn."""
    if step is not Step.WITHDRAW:
        return standing.file.promises
    fallen = {row.promise_id for row in standing.file.open_petitions if row.kind in FALLING}
    return [promise for promise in standing.file.promises if promise.pk not in fallen]
