"""Drafts 下書き: what somebody is typing, kept so that no crash of theirs or ours costs them a sentence.

Drafts are nobody's business but their writer's: they change no complaint, stand on no timeline and move no version, so
they do not go through step.py. Who may take the step may keep a draft of it. A text is never overwritten from another
window: each page has a draft of its own, and goes on with an older one only if nobody has touched that since.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kikitori.casework import once
from kikitori.casework.errors import Refused, Unseen
from kikitori.casework.given import checked_text
from kikitori.foundation.crypto import new_token
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from kikitori.records.people.actor import Actor

#: Nothing arrives from a page any more that was sent so long ago.
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Page:
    """The page somebody types into. `token`: nobody else's; `draft`, `revision`: the draft it went on with, if any."""

    token: str
    draft: int | None = None
    revision: int | None = None

    def window(self, form: Step, complaint: Complaint) -> str:
        """What is stored of it: a page may hold several forms, and a token may be sent to another page."""
        return once.key_of(f"draft-{form}-{complaint.pk}", self.token)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept; None where nothing was typed or it was sent already. `others`: drafts of other windows."""

    draft: Draft | None
    others: list[Draft]


def drafts_of(actor: Actor, complaint: Complaint) -> QuerySet[Draft]:
    """This person's own drafts about a complaint, the newest first; one query."""
    return Draft.objects.filter(staff=actor.own_staff_id, complaint=complaint, is_sent=False).order_by(
        "-saved_at", "-pk"
    )


def save_draft(
    actor: Actor,
    complaint: Complaint,
    *,
    form: Step,
    text: str,
    page: Page,
    now: datetime,
    has_files: bool = False,
) -> Saved:
    """Keep what was typed into `page`. Raises Unseen, Refused or Invalid (too long, not storable).

    Where nothing is typed there is no draft, unless files lie with it; `has_files`: they are about to.
    """
    text = checked_text("body", text, needed=False)
    with _own_drafts(actor, complaint, form) as own:
        mine = next((each for each in own if each.window == page.window(form, complaint)), None)
        if mine is not None and mine.is_sent:
            return Saved(None, [])
        mine = mine or next((each for each in own if _goes_on(each, page, text)), None)
        others = [each for each in own if each is not mine and not each.is_sent]
        if not text and not has_files and not _holds_files(mine):
            if mine is not None:
                mine.delete()
            return Saved(None, others)
        if mine is None:
            mine = Draft(staff_id=actor.own_staff_id, complaint=complaint, form=form.value, revision=0)
        mine.text, mine.window, mine.saved_at = text, page.window(form, complaint), now
        mine.revision += 1
        mine.save()
    return Saved(mine, others)


def _goes_on(draft: Draft, page: Page, text: str) -> bool:
    """Was the page begun with this draft as it still stands? Or does it say the same?"""
    return not draft.is_sent and (
        (draft.pk, draft.revision) == (page.draft, page.revision) or (bool(text) and draft.text == text)
    )


def _holds_files(draft: Draft | None) -> bool:
    return draft is not None and draft.enclosures.exists()


def draft_sent(
    actor: Actor, complaint: Complaint, *, form: Step, text: str, page: Page, now: datetime
) -> None:
    """What was typed into `page` has been sent: its draft is erased, and what still arrives from there is ignored.

    A draft of another window stays, unless it says the very same. So does one with files that have not been sent.
    """
    sent = checked_text("body", text, needed=False)
    with _own_drafts(actor, complaint, form) as own:
        ended = [
            each.pk
            for each in own
            if each.window == page.window(form, complaint) or _goes_on(each, page, sent)
        ]
        left = Draft.objects.filter(pk__in=ended, enclosures__isnull=False).distinct()
        for draft in left:
            # Files that were added meanwhile, from a page that did not know of them, are still to be sent.
            ended.remove(draft.pk)
            if draft.window == page.window(form, complaint):
                draft.text, draft.window = "", new_token()
                draft.save(update_fields=["text", "window"])
        Draft.objects.filter(pk__in=ended).delete()
        if page.token:
            Draft.objects.create(
                staff_id=actor.own_staff_id,
                complaint=complaint,
                form=form.value,
                text="",
                window=page.window(form, complaint),
                saved_at=now,
                is_sent=True,
            )


def discard_draft(actor: Actor, complaint: Complaint, *, draft: int) -> bool:
    """Throw an own draft away. Returns whether there was one."""
    deleted, _ = Draft.objects.filter(pk=draft, staff_id=actor.own_staff_id, complaint=complaint).delete()
    return bool(deleted)


def forget_sent_pages(now: datetime) -> int:
    """Drop what only said that a page had been sent. Returns how many."""
    deleted, _ = Draft.objects.filter(is_sent=True, saved_at__lt=now - _FORGOTTEN).delete()
    return deleted


@contextmanager
def _own_drafts(actor: Actor, complaint: Complaint, form: Step) -> Iterator[list[Draft]]:
    """This person's drafts of one form, the newest first, in a transaction that holds off their other windows."""
    with transaction.atomic():
        if not visible_to(actor).filter(pk=complaint.pk).exists():
            raise Unseen
        decision = may(actor, NEEDED[form], complaint)
        if not decision.allowed:
            raise Refused(decision)
        once.wait_for_turn(f"draft:{actor.own_staff_id}:{complaint.pk}:{form.value}")
        own = Draft.objects.filter(staff=actor.own_staff_id, complaint=complaint, form=form.value)
        yield list(own.order_by("-saved_at", "-pk"))
