"""A complaint as JSON: every field of the form, and a clear word about each thing that does not fit it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.config.intake_json import BadDocument, read_intake

JAPAN = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=JAPAN)
LEAST: dict[str, Any] = {"channel": "phone", "story": "皿が割れた。"}
WHOLE = """{
 "channel": "phone", "kind": "complaint", "language": "ja",
 "received_at": "2026-11-20T16:40:00+09:00", "known_at": "2026-11-19T10:00:00+09:00",
 "story": "届いた皿が割れていました。", "desired_outcome": "交換", "title": "皿の破損", "subject": "delivery",
 "anonymous": false, "accommodation": "大きな字で",
 "complainant": {"name": "試野 はな", "kana": "タメシノ ハナ", "kind": "individual", "customer_type": "frequent",
   "contact_points": [{"kind": "email", "value": "hana@example.jp", "note": "夜に"},
                      {"kind": "phone", "value": "03-0000-0000"}]},
 "representative": {"name": "弁野 護", "authority": "委任状"},
 "safety": {"injury": "no", "fire": "unknown"}
}"""


def read(**changes: Any) -> Intake:
    return read_intake({**LEAST, **changes}, NOW, JAPAN)


def fault(document: object) -> tuple[str, str]:
    with pytest.raises(BadDocument) as bad:
        read_intake(document, NOW, JAPAN)
    return bad.value.place, bad.value.fault.en


def test_whole_document_is_read_field_by_field() -> None:
    assert read_intake(json.loads(WHOLE), NOW, JAPAN) == Intake(
        channel="phone",
        kind="complaint",
        language="ja",
        received_at=datetime(2026, 11, 20, 16, 40, tzinfo=JAPAN),
        known_at=datetime(2026, 11, 19, 10, 0, tzinfo=JAPAN),
        story="届いた皿が割れていました。",
        desired_outcome="交換",
        title="皿の破損",
        subject="delivery",
        anonymous=False,
        accommodation="大きな字で",
        complainant=PersonGiven(
            name="試野 はな",
            kana="タメシノ ハナ",
            kind="individual",
            customer_type="frequent",
            contact_points=(
                ContactGiven(kind="email", value="hana@example.jp", note="夜に"),
                ContactGiven(kind="phone", value="03-0000-0000"),
            ),
        ),
        representative=PersonGiven(name="弁野 護", authority="委任状"),
        safety={"injury": "no", "fire": "unknown"},
    )


def test_least_document_is_channel_and_story_received_now() -> None:
    assert read() == Intake(channel="phone", story="皿が割れた。", received_at=NOW)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T16:40:00+09:00", datetime(2026, 11, 20, 7, 40, tzinfo=UTC)),
        ("2026-11-20T07:40:00Z", datetime(2026, 11, 20, 7, 40, tzinfo=UTC)),
        ("2026-11-20T16:40", datetime(2026, 11, 20, 7, 40, tzinfo=UTC)),
        ("2026-11-20 16:40:00", datetime(2026, 11, 20, 7, 40, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 19, 15, 0, tzinfo=UTC)),
    ],
)
def test_moment_without_an_offset_is_local_time_of_the_house(text: str, moment: datetime) -> None:
    assert read(received_at=text).received_at == moment


@pytest.mark.parametrize(
    "text", ["", "yesterday", "20/11/2026", "2026-13-01", "2026-11-31", "16:40", "\ud800"]
)
def test_moment_that_cannot_be_read_is_named_with_an_example(text: str) -> None:
    place, expected = fault({**LEAST, "received_at": text})
    assert place == "received_at"
    assert "2026-11-20T16:40:00+09:00" in expected


def test_null_counts_as_absent() -> None:
    nothing = dict.fromkeys(
        ["kind", "language", "received_at", "known_at", "title", "complainant", "safety", "anonymous"]
    )
    assert read(**nothing) == read()


@pytest.mark.parametrize("document", [None, [], "text", 5, True, 1.5])
def test_document_that_is_no_object_is_refused(document: object) -> None:
    assert fault(document) == ("JSON", "must be an object")


@pytest.mark.parametrize("needed", ["channel", "story"])
@pytest.mark.parametrize("given", ["absent", None])
def test_story_and_channel_are_needed(needed: str, given: str | None) -> None:
    document = {**LEAST, needed: None}
    if given == "absent":
        del document[needed]
    assert fault(document) == (needed, "must be a string")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("story", 5, "must be a string"),
        ("story", ["a"], "must be a string"),
        ("channel", True, "must be a string"),
        ("received_at", 1763624400, "must be a string"),
        ("anonymous", "yes", "must be true or false"),
        ("anonymous", 1, "must be true or false"),
        ("complainant", "試野 はな", "must be an object"),
        ("complainant", [], "must be an object"),
        ("representative", "x", "must be an object"),
        ("safety", ["injury"], "must be an object"),
    ],
)
def test_value_of_the_wrong_type_is_named(field: str, value: object, expected: str) -> None:
    assert fault({**LEAST, field: value}) == (field, expected)


@pytest.mark.parametrize(
    ("person", "place", "expected"),
    [
        ({"name": 5}, "complainant.name", "must be a string"),
        ({"contact_points": {}}, "complainant.contact_points", "must be a list"),
        ({"contact_points": ["a@b.jp"]}, "complainant.contact_points.0", "must be an object"),
        ({"contact_points": [{"kind": "email"}]}, "complainant.contact_points.0.value", "must be a string"),
        ({"contact_points": [{"value": "a@b.jp"}]}, "complainant.contact_points.0.kind", "must be a string"),
        (
            {"contact_points": [{"kind": "phone", "value": "1"}, {"kind": "phone", "value": 1}]},
            "complainant.contact_points.1.value",
            "must be a string",
        ),
    ],
)
def test_fault_inside_a_person_is_named_by_its_path(
    person: dict[str, object], place: str, expected: str
) -> None:
    assert fault({**LEAST, "complainant": person}) == (place, expected)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"storry": "x"}, "storry"),
        ({"state": "closed"}, "state"),
        ({"complainant": {"nmae": "x"}}, "complainant.nmae"),
        ({"representative": {"role": "x"}}, "representative.role"),
        (
            {"complainant": {"contact_points": [{"kind": "email", "value": "a@b.jp", "key": "x"}]}},
            "complainant.contact_points.0.key",
        ),
    ],
)
def test_unknown_field_is_refused_and_the_known_ones_are_told(document: dict[str, Any], place: str) -> None:
    where, expected = fault({**LEAST, **document})
    assert where == place
    assert expected.startswith("is no field here; known are ")


@pytest.mark.parametrize("answer", [True, None, 1, ["yes"]])
def test_answer_about_safety_is_a_word(answer: object) -> None:
    place, expected = fault({**LEAST, "safety": {"injury": answer}})
    assert place == "safety"
    assert '"yes", "no" or "unknown"' in expected


def test_words_are_not_judged_here() -> None:
    """Whether a value can be taken is the verb's judgement, with every fault at once."""
    read_as_given = read(channel="pigeon", kind="rant", story="", safety={"ghosts": "perhaps"})
    assert (read_as_given.channel, read_as_given.kind, read_as_given.story) == ("pigeon", "rant", "")
    assert read_as_given.safety == {"ghosts": "perhaps"}


def test_person_without_anything_is_a_person_all_the_same() -> None:
    assert read(complainant={}).complainant == PersonGiven()
    assert read(complainant={"contact_points": []}).complainant == PersonGiven()


def test_document_is_not_changed_by_reading_it() -> None:
    document = json.loads(WHOLE)
    read_intake(document, NOW, JAPAN)
    assert document == json.loads(WHOLE)


def test_fault_is_told_in_both_languages() -> None:
    with pytest.raises(BadDocument) as bad:
        read_intake({**LEAST, "anonymous": "yes"}, NOW, JAPAN)
    assert bad.value.fault.ja == "true か false で書いてください"
    assert bad.value.fault.en == "must be true or false"


def test_fault_says_where_and_what_in_one_line() -> None:
    with pytest.raises(BadDocument, match=r"^story must be a string$"):
        read_intake({"channel": "phone"}, NOW, JAPAN)
