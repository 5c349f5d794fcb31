"""The part of a letter on paper that is torn off and sent back 返信用: what is asked, boxes for it, and by when. Pure.

A letter that asks something has one; whoever has no page at hand answers as easily as whoever has. It is kept with the
letter, in words, like the rest of its paper (sheets.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from kikitori.foundation.language.readings import EASY, in_brackets, marked
from kikitori.records.letters.kinds import LetterKind

#: Letters that ask something, and whose answer is boxes. Other questions are answered in their own words.
ASKING = frozenset({LetterKind.PROPOSAL, LetterKind.IS_IT_SOLVED, LetterKind.STILL_SOLVED})
_WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "cut": "切り取り線",
        "title": "返信用",
        "lead": "当てはまるものに印をつけ、この部分を切り取って、下の宛先にお送りください。",
        "phone": "お電話でも承ります（{phone}）。",
        "by": "{day}までに届くように、お送りください。",
        "freely": "お返事は、なくてもかまいません。",
        "space": "お書きになりたいこと（なくてもかまいません）",
        "name": "お名前",
        "date": "ご記入日",
        "to": "送り先",
    },
    "en": {
        "cut": "Cut here",
        "title": "Your answer",
        "lead": "Please tick what is right, cut this part off and send it to the address below.",
        "phone": "You can also answer by phone ({phone}).",
        "by": "Please send it so that it reaches us by {day}.",
        "freely": "You need not answer.",
        "space": "Anything you would like to add (you need not)",
        "name": "Name",
        "date": "Date",
        "to": "Send to",
    },
    EASY: {
        "cut": "{切|き}る{線|せん}",
        "title": "{返事|へんじ}の{紙|かみ}",
        "lead": "あてはまるところに、しるしをつけてください。"
        "ここを{切|き}って、{下|した}の{住所|じゅうしょ}に{送|おく}ってください。",
        "phone": "{電話|でんわ}でもだいじょうぶです（{phone}）。",
        "by": "{day}までに{届|とど}くように、{送|おく}ってください。",
        "freely": "{答|こた}えなくても、だいじょうぶです。",
        "space": "{書|か}きたいこと（{書|か}かなくても、だいじょうぶです）",
        "name": "{名前|なまえ}",
        "date": "{書|か}いた{日|ひ}",
        "to": "{送|おく}るところ",
    },
}
_SCALE = {
    "ja": ("1 よくない", "2", "3", "4", "5 よい"),
    "en": ("1 badly", "2", "3", "4", "5 well"),
    EASY: ("1 よくない", "2", "3", "4", "5 いい"),
}
Question = tuple[str, tuple[str, ...]]
_ASKED: Mapping[LetterKind, Mapping[str, Question]] = {
    LetterKind.PROPOSAL: {
        "ja": ("ご提案について", ("お受けします", "お断りします")),
        "en": ("The proposal", ("I accept it", "I do not accept it")),
        EASY: ("わたしたちの{案|あん}", ("いいです", "いやです")),
    },
    LetterKind.IS_IT_SOLVED: {
        "ja": (
            "お申し出は解決しましたか",
            ("はい、解決しました", "いいえ、解決していません", "解決していないが、ここまででよい"),
        ),
        "en": (
            "Is it solved?",
            ("Yes, it is solved", "No, it is not solved", "It is not solved, but I leave it at that"),
        ),
        EASY: (
            "よくなりましたか",
            ("よくなりました", "まだよくなっていません", "まだよくないけれど、もう{終|お}わりでいいです"),
        ),
    },
    LetterKind.STILL_SOLVED: {
        "ja": ("いまも解決したままですか", ("はい、解決したままです", "いいえ、また起きています")),
        "en": ("Is it still solved?", ("Yes, it is still solved", "No, it has come back")),
        EASY: ("{今|いま}も、よくなったままですか", ("よくなったままです", "また{起|お}きました")),
    },
}
_RATED: Mapping[str, tuple[str, str]] = {
    "ja": (
        "対応はいかがでしたか（なくてもかまいません）",
        "結果はいかがでしたか（なくてもかまいません）",
    ),
    "en": (
        "How did we deal with it? (you need not say)",
        "What do you think of the outcome? (you need not say)",
    ),
    EASY: (
        "わたしたちのしたことは、どうでしたか（{答|こた}えなくても、だいじょうぶです）",
        "{結果|けっか}は、どうでしたか（{答|こた}えなくても、だいじょうぶです）",
    ),
}


@dataclass(frozen=True, slots=True)
class TearOff:
    """All of it in words. `questions`: what is asked, then what can be ticked; `by` also says that none is needed."""

    cut: str
    title: str
    lead: str
    by: str
    questions: Sequence[Sequence[str]]
    space: str
    name: str
    date: str
    to: str


def tear_off(kind: LetterKind, language: str, *, by: str, phone: str, rates: bool) -> dict[str, object]:
    """What is torn off a letter of this kind, as its sheet keeps it; nothing where the letter asks nothing of the sort.

    `by`: the day in words, empty where none is awaited. `rates`: may its reader rate us? Whoever speaks for somebody
    does not.
    """
    if kind not in ASKING:
        return {}
    reads = language if language in _WORDS else "ja"
    words = _WORDS[reads]
    asked = [_ASKED[kind][reads]]
    if kind is LetterKind.IS_IT_SOLVED and rates:
        asked += [(each, _SCALE[reads]) for each in _RATED[reads]]
    called = _plain(words["phone"]).format(phone=phone) if phone else ""
    lead = (" " if reads == "en" else "").join(each for each in (_plain(words["lead"]), called) if each)
    return asdict(
        TearOff(
            **{name: _plain(words[name]) for name in ("cut", "title", "space", "name", "date", "to")},
            lead=lead,
            by=_plain(words["by"]).format(day=by) if by else _plain(words["freely"]),
            questions=[[_plain(ask), *map(_plain, boxes)] for ask, boxes in asked],
        )
    )


def _plain(text: str) -> str:
    """As it is printed: readings in brackets behind their words."""
    return in_brackets(marked(text))
