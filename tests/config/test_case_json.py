"""One complaint as plain values: the form that `kikitori show REF --json` prints."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from kikitori.casework.deliver import deliver_letter
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.write import note, reply
from kikitori.config.case_json import case_as_values
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import journeys, makers
from tests.cast import Cast, summon
from tests.letterbox import into_folder
from tests.makers import FRIDAY

CLERK = Actor.system("command_line")
#: What the form promises to scripts; more may stand beside it, none of this may go.
PROMISED = {
    "reference": str,
    "state": str,
    "severity": str,
    "urgency": str,
    "received_at": str,
    "people": list,
    "allegations": list,
    "timeline": list,
    "promises": list,
    "clocks": list,
    "letters": list,
    "remedies": list,
}
ROWS = {
    "timeline": {"kind", "at", "actor", "visibility", "data"},
    "promises": {"kind", "due_at", "state", "why"},
    "letters": {"kind", "to", "state", "subject"},
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+09:00")


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()


def values_of(complaint: Complaint, actor: Actor = CLERK) -> dict[str, Any]:
    """As a script reads them: through JSON and back."""
    row = Complaint.objects.get(pk=complaint.pk)
    values: dict[str, Any] = json.loads(json.dumps(case_as_values(actor, row, FRIDAY + timedelta(days=60))))
    return values


def test_form_is_the_one_that_scripts_were_promised(cast: Cast) -> None:
    values = values_of(journeys.along_the_main_road(cast, "ja"))
    for name, kind in PROMISED.items():
        assert isinstance(values[name], kind), name
    for name, fields in ROWS.items():
        assert values[name], name
        for row in values[name]:
            assert fields <= set(row), name


def test_received_complaint_is_told_whole(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    values = values_of(complaint)
    assert (values["reference"], values["state"]) == ("K-2026-000001", "received")
    assert (values["severity"], values["urgency"]) == ("S3", "normal")
    assert values["received_at"] == "2026-11-20T16:40:00+09:00"
    assert values["closed_at"] is None
    assert values["people"] == [
        {
            "role": "complainant",
            "name": "試野 はな",
            "kana": "タメシノ ハナ",
            "kind": "individual",
            "contact_points": [{"kind": "email", "value": "hana@example.jp"}],
        }
    ]
    (event,) = values["timeline"]
    assert (event["kind"], event["actor"], event["visibility"]) == ("received", "staff:handler", "public")
    (promise,) = values["promises"]
    assert (promise["kind"], promise["state"]) == ("acknowledgement", "open")
    assert promise["due_at"] == "2026-11-24T17:00:00+09:00"
    assert values["letters"] == values["allegations"] == values["remedies"] == []


def test_promise_says_day_by_day_how_it_was_counted(cast: Cast) -> None:
    (promise,) = values_of(makers.received(cast).complaint)["promises"]
    monday = next(day for day in promise["why"] if day["date"] == "2026-11-23")
    assert monday == {
        "date": "2026-11-23",
        "counted": False,
        "number": None,
        "reason_code": "holiday",
        "reason_ja": "勤労感謝の日",
        "reason_en": "Labor Thanksgiving Day",
    }


def test_every_moment_is_told_in_the_zone_of_the_site(cast: Cast) -> None:
    values = values_of(journeys.along_the_main_road(cast, "ja"))
    moments = [
        *(values[name] for name in ("received_at", "known_at", "logged_at", "closed_at")),
        *(event["at"] for event in values["timeline"]),
        *(promise[name] for promise in values["promises"] for name in ("due_at", "made_at")),
        *(clock[name] for clock in values["clocks"] for name in ("due_at", "started_at")),
        *(letter["written_at"] for letter in values["letters"]),
    ]
    assert len(moments) > 40
    assert [moment for moment in moments if not MOMENT.fullmatch(moment)] == []


def test_clock_tells_how_it_stands_now_and_by_which_rule(cast: Cast) -> None:
    clocks = values_of(makers.received(cast).complaint)["clocks"]
    assert {clock["rule"]: clock["state"] for clock in clocks} == {
        "jp-default/1/acknowledgement": "breached",
        "jp-default/1/first-answer": "breached",
        "jp-default/1/decision": "breached",
    }
    assert all(clock["why"] and clock["met_at"] is None for clock in clocks)


def test_allegation_carries_its_newest_finding(cast: Cast) -> None:
    before = values_of(journeys.begun(cast, "ja"))["allegations"]
    assert [(a["number"], a["outcome"], a["reasons"]) for a in before] == [(1, None, None), (2, None, None)]
    after = values_of(journeys.by_decision(cast, "ja", remedies=False))["allegations"]
    assert [(a["number"], a["outcome"], a["reasons"]) for a in after] == [
        (1, "upheld", "写真で確かめました。"),
        (2, "partly", "通話の記録は二回でした。"),
    ]


def test_remedies_and_verdicts_are_told_with_their_money_and_days(cast: Cast) -> None:
    values = values_of(journeys.along_the_main_road(cast, "ja"))
    assert [(r["kind"], r["amount"], r["currency"], r["due_on"], r["state"]) for r in values["remedies"]] == [
        ("replace", None, "JPY", "2026-12-04", "done"),
        ("refund", 12_800, "JPY", "2026-12-04", "done"),
    ]
    assert [(p["round"], p["state"]) for p in values["proposals"]] == [(1, "accepted")]
    assert [verdict["solved"] for verdict in values["verdicts"]] == [True]


def test_letter_tells_where_it_went_and_whether_it_left(cast: Cast, settings: Any, tmp_path: Any) -> None:
    into_folder(settings, tmp_path)
    complaint = makers.acknowledged(cast)
    deliver_letter(Actor.system("outbox"), complaint.letters.get().pk, now=FRIDAY + timedelta(hours=1))
    (letter,) = values_of(complaint)["letters"]
    assert (letter["kind"], letter["to"], letter["state"]) == ("acknowledgement", "hana@example.jp", "sent")
    assert letter["subject"] == "【みほん堂】お申し出を受け付けました（K-2026-000001）"
    assert letter["sent_at"] == "2026-11-20T17:40:00+09:00"


def test_letter_without_an_address_tells_its_road_instead(cast: Cast) -> None:
    complaint = makers.acknowledged(cast, complainant=PersonGiven(name="試野"))
    assert [letter["to"] for letter in values_of(complaint)["letters"]] == ["portal"]


def test_message_is_told_with_its_event(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    reply(cast.actor("handler"), complaint, body="確認中です。", now=FRIDAY + timedelta(hours=1))
    event = values_of(complaint)["timeline"][-1]
    assert (event["kind"], event["data"]["body"]) == ("replied", "確認中です。")


def test_complainant_is_told_nothing_internal(cast: Cast) -> None:
    complaint = journeys.begun(cast, "ja")
    note(cast.actor("handler"), complaint, body="【秘】倉庫に確認", now=FRIDAY + timedelta(hours=2))
    theirs = values_of(complaint, makers.complainant_of(complaint))
    assert "【秘】" not in json.dumps(theirs, ensure_ascii=False)
    assert {event["visibility"] for event in theirs["timeline"]} == {"public"}
    assert "【秘】" in json.dumps(values_of(complaint), ensure_ascii=False)


def test_anonymous_person_without_contact_is_nobody(cast: Cast) -> None:
    complaint = makers.received(cast, anonymous=True, complainant=None).complaint
    values = values_of(complaint)
    assert (values["anonymous"], values["people"]) == (True, [])


def test_representative_is_named_with_their_own_road(cast: Cast) -> None:
    representative = PersonGiven(
        name="弁野 護", contact_points=(ContactGiven(kind="post", value="大阪府見本市"),), authority="委任状"
    )
    people = values_of(makers.received(cast, representative=representative).complaint)["people"]
    assert [(person["role"], person["name"]) for person in people] == [
        ("complainant", "試野 はな"),
        ("representative", "弁野 護"),
    ]


def test_case_costs_the_same_queries_however_long_it_is(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    short, long = makers.received(cast).complaint, journeys.along_the_main_road(cast, "ja")
    for complaint in (short, long):
        row = Complaint.objects.get(pk=complaint.pk)
        with django_assert_max_num_queries(16):
            values = case_as_values(CLERK, row, FRIDAY)
        assert values["reference"] == complaint.reference
