"""Templates, signatures and the wording list as their pages show them: both languages, hostile words, nothing lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone, translation

from kikitori.casework.errors import Problem
from kikitori.casework.templates import KEYS, TemplateGiven, save_template, set_signature
from kikitori.casework.wording import the_list
from kikitori.interfaces.desk.settings.template_form import SignatureForm, TemplateForm
from kikitori.interfaces.desk.settings.wording_pages import EntryForm
from kikitori.records.letters.placeholders import Placeholder, word_in
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.letters.wording import Entry, WordingKind
from kikitori.records.letters.wording_shipped import shipped_entries
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.desk.conftest import BrowserOf

HOSTILE = "<script>alert(1)</script>{{ settings.SECRET_KEY }}{% debug %}"


# ---- the forms


def test_form_of_a_template_holds_what_stands() -> None:
    row = ReplyTemplate(
        name="お詫び", subject="delivery", texts={"ja/polite": "文"}, version=3, is_active=False
    )
    form = TemplateForm.of(row)
    assert {name: form[name].value() for name in ("seen", "name", "subject", "is_active")} == {
        "seen": 3,
        "name": "お詫び",
        "subject": "delivery",
        "is_active": False,
    }
    assert [field.value() for field in form.texts] == ["文", "", "", ""]
    assert TemplateForm.of(None)["is_active"].value() is True


def test_what_was_typed_goes_to_the_verb_as_it_is() -> None:
    form = TemplateForm({"name": " 名 ", "text_ja_polite": " 行\r\n ", "text_en_very_polite": "x"})
    assert form.is_valid()
    given = form.given
    assert (given.name, given.subject, given.is_active) == (" 名 ", "", False)
    assert given.texts == {**dict.fromkeys(KEYS, ""), "ja/polite": " 行\r\n ", "en/very_polite": "x"}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("problem", [Problem.TOO_LONG, Problem.NOT_STORABLE])
def test_problem_with_a_text_stands_beside_it(key: str, problem: Problem) -> None:
    form = TemplateForm({})
    form.is_valid()
    form.blame({key: problem})
    assert set(form.errors) == {f"text_{key.replace('/', '_')}"}


def test_name_that_is_taken_and_nothing_written_have_words_of_their_own() -> None:
    form = TemplateForm({})
    form.is_valid()
    form.blame({"name": Problem.UNKNOWN_WORD, KEYS[0]: Problem.MISSING})
    with translation.override("en"):
        assert [str(each) for each in form.errors["name"]] == [
            "Another template has this name. Please give this one another."
        ]
        assert [str(each) for each in form.errors["text_ja_polite"]] == [
            "Please write at least one of the texts."
        ]


def test_problem_with_a_signature_stands_beside_its_language() -> None:
    form = SignatureForm({"text_ja": "x"})
    form.is_valid()
    form.blame({"text_en": Problem.TOO_LONG})
    assert set(form.errors) == {"text_en"}


@pytest.mark.parametrize("entry", shipped_entries(), ids=lambda entry: entry.key)
def test_entry_opened_and_saved_unchanged_is_the_same(entry: Entry) -> None:
    opened = EntryForm.of(entry)
    typed = {name: opened[name].value() or "" for name in opened.fields}
    typed["noted"] = "on" if entry.noted else ""
    form = EntryForm({name: value for name, value in typed.items() if value != ""})
    assert form.is_valid(), form.errors
    assert form.given(entry.key) == entry


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("あ\r\nい", ("あ", "い")),
        ("あ\n\nい\n", ("あ", "", "い")),
        ("", ()),
        ("a b", ("a b",)),
    ],
)
def test_words_stand_one_a_line(typed: str, words: tuple[str, ...]) -> None:
    form = EntryForm({"kind": "other", "words": typed, "unless": typed})
    assert form.is_valid()
    given = form.given("k")
    assert (given.words, given.unless, given.kind) == (words, words, WordingKind.OTHER)


def test_kind_nobody_knows_is_refused() -> None:
    assert not EntryForm({"kind": "rude", "words": "x"}).is_valid()


# ---- the pages


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_placeholders_are_named_as_one_writes_them(browser_of: BrowserOf, language: str) -> None:
    page = words_of(browser_of("lead", language).get("/desk/templates/new/"))
    assert all(f"{{{word_in(each, language)}}}" in page for each in Placeholder)
    assert ("名前" in page, "氏名" in page.replace("担当者の氏名", "")) == (language == "ja", False)


def test_english_pages_hold_no_japanese_words_of_ours(browser_of: BrowserOf) -> None:
    lead = browser_of("lead", "en")
    titles = {
        "/desk/templates/": "Templates and signatures",
        "/desk/templates/new/": "A new template",
        "/desk/templates/signature/": "Signature of the organisation",
        "/desk/signature/": "My signature",
        "/desk/wording/": "Wording to look at",
        "/desk/wording/new/": "Words, one a line",
    }
    for address, title in titles.items():
        page = words_of(lead.get(address))
        assert title in page, address
        assert "設定" not in page, address


def test_hostile_template_is_text_on_every_page(lead: Client, client: Client, cast: Cast) -> None:
    given = TemplateGiven(name=HOSTILE[:90], texts={"ja/polite": HOSTILE})
    own = save_template(cast.actor("lead"), given, now=timezone.now())
    complaint = bench.investigated(cast)
    pages = [
        lead.get("/desk/templates/"),
        lead.get(f"/desk/templates/{own.pk}/"),
        lead.get("/desk/settings/changes/"),
        client.get(at(complaint, "templates")),
        client.post(
            at(complaint, "templates"),
            {"token": "t", "template": f"{own.pk}:ja/polite"},
            headers={"HX-Request": "true"},
        ),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_hostile_signature_and_entry_are_text_too(lead: Client, cast: Cast) -> None:
    set_signature(cast.actor("lead"), staff=None, ja=HOSTILE, en=HOSTILE, now=timezone.now())
    lead.post("/desk/wording/new/", {"kind": "other", "words": HOSTILE[:50], "why_ja": HOSTILE})
    assert the_list()[-1].entry.why_ja == HOSTILE
    for address in ("/desk/templates/signature/", "/desk/wording/", "/desk/settings/changes/"):
        assert "<script>alert" not in lead.get(address).content.decode(), address


@pytest.mark.parametrize("address", ["/desk/templates/", "/desk/wording/", "/desk/templates/signature/"])
@pytest.mark.parametrize(("role", "status"), [("handler", 403), ("auditor", 403), ("administrator", 200)])
def test_pages_are_for_who_keeps_the_texts(
    browser_of: BrowserOf, address: str, role: str, status: int
) -> None:
    assert browser_of(role).get(address).status_code == status


def test_too_long_signature_is_refused_and_stays_in_the_form(client: Client) -> None:
    long = "長" * 1001
    answer = client.post("/desk/signature/", {"text_ja": "短い", "text_en": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert "短い" in answer.content.decode()


def test_number_of_queries_does_not_grow_with_templates(lead: Client, cast: Cast) -> None:
    def more(number: int) -> None:
        for n in range(number):
            given = TemplateGiven(name=f"{number}-{n}", texts={"ja/polite": "文"})
            save_template(cast.actor("lead"), given, now=timezone.now())

    more(1)
    once = queries_for(lead, "/desk/templates/")
    more(20)
    assert queries_for(lead, "/desk/templates/") == once
