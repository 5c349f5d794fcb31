"""What holidays are called here, in Japanese and English, by the names of the source. Data of holiday_tables.py.

English names are those of the governments' own lists. `ONCE` has the days that were holidays one time only.
"""

from datetime import date

#: The name of the source → our name in Japanese and in English.
Names = dict[str, tuple[str, str]]
#: One day → its name.
Once = dict[date, tuple[str, str]]

_NEW_YEAR = ("元日", "New Year's Day")
_GOOD_FRIDAY = ("聖金曜日", "Good Friday")
_EASTER_MONDAY = ("復活祭の月曜日", "Easter Monday")
_CHRISTMAS = ("クリスマス", "Christmas Day")
_BOXING_DAY = ("ボクシング・デー", "Boxing Day")
_BRITAIN: Names = {
    "New Year's Day": _NEW_YEAR,
    "Good Friday": _GOOD_FRIDAY,
    "May Day": ("5月初めの銀行休業日", "Early May bank holiday"),
    "Spring Bank Holiday": ("春の銀行休業日", "Spring bank holiday"),
    "Christmas Day": _CHRISTMAS,
    "Boxing Day": _BOXING_DAY,
}
_SUMMER = ("夏の銀行休業日", "Summer bank holiday")

#: England and Wales.
ENGLAND: Names = {**_BRITAIN, "Easter Monday": _EASTER_MONDAY, "Late Summer Bank Holiday": _SUMMER}
SCOTLAND: Names = {
    **_BRITAIN,
    "New Year Holiday": ("1月2日の銀行休業日", "2nd January"),
    "Summer Bank Holiday": _SUMMER,
    "Saint Andrew's Day": ("聖アンドリューの日", "St Andrew's Day"),
}
NORTHERN_IRELAND: Names = {
    **ENGLAND,
    "Saint Patrick's Day": ("聖パトリックの日", "St Patrick's Day"),
    "Battle of the Boyne": ("ボイン川の戦いの記念日", "Battle of the Boyne (Orangemen's Day)"),
}
BRITAIN_ONCE: Once = {
    date(2022, 6, 3): ("女王即位70年の銀行休業日", "Platinum Jubilee bank holiday"),
    date(2022, 9, 19): ("女王国葬の銀行休業日", "Bank holiday for the State Funeral"),
    date(2023, 5, 8): ("国王戴冠の銀行休業日", "Bank holiday for the Coronation"),
}
SCOTLAND_ONCE: Once = {
    **BRITAIN_ONCE,
    date(2026, 6, 15): ("サッカー・ワールドカップ出場の銀行休業日", "Bank holiday for the World Cup"),
}
AUSTRALIA: Names = {
    "New Year's Day": _NEW_YEAR,
    "Australia Day": ("オーストラリアの日", "Australia Day"),
    "Good Friday": _GOOD_FRIDAY,
    "Easter Sunday": ("復活祭の日曜日", "Easter Sunday"),
    "Easter Monday": _EASTER_MONDAY,
    "ANZAC Day": ("アンザックの日", "Anzac Day"),
    "Christmas Day": _CHRISTMAS,
    "Boxing Day": _BOXING_DAY,
}
AUSTRALIA_ONCE: Once = {
    date(2022, 9, 22): ("女王追悼の日", "National Day of Mourning"),
}
#: Federal holidays.
UNITED_STATES: Names = {
    "New Year's Day": _NEW_YEAR,
    "Martin Luther King Jr. Day": ("キング牧師記念日", "Birthday of Martin Luther King, Jr."),
    "Washington's Birthday": ("ワシントン誕生日", "Washington's Birthday"),
    "Memorial Day": ("戦没将兵追悼記念日", "Memorial Day"),
    "Juneteenth National Independence Day": (
        "奴隷解放記念日",
        "Juneteenth National Independence Day",
    ),
    "Independence Day": ("独立記念日", "Independence Day"),
    "Labor Day": ("労働者の日", "Labor Day"),
    "Columbus Day": ("コロンブス記念日", "Columbus Day"),
    "Veterans Day": ("退役軍人の日", "Veterans Day"),
    "Thanksgiving Day": ("感謝祭", "Thanksgiving Day"),
    "Christmas Day": _CHRISTMAS,
}
#: Closing days of TARGET, the payment system of the euro: the same in every country that takes part.
TARGET: Names = {
    "New Year's Day": _NEW_YEAR,
    "Good Friday": _GOOD_FRIDAY,
    "Easter Monday": _EASTER_MONDAY,
    "Labour Day": ("労働の日", "Labour Day"),
    "Christmas Day": _CHRISTMAS,
    "Christmas Holiday": ("クリスマスの翌日", "Christmas Holiday"),
}
