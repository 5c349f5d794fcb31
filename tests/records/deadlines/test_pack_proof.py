"""Every mistake of a pack at once, each with its line, so that whoever edits it reads them in one go."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.pack_proof import mistakes_in
from kikitori.records.deadlines.pack_reader import (
    numbered,
    read_pack,
    shipped_packs,
    shipped_text,
    shipped_texts,
    shipped_versions,
)
from kikitori.records.deadlines.pack_table import PackError
from tests.config.rulebook.packs_at_hand import COUNCIL

TEXT = shipped_text("jp-default")


def places(text: str) -> list[tuple[str, str]]:
    return [(each.rule, each.field) for each in mistakes_in(text, "x")]


def can_be_installed(text: str) -> bool:
    try:
        numbered(text, "x", 1001)
    except PackError:
        return False
    return True


def can_be_read(text: str) -> bool:
    try:
        read_pack(text, "x")
    except PackError:
        return False
    return True


@pytest.mark.parametrize("pack", shipped_packs())
def test_shipped_pack_has_none_and_its_texts_are_its_versions(pack: str) -> None:
    assert mistakes_in(shipped_text(pack), pack) == []
    texts = shipped_texts(pack)
    assert [read_pack(texts[one.version], pack) for one in shipped_versions(pack)] == list(
        shipped_versions(pack)
    )


def test_mistakes_of_head_and_rules_are_all_found_by_line() -> None:
    text = (
        TEXT.replace("version: 1", "version: one")
        .replace("jurisdiction: JP\n", "")
        .replace("quantity: 5", "quantity: 0", 1)
        .replace("unit: business_day", "unit: fortnight", 1)
        .replace("kind: remedy", "knd: remedy")
    )
    found = mistakes_in(text, "x")
    assert sorted((each.rule, each.field) for each in found) == sorted(
        [("", "version"), ("", "jurisdiction"), ("acknowledgement", "unit"), ("first-answer", "quantity"),
         ("remedy", "kind"), ("", "knd")]
    )  # fmt: skip
    lines = [each.line or 0 for each in found]
    assert lines == sorted(lines)
    for each in found:
        if each.field in ("version", "quantity", "unit", "knd"):
            assert each.field in text.splitlines()[(each.line or 0) - 1]


def test_two_mistakes_of_one_rule_are_both_found() -> None:
    text = TEXT.replace("trigger: told\n    quantity: 10", "trigger: tld\n    quantity: many")
    assert places(text) == [("progress", "trigger"), ("progress", "quantity")]


#: A rule with something wrong in every part of it, and nothing that hides the rest.
ALL_WRONG = """
  - id: wrong
    name: {ja: 5, en: ' '}
    kind: Wrong!
    audience: press
    trigger: tld
    begins: later
    applies_if: {moon: [full], kind: [gossip], severity: [], language: ja}
    quantity: many
    unit: fortnight
    direction: up
    calendar: ZZ
    first_day_counts: maybe
    roll: forward
    outside_hours: never
    pausable: often
    warn_at: [75, 50]
    extension: {quantity: 0, times: 99, notice_before_expiry: 1, reason_required: 2, shade: grey}
    on_breach: {level: 0, notice: 3}
    met_by: [dance]
    starts_again_on: [sing]
    letter_parts: [Day!]
    source: {clause: 4, seen_on: soon}
    certainty: sure
    purple: true
