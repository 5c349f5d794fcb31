"""Question sets 質問票 written by the organisation itself, version upon version; begun conversations keep theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.given import checked_text
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.inquiry.conversations import QuestionSetVersion
from kikitori.records.inquiry.question_reader import LONGEST_SET
from kikitori.records.inquiry.question_sets import OWN_FROM, newest_own, read
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting


def write_question_set(actor: Actor, text: str, *, seen: int, now: datetime) -> QuestionSetVersion | None:
    """The next version of the set that `text` names; None where it says what the newest one says.

    `seen`: the own version the editor had before them; 0 for one that comes with Kikitori, and for a new set.
    The number the text gives itself is left aside: own versions are numbered here, from OWN_FROM.
    Raises Refused, Invalid, SetError (every mistake), NotNow(SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    checked = checked_text("text", text, longest=LONGEST_SET) + "\n"
    found = read(checked)
    with transaction.atomic():
        wait_for_turn(Setting.QUESTIONS.value)
        newest = newest_own().get(found.id)
        if (newest.version if newest else 0) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        if newest is not None and newest.text == checked:
            return None
        version = newest.version + 1 if newest else OWN_FROM
        row = QuestionSetVersion.objects.create(
            set=found.id, version=version, text=checked, at=now, by_id=actor.staff_id
        )
        before = {"set": found.id, "version": newest.version} if newest else {}
        after = {"set": found.id, "version": version, "questions": len(found.questions)}
        note_change(actor, Setting.QUESTIONS, before, after, now)
    return row
