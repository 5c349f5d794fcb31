"""The reader's look comes from cookies they can write themselves, so only known words are let through."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from kikitori.interfaces.look.context import appearance


def seen(**cookies: str) -> dict[str, str]:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return appearance(request)["appearance"]


def test_appearance_without_cookies_follows_the_system():
    assert seen() == {"theme": "", "text": ""}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_appearance_takes_a_known_theme(theme):
    assert seen(kk_theme=theme)["theme"] == theme


def test_appearance_takes_large_text():
    assert seen(kk_text="large")["text"] == "large"


@pytest.mark.parametrize("value", ["", "Dark", "dark ", '"><script>', "x" * 10_000])
def test_appearance_ignores_every_other_word(value):
    assert seen(kk_theme=value, kk_text=value) == {"theme": "", "text": ""}
