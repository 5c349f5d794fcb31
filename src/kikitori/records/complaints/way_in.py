"""How a complaint came in by the roads on which somebody brings it to us: what stood on it, who passed it on."""

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.branches import Branch


class WayIn(models.Model):
    """What is known of one complaint's way here 到着の記録, beside the road itself. Only where there is something.

    It changes nothing that was received. Of all this the complainant is shown the branch alone, before sending.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="way_in")
    #: 消印: the day on the postmark. Clocks count from the day it reached us, not from this one.
    postmarked_on = models.DateField(null=True, blank=True)
    #: From which number a fax came, as it stands on its first line.
    fax_number = models.CharField(max_length=64, blank=True, default="")
    #: Which committee, branch or office passed it on to us.
    passed_on_by = models.CharField(max_length=200, blank=True, default="")
    #: Where something was written about us, under which name, and whether everybody can read it (unknown: empty).
    post_url = models.CharField(max_length=1000, blank=True, default="")
    post_handle = models.CharField(max_length=200, blank=True, default="")
    post_is_public = models.BooleanField(null=True, blank=True)
    #: At the counter: who helped them to be understood, in which language or by which means.
    interpreter = models.CharField(max_length=200, blank=True, default="")
    #: Whose poster led to the form.
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="ways")

    def __str__(self) -> str:
        return f"{self.complaint_id}"
