"""Each mistake of a pack: shown where it stands, and told in both languages."""

from datetime import date

import pytest

from kikitori.records.deadlines.mistakes import are_no_steps, is_not_yaml, must_be_word, quoted
from kikitori.records.deadlines.pack_reader import PackError, read_pack
from tests.records.deadlines.packs_written import HOUSE, PARTS

#: Pack, what is replaced by what, line, rule and field, and what is said of it.
WRONG = [
    (HOUSE, "quantity: 10", "quantity: ten", "12 report quantity",
     "must be a whole number, not 'ten'", "整数にしてください（現在の値: 'ten'）"),
    (HOUSE, "quantity: 10", "quantity: 10.5", "12 report quantity",
     "must be a whole number, not 10.5", "整数にしてください（現在の値: 10.5）"),
    (HOUSE, "quantity: 10", "quantity: true", "12 report quantity",
     "must be a whole number, not true", "整数にしてください（現在の値: true）"),
    (HOUSE, "quantity: 10", "quantity: 0", "12 report quantity",
     "must be 1 to 3660 for the unit calendar_day, not 0", "単位が calendar_day のときは 1～3660 にしてください（現在の値: 0）"),
    (HOUSE, "    quantity: 3\n", "", "24 answer quantity",
     "is missing", "書かれていません"),
    (HOUSE, "unit: calendar_day", "unit: days", "13 report unit",
     "must be one of business_day, calendar_day, hour, week, month, year, not 'days'", "business_day, calendar_day, hour, week, month, year のどれかにしてください（現在の値: 'days'）"),
    (HOUSE, "trigger: known", "trigger: birthday", "11 report trigger",
     "must be one of received, known, logged, served, acknowledged, told, decided, remedied, named, not 'birthday'", "received, known, logged, served, acknowledged, told, decided, remedied, named のどれかにしてください（現在の値: 'birthday'）"),
    (HOUSE, "trigger: known", "trigger:", "11 report trigger",
     "must be text, not nothing", "文字で書いてください（現在の値: 空欄）"),
    (HOUSE, "roll: next", "roll: forward", "15 report roll",
     "must be one of none, next, previous, not 'forward'", "none, next, previous のどれかにしてください（現在の値: 'forward'）"),
    (HOUSE, "roll: next", "rolls: next", "15 - rolls",
     "is not known; perhaps it is misspelt", "この項目はありません。つづりを確かめてください"),
    (HOUSE, "roll: next", "unit: week", "15 - unit",
     "is there twice", "2回書かれています"),
    (HOUSE, "pausable: true", "pausable: often", "16 report pausable",
     "must be true or false, not 'often'", "true か false にしてください（現在の値: 'often'）"),
    (HOUSE, "[60, 80]", "75", "17 report warn_at",
     "must be a list of percentages, which are whole numbers, not 75", "割合（整数）を並べてください（現在の値: 75）"),
    (HOUSE, "[60, 80]", "[60, soon]", "17 report warn_at",
     "must be a list of percentages, which are whole numbers; 'soon' is none", "割合（整数）を並べてください（使えない値: 'soon'）"),
    (HOUSE, "[60, 80]", "[80, 60]", "17 report warn_at",
     "must be at most two rising percentages from 1 to 99, not [80, 60]", "1～99 の割合を、小さい順に2つまでにしてください（現在の値: [80, 60]）"),
    (HOUSE, "certainty: from_memory", "certainty: sure", "18 report certainty",
     "must be one of verified, from_memory, unverified, proposal, not 'sure'", "verified, from_memory, unverified, proposal のどれかにしてください（現在の値: 'sure'）"),
    (HOUSE, "      title: 消費生活用製品安全法\n", "", "20 report title",
     "is missing", "書かれていません"),
    (HOUSE, "seen_on: 2026-11-01", "seen_on: 2026-02-30", "23 report seen_on",
     "must be a date like 2026-04-01, not '2026-02-30'", "2026-04-01 のような日付にしてください（現在の値: '2026-02-30'）"),
    (HOUSE, "outside_hours: same_day", "outside_hours: never", "29 answer outside_hours",
     "must be one of next_business_day, same_day, not 'never'", "next_business_day, same_day のどれかにしてください（現在の値: 'never'）"),
    (HOUSE, "id: answer", "id: Answer!", "24 Answer! id",
     "must be small letters, digits, - and _, beginning with a letter, 60 at most, not 'Answer!'", "英小文字で始め、英小文字・数字・-・_ だけで60字までにしてください（現在の値: 'Answer!'）"),
    (HOUSE, "- id: answer\n    kind", "- kind", "24 - id",
     "is missing", "書かれていません"),
    (HOUSE, "id: answer", "id: report", "9 - rules",
     "two rules have the id 'report'", "'report' という規則が2つあります"),
    (HOUSE, "version: 3", "version: 0", "2 - version",
     "must be 1 or more, not 0", "1以上にしてください（現在の値: 0）"),
    (HOUSE, "version: 3", "version: '3'", "2 - version",
     "must be a whole number, not '3'", "整数にしてください（現在の値: '3'）"),
    (HOUSE, "valid_from: 2026-04-01", "valid_from: soon", "3 - valid_from",
     "must be a date like 2026-04-01, not 'soon'", "2026-04-01 のような日付にしてください（現在の値: 'soon'）"),
    (HOUSE, "valid_to: 2027-03-31", "valid_to: 2025-03-31", "4 - valid_to",
     "2025-03-31 is before valid_from 2026-04-01", "2025-03-31 は valid_from（2026-04-01）より前です"),
    (HOUSE, "jurisdiction: JP\n", "", "1 - jurisdiction",
     "is missing", "書かれていません"),
    (HOUSE, "jurisdiction: JP", "jurisdiction: [JP]", "5 - jurisdiction",
     "must be text, not a list", "文字で書いてください（現在の値: リスト）"),
    (HOUSE, "jurisdiction: JP", "jurisdiction: {a: b}", "5 - jurisdiction",
     "must be text, not a table", "文字で書いてください（現在の値: 項目と値の組）"),
    (HOUSE, "quantity: 10", "quantity: " + "9x" * 99, "12 report quantity",
     "9x9x9…", "9x9x9…"),
    (HOUSE, "source: {title: 社内規程, clause: 第4条}", "source: 社内規程", "6 - source",
     "must be a table of fields and values", "項目と値の組で書いてください"),
    (HOUSE, "source: {title: 社内規程, clause: 第4条}\n", "", "23 answer source",
     "is missing", "書かれていません"),
    (HOUSE, "certainty: proposal\n", "", "23 answer certainty",
     "is missing", "書かれていません"),
    (HOUSE, "id: house", "name: house", "1 - name",
     "is not known; perhaps it is misspelt", "この項目はありません。つづりを確かめてください"),
    (PARTS, "role: law", "role: order", "5 - role",
     "must be one of service, law, not 'order'", "service, law のどれかにしてください（現在の値: 'order'）"),
    (PARTS, "role: law", "role: service", "11 - rules",
     "a standard of service needs the rules acknowledgement, first-answer, progress, remedy, follow-up, too", "自社の基準には次の規則も必要です: acknowledgement, first-answer, progress, remedy, follow-up"),
    (PARTS, "title: {ja: 規則, en: Rules}", "title: 規則", "6 - title",
     "must be a table of fields and values", "項目と値の組で書いてください"),
    (PARTS, "title: {ja: 規則, en: Rules}", "title: {ja: 規則}", "6 - en",
     "is missing", "書かれていません"),
    (PARTS, "title: {ja: 規則, en: Rules}", "title: {ja: '', en: Rules}", "6 - ja",
     "must say something in both languages", "日本語と英語の両方を書いてください"),
    (PARTS, "{kind: [conduct,", "{mood: [conduct,", "7 - mood",
     "can ask for kind, channel, subject, severity, language, safety, not for 'mood'", "指定できるのは kind, channel, subject, severity, language, safety です（'mood' はありません）"),
    (PARTS, "[conduct, mediation]", "conduct", "7 - kind",
     "must be a list of words, not 'conduct'", "語を並べてください（現在の値: 'conduct'）"),
    (PARTS, "[conduct, mediation]", "[conduct, 5]", "7 - kind",
     "must be a list of words; 5 is none", "語を並べてください（使えない値: 5）"),
    (PARTS, "[conduct, mediation]", "[gossip]", "7 - kind",
     "'kind' is never 'gossip'", "'kind' に 'gossip' はありません"),
    (PARTS, "language: [ja]", "language: []", "7 - language",
     "names no word for 'language'", "'language' の語が書かれていません"),
    (PARTS, "ja: 総会の通知, ", "", "12 notice ja",
     "is missing", "書かれていません"),
    (PARTS, "ja: 総会の通知,", "ja: 5,", "12 notice ja",
     "must be text, not 5", "文字で書いてください（現在の値: 5）"),
    (PARTS, "ja: 総会の通知,", "fr: avis,", "12 notice fr",
     "is not known; perhaps it is misspelt", "この項目はありません。つづりを確かめてください"),
    (PARTS, "audience: respondent", "audience: press", "14 notice audience",
     "must be one of complainant, respondent, affected, authority, house, not 'press'", "complainant, respondent, affected, authority, house のどれかにしてください（現在の値: 'press'）"),
    (PARTS, "begins: by_hand", "begins: itself", "16 notice begins",
     "must be by_hand where somebody names the moment", "人が起点を決める規則では by_hand にしてください"),
    (PARTS, "begins: by_hand", "begins: later", "16 notice begins",
     "must be one of itself, by_hand, not 'later'", "itself, by_hand のどれかにしてください（現在の値: 'later'）"),
    (PARTS, "    applies_if:\n      safety: [fire, co]", "    applies_if: always", "17 notice applies_if",
     "must be a table of fields and values", "項目と値の組で書いてください"),
    (PARTS, "safety: [fire, co]", "safety: [fire, yes]", "18 notice safety",
     "must be a list of words; true is none", "語を並べてください（使えない値: true）"),
    (PARTS, "safety: [fire, co]", "severity: [S9]", "18 notice severity",
     "'severity' is never 'S9'", "'severity' に 'S9' はありません"),
    (PARTS, "unit: year", "unit: decade", "20 notice unit",
     "must be one of business_day, calendar_day, hour, week, month, year, not 'decade'", "business_day, calendar_day, hour, week, month, year のどれかにしてください（現在の値: 'decade'）"),
    (PARTS, "quantity: 2\n", "quantity: 21\n", "19 notice quantity",
     "must be 1 to 20 for the unit year, not 21", "単位が year のときは 1～20 にしてください（現在の値: 21）"),
    (PARTS, "direction: before", "direction: up", "21 notice direction",
     "must be one of after, before, not 'up'", "after, before のどれかにしてください（現在の値: 'up'）"),
    (PARTS, "calendar: GB-SCT", "calendar: FR", "22 notice calendar",
     "must be house or one of JP, GB-ENG, GB-SCT, GB-NIR, AU, US, EU, not 'FR'", "house か JP, GB-ENG, GB-SCT, GB-NIR, AU, US, EU のどれかにしてください（現在の値: 'FR'）"),
    (PARTS, "met_by: [by_hand, decide]", "met_by: [dance]", "23 notice met_by",
     "'dance' is no step", "'dance' という手続きはありません"),
    (PARTS, "met_by: [by_hand, decide]", "met_by: decide", "23 notice met_by",
     "must be a list of words, not 'decide'", "語を並べてください（現在の値: 'decide'）"),
    (PARTS, "level: 3", "level: 0", "25 notice level",
     "must be 1 or more, not 0", "1以上にしてください（現在の値: 0）"),
    (PARTS, "level: 3", "level: high", "25 notice level",
     "must be a whole number, not 'high'", "整数にしてください（現在の値: 'high'）"),
    (PARTS, "      notice: letter", "      notices: letter", "26 notice notices",
     "is not known; perhaps it is misspelt", "この項目はありません。つづりを確かめてください"),
    (PARTS, "[day, grounds]", "[day, Grounds!]", "27 notice letter_parts",
     "must be small letters, digits, - and _, beginning with a letter, 60 at most, not 'Grounds!'", "英小文字で始め、英小文字・数字・-・_ だけで60字までにしてください（現在の値: 'Grounds!'）"),
    (PARTS, "[reopen, confirm_unsolved]", "[by_hand]", "34 decision starts_again_on",
     "'by_hand' is no step", "'by_hand' という手続きはありません"),
    (PARTS, "      quantity: 10", "      amount: 10", "36 decision amount",
     "is not known; perhaps it is misspelt", "この項目はありません。つづりを確かめてください"),
    (PARTS, "      quantity: 10\n", "", "36 decision quantity",
     "is missing", "書かれていません"),
    (PARTS, "quantity: 10", "quantity: 0", "36 decision quantity",
     "must be 1 or more, not 0", "1以上にしてください（現在の値: 0）"),
    (PARTS, "times: 2", "times: 10", "37 decision times",
     "must be 1 to 9, not 10", "1～9 にしてください（現在の値: 10）"),
    (PARTS, "times: 2", "times: twice", "37 decision times",
     "must be a whole number, not 'twice'", "整数にしてください（現在の値: 'twice'）"),
    (PARTS, "expiry: false", "expiry: 0", "38 decision notice_before_expiry",
     "must be true or false, not 0", "true か false にしてください（現在の値: 0）"),
    (PARTS, "required: false", "required: maybe", "39 decision reason_required",
     "must be true or false, not 'maybe'", "true か false にしてください（現在の値: 'maybe'）"),
    (PARTS, "unit: month", "unit: month\n    pausable: true", "45 plain pausable",
     "has no meaning for the unit month", "単位が month のときは指定できません"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "place", "en", "ja"), WRONG)
