"""Rules in words, in both languages: every shipped rule can be told, and what it says is what it is."""

import pytest
from django.utils import translation

from kikitori.interfaces.desk.settings.mistakes import Mistake, told
from kikitori.interfaces.desk.settings.rule_words import (
    CERTAINTY_ICON,
    RuleRow,
    listed,
    marks_of,
    name_of,
    row_of,
    title_of,
)
from kikitori.records.deadlines.labels import AUDIENCE, CERTAINTY, CERTAINTY_MEANING, PACK_ROLE, TRIGGER
from kikitori.records.deadlines.mistakes import MISSING
from kikitori.records.deadlines.pack_proof import mistakes_in
from kikitori.records.deadlines.pack_reader import built_in_pack, read_pack, shipped_packs, shipped_text
from kikitori.records.deadlines.pack_table import PackError
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


# ---- one rule, word by word

PLAIN = """\
id: plain
version: 1
valid_from: 2019-01-01
jurisdiction: JP
source: {title: Bylaws}
certainty: proposal
rules:
  - {id: one, kind: one, trigger: received, quantity: 5, unit: business_day, %s}
"""


def row(extra: str, **changes: str) -> RuleRow:
    """One rule as it is told, with other words than the plain one."""
    text = PLAIN % extra
    for before, after in changes.items():
        text = text.replace(
            {"trigger": "received", "unit": "business_day", "quantity": "5"}[before], after, 1
        )
    return row_of(read_pack(text, "x").rules[0])


@pytest.mark.parametrize(
    ("quantity", "unit", "ja", "en"),
    [
        ("1", "business_day", "受付から1営業日", "1 business day after receipt"),
        ("2", "business_day", "受付から2営業日", "2 business days after receipt"),
        ("1", "calendar_day", "受付から1日", "1 day after receipt"),
        ("30", "calendar_day", "受付から30日", "30 days after receipt"),
        ("1", "hour", "受付から1時間", "1 hour after receipt"),
        ("72", "hour", "受付から72時間", "72 hours after receipt"),
        ("1", "week", "受付から1週間", "1 week after receipt"),
        ("8", "week", "受付から8週間", "8 weeks after receipt"),
        ("1", "month", "受付から1か月", "1 month after receipt"),
        ("6", "month", "受付から6か月", "6 months after receipt"),
        ("1", "year", "受付から1年", "1 year after receipt"),
        ("3", "year", "受付から3年", "3 years after receipt"),
    ],
)
def test_time_is_told_in_every_unit(quantity: str, unit: str, ja: str, en: str) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert row("met_by: [hear]", quantity=quantity, unit=unit).when == said


@pytest.mark.parametrize("trigger", [trigger.value for trigger in Trigger if trigger is not Trigger.NAMED])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_moment_from_which_a_rule_counts_is_told(trigger: str, language: str) -> None:
    with translation.override(language):
        assert str(TRIGGER[Trigger(trigger)]) in row("met_by: [hear]", trigger=trigger).when


def test_moment_that_somebody_names_is_told_and_a_rule_may_count_back_from_it() -> None:
    text = PLAIN % "begins: by_hand, direction: before"
    with translation.override("en"):
        said = row_of(read_pack(text.replace("received", "named"), "x").rules[0]).when
    assert said.startswith("5 business days before ")


@pytest.mark.parametrize(
    ("extra", "changes", "ja", "en"),
    [
        ("met_by: [hear], first_day_counts: true", {"unit": "calendar_day"}, "初日を1日目と数えます", "The first day counts as day 1."),
        ("met_by: [hear], outside_hours: same_day", {}, "営業時間の後に届いても", "What comes after hours counts from the same day."),
        ("met_by: [hear], roll: next", {"unit": "calendar_day"}, "次の営業日", "If the last day is closed, the next business day."),
        ("met_by: [hear], roll: previous", {"unit": "calendar_day"}, "前の営業日", "If the last day is closed, the business day before."),
        ("met_by: [hear], calendar: GB-ENG", {}, "イングランド", "Business days of: England and Wales"),
        ("met_by: [hear], pausable: true", {}, "回答を待つ間", "Stands still while the complainant's answer is waited for."),
        ("certainty: verified", {}, "期限の計時はありません", "Gives the date of a promise; no clock runs."),
        ("met_by: [hear], warn_at: [50]", {}, "50 %", "Warned at 50 % of the time."),
        ("met_by: [hear], warn_at: [50, 75]", {}, "50 %、75 %", "Warned at 50 %, 75 % of the time."),
        ("met_by: [hear], applies_if: {kind: [complaint]}", {}, "対象", "Only for: "),
        ("met_by: [hear], applies_if: {severity: [S1, S2]}", {}, "対象", "Only for: "),
        ("met_by: [hear], applies_if: {channel: [phone]}", {}, "電話", "Only for: "),
        ("met_by: [hear], applies_if: {language: [en]}", {}, "English", "English"),
        ("met_by: [hear], applies_if: {safety: [injury]}", {}, "対象", "Only for: "),
        ("met_by: [hear], applies_if: {subject: [delivery]}", {}, "配送", "Only for: "),
    ],
)  # fmt: skip
def test_what_is_unusual_is_told(extra: str, changes: dict[str, str], ja: str, en: str) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert any(said in detail for detail in row(extra, **changes).details), row(
                extra, **changes
            ).details


