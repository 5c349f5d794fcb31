"""The whole table of who is told of what by which road, as an organisation has it that chooses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kikitori.records.together.choices import ALWAYS, USUAL, Choice, Choices, way_of
from kikitori.records.together.terms import ByMail, Near, NoticeKind, Whose

#: kind of notice → to whoever it is said to, has it in hand, follows it, or is only of its team: d desk, s soon, m digest.
USUALLY = {
    "mention": ("dm", "dm", "dm", ""),
    "assigned": ("dm", "dm", "dm", ""),
    "task": ("d", "d", "d", ""),
    "added": ("d", "d", "d", ""),
    "word": ("d", "d", "d", ""),
    "note": ("d", "d", "d", ""),
    "state": ("d", "d", "d", ""),
    "missed": ("dm", "dm", "dm", ""),
    "escalation": ("ds", "ds", "ds", ""),
    "handed_over": ("dm", "dm", "dm", ""),
    "confided": ("dm", "dm", "dm", ""),
    "approval": ("dm", "dm", "dm", ""),
    "action": ("dm", "dm", "dm", ""),
    "returned": ("d", "d", "d", ""),
}
#: The same where everything was switched off.
SWITCHED_OFF = {
    "mention": ("", "", "", ""),
    "assigned": ("", "", "", ""),
    "task": ("", "", "", ""),
    "added": ("", "", "", ""),
    "word": ("", "", "", ""),
    "note": ("", "", "", ""),
    "state": ("", "", "", ""),
    "missed": ("d", "d", "", ""),
    "escalation": ("d", "d", "", ""),
    "handed_over": ("", "", "", ""),
    "confided": ("", "", "", ""),
    "approval": ("", "", "", ""),
    "action": ("", "", "", ""),
    "returned": ("", "", "", ""),
}
#: Everything by e-mail alone, of the whole team.
BY_MAIL_ALONE = {
    "mention": ("s", "s", "s", "s"),
    "assigned": ("s", "s", "s", "s"),
    "task": ("s", "s", "s", "s"),
    "added": ("s", "s", "s", "s"),
    "word": ("s", "s", "s", "s"),
    "note": ("s", "s", "s", "s"),
    "state": ("s", "s", "s", "s"),
    "missed": ("ds", "ds", "s", "s"),
    "escalation": ("ds", "ds", "s", "s"),
    "handed_over": ("s", "s", "s", "s"),
    "confided": ("s", "s", "s", "s"),
    "approval": ("s", "s", "s", "s"),
    "action": ("s", "s", "s", "s"),
    "returned": ("s", "s", "s", "s"),
}
#: The usual, of a complaint that was muted.
MUTED = {
    "mention": ("dm", "", "", ""),
    "assigned": ("dm", "", "", ""),
    "task": ("d", "", "", ""),
    "added": ("d", "", "", ""),
    "word": ("d", "", "", ""),
    "note": ("d", "", "", ""),
    "state": ("d", "", "", ""),
    "missed": ("dm", "dm", "", ""),
    "escalation": ("ds", "ds", "", ""),
    "handed_over": ("dm", "", "", ""),
    "confided": ("dm", "", "", ""),
    "approval": ("dm", "", "", ""),
    "action": ("dm", "", "", ""),
    "returned": ("d", "", "", ""),
}
_SIGN = {ByMail.NO: "", ByMail.SOON: "s", ByMail.DIGEST: "m"}


def everything(choice: Choice) -> Choices:
    return replace(USUAL, kinds=dict.fromkeys(NoticeKind, choice))


def told(kind: NoticeKind, choices: Choices, *, muted: bool = False) -> tuple[str, ...]:
    """The ways for each nearness, in signs."""
    ways = [way_of(kind, near, choices, muted=muted) for near in Near]
    return tuple("" if way is None else ("d" if way.desk else "") + _SIGN[way.mail] for way in ways)


@pytest.mark.parametrize(
    ("table", "choices", "muted"),
    [
        (USUALLY, USUAL, False),
        (MUTED, USUAL, True),
        (SWITCHED_OFF, everything(Choice(desk=False)), False),
        (BY_MAIL_ALONE, everything(Choice(desk=False, mail=ByMail.SOON, whose=Whose.TEAM)), False),
    ],
    ids=["usual", "muted", "switched off", "by mail alone"],
)
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_ways_are_those_of_the_table(
    kind: NoticeKind, table: dict[str, tuple[str, ...]], choices: Choices, muted: bool
) -> None:
    assert told(kind, choices, muted=muted) == table[kind.value]


@pytest.mark.parametrize("whose", list(Whose))
@pytest.mark.parametrize("muted", [True, False])
def test_nobody_is_ever_spared_what_is_theirs_and_always_told(whose: Whose, muted: bool) -> None:
    for kind in ALWAYS:
        for mail in ByMail:
            choices = everything(Choice(desk=False, mail=mail, whose=whose))
            said = told(kind, choices, muted=muted)
            assert [way.startswith("d") for way in said[:2]] == [True, True]
            assert not any(way.startswith("d") for way in said[2:])


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_muting_never_adds_anything(kind: NoticeKind) -> None:
    for whose in Whose:
        choices = everything(Choice(mail=ByMail.DIGEST, whose=whose))
        for loud, quiet in zip(told(kind, choices), told(kind, choices, muted=True), strict=True):
            assert quiet in (loud, "")
