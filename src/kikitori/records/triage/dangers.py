"""Words in a story that ask for a look at once while nobody has answered the safety questions yet. Pure.

A hit raises and never lowers (sorting.py); whoever answers the question has the last word. A word that people use in
anger too (電話を切る, 怒りが爆発), or in passing (燃えるごみ, spend my life), is written here so narrowly that it means
the danger: alarms that mean nothing would fill the urgent queue.
"""

import re
import unicodedata
from collections.abc import Mapping

from kikitori.foundation.language.text import fold
from kikitori.records.triage.sorting import SafetyQuestion

Q = SafetyQuestion
#: Searched in folded text (katakana is hiragana there: ケガ and the end of 受け付けが are the same two letters).
_JAPANESE: Mapping[SafetyQuestion, str] = {
    Q.INJURY: (
        "けが(?:を|が|の|は|に|人|させ|しま|した|して)|大けが|怪我|火傷|大やけど|やけど(?:を|の跡|しま|した|して)"
        "|骨折(?!り)|出血|血が出|(?:指|手|足|腕|唇|舌|顔|額|頭|膝)を切|救急(?:車|搬送|外来|病院|隊)|病院[にへ]運"
    ),
    Q.FIRE: (
        "発火|火(?:が出|が付|がつ|事)|煙が(?:出|上)|けむりが(?:出|上)|発煙|火花|焦げ(?!茶)"
        "|燃え(?:た|て|ま|出|上|移|あが|うつ)|(?<!怒りが)(?<!不満が)(?<!感情が)(?<!怒りを)爆発"
    ),
    Q.CO: "一酸化炭素|がす(?:漏れ|もれ|が漏|臭|くさ)",
    Q.DEATH: "亡くなりました|死亡|命を落と",
    Q.THREAT_TO_SELF: "死にたい|死んでしまいたい|自殺|命を絶|消えてしまいたい|生きていたくない",
    Q.DATA_LEAK: "情報(?:漏|が漏|がもれ)|他人の個人情報|別人の個人情報|別の人の名前と住所",
}
#: Searched word by word: folding leaves no blanks, and „the association fired him“ would be on fire.
_ENGLISH: Mapping[SafetyQuestion, str] = {
    Q.INJURY: (
        r"injur(?:y|ies|ed)|bleeding|ambulance|hospitali[sz]ed|in hospital|to (?:the |a )?hospital"
        r"|burn(?:ed|t) (?:my|his|her|our|their)"
        r"|cut (?:my|his|her|our|their) (?:\w+ )?(?:hand|finger|thumb|palm|arm|leg|foot|lip|mouth|tongue|face)s?"
    ),
    Q.FIRE: (
        r"(?:on|caught|catch|catches) fire|smoke (?:came|was|is|poured)"
        r"|it (?:was|is|started|began) (?:to )?smok(?:ing|e)|(?<!i )exploded|burning smell|smell of burning|sparks"
    ),
    Q.CO: "carbon monoxide|gas leak",
    Q.DEATH: "died (?:from|of)|was killed|were killed",
    Q.THREAT_TO_SELF: r"kill(?:ing)? myself|suicid\w*|end(?:ing)? my life|want to die",
    Q.DATA_LEAK: "data leak|data breach|someone else's personal",
}
_IN_FOLDED = {question: re.compile(words) for question, words in _JAPANESE.items()}
_IN_WORDS = {question: re.compile(rf"\b(?:{words})\b") for question, words in _ENGLISH.items()}


def dangers_in(story: str) -> frozenset[SafetyQuestion]:
    """Safety questions on which the story itself has something to say, in either language and any width."""
    folded = fold(story)
    words = " ".join(unicodedata.normalize("NFKC", story).casefold().replace("’", "'").split())
    return frozenset(
        question
        for question, pattern in _IN_FOLDED.items()
        if pattern.search(folded) or _IN_WORDS[question].search(words)
    )
