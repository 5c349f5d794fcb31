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
_REIWA = 2018
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
    "明朝": 1, "本日": 0, "今日": 0, "きょう": 0, "今晩": 0, "今夜": 0, "今夕": 0,
}  # fmt: skip
_WEEKS = {"今週": 0, "来週": 1, "翌週": 1, "再来週": 2}
_UNITS = {
    "営業日": "business_day", "日": "day", "日間": "day", "週間": "week", "か月": "month", "ヶ月": "month",
    "カ月": "month", "ヵ月": "month", "ケ月": "month", "箇月": "month",
}  # fmt: skip


def _number(said: str) -> int:
    """`12`, `十二`, `三`."""
    if said.isdigit():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return _KANJI.get(said, 0)
    return (_KANJI.get(tens, 1) if tens else 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)


def _weekday(match: re.Match[str], ground: Ground) -> date | None:
    week, weekday = match[1], _WEEKDAYS.index(match[2])
    return ground.weekday_of(_WEEKS[week], weekday) if week in _WEEKS else ground.weekday(weekday)


_Means = Callable[[re.Match[str], Ground], date | None]
_DAYS: list[tuple[re.Pattern[str], _Means]] = [
    (re.compile(r"(?:令和|R)\s?(元|\d{1,2})[年.]\s?(\d{1,2})[月.]\s?(\d{1,2})日?"), lambda m, g: (
        g.day(_REIWA + (1 if m[1] == "元" else int(m[1])), int(m[2]), int(m[3])))),
    (re.compile(r"(?<!\d)(\d{4})[年/.-]\s?(\d{1,2})[月/.-]\s?(\d{1,2})日?(?!\d)"), lambda m, g: (
        g.day(int(m[1]), int(m[2]), int(m[3])))),
    (re.compile(r"(?<!\d)(\d{1,2})月\s?(\d{1,2})日(?!間)"), lambda m, g: g.month_day(int(m[1]), int(m[2]))),
    (re.compile(r"(?<![\d/.:-])(\d{1,2})/(\d{1,2})(?![\d/])"), lambda m, g: g.month_day(int(m[1]), int(m[2]))),
    (re.compile(r"(来月|今月)の?(\d{1,2})日(?!間)"), lambda m, g: g.in_month(int(m[1] == "来月"), int(m[2]))),
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
    (re.compile(r"(再来週|来週|翌週|今週)(?:末|中|いっぱい|内)"), lambda m, g: g.end_of_week(_WEEKS[m[1]])),
    (re.compile(r"(来月|今月|当月)(?:の?月?末|中|いっぱい|内)"), lambda m, g: g.end_of_month(int(m[1] == "来月"))),
    (re.compile(r"(?<!\d)(\d{1,2})月(?:末|中|いっぱい)"), lambda m, g: g.end_of_named_month(int(m[1]))),
    (re.compile(r"(?<![\d来今当先毎])(?:月末|月内)"), lambda _m, g: g.end_of_month(0)),
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
    if afternoon and hour < _NOON and (match["half"] or hour < _FIRST_OF_MORNING):
        hour += _NOON
    try:
        return time(hour % 24 if match["half"] else hour, minute)
    except ValueError:
        return None


#: What ties a promise to the date: 金曜までに, 明日中に, 30日に, 明日お電話…; and not 金曜は, 金曜から, 金曜のご注文.
_TIED = re.compile(
    r"[)\s]?(?:頃|ごろ|ころ|中|内|いっぱい|朝|夕方|午前|午後)*(?:まで)?"
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
