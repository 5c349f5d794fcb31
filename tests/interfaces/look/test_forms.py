"""How a form is drawn: everything a field needs to be understood, heard and corrected is in the HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django import forms
from django.utils import translation

from kikitori.interfaces.look.forms import Choices, LookRenderer, ManyChoices
from kikitori.interfaces.look.tags.pieces import error_summary


class Sheet(forms.Form):
    """One field of each kind."""

    text = forms.CharField(
        label="内容", help_text="<思い出せる順>で", error_messages={"required": "お書きください。"}
    )
    mail = forms.EmailField(
        label="メール",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "class": "w-m"}),
    )
    way = forms.ChoiceField(
        label="方法",
        help_text="一つ",
        choices=[("a", "電話"), ("b", "メール")],
        widget=Choices(help_texts={"a": "平日の<昼>"}),
        error_messages={"required": "お選びください。"},
    )
    many = forms.MultipleChoiceField(
        label="種類", required=False, choices=[("x", "X"), ("y", "Y")], widget=ManyChoices
    )
    agree = forms.BooleanField(label="同意します", error_messages={"required": "ご確認ください。"})
    secret = forms.CharField(required=False, widget=forms.HiddenInput)


class Collector(HTMLParser):
    """Collects tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]

    def ids(self) -> list[str | None]:
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


def sheet(data: dict[str, object] | None = None) -> Sheet:
    return Sheet(data, renderer=LookRenderer())


def drawn(field: str, data: dict[str, object] | None = None, lang: str = "ja") -> str:
    with translation.override(lang):
        return sheet(data)[field].as_field_group()


def test_field_has_label_help_control_in_that_order():
    html = drawn("text")
    assert html.index("<label") < html.index("field__help") < html.index("<input")
    assert "field__error" not in html


def test_field_label_names_the_control():
    tags = Collector(drawn("text"))
    assert tags.all("label")[0]["for"] == tags.all("input")[0]["id"] == "id_text"


def test_field_help_is_escaped_and_read_with_the_control():
    html = drawn("text")
    assert "&lt;思い出せる順&gt;で" in html
    assert Collector(html).all("input")[0]["aria-describedby"] == "id_text_helptext"
    assert "id_text_helptext" in Collector(html).ids()


def test_field_with_an_error_points_to_it():
    tags = Collector(drawn("text", {}))
    control = tags.all("input")[0]
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_text_helptext id_text_error"
    assert set(str(control["aria-describedby"]).split()) <= set(tags.ids())


def test_field_error_stands_below_the_control_with_icon_and_word():
    html = drawn("text", {})
    assert html.index("<input") < html.index('id="id_text_error"')
    assert "icons.svg#error" in html
    assert "エラー：" in html
    assert "お書きください。" in html


@pytest.mark.parametrize(("lang", "word"), [("ja", "必須"), ("en", "Required")])
def test_field_that_is_required_says_so_in_a_word(lang, word):
    assert f'<span class="must">{word}</span>' in drawn("text", lang=lang)
    assert "must" not in drawn("mail", lang=lang)


def test_field_keeps_the_attributes_of_its_widget():
    control = Collector(drawn("mail")).all("input")[0]
    assert (control["autocomplete"], control["inputmode"], control["class"], control["type"]) == (
        "email",
        "email",
        "w-m",
        "email",
    )


def test_field_keeps_what_was_typed():
    assert 'value="&lt;a@example.com"' in drawn("mail", {"mail": "<a@example.com"})


def test_choices_are_a_fieldset_with_a_legend():
    tags = Collector(drawn("way", {}))
    assert tags.all("fieldset")[0]["aria-describedby"] == "id_way_helptext id_way_error"
    assert len(tags.all("legend")) == 1
    assert {"id_way_helptext", "id_way_error"} <= set(tags.ids())


def test_choices_each_have_a_label_and_their_own_help():
    html = drawn("way")
    tags = Collector(html)
    radios = tags.all("input")
    assert (
        [radio["id"] for radio in radios]
        == [label["for"] for label in tags.all("label")]
        == ["id_way_0", "id_way_1"]
    )
    assert radios[0]["aria-describedby"] == "id_way_0_help"
    assert "aria-describedby" not in radios[1]
    assert "平日の&lt;昼&gt;" in html


def test_choices_keep_the_chosen_one():
    radios = Collector(drawn("way", {"way": "b"})).all("input")
    assert ["checked" in radio for radio in radios] == [False, True]


def test_many_choices_are_checkboxes_of_one_name():
    boxes = Collector(drawn("many", {"many": ["x", "y"]})).all("input")
    assert [(box["type"], box["name"], "checked" in box) for box in boxes] == [("checkbox", "many", True)] * 2


def test_checkbox_stands_before_its_label():
    html = drawn("agree", {})
    assert html.index("<input") < html.index("<label")
    assert "ご確認ください。" in html
    assert Collector(html).all("input")[0]["aria-describedby"] == "id_agree_error"


def test_form_draws_every_field_once_and_hidden_ones_bare():
    html = str(sheet())
    names = [attrs.get("name") for attrs in Collector(html).all("input")]
    assert names == ["text", "mail", "way", "way", "many", "many", "agree", "secret"]
    assert html.count('class="field"') == 5


def test_form_has_no_duplicate_ids():
    ids = Collector(str(sheet({}))).ids()
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("data", [None, {}])
def test_form_has_no_placeholder_and_nothing_disabled(data):
    html = str(sheet(data))
    for unwanted in ("placeholder", "disabled", "readonly", "style="):
        assert unwanted not in html


def test_help_texts_are_not_shared_between_widgets():
    one, other = Choices(help_texts={"a": "x"}), Choices()
    assert other.help_texts == {}
    assert one.help_texts == {"a": "x"}


class Pair(forms.Form):
    """Two fields that are both missing."""

    name = forms.CharField(label="お名前", error_messages={"required": "入力してください。"})
    login = forms.CharField(label="ログイン名", error_messages={"required": "入力してください。"})


@pytest.mark.parametrize(("given", "said"), [
    ({}, ["お名前：入力してください。", "ログイン名：入力してください。"]),
    ({"name": "試野"}, ["入力してください。"]),
])  # fmt: skip
def test_same_words_for_several_fields_say_for_which(given: dict[str, str], said: list[str]) -> None:
    with translation.override("ja"):
        summary = error_summary(Pair(given))
    assert [message for _, message in summary["entries"]] == said
