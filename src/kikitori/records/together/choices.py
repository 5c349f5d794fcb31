"""What somebody wants to be told of, by which road and when お知らせの設定. Pure. When that is, hours.py says.

Three layers, each saying only what differs from the one below: a person's own choices, the organisation's, and USUAL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from kikitori.records.together.terms import ByMail, Near, NoticeKind, Whose

#: Told in the desk whatever was chosen, to whoever has it in hand or is meant in person.
ALWAYS = frozenset({NoticeKind.MISSED, NoticeKind.ESCALATION})
#: Said to one person by another: of which complaints is no question, and no muting keeps it back.
PERSONAL = frozenset(
    {
        *(NoticeKind.MENTION, NoticeKind.ADDED, NoticeKind.ASSIGNED, NoticeKind.HANDED_OVER),
        *(NoticeKind.TASK, NoticeKind.CONFIDED, NoticeKind.APPROVAL, NoticeKind.ACTION),
    }
)
MOST_TIMES = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """Of one kind: whether it stands in the desk, whether it comes by e-mail, and of which complaints."""

    desk: bool = True
    mail: ByMail = ByMail.NO
    whose: Whose = Whose.FOLLOWED


_MAILED = {
    NoticeKind.ESCALATION: ByMail.SOON,
    NoticeKind.MISSED: ByMail.DIGEST,
    NoticeKind.ASSIGNED: ByMail.DIGEST,
    NoticeKind.HANDED_OVER: ByMail.DIGEST,
    NoticeKind.MENTION: ByMail.DIGEST,
    NoticeKind.CONFIDED: ByMail.DIGEST,
    NoticeKind.APPROVAL: ByMail.DIGEST,
    NoticeKind.ACTION: ByMail.DIGEST,
}


def _usual_kinds() -> dict[NoticeKind, Choice]:
    return {kind: Choice(mail=_MAILED.get(kind, ByMail.NO)) for kind in NoticeKind}


@dataclass(frozen=True, slots=True)
class Choices:
    """All of it. Times are wall times of the organisation.

    `times`: when a digest is given. `quiet`: from when until when no mail goes, over midnight where the second is the
    earlier one. `working_days`: none on other days. `urgent_anytime`: what cannot wait does not heed these two.
    """

    kinds: Mapping[NoticeKind, Choice] = field(default_factory=_usual_kinds)
    times: tuple[time, ...] = (time(8, 30), time(16))
    quiet: tuple[time, time] | None = (time(19), time(8))
    working_days: bool = True
    urgent_anytime: bool = False


USUAL = Choices()


def read_choices(kept: Mapping[str, Any] | None, below: Choices = USUAL) -> Choices:
    """What was kept, laid over `below`. Words that mean nothing (any more) are passed over."""
    if not kept:
        return below
    kinds = dict(below.kinds)
    for word, given in kept.get("kinds", {}).items():
        if word in set(NoticeKind):
            kinds[NoticeKind(word)] = _choice(given, kinds[NoticeKind(word)])
    return Choices(
        kinds=kinds,
        times=tuple(map(time.fromisoformat, kept["times"])) if kept.get("times") else below.times,
        quiet=_stretch(kept["quiet"]) if "quiet" in kept else below.quiet,
        working_days=kept.get("working_days", below.working_days),
        urgent_anytime=kept.get("urgent_anytime", below.urgent_anytime),
    )


def _choice(given: Mapping[str, Any], below: Choice) -> Choice:
    mail, whose = given.get("mail"), given.get("whose")
    return Choice(
        desk=given.get("desk", below.desk),
        mail=ByMail(mail) if mail in set(ByMail) else below.mail,
        whose=Whose(whose) if whose in set(Whose) else below.whose,
    )


def _stretch(given: Any) -> tuple[time, time] | None:
    if not given:
        return None
    begins, ends = map(time.fromisoformat, given)
    return begins, ends


def to_keep(choices: Choices, below: Choices) -> dict[str, Any]:
    """What of these choices differs from `below`; nothing of what is as it is there. `read_choices` reads it."""
    kinds = {
        kind.value: different
        for kind, choice in choices.kinds.items()
        if (different := _difference(choice, below.kinds[kind]))
    }
    kept: dict[str, Any] = {"kinds": kinds} if kinds else {}
    if choices.times != below.times:
        kept["times"] = [f"{each:%H:%M}" for each in choices.times]
    if choices.quiet != below.quiet:
        kept["quiet"] = [f"{each:%H:%M}" for each in choices.quiet or ()]
    for name in ("working_days", "urgent_anytime"):
        if getattr(choices, name) != getattr(below, name):
            kept[name] = getattr(choices, name)
    return kept


def _difference(choice: Choice, below: Choice) -> dict[str, Any]:
    pairs = {name: (getattr(choice, name), getattr(below, name)) for name in ("desk", "mail", "whose")}
    return {
        name: own if own in (True, False) else own.value
        for name, (own, other) in pairs.items()
        if own != other
    }


def way_of(kind: NoticeKind, near: Near, choices: Choices, *, muted: bool) -> Choice | None:
    """How this is told to somebody who stands so to it; None: not at all."""
    choice = choices.kinds[kind]
    must = kind in ALWAYS and near in (Near.MEANT, Near.MINE)
    if not must and near is not Near.MEANT and (muted or not _takes_in(choice.whose, near)):
        return None
    found = replace(choice, desk=choice.desk or must)
    return found if found.desk or found.mail is not ByMail.NO else None


def _takes_in(whose: Whose, near: Near) -> bool:
    reach = list(Whose)
    return reach.index(Whose(near.value)) <= reach.index(whose)
