"""The one rule of sight, asked of real rows: which complaints exist for whom, and which words in them."""

from dataclasses import dataclass

import pytest
from pytest_django import DjangoAssertNumQueries

from kikitori.casework.assess import assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.write import note, reply
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may, permissions_of
from kikitori.records.access.visibility import sees_internal, visibilities_for, visible_to, visible_to_all
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.models import Person, Staff
from kikitori.records.people.terms import Mandate, Role
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY


@dataclass(frozen=True)
class Stage:
    """Complaints of every kind of confidentiality, and everybody who might look."""

    cast: Cast
    complaints: dict[str, Complaint]

    def actor(self, who: str) -> Actor:
        match who:
            case "owner of ordinary" | "owner of restricted":
                return Actor.complainant(self.complaints[who.removeprefix("owner of ")].pk)
            case "newcomer":
                return Actor.newcomer()
            case "system":
                return Actor.system("swept")
            case "respondent":
                return Actor(kind=ActorKind.RESPONDENT, complaint_id=self.complaints["ordinary"].pk)
            case "staff without a role":
                return Actor(kind=ActorKind.STAFF, staff_id=self.cast.handler.pk)
            case _:
                return self.cast.actor(who)

    def seen_by(self, who: str) -> set[str]:
        numbers = set(visible_to(self.actor(who)).values_list("pk", flat=True))
        return {name for name, complaint in self.complaints.items() if complaint.pk in numbers}


def restricted(cast: Cast, to: Staff | None) -> Complaint:
    """A complaint the lead has restricted, in the hands of `to`."""
    complaint = makers.acknowledged(cast)
    assess_complaint(
        cast.actor("lead"),
        complaint,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        confidentiality="restricted",
        now=FRIDAY,
    )
    if to is not None:
        assign_complaint(cast.actor("lead"), complaint, to=to, now=FRIDAY)
    return complaint


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """One complaint of each sort."""
    return Stage(
        cast,
        {
            "ordinary": makers.received(cast).complaint,
            "assigned": makers.investigated(cast),
            "restricted": restricted(cast, cast.handler),
            "restricted of a colleague": restricted(cast, cast.colleague),
            "restricted of nobody": restricted(cast, None),
        },
    )


EVERYTHING = {
    "ordinary",
    "assigned",
    "restricted",
    "restricted of a colleague",
    "restricted of nobody",
}
SEEN = {
    "handler": {"ordinary", "assigned", "restricted"},
    "colleague": {"ordinary", "assigned", "restricted of a colleague"},
    "lead": EVERYTHING,
    "auditor": EVERYTHING,
    "administrator": set(),
    "system": EVERYTHING,
    "owner of ordinary": {"ordinary"},
    "owner of restricted": {"restricted"},
    "newcomer": set(),
    "respondent": set(),
    "staff without a role": set(),
}


@pytest.mark.parametrize("who", list(SEEN))
def test_actor_sees_exactly_the_complaints_that_exist_for_them(stage: Stage, who: str) -> None:
    assert stage.seen_by(who) == SEEN[who]


def test_who_may_not_read_sees_nothing_and_who_sees_may_read(stage: Stage) -> None:
    """Sight and permission never disagree: seen means that READ is allowed, on that very complaint."""
    for who in SEEN:
        actor = stage.actor(who)
        seen = stage.seen_by(who)
        for name, complaint in stage.complaints.items():
            reads = may(actor, Permission.READ, complaint).allowed
            assert reads or name not in seen, (who, name)
            if reads and name not in seen:
                # The only thing that hides what may be read in general is that it is restricted.
                assert complaint.confidentiality == "restricted", (who, name)
                assert Permission.SEE_RESTRICTED not in permissions_of(actor), (who, name)


def test_handing_a_restricted_complaint_over_hands_over_the_sight_of_it(stage: Stage) -> None:
    complaint = stage.complaints["restricted"]
    assign_complaint(stage.cast.actor("lead"), complaint, to=stage.cast.colleague, now=FRIDAY)
    assert "restricted" not in stage.seen_by("handler")
    assert "restricted" in stage.seen_by("colleague")