"""


def test_no_mistake_hides_another() -> None:
    found = [(each.within, each.field) for each in mistakes_in(TEXT + ALL_WRONG.lstrip("\n"), "x")]
    assert sorted(found) == sorted(
        [
            *(("name", each) for each in ("ja", "en")),
            *(("applies_if", each) for each in ("moon", "kind", "severity", "language")),
            *(
                ("extension", each)
                for each in ("quantity", "times", "notice_before_expiry", "reason_required", "shade")
            ),
            *(("on_breach", each) for each in ("level", "notice")),
            *(("source", each) for each in ("title", "clause", "seen_on")),
            *(("", each) for each in ("kind", "audience", "trigger", "begins", "quantity", "unit")),
            *(("", each) for each in ("direction", "calendar", "first_day_counts", "roll")),
            *(("", each) for each in ("outside_hours", "pausable", "warn_at", "met_by")),
            *(("", each) for each in ("starts_again_on", "letter_parts", "certainty", "purple")),
        ]
    )


@pytest.mark.parametrize("unit", ["calendar_day", "business_day", "fortnight"])
def test_what_only_one_unit_refuses_is_told_only_where_the_unit_is_known(unit: str) -> None:
    rule = TEXT.replace(
        "quantity: 20\n    unit: business_day", f"quantity: 2000\n    unit: {unit}\n    roll: next", 1
    )
    assert rule != TEXT
    wrong = rule.replace("kind: decision", "kind: Decision", 1)
    told = {"calendar_day": [], "business_day": ["quantity", "roll"], "fortnight": ["unit"]}[unit]
    assert [field for _, field in places(wrong)] == ["kind", *told]


def test_mistakes_of_the_whole_are_told_beside_those_of_rules() -> None:
    text = TEXT.replace("id: follow-up", "id: remedy").replace("quantity: 5", "quantity: 0", 1)
    assert places(text) == [("", "rules"), ("first-answer", "quantity")]


@pytest.mark.parametrize("instead", ["id: Follow!", "ident: follow-up"])
def test_rule_whose_id_is_wrong_is_not_missed_as_well(instead: str) -> None:
    assert "rules" not in [field for _, field in places(TEXT.replace("id: follow-up", instead))]


def test_several_rules_without_an_id_are_not_taken_for_one() -> None:
    text = COUNCIL + COUNCIL.splitlines(keepends=True)[-1]
    assert places(text.replace("{id: hearing, ", "{")) == [("", "id"), ("", "id")]


def test_source_and_certainty_of_the_pack_are_missed_once() -> None:
    text = "".join(
        line for line in COUNCIL.splitlines(keepends=True) if not line.startswith(("source", "certainty"))
    )
    assert places(text) == [("hearing", "source"), ("hearing", "certainty")]


@pytest.mark.parametrize(
    ("number", "quantity", "wrong"),
    [
        *(("1", "14", []), ("0x1", "14", []), ("1 # first", "14", []), ("1_0", "14", [])),
        *(("&n 1", "14", []), ("&n 1", "*n", ["version"]), ("'1'", "14", ["version"])),
    ],
)
def test_number_that_cannot_be_exchanged_is_a_mistake(number: str, quantity: str, wrong: list[str]) -> None:
    text = COUNCIL.replace("version: 1", f"version: {number}").replace(
        "quantity: 14", f"quantity: {quantity}"
    )
    assert [each.field for each in mistakes_in(text, "x")] == wrong


def test_mistake_that_only_the_whole_shows_is_found() -> None:
    text = TEXT.replace("id: follow-up", "id: remedy")
    assert places(text) == [("", "rules")]


@pytest.mark.parametrize(
    "text",
    [
        *("", "- a", "a: [", "x" * 300_000, "rules: 3", "&a [*a]", "rules: [1, {}, []]", "rules: []"),
        *("rules: [x]\nrules: [y]", "? [a]\n: b", "role: service\nrules: [3]", "&a {rules: [*a]}"),
    ],
)
def test_what_is_no_pack_at_all_is_answered_and_ends(text: str) -> None:
    found = mistakes_in(text, "x")
    assert found
    assert all(isinstance(each, PackError) for each in found)


@given(
    st.lists(
        st.tuples(
            st.integers(0, TEXT.count("\n") - 1),
            st.sampled_from(
                ["", "    x: y\n", "  - 3\n", "    unit: hour\n", "version: &a 1\n", "    met_by: [x]\n"]
            ),
        ),
        max_size=4,
    )
)
@settings(max_examples=50, deadline=None)
def test_mistakes_are_found_exactly_if_it_cannot_be_installed(edits: list[tuple[int, str]]) -> None:
    lines = TEXT.splitlines(keepends=True)
    for number, line in edits:
        lines[number] = line
    text = "".join(lines)
    found = mistakes_in(text, "x")
    assert (found == []) == can_be_installed(text)
    assert len({(each.rule, each.line, each.within, each.field) for each in found}) == len(found)
    assert all(each.problem.ja and each.problem.en for each in found)


@pytest.mark.parametrize("number", range(0, TEXT.count("\n"), 3))
def test_any_line_left_out_gives_mistakes_exactly_if_it_cannot_be_read(number: int) -> None:
    lines = TEXT.splitlines(keepends=True)
    text = "".join(lines[:number] + lines[number + 1 :])
    assert (places(text) == []) == can_be_read(text)
