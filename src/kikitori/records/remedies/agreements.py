"""Agreements as they are kept: with a proposal that was accepted, what was agreed on that day."""

from django.db import models

from kikitori.records.remedies.models import Proposal


class Agreement(models.Model):
    """What was agreed, in values (agreement.py). Only ever added: what changes later changes no agreement."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="agreement")
    sheet = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:12]
