"""Keeps docs/guide/{ja,en}/lifecycle.md true: the way of a complaint, drawn from the table that the code goes by.

python -m tools.lifecycle_guide write   write both guides anew
python -m tools.lifecycle_guide check   exit 1 when a guide differs from what would be written
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.utils.translation import override

from kikitori.records.access.permissions import (
    NEEDED,
    OF_COMPLAINANT,
    OF_MANDATE,
    OF_ROLE,
    OF_SYSTEM,
    Permission,
)
from kikitori.records.complaints.lifecycle import (
    CLOSED,
    GONE,
    INITIAL,
    TABLE,
    State,
    Step,
    is_possible,
    state_after,
)
from kikitori.records.people.terms import Mandate, Role

GUIDES = Path(__file__).resolve().parent.parent / "docs/guide"
LANGUAGES = ("ja", "en")
#: All that is said here besides the labels of the product.
WORDS = {
    "ja": {
        "title": "苦情の流れ（状態と手続き）",
        "lead": "この文書は `python -m tools.lifecycle_guide write` が、"
        "`src/kikitori/records/complaints/lifecycle.py` の表と権限の表から書きます。"
        "表にない手続きは、誰も、どの経路からも行えません。拒まれた試みは、"
        "いつ・誰が・どの手続きを試みたかだけが記録に残ります。",
        "drawn": "## 状態の移り変わり",
        "drawn_lead": "線は状態を動かす手続きです。動かさない手続き（連絡、メモ、約束など）と、"
        "ほとんどの状態から行える手続き（{widely}）は、下の表にあります。"
        "「受付」で始まり、終了したものは再開できます。",
        "moves": "## 状態を動かす手続き",
        "moves_head": "| 手続き | どこから | どこへ |",
        "stays": "## 状態を動かさない手続き",
        "stays_head": "| 手続き | どの状態で |",
        "who": "## 誰が行えるか",
        "who_lead": "「代理人（話す）」「代理人（行う）」は、申出者が任せた範囲です。"
        "重大度の高い苦情の決定は責任者が行います。監査担当と管理者は、苦情についての手続きを行いません。",
        "step": "手続き",
        "everywhere": "すべての状態",
        "but": "{states}のほかすべて",
        "joined": "、",
        "may": "○",
        "nobody": "まだ入る手続きがない状態: {states}",
        "handler": "担当者",
        "lead_role": "責任者",
        "complainant": "申出者",
        "speak": "代理人（話す）",
        "act": "代理人（行う）",
        "system": "自動",
    },
    "en": {
        "title": "The way of a complaint: states and steps",
        "lead": "`python -m tools.lifecycle_guide write` writes this page from the table in "
        "`src/kikitori/records/complaints/lifecycle.py` and from the table of permissions. "
        "A step that is not in the table is taken by nobody, on no road. Of an attempt that was refused, "
        "only when, who and which step is kept.",
        "drawn": "## How states follow each other",
        "drawn_lead": "Lines are steps that change the state. Those that leave it as it is (replies, notes, "
        "promises …) stand "
        "in the table below, and so do those that lead out of nearly everywhere: {widely}. "
        "It begins with what was received; what has ended can be taken up again.",
        "moves": "## Steps that change the state",
        "moves_head": "| step | from | to |",
        "stays": "## Steps that leave the state as it is",
        "stays_head": "| step | where |",
        "who": "## Who may take them",
        "who_lead": "“Representative (speaks)” and “representative (acts)” are what a complainant has left "
        "to somebody. A grave complaint is decided by a lead. Auditors and administrators take no step in a complaint.",
        "step": "step",
        "everywhere": "every state",
        "but": "all but {states}",
        "joined": ", ",
        "may": "yes",
        "nobody": "States that no step leads to yet: {states}",
        "handler": "handler",
        "lead_role": "lead",
        "complainant": "complainant",
        "speak": "representative (speaks)",
        "act": "representative (acts)",
        "system": "by itself",
    },
}
#: Whose column is which set of permissions.
WHO: dict[str, frozenset[Permission]] = {
    "handler": OF_ROLE[Role.HANDLER],
    "lead_role": OF_ROLE[Role.LEAD],
    "complainant": OF_COMPLAINANT,
    "speak": OF_MANDATE[Mandate.SPEAK],
    "act": OF_MANDATE[Mandate.ACT],
    "system": OF_SYSTEM,
}
#: From more states than this is nearly everywhere; in tables, they are told by those that are missing.
FEW = 9

Said = Callable[[Step], str]


def moves() -> Iterator[tuple[Step, State, State]]:
    """Each step with each state it leads out of, and into which."""
    for step in TABLE:
        for state in State:
            if is_possible(state, step) and state_after(state, step) is not state:
                yield step, state, state_after(state, step)


def standing(step: Step) -> list[State]:
    """Where the step can be taken and changes nothing about the state."""
    return [state for state in State if is_possible(state, step) and state_after(state, step) is state]


@cache
def unreached() -> list[State]:
    """States no step leads to."""
    reached = {target for _step, _source, target in moves()}
    return [state for state in State if state not in reached and state is not INITIAL]


@cache
def widely() -> list[Step]:
    """Steps that change the state and can be taken nearly everywhere: drawn, they would hide the rest."""
    return [step for step in TABLE if sum(each is step for each, _source, _target in moves()) > FEW]


def drawing() -> list[str]:
    """The states and what leads from one to another, as a diagram of Mermaid, in the language that is active."""
    state_label, step_label = _labels()
    everywhere = widely()
    ways: dict[tuple[State, State], list[Step]] = {}
    for step, source, target in moves():
        if step in everywhere:
            continue
        ways.setdefault((source, target), []).append(step)
    shown = set(State) - set(unreached())
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{state_label[state]}" as {state.value}' for state in State if state in shown),
        f"    [*] --> {INITIAL.value} : {step_label[Step.RECEIVE]}",
        *(
            f"    {source.value} --> {target.value} : {' / '.join(str(step_label[step]) for step in steps)}"
            for (source, target), steps in ways.items()
        ),
        *(f"    {state.value} --> [*]" for state in State if state in (CLOSED | GONE) & shown),
        "```",
    ]


def written(language: str) -> str:
    """The guide in one language."""
    words = WORDS[language]
    with override(language):
        _states, steps = _labels()
        lead = words["drawn_lead"].format(widely=words["joined"].join(str(steps[step]) for step in widely()))
        lines = [
            *(f"# {words['title']}", "", words["lead"], ""),
            *(words["drawn"], "", lead, "", *drawing(), ""),
            *_tables(words),
        ]
    return "\n".join(lines) + "\n"


def _tables(words: dict[str, str]) -> list[str]:
    _states, step_label = _labels()
    moving = dict.fromkeys(step for step, _source, _target in moves())
    resting = [step for step in TABLE if standing(step)]
    columns = [words["step"], *(words[name] for name in WHO)]
    return [
        *(words["moves"], "", words["moves_head"], "|---|---|---|"),
        *(
            f"| {step_label[step]} `{step}` | {_named(sources, words)} | {_named([target], words)} |"
            for step in moving
            for target, sources in _by_target(step).items()
        ),
        *(["", words["nobody"].format(states=_named(unreached(), words))] if unreached() else []),
        "",
        *(words["stays"], "", words["stays_head"], "|---|---|"),
        *(f"| {step_label[step]} `{step}` | {_named(standing(step), words)} |" for step in resting),
        *("", words["who"], "", words["who_lead"], ""),
        f"| {' | '.join(columns)} |",
        "|" + "---|" * len(columns),
        *(_who(step, str(step_label[step]), words) for step in Step),
    ]


def _who(step: Step, label: str, words: dict[str, str]) -> str:
    cells = [f" {words['may']} " if NEEDED[step] in granted else " " for granted in WHO.values()]
    return f"| {label} `{step}` |{'|'.join(cells)}|"


def _by_target(step: Step) -> dict[State, list[State]]:
    found: dict[State, list[State]] = {}
    for each, source, target in moves():
        if each is step:
            found.setdefault(target, []).append(source)
    return found


def _named(states: list[State], words: dict[str, str]) -> str:
    labels, _steps = _labels()
    missing = [state for state in State if state not in [*states, *unreached()]]
    if not missing:
        return words["everywhere"]
    if len(states) > FEW:
        return words["but"].format(states=words["joined"].join(str(labels[state]) for state in missing))
    return words["joined"].join(str(labels[state]) for state in states)


def _labels() -> tuple[dict[State, object], dict[Step, object]]:
    """What the product calls them; asked late, for Django must be set up."""
    from kikitori.records.complaints.labels import STATE, STEP  # noqa: PLC0415 - see above

    return {**STATE}, {**STEP}


def main(arguments: list[str]) -> int:
    """Write or check. Exit code 0, 1 (differs), 2 (wrong call)."""
    if arguments not in (["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kikitori.config.settings")
        django.setup()
    differing = []
    for language in LANGUAGES:
        file, text = GUIDES / language / "lifecycle.md", written(language)
        if arguments == ["write"]:
            file.write_text(text, encoding="utf-8")
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            differing.append(language)
    for language in differing:
        print(
            f"docs/guide/{language}/lifecycle.md differs; run: python -m tools.lifecycle_guide write",
            file=sys.stderr,
        )
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
