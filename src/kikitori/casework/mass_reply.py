"""Common reply 共通の返信: written once for all children of a mass complaint, and sent to each as their own letter.

Until it is sent nothing has been said to anybody. Each child's text is what the preview shows: the common words with
their own name, number and dates in their own language, or words of their own; single ones are left out. On sending,
exactly these texts are written down before the first goes (a round of casework/rounds.py), and each goes by the verb
`reply`, once, whatever becomes of the worker.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Unseen
from kikitori.casework.filling import values_of_many
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.house import House
from kikitori.casework.mass import locked_mass, note_on_mass, require_grouping
from kikitori.casework.templates import KEYS
from kikitori.casework.write import reply as reply_to
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.visibility import children_seen_by, masses_seen_by
from kikitori.records.complaints.mass import CommonItem, CommonReply, MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import MassKind
from kikitori.records.letters.placeholders import Politeness, best_key, fill, marks_in
from kikitori.records.people.actor import Actor

_LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class CommonGiven:
    """The words for all. `texts`: by casework.templates.KEYS; at least one of them says something."""

    texts: Mapping[str, str] = field(default_factory=dict)
    politeness: str = Politeness.POLITE.value


@dataclass(frozen=True, slots=True)
class OneLetter:
    """What one child gets. `open`: marks in it that somebody still has to write; with any of them it is not sent."""

    complaint: Complaint
    text: str
    open: tuple[str, ...] = ()
    edited: bool = False
    left_out: bool = False
    sent_at: datetime | None = None

    @property
    def is_ready(self) -> bool:
        """Would it go, if all were sent now?"""
        return bool(self.text) and not (self.open or self.left_out or self.sent_at)


def write_common_reply(
    actor: Actor, mass: MassComplaint, given: CommonGiven, *, now: datetime
) -> CommonReply:
    """A common reply, not sent. Raises Unseen, Refused, Invalid."""
    require_grouping(actor)
    texts, politeness = _checked(given)
    with transaction.atomic():
        own = locked_mass(actor, mass)
        written = CommonReply.objects.create(
            mass=own,
            texts=texts,
            politeness=politeness.value,
            written_at=now,
            written_by_id=actor.own_staff_id,
        )
        note_on_mass(actor, own, MassKind.REPLY_WRITTEN, now, reply=written.pk)
    return written


def change_common_reply(
    actor: Actor, written: CommonReply, given: CommonGiven, *, seen: int, now: datetime
) -> CommonReply:
    """Other words for all who have not had theirs; single ones that were edited stay as they are.

    Raises Unseen, Refused, Invalid, NotNow(SET_MEANWHILE).
    """
    require_grouping(actor)
    texts, politeness = _checked(given)
    with transaction.atomic():
        own = locked_reply(actor, written)
        if own.version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = own.texts
        own.texts, own.politeness, own.version = texts, politeness.value, own.version + 1
        own.save(update_fields=["texts", "politeness", "version"])
        own.items.filter(edited=False, sent_at__isnull=True).update(text="")
        note_on_mass(actor, own.mass, MassKind.REPLY_WRITTEN, now, reply=own.pk, before=before)
    return own


def set_apart(
    actor: Actor,
    written: CommonReply,
    complaint: Complaint,
    *,
    text: str | None = None,
    left_out: bool | None = None,
) -> CommonItem:
    """For this child other words (empty: the common ones again), or none at all. None leaves it as it is.

    Raises Unseen (also what is no child of it), Refused, Invalid, NotNow(REPLY_IS_OUT).
    """
    require_grouping(actor)
    words = None if text is None else checked_text("text", text, longest=_LONGEST, needed=False)
    with transaction.atomic():
        own = locked_reply(actor, written)
        if not children_seen_by(actor, own.mass).filter(pk=complaint.pk).exists():
            raise Unseen
        item, _made = CommonItem.objects.select_for_update().get_or_create(reply=own, complaint=complaint)
        if item.sent_at is not None:
            raise NotNow(Obstacle.REPLY_IS_OUT)
        if words is not None:
            item.text, item.edited = words, bool(words)
        if left_out is not None:
            item.left_out = left_out
        item.save(update_fields=["text", "edited", "left_out"])
    return item


def letters_of(
    written: CommonReply, children: Sequence[Complaint], house: House, now: datetime
) -> list[OneLetter]:
    """What each of these children gets, in their order. Four queries for any number; assignees are at hand."""
    items = {item.complaint_id: item for item in written.items.filter(complaint__in=children)}
    keys = {each.pk: _key_for(written, each) for each in children}
    languages = {number: key.partition("/")[0] or "ja" for number, key in keys.items()}
    values = values_of_many(children, languages, house, now)
    common = {
        number: fill(written.texts.get(key, ""), values[number], languages[number]).text
        for number, key in keys.items()
    }
    return [_letter(each, items.get(each.pk), common[each.pk]) for each in children]


def _letter(complaint: Complaint, item: CommonItem | None, common: str) -> OneLetter:
    if item is None:
        return OneLetter(complaint, common, tuple(marks_in(common)))
    text = item.text if item.edited or item.sent_at else common
    return OneLetter(
        complaint, text, tuple(marks_in(text)), item.edited, left_out=item.left_out, sent_at=item.sent_at
    )


def _key_for(written: CommonReply, complaint: Complaint) -> str:
    return best_key(written.texts, tongue(complaint.language), Politeness(written.politeness))


def write_down_texts(written: CommonReply, letters: Sequence[OneLetter]) -> None:
    """What is about to be sent, word for word: nothing that changes meanwhile changes it. One statement."""
    CommonItem.objects.bulk_create(
        [
            CommonItem(reply=written, complaint=each.complaint, text=each.text, edited=each.edited)
            for each in letters
        ],
        update_conflicts=True,
        unique_fields=["reply", "complaint"],
        update_fields=["text"],
    )


def reply_in_common(actor: Actor, complaint: Complaint, *, reply: int, now: datetime) -> None:
    """The letter of one child, as it was written down. Repeated, it does nothing.

    Raises what `reply` of casework/write.py raises, and NotNow(REPLY_IS_OUT, NOT_IN_THE_MASS_COMPLAINT).
    """
    with transaction.atomic():
        found = CommonItem.objects.select_for_update(of=("self",)).select_related("reply")
        item = found.filter(reply=reply, complaint=complaint, left_out=False).first()
        if item is None or not children_seen_by(actor, item.reply.mass).filter(pk=complaint.pk).exists():
            raise NotNow(Obstacle.NOT_IN_THE_MASS_COMPLAINT)
        if item.sent_at is not None:
            raise NotNow(Obstacle.REPLY_IS_OUT)
        if not item.text:
            # The common words were changed while it waited for its turn: nobody has seen what would go.
            raise NotNow(Obstacle.TO_BE_WRITTEN)
        reply_to(actor, complaint, body=item.text, now=now, token=f"common reply {item.pk}")
        item.sent_at = now
        item.save(update_fields=["sent_at"])


def replies_seen_by(actor: Actor, mass: MassComplaint) -> list[CommonReply]:
    """Common replies of a mass complaint, the newest first. Two queries."""
    if not masses_seen_by(actor).filter(pk=mass.pk).exists():
        return []
    return list(mass.replies.select_related("written_by").order_by("-pk"))


def locked_reply(actor: Actor, written: CommonReply) -> CommonReply:
    """The row, locked until commit, if its mass complaint exists for this actor. Raises Unseen."""
    rows = CommonReply.objects.select_for_update(of=("self",)).select_related("mass")
    for found in rows.filter(pk=written.pk, mass__in=masses_seen_by(actor)):
        return found
    raise Unseen


def _checked(given: CommonGiven) -> tuple[dict[str, str], Politeness]:
    check = Checked()
    texts = {key: check.text(key, given.texts.get(key, ""), longest=_LONGEST) for key in KEYS}
    politeness = check.word("politeness", given.politeness, Politeness)
    check.done()
    said = {key: text for key, text in texts.items() if text}
    if not said:
        raise Invalid({KEYS[0]: Problem.MISSING})
    return said, politeness