def test_plain_rule_has_nothing_unusual() -> None:
    for language in ("ja", "en"):
        with translation.override(language):
            assert row("met_by: [hear]").details == []
            assert row("met_by: [hear]").extension == ""


@pytest.mark.parametrize(
    ("extension", "ja", "en"),
    [
        ("{quantity: 5}", "1回", "once, by 5 business days at most"),
        ("{quantity: 1, times: 3}", "3回まで、1回につき最長1営業日", "3 times, by 1 business day at most"),
        ("{quantity: 5, notice_before_expiry: false, reason_required: false}", "1回", "once, by 5 business days at most"),
        ("{quantity: 5, reason_required: false}", "期限の前に知らせること", "told before the time is over"),
    ],
)  # fmt: skip
def test_extension_is_told(extension: str, ja: str, en: str) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert said in row(f"met_by: [hear], extension: {extension}").extension


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "実施を人が記録"), ("en", "somebody writes down that it was done")]
)
def test_what_is_met_by_hand_is_told(language: str, said: str) -> None:
    with translation.override(language):
        (word,) = row("met_by: [by_hand]").met_by
        assert str(word) == said


@pytest.mark.parametrize(
    ("words", "ja", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a、b", "a, b"), (["a", "b", "c"], "a、b、c", "a, b, c")],
)
def test_several_words_are_listed_as_the_language_does(words: list[str], ja: str, en: str) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert listed(words) == said


def test_rule_and_pack_without_names_are_called_by_their_ids() -> None:
    pack = read_pack(PLAIN % "met_by: [hear]", "x")
    assert (title_of(pack), name_of(pack.rules[0])) == ("plain", "one")
    named = read_pack(
        (PLAIN % "met_by: [hear], name: {ja: 一, en: First}").replace(
            "source:", "title: {ja: 決まり, en: Rules}\nsource:"
        ),
        "x",
    )
    for language, title, name in (("ja", "決まり", "一"), ("en", "Rules", "First")):
        with translation.override(language):
            assert (title_of(named), name_of(named.rules[0])) == (title, name)


@pytest.mark.parametrize("certainty", [certainty.value for certainty in Certainty])
def test_certainties_of_a_pack_are_counted(certainty: str) -> None:
    text = (PLAIN % "met_by: [hear]").replace("certainty: proposal", f"certainty: {certainty}")
    ((mark, number),) = marks_of(read_pack(text, "x"))
    assert (mark.certainty, number) == (certainty, 1)
    assert mark.icon == CERTAINTY_ICON[Certainty(certainty)]


# ---- every sentence of the reader of packs has one for people


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "must be a table of fields and values"),
        ("id: a\n---\nid: b\n", "is not YAML"),
        ("id: a\nrules: []\n", "is missing"),
        ("[" * 5000, "is nested too deeply"),
        ("#" * 200_001, "is too long"),
        (PLAIN % "met_by: [hear], pausable: true, audience: respondent", "waiting for the complainant"),
        (PLAIN.replace("valid_from: 2019-01-01", "valid_from: 2019-01-01\nvalid_to: 2018-01-01") % "met_by: [hear]",
         "is before valid_from"),
        ((PLAIN % "pausable: true, begins: by_hand, direction: before").replace("received", "named"), "lies before"),
        ((PLAIN % "begins: itself").replace("received", "named"), "must be by_hand"),
        ((PLAIN % "met_by: [hear], first_day_counts: true").replace("business_day", "hour"), "hours run"),
        (PLAIN % "met_by: hear", "must be a list of words"),
        (PLAIN % "met_by: [7]", "must be a list of words"),
        (PLAIN % "warn_at: soon", "must be a list of percentages"),
        (PLAIN % "name: {ja: x}", "is missing"),
        (PLAIN % "name: [x]", "must be a table"),
        (PLAIN % "id: two", "is there twice"),
        (PLAIN % "on_breach: {level: 0}", "must be 1 or more"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)  # fmt: skip
def test_no_mistake_is_left_in_the_words_of_programs(text: str, said: str, language: str) -> None:
    errors = mistakes_in(text, "x")
    assert any(said in each.problem.en for each in errors), [each.problem.en for each in errors]
    with translation.override(language):
        shown = [mistake.problem for mistake in told(errors, text)]
    assert shown == [each.problem.in_(language) for each in errors]


@pytest.mark.parametrize(
    ("line", "rule", "field", "ja", "en"),
    [
        (3, "", "", "3行目", "Line 3"),
        (3, "one", "", "3行目、規則「one」", "Line 3, rule “one”"),
        (3, "one", "unit", "3行目、規則「one」、項目「unit」", "Line 3, rule “one”, field “unit”"),
        (None, "", "unit", "項目「unit」", "field “unit”"),
        (None, "", "", "", ""),
    ],
)
def test_place_of_a_mistake_is_as_exact_as_it_is_known(
    line: int | None, rule: str, field: str, ja: str, en: str
) -> None:
    error = PackError("x", MISSING, line=line, rule=rule, field=field)
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert told([error], "a\nb\nc\n")[0].place == said


@pytest.mark.parametrize(
    ("line", "excerpt"), [(1, "first"), (2, "second"), (9, ""), (None, ""), (3, "x" * 120)]
)
def test_line_with_the_mistake_is_shown_as_far_as_there_is_room(line: int | None, excerpt: str) -> None:
    (mistake,) = told([PackError("x", MISSING, line=line)], "first\n  second  \n" + "x" * 500)
    assert mistake.excerpt == excerpt
