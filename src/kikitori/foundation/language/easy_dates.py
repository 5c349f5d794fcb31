"""Days and times in やさしい日本語: from the Japanese form, with readings and on the twelve-hour clock. Pure."""

from __future__ import annotations

import re

from kikitori.foundation.language.readings import marked

#: Days of the month, and numbers of days, that are read in a way of their own.
_DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_WEEKDAYS = {"月": "げつ", "火": "か", "水": "すい", "木": "もく", "金": "きん", "土": "ど", "日": "にち"}
_NEAR = {"一昨日": "おととい", "昨日": "きのう", "今日": "きょう", "明日": "あした", "明後日": "あさって"}
#: Last figures after which 分 is read ぷん.
_PUN = frozenset("013468")
_NOON = 12
_YEAR = re.compile(r"(\d+)年")
_MONTH = re.compile(r"(\d+)月")
_DAY = re.compile(r"(月)?(\d+)日")
_WEEKDAY = re.compile(r"（([月火水木金土日])）")
_CLOCK = re.compile(r" ?\b(\d{1,2}):(\d{2})\b")
_HOURS = re.compile(r"(\d+)時間")
_MINUTES = re.compile(r"(\d+)分")
_MONTHS = re.compile(r"(\d+)か月")
_BEFORE = re.compile(r"前$|前(?=・)")
_NEAR_DAY = re.compile("|".join(_NEAR))


def spelled(text: str) -> str:
    """`11月5日（木）17:00` → 11月5日（木曜日） 午後5時, each character with its reading.

    For dates and spans alone (`あと3時間`, `2日前`), as dates.py and the pages say them: in any other text a number
    before 日 may be something else.
    """
    text = _WEEKDAY.sub(lambda at: f"（{{{at[1]}曜日|{_WEEKDAYS[at[1]]}ようび}}）", text)
    text = _CLOCK.sub(_time, text)
    text = _MINUTES.sub(_minutes, _HOURS.sub(r"\1{時間|じかん}", text))
    text = _BEFORE.sub("{前|まえ}", _MONTHS.sub(r"\1か{月|げつ}", text))
    text = _NEAR_DAY.sub(lambda at: f"{{{at[0]}|{_NEAR[at[0]]}}}", text)
    text = _YEAR.sub(r"\1{年|ねん}", text)
    return marked(_MONTH.sub(r"\1{月|がつ}", _DAY.sub(_day, text)))


def _day(at: re.Match[str]) -> str:
    """The first of a month is ついたち, one day (`あと1日`) is いちにち; all others are read alike."""
    month, number = at[1] or "", at[2]
    own = _DAYS.get(int(number)) if month or int(number) > 1 else "いちにち"
    return f"{month}{{{number}日|{own}}}" if own else f"{month}{number}{{日|にち}}"


def _time(at: re.Match[str]) -> str:
    """{午後|ごご}5{時|じ}30{分|ぷん}."""
    hour, minute = int(at[1]), int(at[2])
    half = "{午後|ごご}" if hour >= _NOON else "{午前|ごぜん}"
    return f" {half}{hour % _NOON}{{時|じ}}" + (_spell_minutes(at[2].lstrip("0")) if minute else "")


def _minutes(at: re.Match[str]) -> str:
    return _spell_minutes(at[1])


def _spell_minutes(number: str) -> str:
    return f"{number}{{分|{'ぷん' if number[-1] in _PUN else 'ふん'}}}"
