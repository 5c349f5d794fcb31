"""Money 金額: whole numbers of the smallest unit with an ISO 4217 code, read as people type it and told as they read.

1250 USD are $12.50, 1250 JPY are 1,250円: how many digits a currency has behind the point is a fact of the currency.
Nothing here is ever a float. Pure.
"""

import re

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.names import fold_width
from kikitori.foundation.language.readings import EASY

#: Digits behind the point, by code (ISO 4217): every currency that can be chosen.
EXPONENT = {
    **dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK"), 0),
    **dict.fromkeys(("USD", "EUR", "GBP", "CNY", "TWD", "HKD", "SGD", "THB", "PHP", "IDR", "MYR", "INR"), 2),
    **dict.fromkeys(("AUD", "NZD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "BRL", "MXN", "ZAR", "NPR"), 2),
    **dict.fromkeys(("KWD", "BHD", "JOD"), 3),
}
#: What no other sign can be taken for; any other currency is told by its code.
_SIGN = {"JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "KRW": "₩"}
#: What people write beside the figures.
_WORDS = re.compile(r"[¥￥$€£₩円\\\s]")
_FIGURES = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
#: More figures than any amount that can be kept.
_LONGEST = 18


def read_money(written: str, currency: str) -> int:
    """Units as somebody typed them → smallest units: 1,200 / ￥１，２００ / 1200円 → 1200; 12.5 (USD) → 1250.

    Raises ValueError for what is no amount, for one below zero, and for more digits behind the point than there are.
    """
    typed = _WORDS.sub("", fold_width(written)).removeprefix(currency).removesuffix(currency)
    found = _FIGURES.fullmatch(typed) if typed.isascii() else None
    if found is None:
        raise ValueError("no amount")
    whole, rest, digits = found[1].replace(",", ""), found[2] or "", EXPONENT[currency]
    if len(rest.rstrip("0")) > digits or len(whole) + digits > _LONGEST:
        raise ValueError("no amount in this currency")
    return int(whole + rest[:digits].ljust(digits, "0"))


def figures(amount: int, currency: str) -> str:
    """Smallest units → figures with commas and as many digits behind the point as the currency has: 12.50."""
    digits = EXPONENT.get(currency, 2)
    whole, rest = divmod(abs(amount), 10**digits)
    return f"{'-' if amount < 0 else ''}{whole:,}" + (f".{rest:0{digits}d}" if digits else "")


def money_told(amount: int, currency: str, language: str) -> str:
    """As a reader of `language` expects it: 1,200円 (ja), ¥1,200 (en), $12.50, THB 12.50."""
    told = figures(amount, currency)
    if currency == "JPY" and tongue(language) == "ja":
        return f"{told}円"
    sign = _SIGN.get(currency) or f"{currency} "
    return f"-{sign}{told[1:]}" if amount < 0 else f"{sign}{told}"


def money_read(amount: int, currency: str, language: str) -> str:
    """The same where readings are shown: in easy Japanese 円 carries its own."""
    told = money_told(amount, currency, language)
    return f"{told[:-1]}{{円|えん}}" if language == EASY and told.endswith("円") else told