def test_mistake_is_shown_where_it_stands(
    *, text: str, old: str, new: str, place: str, en: str, ja: str
) -> None:
    assert old in text
    with pytest.raises(PackError) as refused:
        read_pack(text.replace(old, new, 1), "house.yaml")
    wrong = refused.value
    assert (wrong.file, f"{wrong.line} {wrong.rule or '-'} {wrong.field}") == ("house.yaml", place)
    assert en in wrong.problem.en
    assert ja in wrong.problem.ja


@pytest.mark.parametrize(
    ("text", "en", "ja"),
    [
        ("- a", "must be a table of fields and values", "項目と値の組で書いてください"),
        ("rules: 3", "must be a list of rules", "規則を並べてください"),
        ("rules: [", "is not YAML (", "YAMLとして読めません"),
        ("[" * 600, "is nested too deeply", "入れ子が深すぎます"),
        ("x" * 200_001, "is too long: 200000 characters at most", "長すぎます（200000文字まで）"),
        (
            HOUSE.partition("  - id")[0].replace("rules:", "rules: []"),
            "needs at least one rule",
            "1つ以上必要です",
        ),
        (
            PARTS.replace(
                "quantity: 20\n    unit: business_day",
                "quantity: 1\n    unit: hour\n    first_day_counts: true",
            ),
            "hours run from the moment itself",
            "時間は、その時点から数えます",
        ),
        (
            PARTS.replace("direction: before", "direction: before\n    extension: {quantity: 1}"),
            "neither paused nor extended",
            "起点より前の期限は、止めることも延ばすこともできません",
        ),
        (
            HOUSE.replace("trigger: known", "trigger: known\n    audience: authority"),
            "never stops what is owed to others (authority)",
            "申出者に対する期限だけです（現在の相手: authority）",
        ),
        (
            PARTS.replace("quantity: 10", "quantity: 1001"),
            "must be 1 to 1000 for the unit business_day, not 1001",
            "単位が business_day のときは 1～1000 にしてください（現在の値: 1001）",
        ),
    ],
)
def test_mistake_of_the_whole_is_told_in_both_languages(text: str, en: str, ja: str) -> None:
    with pytest.raises(PackError) as refused:
        read_pack(text, "x")
    assert en in refused.value.problem.en
    assert ja in refused.value.problem.ja


