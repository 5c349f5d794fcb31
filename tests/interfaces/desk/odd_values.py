"""What people and machines type into a field that asked for something else; and what a form must say then."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.utils.translation import override

from tests.house.rules.source import JAPANESE

#: what it is → as it is typed
ODD_TEXTS = {
    "nothing": "",
    "blanks": " \u3000\t ",
    "NUL": "a\x00b",
    "NUL alone": "\x00",
    "half of a pair": "a\ud800b",
    "escape": "\x1b[31mred",
    "turned around": "\u202eexe.gpj",
    "invisible": "\u200b\ufeff\u2060",
    "markup": '<script>alert("1")</script>',
    "template": "{{ x }}{% y %}%(z)s%s{0}",
    "typesetting": "#set page(width: 1pt) *a* _b_ $c$ @d <e> \\ // /*",
    "statement": "'; drop table records_letter; --",
    "emoji": "👨\u200d👩\u200d👧 🇯🇵 😡",
    "half-width kana": "ｼﾐｽﾞ ｶﾞｷﾞｸﾞ",
    "composed apart": "か\u3099 e\u0301",
    "very long": "怒" * 10_000,
    "long word": "x" * 5_000,
    "lines": "一\r\n二\r三\n\n\n四",
    "right to left": "שלום مرحبا",
}
ODD_NUMBERS = {
    "negative": "-1",
    "nought": "0",
    "fraction": "1.5",
    "comma": "1,5",
    "power": "1e3",
    "hexadecimal": "0x10",
    "infinite": "inf",
    "not a number": "NaN",
    "superscript": "²",
    "circled": "①",
    "Roman": "Ⅻ",
    "Japanese": "十二",
    "word": "three",
    "twice": "1 1",
    "enormous": "9" * 400,
    "beyond what is read": "9" * 5_000,
    "NUL": "1\x00",
    "half of a pair": "\ud8001",
    "underscored": "1_0",
    "minus of print": "−1",
}
ODD_DAYS = {
    "no such day": "2026-02-30",
    "no leap year": "2027-02-29",
    "month 13": "2026-13-01",
    "day nought": "2026-01-00",
    "year nought": "0000-01-01",
    "five digits": "12026-01-01",
    "American": "11/24/2026",
    "word": "きのう",
    "era": "令和8年11月24日",
    "with time": "2026-11-24T10:00",
    "number": "20261124",
    "NUL": "2026-11-24\x00",
    "half of a pair": "\ud8002026-11-24",
    "markup": "<b>2026-11-24</b>",
    "very long": "2" * 5_000,
}
ODD_TIMES = {
    "hour 24": "24:00",
    "minute 60": "8:60",
    "negative": "-1:00",
    "word": "evening",
    "Japanese word": "夕方",
    "three parts too many": "8:30:00:00",
    "fraction": "8.5",
    "NUL": "8:30\x00",
    "half of a pair": "\ud8008:30",
    "superscript": "²:30",
    "very long": "8" * 5_000,
}
#: For fields with a closed list.
ODD_CHOICES = {
    "unknown": "pigeon",
    "other case": "OTHER",
    "with a blank": " other",
    "full width": "ｏｔｈｅｒ",
    "number": "-1",
    "NUL": "other\x00",
    "half of a pair": "\ud800",
    "very long": "x" * 10_000,
    "markup": "<option>",
}


def assert_said(make: Callable[[], forms.Form], field: str) -> tuple[str, str]:
    """What the form says beside a field, in Japanese and in English; each is a sentence in its own language."""
    told = []
    for language in ("ja", "en"):
        with override(language):
            form = make()
            form.is_valid()
            told.append(" ".join(map(str, form.errors.get(field, []))))
    ja, en = told
    assert bool(ja) == bool(en)
    if ja:
        assert JAPANESE.search(ja), ja
        assert not JAPANESE.search(en), en
        assert en[0].isupper() or en[0].isdigit(), en
    return ja, en


def assert_refused(make: Callable[[], forms.Form], field: str, typed: str) -> None:
    """The value is refused with a sentence in each language, and is still in its field as it was typed."""
    ja, en = assert_said(make, field)
    assert ja.endswith("。"), (field, typed[:40], ja)
    assert en.endswith("."), (field, typed[:40], en)
    form = make()
    form.is_valid()
    assert form[field].value() == typed


def assert_kept_as_typed(make: Callable[[], forms.Form], field: str, typed: str) -> None:
    """Whether or not it can be taken: nothing of it is lost in the field, and what is wrong is said."""
    assert_said(make, field)
    form = make()
    form.is_valid()
    assert form[field].value() == typed
