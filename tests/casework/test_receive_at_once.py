"""What comes in together is taken in exactly as if each had come alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.casework.errors import Invalid, Refused
from kikitori.casework.house import House
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.casework.outgoing import LETTERS_IN_A_JOB, Addressee, MailRoad, Route
from kikitori.casework.receive import receive_complaint
from kikitori.casework.receive_at_once import Arrival, NotAtOnce, receive_at_once
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.proving import proof_of
from kikitori.records.letters.kinds import Medium
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Person
from tests.casework.ruled import LAW, under_the_law
from tests.cast import Cast
from tests.makers import FRIDAY

NEWCOMER = Actor.newcomer()
LATER = FRIDAY + timedelta(minutes=3)


def told(name: str, story: str, *, address: str = "", **changes: Any) -> Intake:
    """A complaint by mail."""
    points = (ContactGiven(kind="email", value=address or f"{name}@example.com"),)
    return Intake(
        channel="email",
        story=story,
        title=story[:20],
        received_at=FRIDAY,
        complainant=PersonGiven(name=name, contact_points=points),
        **changes,
    )


SEVERAL = [
    told("hanako", "届いた皿が割れていました。"),
    told("jiro", "皿の破片で指を切り、けがをしました。"),
    told("Ann", "My parcel never came. I have written three times."),
    replace(told("saburo", "夜に届いた苦情です。"), received_at=FRIDAY + timedelta(minutes=2)),
    replace(told("shiro", "名前は言いません。"), anonymous=True),
    replace(told("goro", "連絡先はありません。"), complainant=None),
]


def at_once(several: list[Intake], *, start: int = 0, **changes: Any) -> list[Complaint]:
    arrivals = [Arrival(given=given, token=f"m-{start + n}", **changes) for n, given in enumerate(several)]
    return receive_at_once(NEWCOMER, arrivals, now=LATER, house=House(), born=lambda _: None)


def by_mail(people: Any) -> Route:
    """The acknowledgement goes back by the road the complaint came."""
    [(read, person)] = people
    return Route(Addressee(person, Medium.EMAIL, read.contact_points[0][1]), MailRoad())


def one_by_one(several: list[Intake]) -> list[Complaint]:
    return [
        receive_complaint(NEWCOMER, given, token=f"s-{n}", now=LATER, slip=False).complaint
        for n, given in enumerate(several)
    ]


def leaf(value: Any, numbers: dict[int, int]) -> Any:
    """A value without what must differ: row numbers become their order, tokens their kind."""
    match value:
        case dict():
            return {
                key: leaf(numbers.get(v, v) if key == "clock" else v, numbers)
                for key, v in value.items()
                if key != "digest"
            }
        case [int(), *_] if all(isinstance(each, int) for each in value):
            # Numbers of rows; a count of days has words among its numbers.
            return [numbers.get(each, each) for each in value]
        case list():
            return [leaf(each, numbers) for each in value]
        case str() if len(value) > 18:
            return parse_datetime(value) or value
        case _:
            return value


def rows(complaint: Complaint) -> dict[str, Any]:
    """Everything written of one complaint, as values that can be compared."""
    complaint.refresh_from_db()
    numbers = {clock.pk: place for place, clock in enumerate(complaint.clocks.order_by("rule"))}
    skipped = {
        "id",
        "complaint_id",
        "intake_key",
        "reference",
        "person_id",
        "key",
        "message_id",
        "recorded_at",
        "body",
    }

    def values(found: Any, *order: str) -> list[dict[str, Any]]:
        return [
            {name: leaf(value, numbers) for name, value in row.items() if name not in skipped}
            for row in found.order_by(*order).values()
        ]

    letters = [
        (
            letter.kind,
            letter.body.replace(complaint.reference, "K"),
            letter.key.partition(":")[2],
            letter.message_id[-11:],
        )
        for letter in complaint.letters.all()
    ]
    people = [
        (
            party.role,
            party.person.name,
            party.person.name_key,
            [(p.kind, p.value, p.key, p.preferred) for p in party.person.contact_points.all()],
        )
        for party in complaint.parties.select_related("person")
    ]
    own = {
        name: value
        for name, value in Complaint.objects.filter(pk=complaint.pk).values()[0].items()
        if name not in skipped
    }
    return {
        "complaint": own,
        "clocks": values(complaint.clocks, "rule"),
        "promises": values(complaint.promises, "due_at", "kind"),
        "events": values(complaint.events, "id"),
        "letters": letters,
        "people": people,
        "receipt": complaint.receipt.secret_hash,
    }


@pytest.mark.parametrize("law", [False, True])
def test_together_and_alone_leave_the_same_rows(cast: Cast, law: bool) -> None:
    if law:
        under_the_law(LAW)
    together, alone = at_once(SEVERAL), one_by_one([replace(each) for each in SEVERAL])
    for one, other in zip(together, alone, strict=True):
        assert rows(one) == rows(other)
    for each in (*together, *alone):
        # Of each a digest of its own: its number is among what is proved.
        assert each.events.get(kind="received").data["digest"] == proof_of(each).digest
    waiting = [
        [letter.pk for each in several for letter in each.letters.all() if letter.state == "waiting"]
        for several in (together, alone)
    ]
    assert letters_in("deliver_letters", "letter_ids") == [
        waiting[0][start : start + LETTERS_IN_A_JOB] for start in range(0, len(waiting[0]), LETTERS_IN_A_JOB)
    ]
    assert letters_in("deliver_letter", "letter_id") == waiting[1]


def letters_in(task: str, name: str) -> list[object]:
    jobs = ProcrastinateJob.objects.filter(task_name=f"kikitori.{task}").order_by("id")
    return [job.args[name] for job in jobs]


def test_numbers_follow_one_another_in_the_order_of_arrival(cast: Cast) -> None:
    assert [one.reference for one in at_once(SEVERAL[:3])] == [
        "K-2026-000001",
        "K-2026-000002",
        "K-2026-000003",
    ]
    assert one_by_one(SEVERAL[3:4])[0].reference == "K-2026-000004"


def test_somebody_who_is_known_by_name_and_address_is_the_same_person(cast: Cast) -> None:
    [before] = one_by_one([told("hanako", "一件目。")])
    again, other_name, twice, and_again = at_once(
        [
            told("hanako", "二件目。"),
            told("別人", "三件目。", address="hanako@example.com"),
            told("rokuro", "四件目。"),
            told("rokuro", "五件目。"),
        ]
    )
    person = before.parties.get().person
    assert again.parties.get().person == person
    assert other_name.parties.get().person != person
    assert twice.parties.get().person == and_again.parties.get().person
    assert Person.objects.count() == 3


def test_who_has_been_written_to_today_is_told_nothing(cast: Cast) -> None:
    [complaint] = at_once(SEVERAL[:1], tell=False)
    assert complaint.state == "acknowledged"
    assert not complaint.letters.exists()
    assert complaint.events.get(kind="acknowledged").data["untold"] is True


def test_what_was_taken_in_before_is_not_taken_in_again(cast: Cast) -> None:
    at_once(SEVERAL[:2])
    with pytest.raises(NotAtOnce):
        at_once(SEVERAL[2:4], start=1)
    with pytest.raises(NotAtOnce):
        receive_at_once(
            NEWCOMER,
            [Arrival(given=SEVERAL[0], token="same"), Arrival(given=SEVERAL[1], token="same")],
            now=LATER,
            house=House(),
            born=lambda _: None,
        )
    assert Complaint.objects.count() == 2


def test_one_that_is_wrong_leaves_nothing_of_the_others(cast: Cast) -> None:
    with pytest.raises(Invalid):
        at_once([SEVERAL[0], told("x", "")])
    assert not Complaint.objects.exists()
    assert not Person.objects.exists()


def test_who_may_not_receive_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        receive_at_once(
            cast.actor("auditor"),
            [Arrival(given=SEVERAL[0], token="a")],
            now=LATER,
            house=House(),
            born=lambda _: None,
        )


def test_statements_do_not_grow_with_the_number(cast: Cast) -> None:
    counts = []
    for start, number in ((0, 2), (100, 40)):
        several = [told(f"p{start + n}", f"{n}件目です。") for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            at_once(several, start=start, route=by_mail)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_house_of_another_zone_numbers_by_its_own_year(cast: Cast) -> None:
    Organisation.objects.update(time_zone="America/New_York")
    assert at_once(SEVERAL[:1])[0].reference == "K-2026-000001"
