"""What is typed to decide about a mail, and what is said of one: every code has a sentence, every slip its place."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.casework.errors import Problem
from kikitori.foundation.mail.flaws import Flaw
from kikitori.interfaces.desk.mails.forms import AttachForm, DiscardForm, FileForm, MailForm
from kikitori.interfaces.desk.mails.mail_words import (
    ADVICE,
    FLAW,
    GRAVE,
    SURE,
    UNSURE,
    can_act,
    file_word,
    how_sure,
)
from kikitori.records.letters.mail_terms import Held, Writer

GOOD: dict[type[MailForm], dict[str, Any]] = {
    FileForm: {},
    AttachForm: {"reference": "K-2026-000131", "writer": "complainant"},
    DiscardForm: {"reason": "広告"},
}
LANGUAGES = ("ja", "en")


def faults(form: MailForm) -> set[str]:
    form.is_valid()
    return set(form.errors)


@pytest.mark.parametrize("form", GOOD)
def test_what_is_asked_for_is_enough(form: type[MailForm]) -> None:
    assert faults(form(GOOD[form])) == set()


@pytest.mark.parametrize("form", GOOD)
def test_what_is_missing_is_said_beside_its_field(form: type[MailForm]) -> None:
    assert faults(form({})) == set(GOOD[form])


@pytest.mark.parametrize("writer", Writer)
@pytest.mark.parametrize("remember", [True, False])
def test_only_the_address_of_somebody_in_the_complaint_can_be_kept(writer: Writer, remember: bool) -> None:
    form = AttachForm(
        {**GOOD[AttachForm], "writer": writer.value, **({"remember": "on"} if remember else {})}
    )
    refused = remember and writer is Writer.OTHER
    assert faults(form) == ({"remember"} if refused else set())


@pytest.mark.parametrize("writer", ["", "me", "\x00", "Complainant"])
def test_writer_is_one_of_those_that_are_named(writer: str) -> None:
    assert faults(AttachForm({**GOOD[AttachForm], "writer": writer})) == {"writer"}


@pytest.mark.parametrize("form", GOOD)
def test_code_of_the_verb_stands_beside_its_field_or_at_the_top(form: type[MailForm]) -> None:
    for problem in Problem:
        filled = form(GOOD[form])
        filled.is_valid()
        filled.blame({next(iter(filled.fields)): problem, "nowhere": problem})
        assert set(filled.errors) == {next(iter(filled.fields)), "__all__"}, problem


def test_address_that_cannot_be_kept_is_told_as_the_mails_not_as_a_typing_mistake() -> None:
    form = AttachForm(GOOD[AttachForm])
    form.is_valid()
    form.blame({"remember": Problem.NOT_AN_ADDRESS})
    other = DiscardForm(GOOD[DiscardForm])
    other.is_valid()
    other.blame({"reason": Problem.NOT_AN_ADDRESS})
    assert str(form.errors["remember"]) != str(other.errors["reason"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("table", "words"), [(ADVICE, Held), (FLAW, Flaw)])
def test_every_code_has_a_sentence_of_its_own_that_ends(table: Any, words: Any, language: str) -> None:
    with override(language):
        said = {word: str(table[word]) for word in words}
    assert len(set(said.values())) == len(said)
    assert all(sentence.endswith("。" if language == "ja" else (".", "�.")) for sentence in said.values())


@pytest.mark.parametrize("held", Held)
def test_advice_says_something_else_in_each_language(held: Held) -> None:
    said = set()
    for language in LANGUAGES:
        with override(language):
            said.add(str(ADVICE[held]))
    assert len(said) == 2


@pytest.mark.parametrize(
    "flaw", [Flaw.BAD_FROM, Flaw.NO_FROM, Flaw.ENCRYPTED, Flaw.TRUNCATED, Flaw.UTF7_REFUSED]
)
def test_what_can_deceive_is_told_first(flaw: Flaw) -> None:
    assert flaw in GRAVE


@pytest.mark.parametrize("flaw", [Flaw.NO_MESSAGE_ID, Flaw.HTML_ONLY, Flaw.CALENDAR, Flaw.TNEF])
def test_what_is_merely_untidy_is_not(flaw: Flaw) -> None:
    assert flaw not in GRAVE


@pytest.mark.parametrize(
    ("kind", "en", "ja"),
    [
        ("application/pdf", "PDF", "PDF文書"),
        ("image/jpeg", "Photograph (JPEG)", None),
        ("image/heic", "Picture", None),
        ("audio/mpeg", "Sound", None),
        ("video/mp4", "Film", None),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Office document", None),
        ("application/vnd.oasis.opendocument", "Office document", None),
        ("application/octet-stream", "Unknown kind of file", None),
        ("", "Unknown kind of file", None),
        ("nonsense", "Unknown kind of file", None),
    ],
)
def test_file_is_called_by_what_it_is(kind: str, en: str, ja: str | None) -> None:
    with override("en"):
        assert file_word(kind) == en
    with override("ja"):
        assert file_word(kind) == ja or (ja is None and not file_word(kind).isascii())


@pytest.mark.parametrize(
    "kind",
    ["text/html", "image/svg+xml", "application/x-msdownload", "text/x-script", "application/x-ole-storage"],
)
def test_file_that_could_do_something_is_known_and_named_so(kind: str) -> None:
    assert can_act(kind)
    with override("en"):
        assert file_word(kind) != "Unknown kind of file"


@pytest.mark.parametrize("kind", ["application/pdf", "image/jpeg", "text/plain", "audio/mpeg", ""])
def test_file_that_only_shows_something_is_not(kind: str) -> None:
    assert not can_act(kind)


@given(st.floats(0, 1))
@settings(max_examples=25)
def test_surer_reading_is_never_told_as_less_sure(confidence: float) -> None:
    with override("en"):
        order = [how_sure(0.0), how_sure(UNSURE), how_sure(SURE)]
        assert len(set(order)) == 3
        assert order.index(how_sure(confidence)) == (confidence >= UNSURE) + (confidence >= SURE)
