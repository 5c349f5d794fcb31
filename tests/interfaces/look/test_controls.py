"""Controls drawn without templates are, sign for sign, what Django draws; and nothing anybody typed becomes markup."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Widget
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.look.forms import LookRenderer

OURS, DJANGOS = LookRenderer(), DjangoTemplates()
UGLY = "<b>\"皿\" & 'お茶'</b>\n{{ x }} {% y %}"
PLAIN: list[tuple[type[Widget], Any]] = [
    (forms.TextInput, UGLY),
    (forms.TextInput, ""),
    (forms.TextInput, None),
    (forms.TextInput, 0),
    (forms.TextInput, 1234567),
    (forms.NumberInput, 1234567),
    (forms.NumberInput, Decimal("1234.50")),
    (forms.EmailInput, "a..b.@docomo.ne.jp"),
    (forms.URLInput, "https://example.jp/?a=1&b=2"),
    (forms.PasswordInput, "geheim"),
    (forms.HiddenInput, "3"),
    (forms.DateInput, date(2026, 11, 20)),
    (forms.DateTimeInput, datetime(2026, 11, 20, 16, 40, tzinfo=UTC)),
    (forms.TimeInput, time(9, 5)),
    (forms.CheckboxInput, True),
    (forms.CheckboxInput, False),
    (forms.CheckboxInput, "yes"),
    (forms.FileInput, None),
    (forms.Textarea, UGLY),
    (forms.Textarea, ""),
    (forms.Textarea, None),
    (forms.Textarea, "\n二行目"),
]
ATTRIBUTES: list[dict[str, Any]] = [
    {},
    {"id": "id_story", "class": "w-m"},
    {"required": True, "disabled": False},
    {"maxlength": 1000, "rows": 5},
    {"data-guard": True, "aria-label": UGLY},
    {"title": mark_safe("&quot;fertig&quot;")},
]
LABELLED = [
    ("", "選んでください"),
    ("a", "電話 & 手紙"),
    (3, "三"),
    (None, "なし"),
    ("<x>", gettext_lazy("Email address")),
]
GROUPED = [("窓口", [("a", "A"), ("b", "<B>")]), ("z", "ほか"), ("", [("c", "C")])]


def assert_alike(widget: Widget, name: str, value: object, attrs: dict[str, Any]) -> str:
    """Drawn by both, and the same."""
    ours = widget.render(name, value, attrs, renderer=OURS)
    assert str(ours) == str(widget.render(name, value, attrs, renderer=DJANGOS))
    assert isinstance(ours, SafeString)
    return str(ours)


@pytest.mark.parametrize("attrs", ATTRIBUTES, ids=range(len(ATTRIBUTES)))
@pytest.mark.parametrize(("kind", "value"), PLAIN)
def test_plain_controls_are_those_of_django(kind: type[Widget], value: object, attrs: dict[str, Any]) -> None:
    drawn = assert_alike(kind(), "story", value, attrs)
    assert "<b>" not in drawn


@pytest.mark.parametrize("language", ["ja", "en", "de"])
@pytest.mark.parametrize("kind", [forms.TextInput, forms.NumberInput, forms.Textarea])
def test_numbers_stand_in_a_control_as_django_would_have_them_in_every_language(
    kind: type[Widget], language: str
) -> None:
    with translation.override(language):
        assert_alike(kind(), "amount", 1234567, {})
        assert_alike(kind(), "amount", Decimal("1234567.5"), {"step": 0.5})


@pytest.mark.parametrize("value", [None, "", "a", 3, "3", "<x>", "nobody has this", ["a"]])
@pytest.mark.parametrize("attrs", ATTRIBUTES, ids=range(len(ATTRIBUTES)))
def test_lists_to_choose_from_are_those_of_django(value: object, attrs: dict[str, Any]) -> None:
    assert_alike(forms.Select(choices=LABELLED), "way", value, attrs)


@pytest.mark.parametrize("chosen", [[], ["a"], ["a", "c"], ["b", "z"]])
def test_groups_and_several_choices_are_those_of_django(chosen: list[str]) -> None:
    drawn = assert_alike(forms.SelectMultiple(choices=GROUPED), "way", chosen, {"size": 4})
    assert drawn.count(" selected") == len(chosen)
    assert "<B>" not in drawn
    assert_alike(forms.Select(choices=GROUPED), "way", chosen[:1], {})


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "UTC", "America/New_York"])
def test_moments_as_labels_are_told_in_the_readers_zone(zone: str) -> None:
    moment = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)
    with timezone.override(zone):
        drawn = assert_alike(forms.Select(choices=[(1, moment), (2, date(2026, 11, 20))]), "at", 1, {})
    assert "16:40" in drawn if zone == "UTC" else "16:40" not in drawn


@pytest.mark.parametrize(
    "widget",
    [
        forms.RadioSelect(choices=LABELLED),
        forms.CheckboxSelectMultiple(choices=LABELLED),
        forms.MultipleHiddenInput(),
        forms.SplitDateTimeWidget(),
        forms.SelectDateWidget(years=[2026]),
        forms.NullBooleanSelect(),
        forms.ClearableFileInput(),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_controls_that_we_do_not_know_are_drawn_by_django(widget: Widget) -> None:
    assert_alike(widget, "other", None, {"id": "id_other"})


class WithNote(forms.Select):
    """A list whose options have a template of their own."""

    option_template_name = "django/forms/widgets/radio_option.html"


def test_options_with_a_template_of_their_own_keep_it() -> None:
    assert 'type="' in assert_alike(WithNote(choices=[("a", "A")]), "way", "a", {})


@given(st.text(), st.text(), st.text(), st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_whatever_is_typed_is_drawn_alike(
    name: str, value: str, attribute: str, choices: list[tuple[str, str]]
) -> None:
    for kind in (forms.TextInput, forms.HiddenInput, forms.Textarea):
        assert_alike(kind(), name, value, {"title": attribute})
    assert_alike(forms.Select(choices=choices), name, value, {"title": attribute})
