"""The check page's view of a draft: what will be sent, in the reader's words, part by part.

Says what will be left out as plainly as what will be sent, so that nobody gives more than they meant to.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kikitori.foundation.language.contact import BadMailAddress, mail_address, phone
from kikitori.foundation.language.names import normalise_kana
from kikitori.foundation.language.text import guess_language
from kikitori.interfaces.portal.complain_forms import NAMELESS, NEEDS, NOTHING, PROOFS, SAFETY
from kikitori.interfaces.portal.drafts import Draft
from kikitori.interfaces.portal.sending import postal_line, writes_for_another


@dataclass(frozen=True)
class Row:
    """One line: what was asked, what was answered."""

    label: str
    text: str


@dataclass(frozen=True)
class Part:
    """The answers of one page: the person's own words in `language`, then the short answers."""

    step: str
    title: str
    rows: list[Row]
    words: str = ""
    language: str = ""


def summary(draft: Draft, language: str) -> list[Part]:
    """The three parts, in the order of the pages."""
    return [
        _words("story", pgettext("portal", "What happened"), draft.text("story"), language, _safety(draft)),
        _words("wish", _("What you would like"), draft.text("wish"), language, []),
        Part("reach", _("How we may reach you"), _reach(draft, language)),
    ]


def _words(step: str, title: str, text: str, language: str, rows: list[Row]) -> Part:
    if not text:
        return Part(step, title, rows, pgettext("portal", "Nothing written"), language)
    return Part(step, title, rows, text, guess_language(text, language))


def _safety(draft: Draft) -> list[Row]:
    asked = (("injury", _("Somebody hurt or ill")), ("fire", _("Fire, smoke or explosion")))
    answers = [(label, _label_of(SAFETY, draft.text(name))) for name, label in asked]
    return [Row(label, answer) for label, answer in answers if answer]


def _reach(draft: Draft, language: str) -> list[Row]:
    reach = draft.text("reach")
    nothing = pgettext("portal", "Not given")
    for_whom = _for_another(draft, nothing) if writes_for_another(draft) else []
    rows = [*for_whom, Row(_("Your name"), _name(draft, "name") or nothing)]
    if _name(draft, "name") and _name(draft, "kana"):
        rows.append(Row(_("How your name is read (kana)"), normalise_kana(_name(draft, "kana"))))
    if reach == NOTHING:
        rows.append(Row(_("How to reach you"), _("Not given. You will follow this with your slip.")))
    else:
        rows += _contacts(draft) or [Row(_("How to reach you"), nothing)]
    needs = [str(label) for code, label in NEEDS if code in draft.many("needs")]
    if draft.text("needs_note"):
        needs.append(draft.text("needs_note"))
    if needs:
        rows.append(Row(_("What would make it easier"), "\n".join(needs)))
    spoken = draft.text("language") or language
    rows.append(Row(_("Language of our letters"), dict(settings.LANGUAGES).get(spoken, spoken)))
    return rows


def _for_another(draft: Draft, nothing: str) -> list[Row]:
    """For whom it is written, and what entitles whoever writes."""
    name, kana = draft.text("their_name"), normalise_kana(draft.text("their_kana"))
    rows = [Row(_("Name of the person you write for"), name or nothing)]
    if kana:
        rows.append(Row(_("How their name reads (kana)"), kana))
    rows.append(Row(_("Why you write for them"), draft.text("entitled") or nothing))
    proof = _label_of(PROOFS, draft.text("entitled_proof"))
    return [*rows, *([Row(_("A document that says so (power of attorney)"), proof)] if proof else [])]


def _name(draft: Draft, field: str) -> str:
    return "" if draft.text("reach") in (NAMELESS, NOTHING) else draft.text(field)


def _contacts(draft: Draft) -> list[Row]:
    """Each way to reach the person as it was understood, so that a slip of the finger is seen."""
    rows = []
    if draft.text("email"):
        rows.append(Row(_("E-mail address"), _read_email(draft.text("email"))))
    if draft.text("phone"):
        rows.append(Row(_("Phone number"), phone(draft.text("phone")).shown))
    if postal_line(draft):
        rows.append(Row(_("Postal address"), postal_line(draft)))
    if rows and draft.text("contact_note"):
        rows.append(Row(_("What we should know before we contact you"), draft.text("contact_note")))
    return rows


def _read_email(typed: str) -> str:
    try:
        return mail_address(typed).sendable
    except BadMailAddress:
        return typed


def _label_of(choices: tuple[tuple[str, str | Promise], ...], code: str) -> str:
    return next((str(label) for value, label in choices if value == code), "")
