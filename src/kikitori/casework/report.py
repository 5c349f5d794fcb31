"""Report 不達: a server says that a letter of ours did not arrive; somebody must reach the person by other means."""

from datetime import datetime

from kikitori.casework import mail_link
from kikitori.casework.step import taking
from kikitori.foundation.mail.reports import Report
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor

#: The error of a letter that went out and came back.
BOUNCED = "bounced"


def note_report(actor: Actor, letter: Letter, report: Report, *, now: datetime) -> bool:
    """Mark a letter as not arrived, on the timeline too, where it joins the pile of letters that need a hand.

    A delay changes nothing: the server goes on trying. Said twice, it is noted once. Returns whether it was noted.
    """
    # What came back to us may hold the letter, and the desk reads it.
    mail_link.end_links([letter.pk], now=now)
    if report.temporary:
        return False
    with taking(actor, letter.complaint_id, Step.DELIVER_LETTER, now=now) as step:
        own = Letter.objects.select_for_update().get(pk=letter.pk)
        if own.state != LetterState.SENT.value:
            step.let_be()
            return False
        own.state, own.last_error = LetterState.FAILED.value, BOUNCED
        own.save(update_fields=["state", "last_error"])
        step.kind = EventKind.LETTER_FAILED
        step.say(letter=own.pk, kind=own.kind, error=BOUNCED)
    return True
