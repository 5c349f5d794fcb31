"""The forms of a mass complaint read what was typed and say beside each field what is wrong; they decide nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.utils import translation

from kikitori.casework.errors import Problem
from kikitori.casework.templates import KEYS
from kikitori.interfaces.desk.complaint.bound import label_of
from kikitori.interfaces.desk.complaint.sentences import Trouble, in_words
from kikitori.interfaces.desk.mass.forms import CommonForm, MassForm, OneForm, field_of
from kikitori.interfaces.desk.rounds.asking import Source
from kikitori.records.complaints.labels import LINK, LINK_BACK, MASS_KIND
from kikitori.records.complaints.mass import CommonReply, MassComplaint
from kikitori.records.complaints.terms import DIRECTED, LinkKind, MassKind

OWN: dict[str, Any] = {
    "title": "箱つぶれ",
    "story": "拠点で荷が崩れた。",
    "theme": "配送拠点",
    "inquiry": "記録を照会中",
    "found": "固定具の不足",
    "tells_number": True,
}


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def test_cause_is_shown_as_it_stands_and_read_as_it_was_typed() -> None:
    shown = MassForm.of(MassComplaint(version=7, **OWN))
    assert {name: shown[name].value() for name in (*OWN, "seen")} == {**OWN, "seen": 7}
    typed = MassForm({**OWN, "tells_number": "on", "seen": "7"})
    assert typed.is_valid()
    assert {name: getattr(typed.given, name) for name in OWN} == OWN
    assert typed.cleaned_data["seen"] == 7


def test_nothing_but_a_name_is_asked_of_it() -> None:
    assert MassForm({"title": "x"}).is_valid()
    nameless = MassForm({"title": "", "story": "拠点"})
    assert not nameless.is_valid()
    assert list(nameless.errors) == ["title"]
    assert nameless["story"].value() == "拠点"


@pytest.mark.parametrize("key", KEYS)
def test_each_text_of_a_common_reply_has_a_field_of_its_own(key: str) -> None:
    texts = {each: f"text {each}" for each in KEYS}
    written = CommonReply(texts=texts, politeness="very_polite", version=3)
    shown = CommonForm.of_reply(written)
    assert (shown[field_of(key)].value(), shown["politeness"].value(), shown["seen"].value()) == (
        f"text {key}",
        "very_polite",
        3,
    )
    typed = CommonForm({field_of(key): "  本文\n", "politeness": "polite"})
    assert typed.is_valid()
    assert typed.given.texts[key] == "  本文\n"
    assert [text for each, text in typed.given.texts.items() if each != key] == [""] * (len(KEYS) - 1)
    assert [field.name for field in typed.texts] == [field_of(each) for each in KEYS]


@pytest.mark.parametrize(
    ("problems", "place", "words"),
    [
        ({KEYS[0]: Problem.MISSING}, field_of(KEYS[0]), "at least one"),
        ({KEYS[1]: Problem.TOO_LONG}, field_of(KEYS[1]), "long"),
        ({"elsewhere": Problem.NOT_STORABLE}, "__all__", "characters"),
    ],
)
def test_problems_are_said_where_they_belong(problems: dict[str, Problem], place: str, words: str) -> None:
    form = CommonForm({"politeness": "polite"})
    assert form.is_valid()
    form.blame(problems)
    assert words in str(form.errors[place])


def test_words_for_one_may_be_empty_for_then_the_common_ones_hold() -> None:
    form = OneForm({"text": ""})
    assert form.is_valid()
    assert form.cleaned_data["text"] == ""


@pytest.mark.parametrize("kind", LinkKind)
def test_link_reads_from_the_other_side_as_its_kind_wants(kind: LinkKind) -> None:
    assert set(LINK) == set(LINK_BACK) == set(LinkKind)
    there, back = label_of(kind.value, back=False), label_of(kind.value, back=True)
    assert (str(there) != str(back)) == (kind in DIRECTED)


def test_every_kind_of_change_has_words() -> None:
    assert set(MASS_KIND) == set(MassKind)


@pytest.mark.parametrize(
    ("text", "url"),
    [("mass:7:all", "/desk/mass/7/?state=all"), ("mass:7:proposal", "/desk/mass/7/?state=proposal")],
)
def test_list_of_children_is_found_again_by_its_name(text: str, url: str) -> None:
    source = Source.read(text)
    assert (str(source), source.url, source.back(3)) == (text, url, f"{url}&round=3")


@pytest.mark.parametrize(
    "text", ["mass:", "mass:x:all", "mass:7:happy", "mass:7", f"mass:{'9' * 19}:all", "mass:-1:all"]
)
def test_name_that_no_list_has_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        Source.read(text)


@pytest.mark.parametrize(("language", "said"), [("ja", "起きた。直す。"), ("en", "起きた。 直す。")])
def test_what_happened_and_what_to_do_stand_in_a_row(language: str, said: str) -> None:
    with translation.override(language):
        assert in_words(Trouble(409, "起きた。", "直す。")) == said
