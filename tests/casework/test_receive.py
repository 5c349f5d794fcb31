"""Taking a complaint in: what is kept, what is refused, and that the same item twice is one complaint."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from psycopg import sql

from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.receive import receive_complaint
from kikitori.foundation.crypto import matches
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.why_kept import kept_why
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Person
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, INTAKE


def test_received_complaint_keeps_what_was_said_word_for_word(cast: Cast) -> None:
    story = "ＡＢＣ株式会社の対応。\n\nｶﾞｯｶﾘです 😡 <b>返金</b>"
    complaint = makers.received(cast, story=story).complaint
    complaint.refresh_from_db()
    assert complaint.story == story
    assert complaint.state == "received"


def test_reference_counts_the_year_without_gaps(cast: Cast) -> None:
    references = [makers.received(cast).complaint.reference for _ in range(3)]
    assert references == ["K-2026-000001", "K-2026-000002", "K-2026-000003"]


def test_reference_starts_anew_at_midnight_of_the_organisation(cast: Cast) -> None:
    just_before = datetime(2026, 12, 31, 14, 59, tzinfo=UTC)
    just_after = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    old = makers.received(cast, now=just_before, received_at=just_before)
    new = makers.received(cast, now=just_after, received_at=just_after)
    assert (old.complaint.reference, new.complaint.reference) == ("K-2026-000001", "K-2027-000001")


def test_refused_complaint_takes_no_number(cast: Cast) -> None:
    with pytest.raises(Invalid):
        makers.received(cast, story="  ")
    assert makers.received(cast).complaint.reference == "K-2026-000001"


def test_slip_opens_with_its_secret_and_stores_only_a_hash(cast: Cast) -> None:
    received = makers.received(cast)
    receipt = received.complaint.receipt
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", received.locator)
    assert re.fullmatch(r"\d{16}", received.secret)
    assert receipt.secret_hash.startswith("$argon2id$")
    assert received.secret not in receipt.secret_hash
    assert matches(received.secret, receipt.secret_hash)
    assert not matches("0000000000000000", receipt.secret_hash)


def test_secret_appears_in_no_table(cast: Cast) -> None:
    received = makers.received(cast, channel="web")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("records_"):
                rows = sql.SQL("select count(*) from {} t where t::text like %s").format(
                    sql.Identifier(table)
                )
                cursor.execute(rows, [f"%{received.secret}%"])
                assert cursor.fetchone() == (0,), table


def test_same_token_is_the_same_complaint_and_the_same_slip(cast: Cast) -> None:
    actor, token = cast.actor("handler"), makers.token()
    first = receive_complaint(actor, INTAKE, token=token, now=FRIDAY)
    second = receive_complaint(actor, INTAKE, token=token, now=FRIDAY + timedelta(minutes=1))
    assert second.repeated
    assert not first.repeated
    assert (second.complaint.pk, second.locator, second.secret) == (
        first.complaint.pk,
        first.locator,
        first.secret,
    )
    assert Complaint.objects.count() == 1
    assert first.complaint.events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_equal_forms_at_once_are_one_complaint() -> None:
    summon()
    start = Barrier(20)

    def post(_: int) -> tuple[int, str, str]:
        try:
            start.wait(timeout=30)
            got = receive_complaint(
                Actor.newcomer(), replace(INTAKE, channel="web"), token="one form", now=FRIDAY
            )
            return got.complaint.pk, got.locator, got.secret
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(post, range(20)))
    assert len(answers) == 1
    assert Complaint.objects.count() == 1
    assert Complaint.objects.get().letters.count() == 1


def test_four_times_stay_apart(cast: Cast) -> None:
    known = FRIDAY - timedelta(days=1)
    came = FRIDAY - timedelta(hours=2)
    complaint = makers.received(cast, received_at=came, known_at=known).complaint
    assert (complaint.known_at, complaint.received_at, complaint.logged_at) == (known, came, FRIDAY)
    assert complaint.served_at is None


def test_first_promise_counts_from_receipt_and_says_how(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    (promise,) = complaint.promises.all()
    assert promise.kind == "acknowledgement"
    assert promise.due_at == datetime(2026, 11, 24, 17, tzinfo=makers.JAPAN)
    assert [(day.date.isoformat(), day.counted) for day in kept_why(promise.why)] == [
        ("2026-11-20", False),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-11-23", False),
        ("2026-11-24", True),
    ]


def test_clocks_of_the_rule_pack_start_at_receipt(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    assert [clock.rule for clock in complaint.clocks.order_by("due_at")] == [
        "jp-default/1/acknowledgement",
        "jp-default/1/first-answer",
        "jp-default/1/decision",
    ]
    assert {clock.started_at for clock in complaint.clocks.all()} == {FRIDAY}


def test_complaint_by_phone_waits_for_a_person_to_acknowledge(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    assert complaint.state == "received"
    assert not complaint.letters.exists()


@pytest.mark.parametrize("channel", ["web", "email", "api"])
def test_complaint_sent_by_the_person_is_acknowledged_at_once(cast: Cast, channel: str) -> None:
    complaint = receive_complaint(
        Actor.newcomer(), replace(INTAKE, channel=channel), token=makers.token(), now=FRIDAY
    ).complaint
    assert complaint.state == "acknowledged"
    assert [letter.kind for letter in complaint.letters.all()] == ["acknowledgement"]
    assert [event.actor_reason for event in complaint.events.all()] == ["", "self_served"]


def test_anonymous_complaint_keeps_no_name_but_the_contact_given(cast: Cast) -> None:
    given = PersonGiven(name="名乗 らず", contact_points=(ContactGiven(kind="email", value="x@example.com"),))
    complaint = makers.received(cast, anonymous=True, complainant=given).complaint
    person = complaint.parties.get().person
    assert (person.name, person.name_kana) == ("", "")
    assert person.contact_points.get().value == "x@example.com"


def test_anonymous_complaint_without_contact_has_no_person_at_all(cast: Cast) -> None:
    complaint = makers.received(cast, anonymous=True, complainant=PersonGiven(name="名乗 らず")).complaint
    assert not complaint.parties.exists()
    assert not Person.objects.exists()


def test_person_without_any_contact_point_is_welcome(cast: Cast) -> None:
    complaint = makers.received(cast, complainant=PersonGiven(name="あ")).complaint
    assert complaint.parties.get().person.contact_points.count() == 0


@pytest.mark.parametrize(
    "address", ["a..b.@docomo.example", "abc.@ezweb.example", "-x-@softbank.example", '"q q"@example.jp']
)
def test_real_carrier_addresses_are_taken_as_typed(cast: Cast, address: str) -> None:
    given = PersonGiven(name="試野", contact_points=(ContactGiven(kind="email", value=address),))
    complaint = makers.received(cast, complainant=given).complaint
    assert complaint.parties.get().person.contact_points.get().value == address


def test_same_name_and_address_is_the_same_person_in_any_width(cast: Cast) -> None:
    makers.received(cast)
    again = PersonGiven(
        name="試野　はな", contact_points=(ContactGiven(kind="email", value="ｈａｎａ＠example.jp"),)
    )
    makers.received(cast, complainant=again)
    assert Person.objects.count() == 1


def test_same_address_with_another_name_is_another_person(cast: Cast) -> None:
    makers.received(cast)
    other = PersonGiven(name="別野 たろう", contact_points=INTAKE.complainant.contact_points)  # type: ignore[union-attr]
    makers.received(cast, complainant=other)
    assert Person.objects.count() == 2


def test_representative_stands_beside_the_complainant_with_authority(cast: Cast) -> None:
    complaint = makers.received(
        cast,
        channel="representative",
        representative=PersonGiven(name="試野 ゆめ", authority="娘。電話で本人の同意を確認。"),
    ).complaint
    assert [(party.role, party.authority) for party in complaint.parties.order_by("id")] == [
        ("complainant", ""),
        ("representative", "娘。電話で本人の同意を確認。"),
    ]


def test_dangerous_story_goes_to_the_urgent_queue_by_itself(cast: Cast) -> None:
    complaint = makers.received(cast, story="届いたヒーターから煙が出ました。").complaint
    assert (complaint.severity, complaint.queue) == ("S1", "urgent")
    assert complaint.events.get().data["placed"] == ["fire"]


def test_vip_never_outranks_safety(cast: Cast) -> None:
    vip = PersonGiven(name="上得 意子", customer_type="paying_support")
    ordinary = makers.received(cast, complainant=vip).complaint
    hurt = makers.received(cast, safety={"injury": "yes"}).complaint
    assert ordinary.queue == "main"
    assert hurt.queue == "urgent"


def test_only_answers_that_were_given_are_kept(cast: Cast) -> None:
    complaint = makers.received(cast, safety={"injury": "no", "fire": "unknown"}).complaint
    assert [(a.question, a.answer) for a in complaint.safety_answers.all()] == [("injury", "no")]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"story": ""}, {"story": Problem.MISSING}),
        ({"story": "\x00"}, {"story": Problem.NOT_STORABLE}),
        ({"story": "a\ud800b"}, {"story": Problem.NOT_STORABLE}),
        ({"story": "あ" * 100_001}, {"story": Problem.TOO_LONG}),
        ({"channel": "pigeon"}, {"channel": Problem.UNKNOWN_WORD}),
        ({"channel": ""}, {"channel": Problem.MISSING}),
        ({"kind": "rant"}, {"kind": Problem.UNKNOWN_WORD}),
        ({"language": "tlh"}, {"language": Problem.UNKNOWN_WORD}),
        ({"subject": "nothing"}, {"subject": Problem.UNKNOWN_WORD}),
        (
            {"received_at": FRIDAY + timedelta(hours=1)},
            {"received_at": Problem.IN_THE_FUTURE, "known_at": Problem.IN_THE_FUTURE},
        ),
        ({"safety": {"ghosts": "yes"}}, {"safety": Problem.UNKNOWN_WORD}),
        (
            {"complainant": PersonGiven(name="あ" * 301)},
            {"complainant.name": Problem.TOO_LONG},
        ),
        (
            {"complainant": PersonGiven(contact_points=(ContactGiven(kind="email", value="no address"),))},
            {"complainant.contact_points.0": Problem.NOT_AN_ADDRESS},
        ),
        (
            {
                "complainant": PersonGiven(
                    contact_points=(ContactGiven(kind="email", value="a@b.jp\nBcc: c@d.jp"),)
                )
            },
            {"complainant.contact_points.0": Problem.NOT_AN_ADDRESS},
        ),
        (
            {"story": "", "channel": "pigeon"},
            {"story": Problem.MISSING, "channel": Problem.UNKNOWN_WORD},
        ),
    ],
)
def test_what_cannot_be_taken_is_named_at_once_and_nothing_is_written(
    cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refusal:
        makers.received(cast, **changes)
    assert refusal.value.problems == problems
    assert not Complaint.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("field", ["received_at", "known_at"])
def test_moment_before_any_calendar_we_have_is_out_of_range(cast: Cast, field: str) -> None:
    before = datetime(2018, 12, 31, 23, 59, 59, tzinfo=makers.JAPAN)
    with pytest.raises(Invalid) as refusal:
        makers.received(cast, **{field: before})
    assert refusal.value.problems[field] is Problem.OUT_OF_RANGE
    assert not Complaint.objects.exists()


def test_first_moment_of_the_calendar_can_be_counted_from(cast: Cast) -> None:
    first = datetime(2019, 1, 1, tzinfo=makers.JAPAN)
    complaint = makers.received(cast, received_at=first).complaint
    assert complaint.received_at == first
    # Long overdue by the clock; what is promised lies ahead.
    assert complaint.clocks.get(kind="acknowledgement").due_at.year == 2019
    assert complaint.promises.get().due_at > FRIDAY


def test_range_follows_the_zone_of_the_organisation(cast: Cast) -> None:
    Organisation.objects.update(time_zone="America/New_York")
    with pytest.raises(Invalid):
        makers.received(cast, received_at=datetime(2019, 1, 1, 4, 59, tzinfo=UTC))
    assert makers.received(cast, received_at=datetime(2019, 1, 1, 5, 0, tzinfo=UTC)).complaint.pk


def test_moment_without_a_zone_is_a_programming_error(cast: Cast) -> None:
    with pytest.raises(ValueError, match="time zone"):
        makers.received(cast, received_at=datetime(2026, 11, 20, 9, 0))  # noqa: DTZ001 - that is the point


def test_ten_thousand_characters_of_anger_are_a_complaint(cast: Cast) -> None:
    rage = "ふざけるな！" * 1667
    assert makers.received(cast, story=rage).complaint.story == rage


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_may_not_receive_is_refused(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        receive_complaint(cast.actor(role), INTAKE, token=makers.token(), now=FRIDAY)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("story", "language"),
    [
        ("お皿が割れていました", "ja"),
        ("The plates were broken", "en"),
        ("접시가 깨졌어요", "en"),
        ("返金希望", "ja"),
    ],
)
def test_language_not_told_is_guessed_from_the_story(cast: Cast, story: str, language: str) -> None:
    assert makers.received(cast, language="", story=story).complaint.language == language


def test_title_is_the_first_words_until_somebody_writes_a_better_one(cast: Cast) -> None:
    assert makers.received(cast, story="皿が割れた。\nあとは省略").complaint.title.startswith("皿が割れた。")
    assert makers.received(cast, title="器の破損").complaint.title == "器の破損"
