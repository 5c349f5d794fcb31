"""Tables for people: the organisation that runs this house, its staff, and those who speak to it."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.readings import EASY, marked
from kikitori.records.people.addressing import honorific_of
from kikitori.records.people.logos import Logo
from kikitori.records.people.terms import (
    ContactKind,
    Honorific,
    NameOrder,
    OrganisationKind,
    PersonKind,
    Role,
)
from kikitori.records.people.tour import TourState


class Organisation(models.Model):
    """The one organisation of this installation; a single row (pk 1)."""

    name_ja = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, default=OrganisationKind.CUSTOMER_SERVICE.value)
    default_language = models.CharField(max_length=10, default="ja")
    time_zone = models.CharField(max_length=64, default="Asia/Tokyo")
    phone = models.CharField(max_length=64, blank=True)
    phone_hours = models.CharField(max_length=100, blank=True)
    address = models.TextField(blank=True)
    #: Where a person may turn when they do not accept our decision; shown in every decision letter.
    external_route_ja = models.TextField(blank=True)
    external_route_en = models.TextField(blank=True)
    #: The same in やさしい日本語, with readings as `{漢字|かんじ}`; without it easy readers get the Japanese one.
    external_route_easy = models.TextField(blank=True, default="")
    #: Days of silence after „is it solved?“ before a complaint may be closed as not confirmed.
    silence_days = models.PositiveSmallIntegerField(default=14)
    #: Days of that after which somebody tries to reach them in another way; fewer than all of them.
    other_road_days = models.PositiveSmallIntegerField(default=7)
    #: Days after an end by agreement when we ask once more whether it holds; 0: not at all.
    second_contact_days = models.PositiveSmallIntegerField(default=14)
    #: Days after the end within which a further mail takes a complaint up again; later it begins one that follows.
    reopen_days = models.PositiveSmallIntegerField(default=30)
    #: In which charset letters are sent: `utf-8`, `iso-2022-jp`, or `as-received`, as the reader's last mail was.
    letter_charset = models.CharField(max_length=12, default="utf-8")
    #: Working hours of Monday to Sunday, as deadlines/weeks.py writes them; empty: those of an ordinary office.
    week = models.JSONField(default=list, blank=True)
    #: Whose public holidays are kept: a code of deadlines/holiday_tables.py; empty where all are worked.
    holiday_country = models.CharField(max_length=12, default="JP", blank=True)
    #: Closed from 29 December to 3 January, as is usual in Japan; other closures have rows of their own.
    closed_at_year_end = models.BooleanField(default=True)
    #: Rule packs in use, by id; empty: those that are usual for this kind of organisation (deadlines/packs.py).
    rule_packs = models.JSONField(default=list, blank=True)
    #: Its colour as it was chosen, `#rrggbb`; empty: that of Kikitori. Pages make shades of it (look/shades.py).
    accent = models.CharField(max_length=7, blank=True, default="")
    #: Sites that may show the beginning of the complaint form in a frame: origins, `https://www.example.jp`.
    embed_origins = models.JSONField(default=list, blank=True)
    #: Sentences of the decision letter in its own words, language → place → text (letters/fixed_sentences.py).
    decision_sentences = models.JSONField(default=dict, blank=True)
    #: The same of the proposal.
    proposal_sentences = models.JSONField(default=dict, blank=True)
    logo = models.ForeignKey(Logo, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: When the log of reading began, where there were complaints before; empty: it has all of them (ADR 0029).
    openings_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name_ja

    def name_in(self, language: str) -> str:
        """The organisation's name for a reader of `language`; in the other one where it has only that."""
        return _first_of(language, self.name_ja, self.name_en)

    def external_route_in(self, language: str) -> str:
        """Where else the reader can turn; told in the other language rather than kept from them."""
        if language == EASY and self.external_route_easy:
            return marked(self.external_route_easy)
        return _first_of(language, self.external_route_ja, self.external_route_en)


def _first_of(language: str, ja: str, en: str) -> str:
    return (ja or en) if tongue(language) == "ja" else (en or ja)


class Team(models.Model):
    """A group of staff who share a queue."""

    name = models.CharField(max_length=100, unique=True)
    #: Its own working hours and zone; empty: those of the organisation.
    week = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by login, folding nothing: two logins that look alike are two people."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """Login → staff, for Django's authentication backend."""
        return self.get(login=username)


