"""What an organisation writes again and again: templates 定型文 with their versions, and signatures 署名."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.people.models import Staff


class ReplyTemplate(models.Model):
    """A text with placeholders, in several languages and degrees of politeness, under one name."""

    name = models.CharField(max_length=100, unique=True)
    #: For complaints of this Subject; empty: for all.
    subject = models.CharField(max_length=20, blank=True)
    #: The texts as they stand, by `placeholders.key_of`.
    texts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """A template as it was saved once. Only ever added to."""

    #: Its index is that of template_version_once.
    template = models.ForeignKey(
        ReplyTemplate, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    subject = models.CharField(max_length=20, blank=True)
    texts = models.JSONField()
    is_active = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
        ]
        ordering: ClassVar[list[str]] = ["template_id", "-number"]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Signature(models.Model):
    """What stands below a reply: of one member of staff, or (without one) of the organisation."""

    staff = models.OneToOneField(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="signature"
    )
    text_ja = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(staff__isnull=True), name="signature_of_organisation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id or 'organisation'}"

    def text_in(self, language: str) -> str:
        """The text for a reader of `language`; none rather than one they cannot read."""
        return self.text_ja if language == "ja" else self.text_en


class WordingEntry(models.Model):
    """An entry of the organisation's wording list. One with the key of a shipped entry stands in its place."""

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=16)
    words = models.JSONField(default=list)
    unless = models.JSONField(default=list, blank=True)
    why_ja = models.TextField(blank=True)
    why_en = models.TextField(blank=True)
    instead = models.TextField(blank=True)
    noted = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.key
