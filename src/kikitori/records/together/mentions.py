"""Mentions: whose names stand behind an @ in a text among ourselves. Pure."""

from collections.abc import Iterable

#: As it is typed on a Japanese keyboard, too.
AT = ("@", "\uff20")
_BLANKS = str.maketrans("", "", " \u3000")


def mentions_anybody(text: str) -> bool:
    """Could there be a mention at all?"""
    return any(sign in text for sign in AT)


def mentioned_in(text: str, names: Iterable[tuple[int, str]]) -> set[int]:
    """The numbers of those whose name follows an @; blanks within names do not matter.

    The longest name that fits is meant; of two people with the same name, both.
    """
    squeezed = text.translate(_BLANKS)
    known = [(number, name.translate(_BLANKS)) for number, name in names]
    found: set[int] = set()
    for place, sign in enumerate(squeezed):
        if sign not in AT:
            continue
        rest = squeezed[place + 1 :]
        fitting = [(len(name), number) for number, name in known if name and rest.startswith(name)]
        longest = max((length for length, _ in fitting), default=0)
        found |= {number for length, number in fitting if length == longest}
    return found
