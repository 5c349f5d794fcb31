"""Analyse the cause 原因分析: five whys or a fishbone, each line with what shows it, and the root causes that follow.

The complainant's own mistake is refused where it stands alone, as in a complaint (find_causes.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.prevent.doorway import acting
from kikitori.records.inquiry.causes import CauseNeeds, causes_with, lacks_another
from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction, FishboneHead
from kikitori.records.prevention.bones import Head, as_drawn, heads_with, to_draw
from kikitori.records.prevention.lifecycle import ActionStep
from kikitori.records.prevention.terms import Method

#: Whys beyond the fifth still lead somewhere; beyond these they are a list.
MOST_WHYS = 7
MOST_CAUSES = 30
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisLine:
    """One why, or one cause on a bone: what somebody says, and what shows it."""

    says: str
    shown: str = ""
    bone: str = ""


@dataclass(frozen=True, kw_only=True)
class AnalysisGiven:
    """The whole of it. `roots`: codes of the causes there are."""

    method: str
    lines: Sequence[AnalysisLine]
    roots: Sequence[str]


def analyse_action(
    actor: Actor, action: CorrectiveAction, given: AnalysisGiven, *, now: datetime, seen: int | None = None
) -> None:
    """Write down why it came about; what was written before in this cycle is taken the place of.

    A fishbone keeps the heads it was written under, as they are called today.

    Raises Invalid (`lines.0.shown`, `roots`), NotNow(WHAT_ALLOWED_IT), Unseen, Refused, ActionStepNotPossible.
    """
    check = Checked()
    method = check.word("method", given.method, Method)
    heads = heads_with(FishboneHead.objects.all()) if method is Method.FISHBONE else {}
    lines = _lines(check, method, given.lines, heads)
    roots = _roots(check, given.roots)
    check.done()
    with acting(actor, action, ActionStep.ANALYSE, now=now, seen=seen) as step:
        cycle = step.cycle
        cycle.method, cycle.analysis, cycle.roots = method.value, lines, roots
        cycle.heads = as_drawn(to_draw(heads, {line.get("bone", "") for line in lines}).values())
        step.say(method=method.value, roots=roots, lines=len(lines))


def _lines(
    check: Checked, method: Method, given: Sequence[AnalysisLine], heads: Mapping[str, Head]
) -> list[dict[str, str]]:
    """What was written. A head that was taken out of use meanwhile still takes what was written under it."""
    most = MOST_WHYS if method is Method.FIVE_WHYS else MOST_CAUSES
    if not given:
        check.problems["lines.0.says"] = Problem.MISSING
    if len(given) > most:
        check.problems[f"lines.{most}.says"] = Problem.TOO_LONG
    found = []
    for place, line in enumerate(given[:most]):
        row = {
            "says": check.line(f"lines.{place}.says", line.says, longest=LONGEST, needed=True),
            "shown": check.line(f"lines.{place}.shown", line.shown, longest=LONGEST, needed=True),
        }
        if method is Method.FISHBONE:
            row["bone"] = line.bone
            if line.bone not in heads:
                check.problems[f"lines.{place}.bone"] = Problem.UNKNOWN_WORD if line.bone else Problem.MISSING
        found.append(row)
    return found


def _roots(check: Checked, given: Sequence[str]) -> list[str]:
    """Codes, each once. What is not known yet is no root: it is looked for here."""
    known = causes_with(CauseTerm.objects.all())
    codes = list(dict.fromkeys(given))
    if not codes:
        check.problems["roots"] = Problem.MISSING
        return []
    for code in codes:
        if code not in known or not known[code].offered or known[code].needs is CauseNeeds.UNTIL:
            check.problems["roots"] = Problem.UNKNOWN_WORD
            return []
    if lacks_another(known[code] for code in codes):
        raise NotNow(Obstacle.WHAT_ALLOWED_IT)
    return codes
