"""Steps, states, events, permissions, letters and promises: each has one label in ja and en, and its line in the docs.

The enumerations are found by looking, so a new one is checked from its first day.
"""

from __future__ import annotations

import ast
from enum import StrEnum

import pytest
from django.utils.translation import override

from kikitori.records.access.permissions import NEEDED, OF_COMPLAINANT, OF_ROLE, OF_SYSTEM, Permission
from kikitori.records.complaints.lifecycle import TABLE, State, Step
from kikitori.records.letters.kinds import LetterKind
from tests.house.rules import vocabulary
from tests.house.rules.source import JAPANESE, PACKAGE, ROOT, Finding, Module, report, rooms
from tests.house.rules.vocabulary import Row

#: Word lists that must have labels and a line each in the glossary; any other that has a section is held to it, too.
DOCUMENTED = ("Step", "State", "EventKind", "Permission", "LetterKind", "PromiseKind")
LETTERS = f"{PACKAGE}/records/letters/templates/letters"


class Fruit(StrEnum):
    """Words for planted faults."""

    APPLE = "apple"
    PEAR = "pear"


ROWS = {"apple": Row("林檎", "Apple", "grows on a tree"), "pear": Row("梨", "Pear", "grows on another tree")}
SAID = {"ja": {Fruit.APPLE: "林檎", Fruit.PEAR: "梨"}, "en": {Fruit.APPLE: "Apple", Fruit.PEAR: "Pear"}}


@pytest.fixture(scope="module")
def tables() -> dict[str, dict[StrEnum, object]]:
    """The archive's label tables."""
    return {
        name: dict(table) for name, table in vocabulary.label_tables(vocabulary.archive_modules()).items()
    }


@pytest.fixture(scope="module")
def words() -> dict[str, type[StrEnum]]:
    """The archive's word lists."""
    return vocabulary.word_lists(vocabulary.archive_modules())


def written() -> dict[str, dict[str, Row]]:
    """The glossary's tables."""
    return vocabulary.glossary((ROOT / vocabulary.GLOSSARY).read_text(encoding="utf-8"))


def spoken(table: dict[StrEnum, object], language: str) -> dict[StrEnum, str]:
    """A label table in one language."""
    with override(language):
        return {code: str(label) for code, label in table.items()}


def test_holes_names_the_code_a_table_forgot():
    assert vocabulary.holes(Fruit, {Fruit.APPLE: "Apple"}) == ["pear"]
    assert vocabulary.holes(Fruit, {Fruit.APPLE: "Apple", Fruit.PEAR: "Pear"}) == []


def test_twins_names_the_label_two_codes_share():
    assert vocabulary.twins({Fruit.APPLE: "Fruit", Fruit.PEAR: "Fruit"}) == ["Fruit"]
    assert vocabulary.twins({Fruit.APPLE: "Apple", Fruit.PEAR: "Pear"}) == []


def test_glossary_is_read_by_section_and_code():
    lines = [
        "## The trade",
        "| `x` | a | b | c |",
        "## Fruit 果物 (`Fruit`)",
        "",
        "| code | ja | en | m |",
        "|---|---|---|---|",
    ]
    text = "\n".join([*lines, "| `apple` | 林檎 | Apple | red |"])
    assert vocabulary.glossary(text) == {"Fruit": {"apple": Row("林檎", "Apple", "red")}}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ({"apple": ROWS["apple"]}, "`pear` has no line"),
        ({**ROWS, "fig": Row("無花果", "Fig", "grows in the south")}, "`fig` is no longer a word"),
        (
            {**ROWS, "pear": Row("洋梨", "Pear", "grows on another tree")},
            "`pear` is “洋梨” here but “梨” on screen",
        ),
        (
            {**ROWS, "pear": Row("梨", "Pears", "grows on another tree")},
            "`pear` is “Pears” here but “Pear” on screen",
        ),
        ({**ROWS, "pear": Row("梨", "Pear", "")}, "`pear` says nothing about its meaning"),
    ],
)
def test_glossary_fault_is_caught_when_planted(rows: dict[str, Row], fault: str):
    [found] = vocabulary.glossary_faults(Fruit, SAID, rows)
    assert fault in found.message


def test_sound_glossary_has_no_faults():
    assert list(vocabulary.glossary_faults(Fruit, SAID, ROWS)) == []


def test_archive_has_the_word_lists_that_must_be_documented(words: dict[str, type[StrEnum]]):
    assert set(DOCUMENTED) <= words.keys()


