"""What can be wrong with a question set, and where, in both languages. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kikitori.foundation.language.bilingual import Bilingual

MISSING = Bilingual("書かれていません", "is missing")
UNKNOWN = Bilingual("この項目はありません。つづりを確かめてください", "is not known; perhaps it is misspelt")
NO_TABLE = Bilingual("項目と値の組で書いてください", "must be a table of fields and values")
NO_LIST = Bilingual("1つ以上を並べてください", "must be a list of at least one")
BOTH = Bilingual(
    "日本語（ja）と英語（en）の両方を書いてください", "must say something in both languages (ja, en)"
)
NO_WORD = Bilingual(
    "英小文字で始め、英小文字・数字・_ だけで40字までにしてください",
    "must be small letters, digits and _, beginning with a letter, 40 at most",
)
NO_NUMBER = Bilingual("1以上の整数にしてください", "must be a whole number from 1")
TWICE = Bilingual("2回使われています", "is used twice")
NOT_EARLIER = Bilingual(
    "前にある、選択式の質問を指定してください", "must name an earlier question that is answered by choosing"
)
NO_SUCH_ANSWER = Bilingual("その質問に、この答えはありません", "is no answer to that question")
TOO_MANY = Bilingual("多すぎます", "are too many")
NOT_TO_CHOOSE = Bilingual(
    "選択式の質問（form: choice）だけに書けます", "belongs only to a question that is answered by choosing"
)
NO_STORY = Bilingual(
    "申出の内容を聞く質問（fills: story）が、条件なしで1つ必要です",
    "needs one question, asked of everybody, that fills the story",
)
NOT_YAML = Bilingual("YAMLとして読めません", "cannot be read as YAML")
NO_ALIASES = Bilingual("& や * は使えません", "must do without & and *")
TOO_LONG = Bilingual("長すぎます", "is too long")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where („questions 3 when“) and what is wrong there."""

    place: str
    what: Bilingual


class SetError(ValueError):
    """The text is no question set. `mistakes`: all of them, in order."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("; ".join(f"{each.place}: {each.what.en}" for each in mistakes))
        self.mistakes = mistakes
