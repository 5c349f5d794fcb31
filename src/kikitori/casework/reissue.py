"""Reissue 控えの再発行: the slip was lost. A new secret is made; the old one no longer opens anything."""

from datetime import datetime

from django.conf import settings

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.receive import Received
from kikitori.casework.step import taking
from kikitori.foundation import crypto
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.people.actor import Actor


def reissue_slip(
    actor: Actor, complaint: Complaint, *, token: str, now: datetime, party: Party | None = None
) -> Received:
    """A new secret for the same locator, shown once to whoever asked. The same form (`token`), the same secret.

    `party`: whose slip it is, where it is that of somebody the complainant has appointed; theirs is handed over in this
    way for the first time, too. Staff must have made sure that it is this person who asks: the slip opens the whole
    story. Raises NotNow(NOBODY_APPOINTED) where `party` speaks for nobody here any more.
    """
    secret = crypto.receipt_digits(token, settings.SECRET_KEY)
    with taking(actor, complaint, Step.ISSUE_RECEIPT, now=now) as step:
        receipt = step.complaint.receipt
        if party is not None:
            own = Receipt.objects.filter(party=party, party__complaint=step.complaint).first()
            if own is None:
                raise NotNow(Obstacle.NOBODY_APPOINTED)
            receipt = own
            step.say(party=party.pk)
        receipt.secret_hash = crypto.slow_hash(secret)
        receipt.issued_at = now
        receipt.save(update_fields=["secret_hash", "issued_at"])
    return Received(complaint=complaint, locator=receipt.locator, secret=secret)
