"""Acknowledge 受付通知: the person hears that we have it, what happens next and by when (ISO 10002, 7.4)."""

from datetime import datetime

from kikitori.casework.given import Checked
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor


def acknowledge_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    echo: str = "",
    how: str = "",
    within: Taken | None = None,
    tell: bool = True,
) -> None:
    """Say that the complaint has arrived, and promise the first answer and the decision with their dates.

    `echo`: what the person told us, in the handler's words; where it is empty the letter quotes the
    person's own first words, for a machine must not invent sympathy. `how`: by what other means the person
    was told („by phone“), where no letter can reach them. `within`: the step it follows from. Without `tell` no letter
    is written: the address has had one of ours today, and whoever uses it without right must not fill a mailbox.
    """
    check = Checked()
    words, road = check.text("echo", echo, longest=2000), check.line("how", how, longest=200)
    check.done()
    with taking(actor, complaint, Step.ACKNOWLEDGE, now=now, within=within) as step:
        step.say(**({"how": road} if road else {}), **({} if tell else {"untold": True}))
        if tell:
            step.letter(LetterKind.ACKNOWLEDGEMENT, echo=words)
