"""A bilingual text answers every language tag and cannot be half empty."""

from __future__ import annotations

import dataclasses

import pytest

from kikitori.foundation.language.bilingual import Bilingual, tongue

DELIVERY = Bilingual("配送・納期", "Delivery")


@pytest.mark.parametrize("tag", ["ja", "JA", "ja-JP", "ja_JP", "ja-Hrkt"])
def test_in_japanese_for_every_japanese_tag(tag: str) -> None:
    assert DELIVERY.in_(tag) == "配送・納期"


@pytest.mark.parametrize("tag", ["en", "en-GB", "ko", "de", "jav", "jam-JM", "", "x-ja"])
def test_in_english_for_any_other_tag(tag: str) -> None:
    assert DELIVERY.in_(tag) == "Delivery"


@pytest.mark.parametrize(
    ("ja", "en", "missing"), [("", "Delivery", "ja"), ("配送", "", "en"), (" \u3000", "x", "ja")]
)
def test_bilingual_with_a_blank_side_is_refused_and_named(ja: str, en: str, missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        Bilingual(ja, en)


def test_bilingual_is_a_value() -> None:
    assert Bilingual("配送・納期", "Delivery") == DELIVERY
    assert len({Bilingual("配送・納期", "Delivery"), DELIVERY}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        DELIVERY.en = "Shipping"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("ja", "ja"),
        ("JA-jp", "ja"),
        ("ja_JP.UTF-8", "ja"),
        ("ja-Hira-x-easy", "ja"),
        ("jav", "en"),
        ("ja1", "en"),
        ("-ja", "en"),
        ("en-JP", "en"),
        ("zh-Hans", "en"),
        ("\ud800", "en"),
        ("", "en"),
    ],
)
def test_tongue_of_a_reader_is_one_of_the_two(tag: str, spoken: str) -> None:
    assert tongue(tag) == spoken
    assert DELIVERY.in_(tag) == {"ja": "配送・納期", "en": "Delivery"}[spoken]
