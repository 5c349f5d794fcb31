"""From a draft to the verb and back: what is sent, under which token, and where a refused value belongs.

The verb's token is the draft's with a mark of what it says: the same page sent twenty times is one complaint, and a
page that somebody went back to and changed is never mistaken for the one already sent.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils import translation

from kikitori.casework.errors import Problem
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.contact import postal_code
from kikitori.interfaces.portal.complain_forms import ANOTHER, NAMELESS, NEEDS, NOTHING
from kikitori.interfaces.portal.drafts import Draft
from kikitori.records.complaints.terms import AuthorityProof, Channel
from kikitori.records.people.terms import ContactKind
from kikitori.records.triage.sorting import SafetyQuestion

_CONTACT_FIELDS = ((ContactKind.EMAIL, "email"), (ContactKind.PHONE, "phone"))


def token_of(draft: Draft) -> str:
    """The token of exactly this text."""
    said = json.dumps(draft.values, sort_keys=True, ensure_ascii=True).encode()
    return f"{draft.token}.{hashlib.sha256(said).hexdigest()}"


def intake_of(draft: Draft, *, language: str, now: datetime) -> Intake:
    """What the verb receives. `language`: the page's, where none was chosen for letters.

    Somebody who gives nothing is written down with nothing, whatever stands in the fields below that answer.
    """
    reach = draft.text("reach")
    spoken = draft.text("language") or language
    complainant, representative = _people(draft)
    return Intake(
        channel=Channel.WEB.value,
        story=draft.text("story"),
        received_at=now,
        language=spoken,
        desired_outcome=draft.text("wish"),
        anonymous=reach in (NAMELESS, NOTHING),
        accommodation=accommodation_in(draft, spoken),
        complainant=complainant,
        representative=representative,
        safety={
            question.value: answer
            for question in (SafetyQuestion.INJURY, SafetyQuestion.FIRE)
            if (answer := draft.text(question.value))
        },
    )


def writes_for_another(draft: Draft) -> bool:
    """Is it somebody else who complains, through whoever writes? Not of whoever wants to be named by nobody."""
    return draft.text("for_whom") == ANOTHER and draft.text("reach") not in (NAMELESS, NOTHING)


def _people(draft: Draft) -> tuple[PersonGiven, PersonGiven | None]:
    """Who complains, and who speaks for them. The roads are those of whoever writes."""
    gives = draft.text("reach") != NOTHING
    named = gives and draft.text("reach") != NAMELESS
    writer = PersonGiven(
        name=draft.text("name") if named else "",
        kana=draft.text("kana") if named else "",
        contact_points=contact_points(draft) if gives else (),
    )
    if not writes_for_another(draft):
        return writer, None
    other = PersonGiven(name=draft.text("their_name"), kana=draft.text("their_kana"))
    proof = draft.text("entitled_proof") or AuthorityProof.NONE.value
    return other, replace(writer, authority=draft.text("entitled"), authority_proof=proof)


def contact_points(draft: Draft) -> tuple[ContactGiven, ...]:
    """E-mail, phone and post as given, each with what to mind before using it."""
    note = draft.text("contact_note")
    given = [
        ContactGiven(kind=kind.value, value=draft.text(name), note=note) for kind, name in _CONTACT_FIELDS
    ]
    given.append(ContactGiven(kind=ContactKind.POST.value, value=postal_line(draft), note=note))
    return tuple(point for point in given if point.value)


def is_reachable(draft: Draft) -> bool:
    """Can we answer anywhere but on the page behind the slip?"""
    return draft.text("reach") != NOTHING and bool(contact_points(draft))


def gets_letters(draft: Draft) -> bool:
    """Do our letters reach them, by e-mail or by post? A number to call is none of these."""
    by_letter = {ContactKind.EMAIL.value, ContactKind.POST.value}
    return is_reachable(draft) and any(point.kind in by_letter for point in contact_points(draft))


def postal_line(draft: Draft) -> str:
    """Postal code and address as one line, as on an envelope; empty without an address."""
    address = " ".join(draft.text("address").split())
    if not address:
        return ""
    code = postal_code(draft.text("postal_code"))
    return f"\N{POSTAL MARK}{code} {address}" if code else address


def accommodation_in(draft: Draft, language: str) -> str:
    """What would make it easier, as lines for the people of the house: Japanese, or English."""
    with translation.override(tongue(language)):
        lines = [str(label) for code, label in NEEDS if code in draft.many("needs")]
    return "\n".join([*lines, *([draft.text("needs_note")] if draft.text("needs_note") else [])])


def fields_of(problems: Mapping[str, Problem], draft: Draft) -> dict[str, Problem]:
    """The verb's problems by the field of ours that they belong to; unknown ones belong to the story."""
    contacts = [
        "address" if point.kind == ContactKind.POST.value else point.kind for point in contact_points(draft)
    ]
    for_another = writes_for_another(draft)
    writer = "representative" if for_another else "complainant"
    names = {
        "desired_outcome": "wish",
        "accommodation": "needs_note",
        **({"complainant.name": "their_name", "complainant.kana": "their_kana"} if for_another else {}),
        f"{writer}.name": "name",
        f"{writer}.kana": "kana",
        "representative.authority": "entitled",
        "representative.authority_proof": "entitled_proof",
        "language": "language",
        "safety": "injury",
        **{f"{writer}.contact_points.{number}": name for number, name in enumerate(contacts)},
    }
    return {names.get(field, "story"): problem for field, problem in problems.items()}
