"""Rules in words, in both languages: every shipped rule can be told, and what it says is what it is."""

import pytest
from django.utils import translation

from kikitori.interfaces.desk.settings.mistakes import Mistake, told
from kikitori.interfaces.desk.settings.rule_words import CERTAINTY_ICON, marks_of, row_of
from kikitori.records.deadlines.labels import AUDIENCE, CERTAINTY, CERTAINTY_MEANING, PACK_ROLE, TRIGGER
from kikitori.records.deadlines.pack_proof import mistakes_in
from kikitori.records.deadlines.pack_reader import built_in_pack, shipped_packs, shipped_text
from kikitori.records.deadlines.rule_parts import Audience
from kikitori.records.deadlines.rules import Certainty, PackRole, Trigger

TEXT = shipped_text("jp-default")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("pack", shipped_packs())
def test_every_shipped_rule_can_be_told(pack: str, language: str) -> None:
    with translation.override(language):
        for rule in built_in_pack(pack).rules:
            row = row_of(rule)
            assert str(rule.quantity) in row.when
            assert all([row.name, row.audience, str(row.mark.word), str(row.mark.meaning)])
            assert "%(" not in " ".join([row.when, *row.details, row.extension])
        assert sum(count for _mark, count in marks_of(built_in_pack(pack))) == len(built_in_pack(pack).rules)


@pytest.mark.parametrize(
    ("language", "when", "extension"),
    [
        ("ja", "受付から20営業日", "2回まで、1回につき最長20営業日、期限の前に知らせること、理由を添えること"),
        ("en", "20 business days after receipt",
         "2 times, by 20 business days at most, told before the time is over, with the reason"),
    ],
)  # fmt: skip
def test_decision_is_told_as_a_lead_reads_it(language: str, when: str, extension: str) -> None:
    with translation.override(language):
        row = row_of(built_in_pack("jp-default").rule("decision"))
        assert (row.when, row.extension) == (when, extension)


def test_every_word_of_a_rule_has_a_label() -> None:
    assert set(CERTAINTY) == set(CERTAINTY_MEANING) == set(CERTAINTY_ICON) == set(Certainty)
    assert set(AUDIENCE) == set(Audience)
    assert set(TRIGGER) == set(Trigger)
    assert set(PACK_ROLE) == set(PackRole)


@pytest.mark.parametrize(
    ("language", "place", "problem"),
    [
        ("ja", "10行目、項目「source.title」", "文字で書いてください（現在の値: 3）"),
        ("en", "Line 10, field “source.title”", "must be text, not 3"),
    ],
)
def test_mistake_is_told_with_place_problem_and_its_line(language: str, place: str, problem: str) -> None:
    text = TEXT.replace('title: "JIS Q 10002:2019 / ISO 10002:2018"', "title: 3", 1)
    with translation.override(language):
        assert told(mistakes_in(text, "x"), text) == [
            Mistake(place, problem, 'source: {title: 3, clause: "7.3, 7.4, 7.8"}')
        ]


def test_mistake_without_a_place_is_told_without_one() -> None:
    with translation.override("ja"):
        assert told(mistakes_in("x" * 300_000, "x"), "x") == [Mistake("", "長すぎます（200000文字まで）")]


def test_mistake_at_the_end_of_a_text_shows_no_line_that_there_is_not() -> None:
    text = "id: 'unfinished\n"
    with translation.override("en"):
        [mistake] = told(mistakes_in(text, "x"), text)
    assert (mistake.place, mistake.excerpt) == ("Line 2", "")
