"""The letters read aloud: polite to the end of every sentence, short, with a date or a way to answer, and no machine in them.

Phrases that no text of the house may use are in the house rules; here stands what a letter owes its reader besides.
"""

import re
from pathlib import Path

import pytest

from kikitori.records.letters import compose
from kikitori.records.letters.fixed_sentences import shipped
from kikitori.records.letters.kinds import LetterKind

TEMPLATES = Path(compose.__file__).parent / "templates" / "letters"
KINDS = [kind.value for kind in LetterKind]
#: Letters that say when something will happen, or until when an answer helps.
DATED = {
    *("acknowledgement", "in_hand", "reply", "question", "new_date", "proposal", "accepted"),
    *(
        "decision",
        "remedies_done",
        "remedy_dropped",
        "is_it_solved",
        "reopened",
        "review",
        "going_on",
        "withdrawn",
    ),
    "referral",
    "referral_result",
    "closed",
}
#: Letters that wait for a word of the reader, and therefore say by which roads it can come.
ASKING = {"question", "proposal", "decision", "is_it_solved", "still_solved"}


def written(language: str, kind: str) -> str:
    """A template with the sentences in it that come with Kikitori, where a house may write its own."""
    text = (TEMPLATES / language / f"{kind}.txt").read_text("utf-8")
    return re.sub(
        r"\{\{ fixed\.(\w+) \}\}", lambda place: shipped(LetterKind(kind), language)[place[1]], text
    )


def prose(language: str, kind: str) -> list[str]:
    """The sentences of a template: tags gone, values as one mark, headings and lists left out."""
    text = written(language, kind).partition("\n")[2]
    text = text.replace("{% if organisation.phone %}、またはお電話{% endif %}", "")
    plain = re.sub(r"\{%.*?%\}", "\n", re.sub(r"\{\{.*?\}\}", "◇", text))
    end = "。" if language == "ja" else r"(?<=[.?])\s"
    lines = [line.strip(" 　・-") for line in plain.splitlines()]
    return [part.strip() for line in lines for part in re.split(end, line) if len(part.strip(" ◇")) > 12]


@pytest.mark.parametrize("kind", KINDS)
def test_every_japanese_sentence_ends_politely(kind: str) -> None:
    polite = (
        "ます",
        "ません",
        "ました",
        "ませんでした",
        "です",
        "ください",
        "ますか",
        "ましたか",
        "ですか",
        "ときは",
        "ときは、",
    )
    rough = [
        sentence
        for sentence in prose("ja", kind)
        # A clause that a tag has cut off ends with a comma, a heading with no sentence at all; a remark in brackets
        # behind the sentence (第2段階) ends nothing.
        if not re.sub("（[^（）]+）$", "", sentence).endswith(
            (*polite, "、", "」", "の流れ", "いとき", "への回答", "行うこと", "までに")
        )
    ]
    assert rough == []


@pytest.mark.parametrize(("language", "longest"), [("ja", 75), ("en", 130)])
@pytest.mark.parametrize("kind", KINDS)
def test_sentence_holds_one_thought(kind: str, language: str, longest: int) -> None:
    assert [sentence for sentence in prose(language, kind) if len(sentence) > longest] == []


@pytest.mark.parametrize("kind", KINDS)
def test_politeness_is_not_piled_up(kind: str) -> None:
    text = written("ja", kind)
    assert not re.findall("なられ|おっしゃられ|拝見させ|お伺いさせ|ご.{1,4}していただ", text)
    assert text.count("させていただ") <= 1
    assert not re.findall("ご苦労|了解しました|了解いたし|すみません|なるほど|とんでもございません", text)


@pytest.mark.parametrize("kind", KINDS)
def test_english_is_plain_and_warm(kind: str) -> None:
    text = written("en", kind).lower()
    stiff = (
        "hereby",
        "pursuant",
        "kindly",
        "please be advised",
        "ticket",
        "case number",
        "the complainant",
        "regarding",
    )
    assert [word for word in stiff if word in text] == []
    assert " you" in text
    assert " we " in text or " us" in text or "our " in text


@pytest.mark.parametrize("kind", KINDS)
def test_letter_names_a_date_wherever_something_is_still_to_come(kind: str) -> None:
    for language in ("ja", "en"):
        text = (TEMPLATES / language / f"{kind}.txt").read_text("utf-8")
        assert ("|on_day:words" in text or "|on_moment:words" in text) is (kind in DATED), language


@pytest.mark.parametrize("kind", KINDS)
def test_letter_that_asks_says_how_to_answer_by_page_or_phone(kind: str) -> None:
    for language, page in (
        ("ja", "お申し出のページ(、またはお電話|{% if organisation.phone %})"),
        ("en", "the page of your complaint"),
    ):
        assert bool(re.search(page, written(language, kind))) is (kind in ASKING), language


@pytest.mark.parametrize("kind", KINDS)
def test_letter_opens_with_who_writes_and_ends_with_the_ways_back(kind: str) -> None:
    for language, opening in (("ja", "【{{ organisation_name }}】"), ("en", "[{{ organisation_name }}] ")):
        subject, greeting, *_, last = (TEMPLATES / language / f"{kind}.txt").read_text("utf-8").splitlines()
        assert subject.startswith(opening)
        assert "{{ complaint.reference }}" in subject
        assert greeting == "{{ greeting }}"
        assert last == f'{{% include "parts/{language}.txt" %}}'


@pytest.mark.parametrize("kind", KINDS)
def test_person_is_asked_for_nothing_twice_and_never_hurried(kind: str) -> None:
    for language, words in (
        ("ja", ("至急", "必ずご", "期限厳守", "ご注意", "厳守", "再度ご")),
        ("en", ("immediately", "urgent", "you must", "you have to", "failure to", "no later than")),
    ):
        text = written(language, kind).lower()
        # Our own promise may be firm: 必ずご連絡いたします.
        assert [word for word in words if word in text.replace("必ずご連絡いたします", "")] == []
