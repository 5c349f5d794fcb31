"""The complaint's own tables: what they refuse, what goes with it and what stays, and what stands in a log."""

from typing import Any

import pytest
from django.db import transaction

from kikitori.records.complaints.lifecycle import CLOSED, State
from kikitori.records.complaints.models import Allegation, Complaint, Party, Receipt
from kikitori.records.people.models import Team
from tests.makers import FRIDAY
from tests.records import rows

pytestmark = pytest.mark.django_db


# ---- the complaint


def test_complaint_begins_received_ordinary_and_in_nobodys_hands() -> None:
    new = Complaint.objects.get(pk=rows.complaint().pk)
    assert (new.state, new.kind, new.subject) == ("received", "complaint", "other")
    assert (new.severity, new.urgency, new.queue) == ("S3", "normal", "main")
    assert (new.confidentiality, new.anonymous, new.language) == ("ordinary", False, "ja")
    assert (new.assignee, new.team, new.closed_at, new.assessed_at, new.served_at) == (None,) * 5
    assert (new.version, new.desired_outcome, new.accommodation) == (1, "", "")


@pytest.mark.parametrize("field", ["reference", "intake_key"])
def test_number_and_source_item_belong_to_one_complaint(field: str) -> None:
    first = rows.complaint()
    with rows.must_refuse(field):
        rows.complaint(**{field: getattr(first, field)})


@pytest.mark.parametrize("field", ["received_at", "known_at", "logged_at", "story", "channel"])
def test_complaint_without_what_every_rule_counts_from_is_refused(field: str) -> None:
    with rows.must_refuse(field):
        rows.complaint(**{field: None})


@pytest.mark.parametrize(
    ("field", "room"),
    [("reference", 20), ("kind", 20), ("channel", 20), ("state", 24), ("title", 200), ("intake_key", 64)],
)
def test_complaint_is_never_cut_to_fit(field: str, room: int) -> None:
    assert getattr(rows.complaint(**{field: "長" * room}), field) == "長" * room
    with rows.must_not_fit():
        rows.complaint(**{field: "長" * (room + 1)})


@pytest.mark.parametrize(
    "story",
    [
        "怒り" * 50_000,
        "一行目\n\n\n三行目\t字下げ　全角",
        "<script>alert(1)</script>{{7*7}}{% debug %}",
        "か\u3099 ﾊﾟ ㈱ ① 𠮷 👩‍👧‍👦",
        "\u202eabc \u200bzero \ufffd",
        "' OR 1=1; -- %s %(x)s \\",
    ],
)
def test_story_is_kept_to_the_letter(story: str) -> None:
    assert Complaint.objects.get(pk=rows.complaint(story=story).pk).story == story


@pytest.mark.parametrize("state", list(State))
def test_complaint_has_ended_in_the_ended_states_alone(state: State) -> None:
    assert Complaint(state=state.value).is_closed is (state in CLOSED)


def test_number_of_versions_never_falls_below_nothing() -> None:
    with rows.must_refuse("version"):
        rows.complaint(version=-1)


def test_complaint_in_a_log_is_its_number_and_says_nothing_of_the_story() -> None:
    made = rows.complaint(title="秘密の件", story="秘密")
    assert str(made) == made.reference
    assert "秘密" not in repr(made)


def test_handler_and_team_stay_while_they_have_complaints() -> None:
    handler, team = rows.staff(), Team.objects.create(name="窓口")
    rows.complaint(assignee=handler, team=team)
    for holder in (handler, team):
        with rows.must_be_kept_for("Complaint"):
            holder.delete()


@pytest.mark.parametrize("field", ["assignee_id", "team_id"])
def test_complaint_cannot_be_in_the_hands_of_somebody_who_does_not_exist(field: str) -> None:
    with rows.must_refuse(field):
        rows.complaint(**{field: 2**31 - 1})


# ---- who takes part


@pytest.mark.parametrize("role", ["complainant", "representative", "respondent"])
def test_person_plays_one_part_once(role: str) -> None:
    complaint, person = rows.complaint(), rows.person()
    Party.objects.create(complaint=complaint, person=person, role=role)
    with rows.must_refuse("party_once_per_role"):
        Party.objects.create(complaint=complaint, person=person, role=role, authority="委任状")


def test_person_may_play_several_parts_and_a_part_may_have_several_people() -> None:
    complaint, one, two = rows.complaint(), rows.person(), rows.person("隣野 まこと")
    for person, role in ((one, "complainant"), (one, "representative"), (two, "complainant")):
        Party.objects.create(complaint=complaint, person=person, role=role)
    Party.objects.create(complaint=rows.complaint(), person=one, role="respondent")
    assert complaint.parties.count() == 3
    assert sorted(part.role for part in one.parts.all()) == ["complainant", "representative", "respondent"]


def test_person_stays_while_they_take_part_in_anything() -> None:
    person = rows.person()
    part = Party.objects.create(complaint=rows.complaint(), person=person, role="complainant")
    with rows.must_be_kept_for("Party"):
        person.delete()
    assert str(part) == f"complainant {person.pk}", "no name in a log"


# ---- what is alleged


def test_points_are_numbered_within_their_complaint() -> None:
    point = rows.allegation(number=1)
    rows.allegation(complaint=point.complaint, number=2)
    rows.allegation(number=1)
    with rows.must_refuse("allegation_number_once"):
        rows.allegation(complaint=point.complaint, number=2)


def test_points_are_read_in_their_order_whenever_they_were_written() -> None:
    complaint = rows.complaint()
    for number in (3, 1, 10, 2):
        rows.allegation(complaint=complaint, number=number)
    assert [point.number for point in complaint.allegations.all()] == [1, 2, 3, 10]


@pytest.mark.parametrize(("text", "said"), [("短い", "1. 短い"), ("長" * 50, "1. " + "長" * 40)])
def test_point_in_a_list_is_its_number_and_first_words(text: str, said: str) -> None:
    assert str(Allegation(number=1, text=text)) == said


def test_point_cannot_stand_below_nothing() -> None:
    with rows.must_refuse("number"):
        rows.allegation(number=-1)


# ---- the slip


def slip(**changes: Any) -> Receipt:
    values = {"locator": "K7FM-3QTA", "secret_hash": "$argon2id$…", "issued_at": FRIDAY}
    return Receipt.objects.create(
        **{"complaint": changes.pop("complaint", None) or rows.complaint()} | values | changes
    )


def test_complaint_has_one_slip_and_a_locator_opens_one_complaint() -> None:
    first = slip()
    with rows.must_refuse("complaint_id"):
        slip(complaint=first.complaint, locator="AAAA-AAAA")
    with rows.must_refuse("locator"):
        slip()


def test_slip_in_a_log_is_its_locator_and_never_its_secret() -> None:
    made = slip()
    assert str(made) == "K7FM-3QTA"
    assert "argon2" not in repr(made)


# ---- what goes with a complaint


def test_what_belongs_to_a_complaint_goes_with_it_and_its_people_stay() -> None:
    complaint, person = rows.complaint(), rows.person()
    Party.objects.create(complaint=complaint, person=person, role="complainant")
    rows.allegation(complaint=complaint)
    slip(complaint=complaint)
    with transaction.atomic():
        complaint.delete()
    for model in (Complaint, Party, Allegation, Receipt):
        assert not model.objects.exists(), model
    person.refresh_from_db()
