"""Tables of what ties people: who belongs to which organisation, which cards are the same person, what was changed."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.people.models import Person, Staff


class Membership(models.Model):
    """Somebody belongs to an organisation 所属: as what, under which number, from when to when."""

    #: Its index is membership_of_person.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    #: The card of a body; empty: the organisation of this house itself.
    organisation = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    role = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=100, blank=True)
    #: Folded number, by which it is found.
    number_key = models.CharField(max_length=100, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "id"], name="membership_of_person"),
            models.Index(fields=["number_key"], name="membership_number", condition=~models.Q(number_key="")),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) | ~models.Q(organisation=models.F("person")),
                name="membership_in_another",
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id or 'this house'}"


class PersonPair(models.Model):
    """What a person said about two cards: the same somebody, or different people. The smaller number is `one`.

    Groups of cards follow from the pairs that are the same, and from nothing else: taking a pair back restores them.
    """

    #: Its index is that of person_pair_once.
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pairs", db_index=False)
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pairs_with")
    judgement = models.CharField(max_length=10)
    #: They had been held apart before they were joined, and will be again if that is taken back.
    was_apart = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["one", "other"], name="person_pair_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="person_pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.judgement} {self.other_id}"


class PersonChange(models.Model):
    """One change of somebody's card 人の記録の変更: who, when, what, why. Only ever added to (config/grants.py).

    `data` holds values, never sentences; kinds: CardChange in terms.py. `by` is empty where no person did it.
    """

    #: Its index is person_change_newest.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes", db_index=False)
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "-at", "-id"], name="person_change_newest"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"
