"""Context processor: how this reader likes the page to look (dark or light, text size), from cookies they set.

Only known words are let through; anything else means "as the system says".
"""

from __future__ import annotations

from django.http import HttpRequest

THEMES = frozenset({"light", "dark"})
THEME_COOKIE = "kk_theme"
TEXT_SIZES = frozenset({"large"})


def appearance(request: HttpRequest, own: str = "") -> dict[str, dict[str, str]]:
    """Return `appearance.theme` (`light`, `dark` or empty) and `appearance.text` (`large` or empty).

    `own`: the colours a person has chosen wherever they work; what the browser was told stands behind it.
    """
    theme = own or request.COOKIES.get(THEME_COOKIE, "")
    text = request.COOKIES.get("kk_text", "")
    return {
        "appearance": {
            "theme": theme if theme in THEMES else "",
            "text": text if text in TEXT_SIZES else "",
        }
    }
