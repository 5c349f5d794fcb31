"""What a guideline says, kept and read again; in one language or both; and the examples that come with Kikitori."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kikitori.records.complaints.terms import Kind, Severity, Subject
from kikitori.records.prevention.guideline_queries import examples
from kikitori.records.prevention.labels import FITS, ITEM_NEED, ITEM_STATE
from kikitori.records.prevention.terms import Fits, ItemNeed, ItemState
from kikitori.records.prevention.text import Contact, GuidelineText, InTwo, Item

words = some.text(max_size=40)
two = some.builds(InTwo, ja=words, en=words)
texts = some.builds(
    GuidelineText,
    title=two,
    do=two,
    never=two,
    escalation=two,
    subjects=some.lists(some.sampled_from([each.value for each in Subject]), max_size=3).map(tuple),
    severities=some.lists(some.sampled_from([each.value for each in Severity]), max_size=3).map(tuple),
    kinds=some.lists(some.sampled_from([each.value for each in Kind]), max_size=3).map(tuple),
    contacts=some.lists(some.builds(Contact, name=two, phone=words, mail=words, hours=two), max_size=3).map(
        tuple
    ),
    items=some.lists(
        some.builds(Item, id=words, text=two, need=some.sampled_from([each.value for each in ItemNeed])),
        max_size=4,
    ).map(tuple),
)


@given(texts)
def test_what_is_kept_reads_as_it_was(text: GuidelineText) -> None:
    assert GuidelineText.read(json.loads(json.dumps(text.kept()))) == text


def test_what_was_never_said_is_empty() -> None:
    assert GuidelineText.read({}) == GuidelineText()
    assert GuidelineText.read({"items": [{"text": {"ja": "一"}}]}).items == (Item(text=InTwo(ja="一")),)


@pytest.mark.parametrize(
    ("said", "language", "told"),
    [
        (InTwo("和", "en"), "ja", ("和", "ja")),
        (InTwo("和", "en"), "en", ("en", "en")),
        (InTwo("和", "en"), "ja-easy", ("和", "ja")),
        (InTwo("和", "en"), "vi", ("en", "en")),
        (InTwo("和", ""), "en", ("和", "ja")),
        (InTwo("", "en"), "ja", ("en", "en")),
        (InTwo(), "ja", ("", "en")),
    ],
)
def test_reader_gets_their_language_or_the_one_there_is(
    said: InTwo, language: str, told: tuple[str, str]
) -> None:
    assert said.told_in(language) == told


def test_item_is_found_by_its_id_and_knows_its_place() -> None:
    text = GuidelineText(items=(Item(id="i2", text=InTwo(ja="一")), Item(id="i1", text=InTwo(ja="二"))))
    assert text.item("i1") == Item(id="i1", text=InTwo(ja="二"))
    assert [text.place_of(number) for number in ("i2", "i1", "i9")] == [1, 2, 0]
    assert text.item("i9") is None


def test_every_word_has_a_label() -> None:
    assert (set(ITEM_NEED), set(ITEM_STATE), set(FITS)) == (set(ItemNeed), set(ItemState), set(Fits))


@pytest.mark.parametrize("key", examples())
def test_example_is_whole_in_both_languages_and_names_words_there_are(key: str) -> None:
    text = examples()[key]
    parts = (text.title, text.do, text.never, text.escalation, *(item.text for item in text.items))
    assert all(part.ja and part.en for part in parts)
    assert set(text.subjects) <= {each.value for each in Subject}
    assert set(text.severities) <= {each.value for each in Severity}
    assert {item.need for item in text.items} <= {each.value for each in ItemNeed}
    assert any(item.need == ItemNeed.BEFORE_DECISION.value for item in text.items)
    # Whom to ask is for each organisation to fill in; what the law asks stands in the rules.
    assert not text.contacts
    said = " ".join(each for part in parts for each in (part.ja, part.en))
    assert not [word for word in ("法律", "条", " Act ", "Article") if word in said]


def test_there_are_examples_for_goods_for_safety_and_for_fees() -> None:
    assert set(examples()) == {"damaged", "safety", "fee"}
