"""The corpus itself: complete, in the words of the contract, and still the bytes that were written."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"
TOPICS = {"automatic", "charsets", "headers", "hostile", "names", "replies", "structure"}
LARGEST = 64 * 1024

TEXTS = {"subject", "message_id", "in_reply_to", "text", "reply_text", "charset"}
FLAGS = {"html_present", "is_auto_reply", "is_bounce"}
BOUNDS = {"confidence_at_least", "confidence_at_most"}
KEYS = {"about", "from", "to", "date", "references", "attachments", "warnings"} | TEXTS | FLAGS | BOUNDS
WARNINGS = {
    "no_from",
    "bad_from",
    "several_from",
    "no_date",
    "bad_date",
    "no_message_id",
    "duplicate_header",
    "bad_header",
    "charset_missing",
    "charset_unknown",
    "charset_wrong",
    "utf7_refused",
    "undecodable",
    "nul_removed",
    "surrogates_replaced",
    "bad_transfer_encoding",
    "truncated",
    "too_deep",
    "too_many_parts",
    "html_only",
    "encrypted",
    "signed_not_verified",
    "tnef",
    "calendar",
    "partial",
    "nested_message",
    "oversized",
}
#: Larger than a file here may be: a test that makes its own mail says it.
SAID_ELSEWHERE = {"oversized"}

#: Domains reserved for examples, and carriers whose kind of address is part of what is shown.
MADE_UP = re.compile(
    rb"(?:[\w-]+\.)*(?:example|example\.(?:com|org|jp)|docomo\.ne\.jp|ezweb\.ne\.jp|softbank\.ne\.jp)",
    re.IGNORECASE,
)
ADDRESS = re.compile(rb"[\w.-]@([\w-]+(?:\.[\w-]+)+)")


def mails() -> list[Path]:
    return sorted(CORPUS.rglob("*.eml"))


@cache
def expectations() -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(CORPUS).with_suffix("").as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(CORPUS.rglob("*.json"))
    }


def blamed(good: Any) -> list[str]:
    """Names of the expectations that are not good."""
    return [name for name, expected in expectations().items() if not good(expected)]


def test_every_mail_has_its_expectation_and_the_other_way_round():
    assert {path.relative_to(CORPUS).with_suffix("").as_posix() for path in mails()} == set(expectations())


def test_corpus_holds_nothing_else():
    left = [path for path in CORPUS.rglob("*") if path.is_file() and path.suffix not in {".eml", ".json"}]
    assert left == []


def test_corpus_is_large_enough():
    assert len(mails()) >= 150


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_topic_is_present(topic: str):
    assert len(list((CORPUS / topic).glob("*.eml"))) >= 40


def test_topics_are_those_of_the_list():
    assert {path.name for path in CORPUS.iterdir()} == TOPICS


def test_no_file_is_larger_than_64_kilobytes():
    assert [path.name for path in CORPUS.rglob("*") if path.is_file() and path.stat().st_size > LARGEST] == []


def test_names_are_plain():
    assert [name for name in expectations() if not re.fullmatch(r"[a-z]+/[a-z0-9_]+", name)] == []


def test_no_two_mails_are_the_same():
    contents = sorted(path.read_bytes() for path in mails())
    assert [one[:200] for one, other in pairwise(contents) if one == other] == []


def test_expectation_has_only_known_keys():
    assert blamed(lambda expected: expected.keys() <= KEYS) == []


def test_no_expectation_judges_nothing():
    assert blamed(lambda expected: expected.keys() - {"about"}) == []


def test_expectation_says_in_a_sentence_what_it_is_about():
    assert blamed(lambda expected: re.fullmatch(r"\S.{8,}\.", expected["about"])) == []


def test_every_key_is_judged_somewhere():
    assert {key for expected in expectations().values() for key in expected} == KEYS


def test_warnings_are_known_sorted_and_said_once():
    assert blamed(lambda e: set(e.get("warnings", [])) <= WARNINGS) == []
    assert blamed(lambda e: e.get("warnings", []) == sorted(set(e.get("warnings", [])))) == []


def test_every_warning_occurs():
    said = {code for expected in expectations().values() for code in expected.get("warnings", [])}
    assert WARNINGS - said == SAID_ELSEWHERE


def test_values_have_their_types():
    assert blamed(lambda e: all(isinstance(e[key], str) for key in TEXTS & e.keys())) == []
    assert blamed(lambda e: all(isinstance(e[key], bool) for key in FLAGS & e.keys())) == []
    assert blamed(lambda e: all(isinstance(each, str) for each in e.get("references", []))) == []
    people = [
        person
        for expected in expectations().values()
        for person in [expected.get("from"), *expected.get("to", [])]
        if person is not None
    ]
    assert {tuple(person) for person in people} == {("name", "address")}
    files = [file for expected in expectations().values() for file in expected.get("attachments", [])]
    assert {tuple(file) for file in files} == {("name", "type", "size")}
    assert all(isinstance(file["size"], int) for file in files)


def test_confidence_lies_between_its_bounds():
    assert blamed(lambda e: 0 <= e.get("confidence_at_least", 0) <= e.get("confidence_at_most", 1) <= 1) == []


def test_dates_have_an_offset():
    dates = [expected["date"] for expected in expectations().values() if expected.get("date")]
    assert dates
    assert [date for date in dates if datetime.fromisoformat(date).utcoffset() is None] == []


def test_missing_date_is_said():
    """A date that is null has its reason among the warnings, where these are judged."""
    nothing = [
        e["warnings"] for e in expectations().values() if e.get("date", "") is None and "warnings" in e
    ]
    assert nothing
    assert [said for said in nothing if not {"no_date", "bad_date"} & set(said)] == []


def test_texts_are_as_the_contract_promises_them():
    """Such a text comes out of no mail: NUL, CR, a lone surrogate, blanks at the end, a subject of two lines."""
    for name, expected in expectations().items():
        for key in TEXTS & expected.keys():
            value = expected[key]
            assert not re.search("[\0\r\ud800-\udfff]", value), (name, key)
            assert value == value.rstrip(), (name, key)
        assert "\n" not in expected.get("subject", ""), name


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [
        ("structure/plain", b"\r\n", None),
        ("structure/lf_only", b"\n", b"\r"),
        ("structure/cr_only", b"\r", b"\n"),
        ("structure/line_ends_cr_cr_lf", b"\r\r\n", None),
        ("hostile/nul_in_body", b"\0", None),
        ("charsets/utf8_one_broken_byte", b"\xff", None),
    ],
)
def test_bytes_are_still_those_that_were_written(name: str, present: bytes, absent: bytes | None):
    """A checkout that converts the ends of lines would make all of this mean something else."""
    raw = (CORPUS / f"{name}.eml").read_bytes()
    assert present in raw
    assert absent is None or absent not in raw


def test_addresses_are_made_up():
    found = {domain for path in mails() for domain in ADDRESS.findall(path.read_bytes())}
    assert found
    assert [domain for domain in sorted(found) if not MADE_UP.fullmatch(domain)] == []
