"""Rules in words, in both languages: every shipped rule can be told, and what it says is what it is."""

import pytest
from django.utils import translation

from kikitori.interfaces.desk.settings.mistakes import is_known, problem_in_words, told
from kikitori.interfaces.desk.settings.rule_words import CERTAINTY_ICON, marks_of, row_of
from kikitori.records.deadlines.labels import AUDIENCE, CERTAINTY, CERTAINTY_MEANING, PACK_ROLE, TRIGGER
from kikitori.records.deadlines.pack_reader import built_in_pack, mistakes_in, shipped_packs, shipped_text
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
    ("before", "after", "said"),
    [
        ("version: 1", "version: one", "整数にしてください（いまは 'one'）"),
        ("valid_from: 2019-01-01", "valid_from: soon", "2026-04-01 のような日付に"),
        ("id: jp-default", "id: JP default", "英小文字・数字・-・_ だけで"),
        ("quantity: 5", "quantity: 0", "1～1000 にしてください（いまは 0）"),
        ("trigger: told", "trigger: tld", "received, known,"),
        ("pausable: true", "pausable: maybe", "true か false に"),
        ("warn_at: [50, 75]", "warn_at: [75, 50]", "小さい順に2つまで"),
        ("warn_at: [50, 75]", "warn_at: [x]", "割合（整数）を"),
        ("met_by: [acknowledge]", "met_by: [greet]", "'greet' という手続きはありません"),
        ("id: follow-up", "id: remedy", "'remedy' という規則が2つあります"),
        ("id: follow-up", "id: follow-on", "自社の基準には次の規則も必要です: follow-up"),
        ("extension: {quantity: 20, times: 2}", "extension: {quantity: 0}", "1以上にしてください（いまは 0）"),
        ("extension: {quantity: 20, times: 2}", "extension: {quantity: 1, times: 99}", "回数は1～9"),
        ("kind: remedy", "knd: remedy", "この項目はありません"),
        ("kind: remedy", "kind: remedy\n    kind: x", "2回書かれています"),
        ("kind: remedy", "kind: remedy\n    roll: next", "単位が business_day のときは指定できません"),
        ("kind: remedy", "kind: remedy\n    calendar: ZZ", "house か JP,"),
        ("kind: remedy", "kind: remedy\n    applies_if: {moon: [full]}", "指定できるのは"),
        ("kind: remedy", "kind: remedy\n    applies_if: {kind: [x]}", "'kind' に 'x' はありません"),
        ("kind: remedy", "kind: remedy\n    applies_if: {kind: []}", "の語が書かれていません"),
        ("name: {ja: 救済の実施, en: Putting it right}", "name: {ja: ' ', en: x}", "日本語と英語の両方を"),
        ("rules:\n", "rules: no\nmore:\n", "規則を並べてください"),
        ("rules:", "rules: [", "YAMLとして読めません"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_the_readers_language(before: str, after: str, said: str) -> None:
    assert before in TEXT
    text = TEXT.replace(before, after, 1)
    errors = mistakes_in(text, "x")
    assert all(is_known(each.problem) for each in errors)
    with translation.override("ja"):
        assert any(said in each.problem for each in told(errors, text)), [
            each.problem for each in told(errors, text)
        ]
    with translation.override("en"):
        assert all("%(" not in each.problem for each in told(errors, text))


def test_problem_nobody_has_words_for_is_shown_as_it_is() -> None:
    assert problem_in_words("is purple") == "is purple"
    assert not is_known("is purple")