@pytest.mark.parametrize(
    ("field", "within"),
    [("title: 消費生活用製品安全法", "source"), ("seen_on: 2026-11-01", "source"), ("quantity: 10", "")],
)
def test_field_of_an_inner_table_says_in_which(field: str, within: str) -> None:
    with pytest.raises(PackError) as refused:
        read_pack(HOUSE.replace(field, f"{field.partition(':')[0]}: [x]", 1), "house.yaml")
    assert (refused.value.field, refused.value.within) == (field.partition(":")[0], within)


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (None, "空欄", "nothing"),
        (True, "true", "true"),
        (False, "false", "false"),
        (3, "3", "3"),
        (1.5, "1.5", "1.5"),
        ("soon", "'soon'", "'soon'"),
        ("\x1b[2J", r"'\x1b[2J'", r"'\x1b[2J'"),
        (date(2026, 4, 1), "2026-04-01", "2026-04-01"),
        ([1], "リスト", "a list"),
        ({"a": 1}, "項目と値の組", "a table"),
        ("x" * 100, "'" + "x" * 59 + "…", "'" + "x" * 59 + "…"),
    ],
)
def test_wrong_value_is_quoted_as_it_stands_in_the_file(value: object, ja: str, en: str) -> None:
    assert (quoted(value).ja, quoted(value).en) == (ja, en)


def test_all_steps_that_there_are_not_are_named() -> None:
    assert are_no_steps(["dance", "sing"]).en == "'dance', 'sing' are no steps"
    assert are_no_steps(["dance", "sing"]).ja == "'dance', 'sing' という手続きはありません"


def test_japanese_reader_is_spared_the_english_of_the_parser() -> None:
    said = is_not_yaml("while scanning\n a quoted scalar")
    assert "(while scanning a quoted scalar)" in said.en
    assert said.ja.isascii() is False
    assert "scanning" not in said.ja


def test_very_long_word_is_told_in_short() -> None:
    assert len(must_be_word("x" * 100_000).ja) < 200
