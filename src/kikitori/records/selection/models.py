"""Views 一覧: conditions that somebody has kept under a name, and who has put which into the bar."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.terms import Sharing


class SavedView(models.Model):
    """A list of complaints by conditions, for its owner, for a team, or for everybody. Written by casework alone.

    `conditions` as conditions.py writes them. What can be chosen as `sort` and `columns` is in terms.py.
    """

    name = models.CharField(max_length=60)
    #: Whose it is; of both at most one, and none where it is everybody's.
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="views")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="views")
    conditions = models.JSONField()
    sort = models.CharField(max_length=20)
    columns = models.JSONField(default=list)
    #: The order in which views are shown; equal ones by name.
    position = models.PositiveSmallIntegerField(default=0)
    #: Counts changes; an editor sends back the one they saw.
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(team__isnull=True),
                name="saved_view_of_one_or_of_a_team",
            ),
        ]
        ordering: ClassVar[list[str]] = ["position", "name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def sharing(self) -> Sharing:
        """Who can open it."""
        if self.owner_id is not None:
            return Sharing.OWN
        return Sharing.TEAM if self.team_id is not None else Sharing.EVERYBODY


class PinnedView(models.Model):
    """A view that somebody wants to have in sight, with its number, on every page."""

    #: Its index is that of pinned_view_once.
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="pinned_views", db_index=False)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="pins")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["staff", "view"], name="pinned_view_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.view_id}"
