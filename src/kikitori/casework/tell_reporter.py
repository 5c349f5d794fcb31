"""What a reporter of wrongdoing is told 通報者への通知: whether it is looked into, and what came of it.

By the law within twenty days the first, with the reasons where it is not; the second without delay once it is done, as
far as the privacy of others allows (公益通報者保護法 3条3号, 指針 第4). Both are words at their page, never a mail.
"""

from datetime import datetime

from kikitori.casework import clocks
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import checked_text
from kikitori.casework.seal import PACK, seal_of
from kikitori.casework.step import Taken, taking
from kikitori.casework.write import reply_within
from kikitori.records.access.seals import Seal
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor


def tell_inquiry(
    actor: Actor, complaint: Complaint, *, is_looked_into: bool, words: str, now: datetime
) -> Message:
    """Whether it is looked into, in these words; keeps the promise, and meets the clock of the law.

    Can be told anew when it turns out otherwise. Raises Unseen, Refused, StepNotPossible, Invalid.
    """
    said = checked_text("words", words)
    with taking(actor, complaint, Step.TELL_INQUIRY, now=now) as step:
        seal = seal_of(step.complaint)
        seal.inquiry_told_at, seal.is_looked_into = now, is_looked_into
        seal.save(update_fields=["inquiry_told_at", "is_looked_into"])
        step.say(is_looked_into=is_looked_into)
        _meet(step)
        return reply_within(step, said)


def tell_outcome(actor: Actor, complaint: Complaint, *, words: str, now: datetime) -> Message:
    """What came of it and what was put right, in these words. It stays in the vault.

    Raises Unseen, Refused, StepNotPossible, Invalid, NotNow: INQUIRY_NOT_TOLD.
    """
    said = checked_text("words", words)
    with taking(actor, complaint, Step.TELL_OUTCOME, now=now) as step:
        seal: Seal = seal_of(step.complaint)
        if seal.inquiry_told_at is None:
            raise NotNow(Obstacle.INQUIRY_NOT_TOLD)
        seal.outcome_told_at = now
        seal.save(update_fields=["outcome_told_at"])
        return reply_within(step, said)


def _meet(step: Taken) -> None:
    met = list(step.complaint.clocks.filter(clocks.RUNNING, rule__startswith=PACK).order_by("id"))
    for clock in met:
        clock.met_at = step.now
        clock.set_turn()
        clock.save(update_fields=["met_at", "turns_at"])
    if met:
        step.say(clocks={"met_at": [{"clock": clock.pk, "at": step.now.isoformat()} for clock in met]})
