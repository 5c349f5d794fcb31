"""What can be wrong with a rule pack, in both languages. Pure.

Said in the same words by the desk's editor and at the terminal. What somebody wrote is quoted as it stands in YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kikitori.foundation.language.bilingual import Bilingual

_LONGEST_QUOTE = 60

MISSING = Bilingual("書かれていません", "is missing")
UNKNOWN = Bilingual("この項目はありません。つづりを確かめてください", "is not known; perhaps it is misspelt")
TWICE = Bilingual("2回書かれています", "is there twice")
SILENT = Bilingual("日本語と英語の両方を書いてください", "must say something in both languages")
TOO_DEEP = Bilingual("入れ子が深すぎます", "is nested too deeply")
NO_TABLE = Bilingual("項目と値の組で書いてください", "must be a table of fields and values")
NO_RULES_LISTED = Bilingual("規則を並べてください", "must be a list of rules")
NO_RULES = Bilingual("規則が1つ以上必要です", "needs at least one rule")
NO_PLAIN_NUMBER = Bilingual(
    "& や * を使わず、番号だけを書いてください", "must be written as a number of its own, without & or *"
)
BY_HAND_ONLY = Bilingual(
    "人が起点を決める規則では by_hand にしてください", "must be by_hand where somebody names the moment"
)
HOURS_HAVE_NO_FIRST_DAY = Bilingual(
    "時間は、その時点から数えます（初日は数えられません）", "hours run from the moment itself, not from a day"
)
NOTHING_BEFORE_ITS_MOMENT = Bilingual(
    "起点より前の期限は、止めることも延ばすこともできません",
    "what lies before its moment can be neither paused nor extended",
)
NOT_SHIPPED = Bilingual("その名前の規則集は同梱されていません", "no such pack is shipped")
NO_VERSION = Bilingual("その版はありません", "there is no such version")

#: What a value must be.
TEXT = Bilingual("文字で書いて", "text")
WHOLE_NUMBER = Bilingual("整数にして", "a whole number")
YES_OR_NO = Bilingual("true か false にして", "true or false")
A_DATE = Bilingual("2026-04-01 のような日付にして", "a date like 2026-04-01")
WORDS = Bilingual("語を並べて", "a list of words")
PERCENTAGES = Bilingual("割合（整数）を並べて", "a list of percentages, which are whole numbers")


def quoted(value: object) -> Bilingual:
    """A wrong value for a message. Lists and tables are only named: by aliases a short one can be endless."""
    match value:
        case None:
            return Bilingual("空欄", "nothing")
        case list():
            return Bilingual("リスト", "a list")
        case dict():
            return Bilingual("項目と値の組", "a table")
        case bool():
            words = str(value).lower()
        case date():
            words = value.isoformat()
        case _:
            words = repr(value)
    words = words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE] + "…"
    return Bilingual(words, words)


def must_be(expected: Bilingual, value: object) -> Bilingual:
    """Something else stands there."""
    said = quoted(value)
    return Bilingual(f"{expected.ja}ください（現在の値: {said.ja}）", f"must be {expected.en}, not {said.en}")


def must_list(expected: Bilingual, value: object) -> Bilingual:
    """`value` does not belong into the list."""
    said = quoted(value)
    return Bilingual(
        f"{expected.ja}ください（使えない値: {said.ja}）", f"must be {expected.en}; {said.en} is none"
    )


def must_be_one_of(words: Iterable[str], value: str) -> Bilingual:
    """Only these words have a meaning here."""
    listed, said = ", ".join(words), quoted(value).en
    return Bilingual(
        f"{listed} のどれかにしてください（現在の値: {said}）", f"must be one of {listed}, not {said}"
    )


def must_be_word(value: str) -> Bilingual:
    """An id or another name that programs use."""
    said = quoted(value).en
    return Bilingual(
        f"英小文字で始め、英小文字・数字・-・_ だけで60字までにしてください（現在の値: {said}）",
        f"must be small letters, digits, - and _, beginning with a letter, 60 at most, not {said}",
    )


def must_be_within(most: int, unit: str, value: int) -> Bilingual:
    """A quantity no rule has."""
    return Bilingual(
        f"単位が {unit} のときは 1～{most} にしてください（現在の値: {value}）",
        f"must be 1 to {most} for the unit {unit}, not {value}",
    )


def must_be_positive(value: int) -> Bilingual:
    """Nothing, or less than nothing."""
    return Bilingual(f"1以上にしてください（現在の値: {value}）", f"must be 1 or more, not {value}")


def must_be_up_to(most: int, value: int) -> Bilingual:
    """More than anybody would want, or nothing."""
    return Bilingual(f"1～{most} にしてください（現在の値: {value}）", f"must be 1 to {most}, not {value}")


def must_rise(value: Iterable[int]) -> Bilingual:
    """Warnings in the wrong order, or too many."""
    said = ", ".join(map(str, value))[:_LONGEST_QUOTE]
    return Bilingual(
        f"1～99 の割合を、小さい順に2つまでにしてください（現在の値: [{said}]）",
        f"must be at most two rising percentages from 1 to 99, not [{said}]",
    )


def must_be_calendar(words: Iterable[str], value: str) -> Bilingual:
    """No country whose holidays are known."""
    listed, said = ", ".join(words), quoted(value).en
    return Bilingual(
        f"house か {listed} のどれかにしてください（現在の値: {said}）",
        f"must be house or one of {listed}, not {said}",
    )


TAKEN = Bilingual(
    "すでにある規則集の名前です。別の名前にするか、その規則集の新しい版を書いてください",
    "is the id of a pack that is there already; please choose another, or write a new version of that pack",
)


def must_be_another_word_than(word: str) -> Bilingual:
    """A word that means something else here."""
    return Bilingual(f"{word} 以外の名前にしてください", f"must be another word than {word}")


def must_stay(word: str) -> Bilingual:
    """What all versions of a pack share."""
    return Bilingual(
        f"前の版と同じ {word} のままにしてください", f"must stay {word}, as in the versions before"
    )


def has_no_meaning_for(unit: str) -> Bilingual:
    """Something that only other units have."""
    return Bilingual(f"単位が {unit} のときは指定できません", f"has no meaning for the unit {unit}")


def cannot_pause_for(audience: str) -> Bilingual:
    """The complainant is waited for, and somebody else is owed."""
    return Bilingual(
        f"申出者の回答待ちで止められるのは、申出者に対する期限だけです（現在の相手: {audience}）",
        f"waiting for the complainant never stops what is owed to others ({audience})",
    )


def are_no_steps(words: Iterable[str]) -> Bilingual:
    """No steps of a complaint have these names."""
    said = [quoted(word).en for word in words]
    listed = ", ".join(said)
    return Bilingual(
        f"{listed} という手続きはありません", f"{listed} {'is no step' if len(said) == 1 else 'are no steps'}"
    )


def cannot_ask_for(words: Iterable[str], asked: str) -> Bilingual:
    """A condition that nobody can answer."""
    listed, said = ", ".join(words), quoted(asked).en
    return Bilingual(
        f"指定できるのは {listed} です（{said} はありません）", f"can ask for {listed}, not for {said}"
    )


def names_no_word_for(asked: str) -> Bilingual:
    """A condition that nothing fulfils."""
    said = quoted(asked).en
    return Bilingual(f"{said} の語が書かれていません", f"names no word for {said}")


def is_never(asked: str, words: Iterable[str]) -> Bilingual:
    """A condition with words that the thing asked never has."""
    said, never = quoted(asked).en, quoted(", ".join(words)).en
    return Bilingual(f"{said} に {never} はありません", f"{said} is never {never}")


def has_two(rule: str) -> Bilingual:
    """Two rules of one id."""
    said = quoted(rule).en
    return Bilingual(f"{said} という規則が2つあります", f"two rules have the id {said}")


def needs_rules(rules: Iterable[str]) -> Bilingual:
    """Promises would have no date."""
    listed = ", ".join(rules)
    return Bilingual(
        f"自社の基準には次の規則も必要です: {listed}", f"a standard of service needs the rules {listed}, too"
    )


def ends_before_it_begins(last: date, first: date) -> Bilingual:
    """Never in force."""
    return Bilingual(f"{last} は valid_from（{first}）より前です", f"{last} is before valid_from {first}")


def is_too_long(most: int) -> Bilingual:
    """No pack is as long as this."""
    return Bilingual(f"長すぎます（{most}文字まで）", f"is too long: {most} characters at most")


def is_not_yaml(detail: str) -> Bilingual:
    """`detail`: what the parser says, for which there are only English words."""
    said = re.sub(r"\s+", " ", detail).strip()
    return Bilingual(
        "YAMLとして読めません。この行の近くの字下げ、コロン、かっこを確かめてください",
        f"is not YAML ({said}); look at indentation, colons and brackets around this line",
    )
