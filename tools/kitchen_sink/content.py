"""Made-up content of the kitchen sink, in both languages: everything a page needs, by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Beside this file; the tool puts the folder on the path, which a type checker does not follow.
import desk_content  # type: ignore[import-not-found]
from asked import complain_form  # type: ignore[import-not-found]
from moments import NOW, at  # type: ignore[import-not-found]


def of(name: str, lang: str) -> dict[str, Any]:
    """Everything a page needs."""
    ja = lang == "ja"
    context: dict[str, Any] = {
        "now": NOW,
        "ja": ja,
        "organisation_name": "みなとくらし用品 お客さま相談室" if ja else "Minato Home Goods Customer Care",
        "organisation_phone": "0120-000-000",
        "organisation_hours": "平日 9:00〜17:30（土日祝を除く）" if ja else "Weekdays 9:00–17:30",
        "home_url": "/today/" if name in {"today", "case", "list", "sink"} else "/home/",
    }
    if name in {"today", "case", "list", "sink"}:
        context |= desk_content.frame(name, ja)
    context |= _PAGES[name](ja) if name in _PAGES else {}
    return context


def _texts(ja: bool) -> dict[str, str]:
    return {
        "empty": "いまお約束しているものはありません" if ja else "Nothing is promised right now",
        "empty_text": "受付すると、ここに次の約束が時刻順に並びます。"
        if ja
        else "Once a complaint is taken in, the next promises line up here by time.",
        "take": "申出を受け付ける" if ja else "Take a complaint",
        "why": "11月21日（土）〜23日（月・祝）を除き、3営業日で数えています。"
        if ja
        else "Counted as 3 working days; 21–23 November are closed.",
    }


_PAGES: dict[str, Callable[[bool], dict[str, Any]]] = {
    "today": desk_content.today,
    "case": desk_content.case,
    "sink": lambda ja: desk_content.case(ja) | desk_content.listing(ja) | {"form": complain_form(ja, {"email": "abc"}), "plain_form": complain_form(ja), "texts": _texts(ja)},
    "list": desk_content.listing,
    "complain": lambda ja: {"form": complain_form(ja)},
    "errors": lambda ja: {"form": complain_form(ja, {"email": "abc"})},
    "follow": lambda _ja: {"t": [at(20, 16, 40), at(20, 16, 52), at(24, 10, 2), at(1, 17, 0, 12), at(11, 17, 0, 12)]},
    "slip": lambda _ja: {"t": [at(20, 16, 40), at(26, 17), at(1, 17, 0, 12)], "secret": ["4T7K", "M2QH", "9WXC", "3RNP"]},
}  # fmt: skip
