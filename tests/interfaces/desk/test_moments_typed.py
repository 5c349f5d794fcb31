"""Moments as people type them: the year first, any width; what could be two days is refused in both languages."""

from __future__ import annotations

from datetime import datetime

import pytest
from django import forms
from django.utils import timezone
from django.utils.translation import override

from kikitori.interfaces.desk.complaint.fields import MomentField
from kikitori.interfaces.desk.register_form import RegisterForm
from tests.makers import JAPAN


def read(text: str, language: str) -> datetime | None:
    with override(language), timezone.override(JAPAN):
        return MomentField(required=False).clean(text)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "2026-12-03T14:30",
        "2026-12-03 14:30",
        " 2026/12/03 14:30 ",
        "2026.12.3 14:30:00",
        "2026年12月3日 14時30分",
        "２０２６－１２－０３ １４：３０",
        "2026-12-03T14:30+09:00",
    ],
)
def test_year_first_is_read(text: str, language: str) -> None:
    assert read(text, language) == datetime(2026, 12, 3, 14, 30, tzinfo=JAPAN)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_day_alone_begins_at_midnight_and_nothing_is_nothing(language: str) -> None:
    assert read("2026-12-03", language) == datetime(2026, 12, 3, tzinfo=JAPAN)
    assert read("", language) is None


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "12/03/2026 14:30",
        "03/12/2026",
        "12/03/26 14:30",
        "03.12.2026 14:30",
        "3 Dec 2026",
        "14:30",
        "2026-13-03",
    ],
)
def test_what_could_be_two_days_is_refused(text: str, language: str) -> None:
    with pytest.raises(forms.ValidationError):
        read(text, language)


@pytest.mark.parametrize(("language", "said"), [("ja", "年から順に"), ("en", "the year first")])
def test_register_says_how_it_is_written(db: None, language: str, said: str) -> None:
    with override(language):
        form = RegisterForm({"received_at": "12/03/2026 14:30"})
        assert said in str(form.errors["received_at"])
