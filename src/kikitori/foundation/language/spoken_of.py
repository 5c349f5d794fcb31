"""Whether words speak of somebody by name: in any width, case and kana script, whole or in part. Pure.

Used where it matters that nobody is overlooked: rather one too many than one too few.
"""

from kikitori.foundation.language.names import common_form, normalise_kana

#: A name of one sign stands in too many words to mean anybody, unless one of these follows it. Kana as katakana.
_SHORTEST = 2
_CALLED = (
    *("サン", "サマ", "様", "氏", "クン", "君", "チャン", "先生"),
    *("社長", "部長", "課長", "係長", "室長", "所長", "店長", "主任"),
)


def speaks_of(words: str, *names: str) -> bool:
    """Does one of the names, or a part of one, stand in the words? `names`: of one person, as written and as read."""
    said = _plain(words)
    return any(called in said for name in names for called in _ways(name))


def _ways(name: str) -> set[str]:
    """As what somebody may be spoken of: whole, by each part; where nothing parts it, by how it begins."""
    parts = [_plain(part) for part in name.split()]
    if not parts:
        return set()
    found = {_plain(name), *parts}
    if len(parts) == 1:
        found.add(parts[0][:_SHORTEST])
    if len(parts) == 1 or len(parts[0]) == 1:
        found |= {parts[0][0] + called for called in _CALLED}
    return {way for way in found if len(way) >= _SHORTEST}


def _plain(text: str) -> str:
    """Without blanks, in one width, case and kana script, and in the common form of each kanji."""
    return common_form("".join(normalise_kana(text).split())).casefold()