def test_what_exists_for_all_who_read_is_what_each_of_them_sees(stage: Stage) -> None:
    readers = [role for role in Role if Permission.READ in OF_ROLE[role]]
    each = [
        set(visible_to(Actor.staff(999_999, role, "新人")).values_list("pk", flat=True)) for role in readers
    ]
    assert set(visible_to_all().values_list("pk", flat=True)) == set.intersection(*each)
    assert stage.complaints["restricted of nobody"] not in visible_to_all()


def test_lifting_the_restriction_shows_it_to_all_who_handle(stage: Stage) -> None:
    assess_complaint(
        stage.cast.actor("lead"),
        stage.complaints["restricted of nobody"],
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        confidentiality="ordinary",
        now=FRIDAY,
    )
    assert "restricted of nobody" in stage.seen_by("handler") & stage.seen_by("colleague")


def test_slip_of_a_complaint_that_is_not_there_shows_nothing(stage: Stage) -> None:
    assert not visible_to(Actor.complainant(2**31)).exists()


def test_sight_can_be_narrowed_further_but_never_widened(stage: Stage) -> None:
    rows = visible_to(stage.cast.actor("handler"))
    secret = stage.complaints["restricted of a colleague"]
    assert not rows.filter(pk=secret.pk).exists()
    assert rows.filter(reference=stage.complaints["ordinary"].reference).count() == 1


def test_sight_of_a_list_costs_one_query(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for who, seen in SEEN.items():
        with django_assert_num_queries(1 if seen else 0):
            names = [complaint.reference for complaint in visible_to(stage.actor(who))]
        assert len(names) == len(seen)


@pytest.mark.parametrize(
    ("who", "values"),
    [
        ("handler", ("public", "internal")),
        ("lead", ("public", "internal", "confided")),
        ("auditor", ("public", "internal", "confided")),
        ("system", ("public", "internal", "confided")),
        ("owner of ordinary", ("public", "confided")),
        ("newcomer", ("public",)),
        ("respondent", ("public",)),
    ],
)
def test_internal_words_are_for_the_house_alone(stage: Stage, who: str, values: tuple[str, ...]) -> None:
    actor = stage.actor(who)
    assert visibilities_for(actor) == values
    assert sees_internal(actor) is ("internal" in values)


@pytest.mark.parametrize("mandate", list(Mandate))
def test_whoever_was_appointed_reads_what_is_public_and_nothing_that_was_confided(
    stage: Stage, mandate: Mandate
) -> None:
    actor = Actor.representative(stage.complaints["ordinary"].pk, 1, mandate)
    assert visibilities_for(actor) == ("public",)
    assert not sees_internal(actor)


@pytest.mark.parametrize(
    ("role", "seen"), [("representative", True), ("former", False), ("complainant", False)]
)
def test_complaint_exists_for_whoever_was_appointed_as_long_as_their_part_stands(
    stage: Stage, role: str, seen: bool
) -> None:
    complaint = stage.complaints["ordinary"]
    person = Person.objects.create(name="代田 りか", name_key="", language="ja", created_at=FRIDAY)
    party = Party.objects.create(complaint=complaint, person=person, role=role, mandate="speak")
    actor = Actor.representative(complaint.pk, party.pk, Mandate.SPEAK)
    assert visible_to(actor).filter(pk=complaint.pk).exists() is seen
    party.delete()
    assert not visible_to(actor).exists()


def test_complainant_reads_replies_and_no_notes(stage: Stage) -> None:
    complaint = stage.complaints["assigned"]
    handler = stage.cast.actor("handler")
    note(handler, complaint, body="倉庫に確認。", now=FRIDAY)
    reply(handler, complaint, body="確認中です。", now=FRIDAY)
    allowed = visibilities_for(Actor.complainant(complaint.pk))
    assert [m.body for m in complaint.messages.filter(visibility__in=allowed)] == ["確認中です。"]
    kinds = set(complaint.events.filter(visibility__in=allowed).values_list("kind", flat=True))
    assert "replied" in kinds
    assert not kinds & {"noted", "assessed", "escalated", "letter_sent"}
