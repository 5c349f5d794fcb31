"""Every mistake of a pack at once, each with its line, so that whoever edits it reads them in one go."""

import pytest

from kikitori.records.deadlines.pack_reader import (
    mistakes_in,
    read_pack,
    shipped_packs,
    shipped_text,
    shipped_texts,
    shipped_versions,
)
from kikitori.records.deadlines.pack_table import PackError

TEXT = shipped_text("jp-default")


def places(text: str) -> list[tuple[str, str]]:
    return [(each.rule, each.field) for each in mistakes_in(text, "x")]


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


def test_mistake_that_only_the_whole_shows_is_found() -> None:
    text = TEXT.replace("id: follow-up", "id: remedy")
    assert places(text) == [("", "rules")]


@pytest.mark.parametrize(
    "text", ["", "- a", "a: [", "x" * 300_000, "rules: 3", "&a [*a]", "rules: [1, {}, []]"]
)
def test_what_is_no_pack_at_all_is_answered_and_ends(text: str) -> None:
    found = mistakes_in(text, "x")
    assert found
    assert all(isinstance(each, PackError) for each in found)


@pytest.mark.parametrize("number", range(0, TEXT.count("\n"), 3))
def test_any_line_left_out_gives_mistakes_exactly_if_it_cannot_be_read(number: int) -> None:
    lines = TEXT.splitlines(keepends=True)
    text = "".join(lines[:number] + lines[number + 1 :])
    assert (places(text) == []) == can_be_read(text)
