"""How the days of a date were counted, said in やさしい日本語 with readings. Pure.

Only what helps: which days were left out, by their kind. Whoever wants each day finds it in the other languages.
"""

from collections.abc import Collection

from kikitori.foundation.language.readings import marked

_HOURS = "{夜|よる}も{休|やす}みの{日|ひ}も、{数|かぞ}えます。"
_ALL_DAYS = "{土曜日|どようび}、{日曜日|にちようび}、{休|やす}みの{日|ひ}も、{数|かぞ}えます。"
_MOVED = "{最後|さいご}の{日|ひ}が{休|やす}みなので、{別|べつ}の{日|ひ}にしました。"
_WAITED = "あなたの{答|こた}えを{待|ま}った{日|ひ}は、{数|かぞ}えません。"
_LEFT_OUT = "{休|やす}みの{日|ひ}は、{数|かぞ}えません。"
_WORKING = "わたしたちが{働|はたら}く{日|ひ}を、{数|かぞ}えます。"
#: Days that are left out of a count of business days, by their words in why.DayCode.
_CLOSED = frozenset({"weekend", "day_off", "holiday", "closure"})


def explain_easily(codes: Collection[str]) -> str:
    """One or two short sentences; `codes`: what the days of the count were."""
    found = set(map(str, codes))
    waited = _WAITED if "paused" in found else ""
    if "hour" in found:
        return marked(_HOURS)
    if found & {"calendar_day", "week", "month", "year"}:
        return marked(waited + (_MOVED if "moved" in found else _ALL_DAYS))
    return marked(waited + (_LEFT_OUT if found & _CLOSED else _WORKING))