@pytest.mark.parametrize("name", DOCUMENTED)
def test_documented_words_have_exactly_one_label_table(name: str, words, tables):
    assert len(vocabulary.labels_of(words[name], tables)) == 1


def test_label_tables_have_no_holes(words, tables):
    holes = {
        name: missing
        for name, table in tables.items()
        if (missing := vocabulary.holes(type(next(iter(table))), table))
    }
    assert not holes


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_labels_of_one_list_differ_from_each_other(language: str, tables):
    twins = {
        name: found for name, table in tables.items() if (found := vocabulary.twins(spoken(table, language)))
    }
    assert not twins


def test_labels_are_japanese_in_japanese_and_english_in_english(tables):
    """A Japanese label may be Latin (SNS), but never the English one."""
    for name, table in tables.items():
        ja, en = spoken(table, "ja"), spoken(table, "en")
        missing = [
            code.value for code in table if not JAPANESE.search(ja[code]) and ja[code] in {en[code], ""}
        ]
        assert not missing, f"{name}: no Japanese label for {missing}"
        foreign = [code.value for code in table if JAPANESE.search(en[code]) or not en[code]]
        assert not foreign, f"{name}: no English label for {foreign}"


@pytest.mark.parametrize("name", DOCUMENTED)
def test_documented_words_have_a_section_in_the_glossary(name: str):
    assert name in written()


def test_glossary_and_labels_say_the_same(words, tables):
    found: list[Finding] = []
    for name, rows in written().items():
        assert name in words, f"the glossary has a section for {name}, which does not exist"
        labels = {code: label for t in vocabulary.labels_of(words[name], tables) for code, label in t.items()}
        said = {language: spoken(labels, language) for language in vocabulary.LANGUAGES}
        found += vocabulary.glossary_faults(words[name], said, rows)
    assert not found, report(found)


def named(modules: list[Module], owner: str) -> set[str]:
    """Members of an enumeration that these modules name: `Step.CLOSE` → `CLOSE`."""
    return {
        node.attr
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == owner
    }


def test_every_step_is_taken_by_a_verb():
    verbs = [
        module for module in rooms("casework") if not module.path.endswith(("/step.py", "/promising.py"))
    ]
    assert {step.name for step in Step} - named(verbs, "Step") == set()


def test_every_step_but_the_first_has_its_row_in_the_lifecycle():
    assert set(TABLE) == set(Step) - {Step.RECEIVE}


def test_every_step_needs_a_permission():
    assert set(NEEDED) == set(Step)


def test_every_step_becomes_an_event():
    from kikitori.casework.told_as import EVENT_OF

    assert set(EVENT_OF) == set(Step)


def test_every_permission_is_held_by_somebody_and_asked_for_somewhere():
    held = frozenset().union(*OF_ROLE.values(), OF_COMPLAINANT, OF_SYSTEM)
    assert held == frozenset(Permission)
    elsewhere = [module for module in rooms() if not module.path.endswith("/permissions.py")]
    asked = set(NEEDED.values()) | {Permission[name] for name in named(elsewhere, "Permission")}
    assert set(Permission) - asked == set()


def test_every_state_is_reached():
    reached = {move.target for moves in TABLE.values() for move in moves if move.target} | {State.RECEIVED}
    assert set(State) - reached == set()


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_every_kind_of_letter_has_its_template(language: str):
    found = {path.stem for path in (ROOT / LETTERS / language).glob("*.txt")}
    assert {kind.value for kind in LetterKind} - found == set()


def test_letter_values_reads_what_a_template_says():
    text = "{{ greeting }} {% if why.progress %}{{ promise.due_at|on_day:words }}{% endif %}"
    assert vocabulary.letter_values(text) >= {"greeting", "why.progress", "promise.due_at", "on_day", "words"}
    assert vocabulary.letter_values('{{ amount|default:"nothing at all" }}') == {"amount", "default"}


def test_letters_say_the_same_in_both_languages():
    ja, en = (
        {path.name for path in (ROOT / LETTERS / language).iterdir()} for language in vocabulary.LANGUAGES
    )
    assert ja == en
    for name in sorted(ja):
        texts = {
            language: (ROOT / LETTERS / language / name).read_text("utf-8")
            for language in vocabulary.LANGUAGES
        }
        assert vocabulary.letter_values(texts["ja"]) == vocabulary.letter_values(texts["en"]), name
        assert JAPANESE.search(texts["ja"]), name
        assert not JAPANESE.search(texts["en"]), name
