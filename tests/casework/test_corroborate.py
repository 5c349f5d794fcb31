"""Related complaints: which stand beside one that is decided, with what finding, and of which nothing is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.corroborate import COUNTED, SHOWN, RelatedBy, RelatedGroup, is_asked_for, related_to
from kikitori.casework.decide import FindingGiven, RelatedGiven, decide_complaint
from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.find_causes import CauseGiven, find_causes
from kikitori.casework.link import link_complaints
from kikitori.records.complaints.mass import MassComplaint, MassMember
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.people.branches import Branch
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)


def about(cast: Cast, subject: str = "delivery", **changes: Any) -> Complaint:
    """Being looked into; about this subject."""
    complaint = makers.investigated(cast, **changes)
    Complaint.objects.filter(pk=complaint.pk).update(subject=subject)
    complaint.refresh_from_db()
    return complaint


def found(complaint: Complaint, cast: Cast, by: str = "lead") -> dict[str, RelatedGroup]:
    points = list(complaint.allegations.all())
    return {group.by.value: group for group in related_to(cast.actor(by), complaint, points, now=LATER)}


def references(group: RelatedGroup) -> list[str]:
    return [row.complaint.reference for row in group.rows]


def unlike(complaint: Complaint) -> None:
    """Nothing but what a test arranges binds it to others."""
    Party.objects.filter(complaint=complaint).delete()


def alone(cast: Cast, subject: str = "other") -> Complaint:
    complaint = about(cast, subject)
    unlike(complaint)
    return complaint


def decide(complaint: Complaint, cast: Cast, outcome: str = "not_upheld", **more: Any) -> None:
    findings = {n: FindingGiven(outcome=outcome, reasons="記録", causes=makers.CAUSE) for n in (1, 2)}
    decide_complaint(
        cast.actor("handler"), complaint, findings=findings, no_remedy=makers.NO_REMEDY, now=LATER, **more
    )


def test_one_that_stands_alone_has_none(cast: Cast) -> None:
    alone(cast)
    assert found(alone(cast), cast) == {}


@pytest.mark.parametrize("way", ["from here", "from there"])
def test_link_counts_from_either_side(cast: Cast, way: str) -> None:
    here, there = alone(cast), alone(cast)
    one, other = (here, there) if way == "from here" else (there, here)
    link_complaints(cast.actor("handler"), one, to=other, kind="related", now=LATER)
    assert references(found(here, cast)["link"]) == [there.reference]


def test_children_of_one_mass_complaint_stand_beside_each_other(cast: Cast) -> None:
    here, there, left = alone(cast), alone(cast), alone(cast)
    mass = MassComplaint.objects.create(title="配送の遅れ", begun_at=FRIDAY)
    for each in (here, there):
        MassMember.objects.create(mass=mass, complaint=each, joined_at=FRIDAY)
    MassMember.objects.create(mass=mass, complaint=left, joined_at=FRIDAY, left_at=LATER)
    assert references(found(here, cast)["mass"]) == [there.reference]


def test_earlier_ones_of_the_same_person_count_and_later_ones_do_not(cast: Cast) -> None:
    earlier = about(cast, "other", received_at=FRIDAY - timedelta(days=40))
    here = about(cast, "other")
    later = about(cast, "other")
    person = here.parties.get(role="complainant").person
    Party.objects.filter(complaint__in=[earlier, later], role="complainant").update(person=person)
    Complaint.objects.filter(pk=later.pk).update(received_at=here.received_at + timedelta(minutes=1))
    assert references(found(here, cast)["person"]) == [earlier.reference]


def test_of_somebody_anonymous_nothing_is_put_together(cast: Cast) -> None:
    earlier, here = about(cast, "other", received_at=FRIDAY - timedelta(days=40)), about(cast, "other")
    person = here.parties.get(role="complainant").person
    Party.objects.filter(complaint=earlier, role="complainant").update(person=person)
    Complaint.objects.filter(pk=here.pk).update(anonymous=True)
    here.refresh_from_db()
    assert "person" not in found(here, cast)


def test_same_cause_counts_and_not_known_is_no_cause(cast: Cast) -> None:
    here, there, elsewhere, unknown = (alone(cast) for _ in range(4))
    day = LATER.date() + timedelta(days=9)
    for complaint, code, until in (
        (here, "process", None),
        (there, "process", None),
        (elsewhere, "training", None),
        (unknown, "unknown", day),
    ):
        causes = {1: [CauseGiven(code=code, evidence="記録", until=until)]}
        find_causes(cast.actor("handler"), complaint, causes=causes, now=LATER)
    assert references(found(here, cast)["cause"]) == [there.reference]
    assert found(unknown, cast) == {}


def test_same_subject_counts_for_twelve_months(cast: Cast) -> None:
    lately, here = alone(cast, "billing"), alone(cast, "billing")
    long_ago = alone(cast, "billing")
    Complaint.objects.filter(pk=long_ago.pk).update(received_at=LATER - timedelta(days=366))
    alone(cast, "delivery")
    assert references(found(here, cast)["subject"]) == [lately.reference]


def test_where_a_branch_is_known_it_is_the_same_branch(cast: Cast) -> None:
    branch, other = (
        Branch.objects.create(code=code, name_ja=code, name_en=code) for code in ("east", "west")
    )
    here, same, elsewhere = alone(cast, "billing"), alone(cast, "billing"), alone(cast, "billing")
    for complaint, place in ((here, branch), (same, branch), (elsewhere, other)):
        WayIn.objects.update_or_create(complaint=complaint, defaults={"branch": place})
    assert references(found(here, cast)["subject"]) == [same.reference]


def test_finding_of_the_like_point_stands_beside_each_of_ours(cast: Cast) -> None:
    there, here = alone(cast, "billing"), alone(cast, "billing")
    assert [point.outcome for point in found(here, cast)["subject"].rows[0].like.values()] == ["", ""]
    decide(there, cast, "partly")
    like = found(here, cast)["subject"].rows[0].like
    assert {number: (point.number, point.outcome) for number, point in like.items()} == {
        1: (1, "partly"),
        2: (2, "partly"),
    }


def test_what_the_reader_does_not_see_is_not_counted(cast: Cast) -> None:
    restricted, barred, seen, here = (alone(cast, "billing") for _ in range(4))
    Complaint.objects.filter(pk=restricted.pk).update(confidentiality="restricted", assignee=cast.colleague)
    Complaint.objects.filter(pk=barred.pk).update(barred=[cast.handler.pk])
    assert references(found(here, cast, "handler")["subject"]) == [seen.reference]
    assert found(here, cast, "handler")["subject"].number == 1
    assert found(here, cast, "lead")["subject"].number == 3
    assert found(here, cast, "administrator") == {}


def test_few_are_shown_and_all_are_counted_up_to_a_limit(cast: Cast) -> None:
    for _ in range(SHOWN + 2):
        alone(cast, "billing")
    group = found(alone(cast, "billing"), cast)["subject"]
    assert (group.number, len(group.rows), group.is_more) == (SHOWN + 2, SHOWN, False)
    assert RelatedGroup(RelatedBy.LINK, frozenset(range(COUNTED + 1)), ()).is_more


def test_questions_to_the_database_do_not_grow(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(7):
        decide(about(cast, "billing"), cast)
    here = about(cast, "billing")
    points = list(here.allegations.all())
    actor = cast.actor("lead")
    with django_assert_max_num_queries(9):
        assert related_to(actor, here, points, now=LATER)


@pytest.mark.parametrize(("severity", "asked"), [("S1", True), ("S2", True), ("S3", True), ("S4", False)])
def test_of_what_is_slight_nobody_is_asked(severity: str, asked: bool) -> None:
    assert is_asked_for(severity) is asked


# ── what the decider says ──


def test_decision_keeps_that_related_ones_were_looked_at(cast: Cast) -> None:
    complaint = about(cast)
    decide(complaint, cast, related=RelatedGiven(shown=3, looked_at=True, why_not="読まれない"))
    data = complaint.events.get(kind="decided").data
    assert (data["related"], data["related_looked_at"]) == (3, True)
    assert "related_why_not" not in data


def test_or_why_they_were_not(cast: Cast) -> None:
    complaint = about(cast)
    with pytest.raises(Invalid) as refusal:
        decide(complaint, cast, related=RelatedGiven(shown=3, looked_at=False, why_not=" "))
    assert refusal.value.problems == {"related.why_not": Problem.MISSING}
    decide(complaint, cast, related=RelatedGiven(shown=3, looked_at=False, why_not="別の地区の話"))
    assert complaint.events.get(kind="decided").data["related_why_not"] == "別の地区の話"


def test_whoever_is_not_asked_says_nothing(cast: Cast) -> None:
    complaint = about(cast)
    decide(complaint, cast)
    assert not [key for key in complaint.events.get(kind="decided").data if key.startswith("related")]
