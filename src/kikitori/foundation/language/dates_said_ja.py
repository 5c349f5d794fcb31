"""Dates in a Japanese sentence, and whether the sentence promises something by them. Pure.

Sentences come in with half-width digits and signs; positions stay those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time

from kikitori.foundation.language.dates_meant import Found, Ground, without_overlaps

_KANJI = {sign: number for number, sign in enumerate("〇一二三四五六七八九")}
_NUM = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_WEEKDAYS = "月火水木金土日"
#: Of a date by month and day: `12`, `十二`.
_DATE = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(\d{4}|[〇一二三四五六七八九]{4})"
#: The year before the first of each era.
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_YEARS = {
    "一昨年": -2,
    "昨年": -1,
    "去年": -1,
    "前年": -1,
    "今年": 0,
    "本年": 0,
    "来年": 1,
    "翌年": 1,
    "再来年": 2,
}
_MONTHS = {"今月": 0, "当月": 0, "来月": 1, "翌月": 1, "再来月": 2}
_MONTH = "(再来月|来月|翌月|今月|当月)"
#: The last day of each third of a month.
_THIRDS = {"上旬": 10, "中旬": 20, "下旬": 31}
#: Working people who say „3時“ mean the afternoon.
_FIRST_OF_MORNING = 7
_NOON = 12

_IN_PARENS = r"(?:\s?[(][月火水木金土日祝・]{1,3}(?:曜日?)?[)])?"
_CLOCK = (
    r"(?P<half>午前|午後|朝|夕方|夜)?の?\s?"
    r"(?:(?P<hour>\d{1,2})(?:時(?!間)(?:(?P<min_half>半)|(?P<min>\d{1,2})分)?|:(?P<colon>[0-5]\d))|(?P<noon>正午))"
)
_AFTER = re.compile(rf"{_IN_PARENS}(?:の|、|,|\s)?\s?(?:{_CLOCK}|(?:午前|午後|夕方|朝|昼|夜)中?)")
_PARENS = re.compile(_IN_PARENS)
_ALONE = re.compile(rf"(?<![\d:〜~-]){_CLOCK}(?!間)")

_WORDS = {
    "明々後日": 3, "しあさって": 3, "明後日": 2, "あさって": 2, "一両日": 1, "明日": 1, "あした": 1,
    "明朝": 1, "明晩": 1, "本日": 0, "今日": 0, "きょう": 0, "今晩": 0, "今夜": 0, "今夕": 0,
}  # fmt: skip
_WEEKS = {"今週": 0, "来週": 1, "翌週": 1, "再来週": 2}
_UNITS = {
    "営業日": "business_day", "日": "day", "日間": "day", "週間": "week", "か月": "month", "ヶ月": "month",
    "カ月": "month", "ヵ月": "month", "ケ月": "month", "箇月": "month",
}  # fmt: skip


def _number(said: str) -> int:
    """`12`, `十二`, `三`, `二〇二六`."""
    if all(sign in _KANJI for sign in said):
        return int("".join(str(_KANJI[sign]) for sign in said))
    if said.isdigit():
        return int(said)
    tens, _, ones = said.rpartition("十")
    return (_KANJI.get(tens, 1) if tens else 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)


def _of_era(match: re.Match[str], ground: Ground) -> date | None:
    year = 1 if match[2] == "元" else _number(match[2])
    return ground.day(_ERAS[match[1]] + year, _number(match[3]), _number(match[4]))


def _of_year(match: re.Match[str], ground: Ground) -> date | None:
    """`来年の1月10日`, `来年3月末`."""
    year, month = ground.today.year + _YEARS[match[1]], _number(match[2])
    return ground.day(year, month, _number(match[3])) if match[3] else ground.end_of_month_in(year, month)


def _in_third(match: re.Match[str], ground: Ground) -> date | None:
    """`12月中旬`: by its last day."""
    last = _THIRDS[match[3]]
    if match[1]:
        return ground.end_of_month(_MONTHS[match[1]], last)
    return ground.end_of_named_month(_number(match[2]), last)


def _weekday(match: re.Match[str], ground: Ground) -> date | None:
    week, weekday = match[1], _WEEKDAYS.index(match[2])
    return ground.weekday_of(_WEEKS[week], weekday) if week in _WEEKS else ground.weekday(weekday)


_Means = Callable[[re.Match[str], Ground], date | None]
_DAYS: list[tuple[re.Pattern[str], _Means]] = [
    (re.compile(rf"(令和|平成|昭和|(?<![A-Za-z])[RHS])\s?(元|{_DATE[1:]}[年.]\s?{_DATE}[月.]\s?{_DATE}日?"), _of_era),
    (re.compile(rf"(?<![\d〇一二三四五六七八九]){_YEAR}[年/.-]\s?{_DATE}[月/.-]\s?{_DATE}日?(?!\d)"), lambda m, g: (
        g.day(_number(m[1]), _number(m[2]), _number(m[3])))),
    (re.compile(rf"({'|'.join(_YEARS)})の?{_DATE}月\s?(?:{_DATE}日(?!間)|末日?|中(?!旬)|いっぱい)"), _of_year),
    (re.compile(rf"(?<![\d一二三四五六七八九十]){_DATE}月\s?{_DATE}日(?!間)"), lambda m, g: (
        g.month_day(_number(m[1]), _number(m[2])))),
    (re.compile(r"(?<![\d/.:-])(\d{1,2})/(\d{1,2})(?![\d/])"), lambda m, g: g.month_day(int(m[1]), int(m[2]))),
    (re.compile(rf"{_MONTH}の?{_DATE}日(?!間)"), lambda m, g: g.in_month(_MONTHS[m[1]], _number(m[2]))),
    (re.compile(rf"(?:{_MONTH}の?|(?<![\d一二三四五六七八九十]){_DATE}月の?)(上旬|中旬|下旬)"), _in_third),
    # What lies behind us: named, so that nothing beside it („昨日の15時“) is taken for today's.
    (re.compile(r"一?昨日|きのう|おととい|昨晩|昨夜|先日|前日"), lambda _m, _g: None),
    (re.compile(r"(?<![月\d.,、・〜~-])(\d{1,2})日(?!間|以内|前|後|目|ほど|程|くらい|ぐらい|分|かか|も|中|おき|ごと|と)"),
     lambda m, g: g.day_of_month(int(m[1]))),
    (re.compile(r"(再来週|来週|翌週|今週|今度|次|毎週|先週|前)?の?([月火水木金土日])曜日?"),
     lambda m, g: None if m[1] in ("毎週", "先週", "前") else _weekday(m, g)),
    (re.compile("(" + "|".join(_WORDS) + ")"),
     lambda m, g: g.after(_WORDS[m[1]], "day") or g.today),
    (re.compile(r"あす(?=[中、,にまのおご])"), lambda _m, g: g.after(1, "day")),
    (re.compile(rf"(?:{_NUM}[、〜~-])?({_NUM})(営業日|日間|日|週間|か月|ヶ月|カ月|ヵ月|ケ月|箇月)"
                r"(?:以内|後|ほどで|程度?で|くらいで|ぐらいで|のうち|内|で(?=お|ご|発))"),
     lambda m, g: g.after(_number(m[1]), _UNITS[m[2]])),
    (re.compile(r"翌営業日"), lambda _m, g: g.after(1, "business_day")),
    (re.compile(r"(再来週|来週|翌週|今週)(?:末|中|いっぱい|内|(?=、|には?|[おご]))"), lambda m, g: (
        g.end_of_week(_WEEKS[m[1]]))),
    (re.compile(r"週明け"), lambda _m, g: g.start_of_week(1)),
    (re.compile(rf"{_MONTH}(?:の?月?末日?|中(?!旬)|いっぱい|内|(?=、|には?|[おご]))"), lambda m, g: (
        g.end_of_month(_MONTHS[m[1]]))),
    (re.compile(rf"(?<![\d一二三四五六七八九十]){_DATE}月(?:末日?|中(?!旬)|いっぱい)"), lambda m, g: (
        g.end_of_named_month(_number(m[1])))),
    (re.compile(r"(?<![\d一二三四五六七八九十来今当先毎翌前])(?:月末日?|月内)"), lambda _m, g: g.end_of_month(0)),
    (re.compile(r"年内|年末(?!年始)|(?:今|本)年中"), lambda _m, g: g.end_of_year()),
]  # fmt: skip
_HOURS = re.compile(rf"({_NUM})(時間|分)(半)?(?:以内|後|ほどで|程度?で|くらいで|ぐらいで|内)")


def dates_in(sentence: str, ground: Ground) -> list[Found]:
    """Every coming date in the sentence, with its time of day where one follows."""
    found: list[Found] = []
    for pattern, means in _DAYS:
        found += [_with_time(sentence, each, means(each, ground)) for each in pattern.finditer(sentence)]
    for match in _HOURS.finditer(sentence):
        number, half = _number(match[1]), 30 if match[3] else 0
        moment = ground.moment_after(number, half) if match[2] == "時間" else ground.moment_after(0, number)
        if moment:
            found.append(Found(match.start(), match.end(), *moment))
    for match in _ALONE.finditer(sentence):
        wall = _time(match)
        day = ground.today_at(wall) if wall else None
        if day:
            found.append(Found(match.start(), match.end(), day, wall, bare=True))
    # Days that have passed stand in the way of others (the 20 of 11月20日), and are left out in the end.
    return [each for each in without_overlaps(found) if each.day != date.min]


def _with_time(sentence: str, match: re.Match[str], day: date | None) -> Found:
    after = _AFTER.match(sentence, match.end())
    parens = _PARENS.match(sentence, match.end())
    end = after.end() if after else parens.end() if parens else match.end()
    return Found(match.start(), end, day or date.min, _time(after) if after else None)


def _time(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(_NOON)
    if not match["hour"]:
        return None
    hour, minute = int(match["hour"]), int(match["min"] or match["colon"] or (30 if match["min_half"] else 0))
    afternoon = match["half"] in ("午後", "夕方", "夜") or (not match["half"] and match["colon"] is None)
    if afternoon and hour < _NOON and (match["half"] or 0 < hour < _FIRST_OF_MORNING):
        hour += _NOON
    try:
        return time(hour % 24 if match["half"] else hour, minute)
    except ValueError:
        return None


#: What ties a promise to the date: 金曜までに, 明日中に, 30日に, 明日お電話…; and not 金曜は, 金曜から, 金曜のご注文.
_TIED = re.compile(
    r"[)\s]?(?:頃|ごろ|ころ|中|内|いっぱい|朝|夕方|午前|午後)*(?:まで|迄)?"
    r"(?:には?|にも|を(?:目処|目途|めど|目安)に|[、,\s]|(?=[おご折必再改担こ弊当私電発返修]))"
)
_PROMISE = re.compile(
    r"(?:ます|予定です|予定で(?:ござい|おり)ます|予定(?=$)|見込みです|つもりです|お約束です|になります)"
    r"(?![、」]?と(?!も)|か|よう)"
)
#: Asked of the reader, past, denied, heard, supposed, or closed: no promise of ours.
_NO_PROMISE = re.compile(
    r"くださ|下さ|いただけ|頂け|いただき(?!ます)|いただい|頂き(?!ます)|頂い|(?<!させて)いただきます|"
    r"(?<!させて)頂きます|お願い|ました|でした|ません|かねます|存じ|思い|思わ|思って|聞いて|伺って|おりまし|とのこと|そうです|でしょう|"
    r"場合|けれ?ば|れば|たら(?!し)|なら(?!び)|ない|お待ち|お時間|休み|定休|休業|締切|〆切|期限で|有効|"
    r"かもしれ|かどうか|はずです|た(?:件|品|商品|分|もの|ため|ので|が)|か[。?]?$|(?:ご注文|ご購入|お買い上げ|お申し?出|ご予約)"
)


def is_promised(sentence: str, found: Found, next_start: int) -> bool:
    """Does the sentence promise something by this date? Looks from it to the next date or to the end."""
    tail = sentence[found.end : next_start]
    tied = _TIED.match(tail)
    ends_in_span = sentence[found.start : found.end].endswith(("以内", "内", "中", "後", "で"))
    if tied is None and not ends_in_span:
        return False
    promise, other = _PROMISE.search(tail), _NO_PROMISE.search(tail)
    return promise is not None and (other is None or promise.start() < other.start())