class Staff(AbstractBaseUser):
    """Somebody who works here. Has exactly one role; an administrator sees no complaint (invariant 6)."""

    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    name_kana = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    role = models.CharField(max_length=20, default=Role.HANDLER.value)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    language = models.CharField(max_length=10, default="ja")
    is_active = models.BooleanField(default=True)
    #: Colours of the desk, by which they follow a person to any machine; empty: as the browser was told to have them.
    colours = models.CharField(max_length=5, blank=True)
    #: How far they are with the tour of the desk (tour.py): whoever is new is shown it. And at which stop.
    tour = models.CharField(max_length=10, default=TourState.SHOWN.value)
    tour_stop = models.CharField(max_length=12, blank=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    def __str__(self) -> str:
        return self.name


def signs_of(field: str) -> models.Func:
    """The single signs of a text field, as an index of names holds them.

    People ask for any part of a name, and most Japanese family names have two signs: too few for a trigram.
    """
    return models.Func(
        models.F(field),
        models.Value(None),
        function="string_to_array",
        output_field=ArrayField(models.TextField()),
    )


def group_of(prefix: str = "") -> Coalesce:
    """The card that stands for all cards of one person: its own where it was joined with none.

    `prefix`: the way to the person, such as `person__`.
    """
    return Coalesce(f"{prefix}same_as_id", f"{prefix}id")


class Person(models.Model):
    """One card about somebody (or some body) who speaks to us. Every field but the kind may be empty.

    What two cards hold is never mixed: cards of the same person are grouped by `same_as`, and can be parted again.
    """

    kind = models.CharField(max_length=12, default=PersonKind.INDIVIDUAL.value)
    name = models.CharField(max_length=300, blank=True)
    name_kana = models.CharField(max_length=300, blank=True)
    #: Folded name (foundation.language.names) for finding variants; never shown.
    name_key = models.CharField(max_length=300, blank=True, db_index=True)
    #: How the reading sounds (foundation.language.names), for finding cards of the same person; never shown.
    kana_key = models.CharField(max_length=300, blank=True)
    name_order = models.CharField(max_length=12, default=NameOrder.UNKNOWN.value)
    honorific = models.CharField(max_length=10, default=Honorific.USUAL.value)
    language = models.CharField(max_length=10, default="ja")
    #: Need, not diagnosis: „large print“, „no phone calls“ (ISO 22458; 障害者差別解消法 8条).
    accommodation = models.TextField(blank=True)
    #: When and how they would like to hear from us, in words.
    contact_wish = models.TextField(blank=True)
    #: Letters wait where they can look in; nobody writes, calls or sends anything of their own accord.
    do_not_contact = models.BooleanField(default=False)
    #: The card that stands for this person; empty on that card itself, and where there is only one.
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="cards")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(group_of(), name="person_group"),
            models.Index(fields=["kana_key"], name="person_kana", condition=~models.Q(kana_key="")),
            # A name has a dozen signs: cheaper to file at once than to look through those waiting to be filed.
            GinIndex(signs_of("name_key"), signs_of("name_kana"), name="person_signs", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def title(self) -> str:
        """What follows their name in Japanese."""
        return honorific_of(self.honorific, is_body=self.kind == PersonKind.BODY.value)

    @property
    def group(self) -> int:
        """The number of the card that stands for this person (group_of, for one card at hand)."""
        return self.same_as_id or self.pk


class ContactPoint(models.Model):
    """One road back to a person. The value is kept as typed; `key` is the folded form for matching."""

    #: Its index is that of contact_point_once_per_person.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contact_points", db_index=False
    )
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=500)
    key = models.CharField(max_length=500, db_index=True)
    note = models.CharField(max_length=200, blank=True)
    preferred = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="contact_point_once_per_person"),
        ]
        ordering: ClassVar[list[str]] = ["-preferred", "id"]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def is_email(self) -> bool:
        """Can a letter go there by e-mail?"""
        return self.kind == ContactKind.EMAIL


class SettingChange(models.Model):
    """One change of what the organisation has set for itself 設定の変更: who, when, before, after.

    Only ever added to, like the timeline (config/grants.py). `before` and `after` hold values, never sentences;
    `by` is empty where no person did it. Kinds: Setting in terms.py.
    """

    #: Its index is setting_change_of_kind.
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="setting_changes"
    )
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["kind", "-id"], name="setting_change_of_kind"),
            models.Index(fields=["-at", "-id"], name="setting_change_newest"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
