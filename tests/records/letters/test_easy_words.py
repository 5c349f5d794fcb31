"""Is a reply easy to read? Long sentences, much politeness and double denial are noticed, plain words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.letters.easy_words import LONGEST, HardBecause, hard_sentences

LONG, POLITE, TWICE = HardBecause.LONG, HardBecause.POLITE, HardBecause.TWICE_DENIED


@pytest.mark.parametrize(
    "text",
    [
        "新しい皿を送ります。",
        "ありがとうございます。",
        "12月4日（金曜日）に、皿が届きます。電話してください。",
        "わかりません。もう一度聞きます。",
        "> ご査収くださいますようお願い申し上げます。",
        "https://example.jp/a/very/long/address/that/nobody/can/make/shorter/than/it/is",
        "",
        "\n\n  \n",
    ],
)
def test_plain_text_is_left_alone(text: str) -> None:
    assert hard_sentences(text) == []


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("お待ちいただけますか。", (POLITE,)),
        ("確認いたします。", (POLITE,)),
        ("ご了承ください。", (POLITE,)),
        ("担当の者が伺います。", (POLITE,)),
        ("お返事をさしあげます。", (POLITE,)),
        ("弊社でございます。", (POLITE,)),
        ("行かなければなりません。", (TWICE,)),
        ("できないわけではありません。", (TWICE,)),
        ("あ" * (LONGEST + 1) + "。", (LONG,)),
        (
            "倉庫の記録を調べたところ、箱を包む人がいつもとちがう日だったことがわかりましたので、お詫び申し上げます。",
            (LONG, POLITE),
        ),
    ],
)
def test_hard_sentence_is_named_with_its_reason(text: str, because: tuple[HardBecause, ...]) -> None:
    (found,) = hard_sentences(text)
    assert found.sentence == text
    assert found.because == because


def test_only_the_hard_sentences_are_named_in_their_order() -> None:
    found = hard_sentences(
        "皿を送ります。ご確認いただきたく存じます。12月4日に着きます。\n伺います！ありがとうございます。"
    )
    assert [each.sentence for each in found] == ["ご確認いただきたく存じます。", "伺います！"]


def test_more_than_five_would_be_a_lecture() -> None:
    assert len(hard_sentences("いただきます。" * 40)) == 5


def test_sentence_of_exactly_the_longest_is_fine() -> None:
    assert hard_sentences("あ" * (LONGEST - 1) + "。") == []


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    for each in hard_sentences(text):
        assert each.because
        assert each.sentence in text
