"""Reissue 控えの再発行: the slip was lost. A new secret is made; the old one no longer opens anything."""

from datetime import datetime

from django.conf import settings

from kikitori.casework.receive import Received
from kikitori.casework.step import taking
from kikitori.foundation import crypto
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor


def reissue_slip(actor: Actor, complaint: Complaint, *, token: str, now: datetime) -> Received:
    """A new secret for the same locator, shown once to whoever asked. The same form (`token`), the same secret.

    Staff must have made sure that it is the complainant who asks: the slip opens the whole story.
    """
    secret = crypto.receipt_digits(token, settings.SECRET_KEY)
    with taking(actor, complaint, Step.ISSUE_RECEIPT, now=now) as step:
        receipt = step.complaint.receipt
        receipt.secret_hash = crypto.slow_hash(secret)
        receipt.issued_at = now
        receipt.save(update_fields=["secret_hash", "issued_at"])
    return Received(complaint=complaint, locator=receipt.locator, secret=secret)
