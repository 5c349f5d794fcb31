"""No page and no letter uses a phrase that hurts."""

from __future__ import annotations

import pytest

from tests.house.rules.source import PACKAGE, ROOT, Finding, report, tracked
from tests.house.rules.voice import slips


@pytest.mark.parametrize(
    "text",
    [
        "何卒ご理解ください。",
        "ご理解いただきますようお願いいたします。",
        "ご理解のほどお願いします",
        "お客様都合による返品",
        "システム上できません。",
        "貴重なご意見をありがとうございます。",
        "前向きに検討いたします。",
        "追ってご連絡いたします。",
        "We apologise for any inconvenience.",
        "We will reply shortly.",
        "Unfortunately, we cannot help.",
    ],
)
def test_phrase_that_hurts_is_caught_when_planted(text: str):
    assert list(slips("letter.txt", f"{text}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "11月26日（木）までにご回答いたします。",
        "この件は当社では判断できません。理由は次のとおりです。",
        "We cannot decide this ourselves, for this reason.",
        "You will hear from us on 1 December.",
        "A short reply is enough.",
    ],
)
def test_plain_speech_is_left_alone(text: str):
    assert list(slips("letter.txt", text)) == []


def test_letters_pages_and_catalogues_keep_the_voice():
    spoken = [
        name
        for name in tracked()
        if name.startswith(f"{PACKAGE}/") and (name.endswith(".po") or "/templates/" in name)
        if "demo" not in name
    ]
    found: list[Finding] = []
    for name in spoken:
        found.extend(slips(name, (ROOT / name).read_text(encoding="utf-8")))
    assert not found, report(found)
