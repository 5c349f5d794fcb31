"""Templates 定型文 and signatures 署名: what is written again and again. Each change is kept with who made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.terms import Subject
from kikitori.records.letters.placeholders import Politeness, key_of
from kikitori.records.letters.templates_kept import ReplyTemplate, Signature, TemplateVersion
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

LANGUAGES = ("ja", "en")
#: Every text a template can have, in the order in which they are shown.
KEYS = tuple(key_of(language, politeness) for language in LANGUAGES for politeness in Politeness)
_LONGEST_TEXT = 20_000
_LONGEST_SIGNATURE = 1_000


@dataclass(frozen=True, kw_only=True)
class TemplateGiven:
    """A template as somebody wants it. `texts`: by KEYS; at least one of them says something."""

    name: str
    subject: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    is_active: bool = True


def save_template(
    actor: Actor, given: TemplateGiven, *, template: int | None = None, seen: int = 0, now: datetime
) -> ReplyTemplate:
    """A new template, or the next version of `template`; `seen`: the version the editor had before them.

    Raises Refused, Invalid (also a name that another one has: UNKNOWN_WORD), NotNow (SET_MEANWHILE).
    """
    _require(actor)
    checked = _checked(given)
    with transaction.atomic():
        wait_for_turn(Setting.WRITING.value)
        own = ReplyTemplate.objects.filter(pk=template).first() if template else ReplyTemplate(version=0)
        if own is None or own.version != (seen if template else 0):
            raise NotNow(Obstacle.SET_MEANWHILE)
        check = Checked()
        if ReplyTemplate.objects.filter(name=checked.name).exclude(pk=own.pk).exists():
            check.problems["name"] = Problem.UNKNOWN_WORD
        check.done()
        before = _as_kept(own) if own.pk else {}
        own.name, own.subject, own.is_active = checked.name, checked.subject, checked.is_active
        own.texts = dict(checked.texts)
        if own.pk and before == _as_kept(own):
            return own
        own.version += 1
        own.save()
        TemplateVersion.objects.create(
            template=own,
            number=own.version,
            name=own.name,
            subject=own.subject,
            texts=own.texts,
            is_active=own.is_active,
            at=now,
            by_id=actor.staff_id,
        )
        note_change(actor, Setting.WRITING, before, {**_as_kept(own), "version": own.version}, now)
    return own


def _checked(given: TemplateGiven) -> TemplateGiven:
    check = Checked()
    name = check.line("name", given.name, longest=100, needed=True)
    subject = check.word("subject", given.subject, Subject).value if given.subject else ""
    texts = {key: check.text(key, given.texts.get(key, ""), longest=_LONGEST_TEXT) for key in KEYS}
    said = {key: text for key, text in texts.items() if text}
    if not said and not check.problems:
        check.problems[KEYS[0]] = Problem.MISSING
    check.done()
    return TemplateGiven(name=name, subject=subject, texts=said, is_active=given.is_active)


def _as_kept(own: ReplyTemplate) -> dict[str, object]:
    return {"template": own.name, "subject": own.subject, "texts": own.texts, "active": own.is_active}


def templates_for(subject: str, words: str = "") -> QuerySet[ReplyTemplate]:
    """Templates for complaints of this subject, those made for it first; with `words`, those that hold all of them."""
    fitting = ReplyTemplate.objects.filter(Q(subject=subject) | Q(subject=""), is_active=True)
    for word in words.split():
        fitting = fitting.filter(Q(name__icontains=word) | Q(texts__icontains=word))
    return fitting.order_by("-subject", "name")


def set_signature(actor: Actor, *, staff: int | None, ja: str, en: str, now: datetime) -> Signature:
    """The signature of one member of staff (their own), or of the organisation (who may manage templates).

    Raises Refused, Invalid.
    """
    if staff is None:
        _require(actor)
    elif actor.staff_id != staff:
        raise Refused(may(actor, Permission.MANAGE_STAFF))
    check = Checked()
    texts = {"text_ja": check.text("text_ja", ja, longest=_LONGEST_SIGNATURE)}
    texts["text_en"] = check.text("text_en", en, longest=_LONGEST_SIGNATURE)
    check.done()
    with transaction.atomic():
        wait_for_turn(Setting.WRITING.value)
        own = Signature.objects.filter(staff=staff).first() or Signature(staff_id=staff)
        before = {"signature": staff or 0, "text_ja": own.text_ja, "text_en": own.text_en}
        own.text_ja, own.text_en = texts["text_ja"], texts["text_en"]
        own.save()
        note_change(actor, Setting.WRITING, before, {"signature": staff or 0, **texts}, now)
    return own


def signature_for(staff: int | None, language: str) -> str:
    """What stands below a reply of theirs: their own signature, else that of the organisation. One query."""
    found = Signature.objects.filter(Q(staff=staff) | Q(staff__isnull=True)).order_by("staff_id")
    texts = [each.text_in(tongue(language)) for each in found]
    return next((text for text in texts if text), "")


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_WRITING)
    if not decision.allowed:
        raise Refused(decision)
