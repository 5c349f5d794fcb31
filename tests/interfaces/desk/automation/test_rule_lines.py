"""A rule in words, both languages: when, if, then; and what became of it."""

from typing import Any

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.automation.action_form import Named
from kikitori.interfaces.desk.automation.done_lines import (
    DoneLine,
    done_lines,
    foreseen_lines,
    seen_lines,
    why_line,
)
from kikitori.interfaces.desk.automation.rule_lines import action_line, if_lines, then_lines, when_line
from kikitori.records.automation import labels
from kikitori.records.automation.foresight import Foreseen
from kikitori.records.automation.rule import BY, Action, OnEvent, OnTime, Rule, When, Wrong
from kikitori.records.automation.terms import (
    TRIGGERS,
    ActionKind,
    Anchor,
    Did,
    Guard,
    Outcome,
    Part,
    Unit,
    Who,
)
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import ActorKind
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.terms import Field, Operator

K = ActionKind
NAMED = Named({"7": "受田 ひかり"}, {"3": "返品"}, {"5": "お詫び"})
LANGUAGES = ("ja", "en")


@pytest.mark.parametrize(
    ("when", "ja", "en"),
    [
        (
            OnEvent((EventKind.HEARD,)),
            "次の後：申出者からの連絡",
            "After: Word from the complainant",
        ),
        (
            OnEvent((EventKind.CLOSED, EventKind.REOPENED), (ActorKind.SYSTEM,)),
            "次の後：終了しました、再開しました（行為者：Kikitori（自動））",
            "After: Closed, Reopened (by: Kikitori itself)",
        ),
        (
            OnTime(Anchor.TOLD, 5, Unit.DAYS),
            "申出者への最後の連絡から5営業日",
            "5 working days after our last word to the complainant",
        ),
        (
            OnTime(Anchor.HEARD, 1, Unit.HOURS),
            "申出者の最後の連絡から1営業時間",
            "1 working hour after the complainant's last word",
        ),
        (
            OnTime(Anchor.PROMISE, 4, Unit.HOURS),
            "約束の期日まで残り4営業時間",
            "4 working hours before a promise is due",
        ),
        (
            OnTime(Anchor.RECEIVED, 1, Unit.DAYS),
            "苦情の受付から1営業日",
            "1 working day after the complaint was received",
        ),
        (
            OnTime(Anchor.STATE, 3, Unit.DAYS),
            "今の状態になってから3営業日",
            "3 working days after it has entered its present state",
        ),
    ],
)
def test_when_is_one_line(when: When, ja: str, en: str) -> None:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = when_line(when)
    assert said == {"ja": ja, "en": en}


@pytest.mark.parametrize(
    ("action", "ja", "en"),
    [
        (Action(K.ASSIGN, who="7"), "担当者を割り当てる：受田 ひかり", "Assign it to somebody: 受田 ひかり"),
        (
            Action(K.ROUND, team=3),
            "チームの中で手持ちの最も少ない人に割り当てる：返品",
            "Assign it within a team, to whoever has least in hand: 返品",
        ),
        (
            Action(K.PLACE, queue="urgent"),
            "チーム・置き場所を変える：急ぎ",
            "Move it to a team or queue: Urgent",
        ),
        (
            Action(K.PLACE, team=3, queue="main"),
            "チーム・置き場所を変える：返品、通常",
            "Move it to a team or queue: 返品, Main",
        ),
        (
            Action(K.TASK, who="handler", text="電話する", days=1),
            "やることを追加する：「電話する」、その時点の担当者、1営業日以内",
            "Add a task: “電話する”, Whoever has it in hand, within 1 working day",
        ),
        (
            Action(K.NOTE, text="確かめる"),
            "内部メモを残す：「確かめる」",
            "Keep an internal note: “確かめる”",
        ),
        (
            Action(K.PROMISE, days=3),
            "経過のご連絡を約束する（期日が申出者のページに出ます）：3営業日以内",
            "Promise news on how it stands (the complainant sees the date): within 3 working days",
        ),
        (Action(K.ESCALATE, text="急ぎ"), "責任者に上申する：「急ぎ」", "Bring it before a lead: “急ぎ”"),
        (
            Action(K.FOLLOW, who="leads"),
            "知らせてフォロワーに加える：責任者全員",
            "Tell somebody and have them follow it: Every lead",
        ),
        (
            Action(K.DRAFT, template=5),
            "返信の下書きを用意する：お詫び",
            "Lay a reply ready as a draft: お詫び",
        ),
        # What is gone is called by its number.
        (Action(K.ASSIGN, who="99"), "担当者を割り当てる：99", "Assign it to somebody: 99"),
        (Action(K.DRAFT, template=99), "返信の下書きを用意する：99", "Lay a reply ready as a draft: 99"),
        (Action(K.TASK), "やることを追加する", "Add a task"),
    ],
)
def test_action_is_one_line_with_whom_and_what_it_names(action: Action, ja: str, en: str) -> None:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = action_line(action, NAMED)
    assert said == {"ja": ja, "en": en}


def test_whole_rule_in_lines() -> None:
    conditions = Conditions(
        (Condition(Field.STATE, Operator.IS, ("open",)), Condition(Field.ASSIGNEE, Operator.IS, ("7",))),
        (Condition(Field.SEVERITY, Operator.IS, ("S1",)),),
    )
    rule = Rule("試し", "", OnEvent((EventKind.HEARD,)), conditions, (Action(K.NOTE, text="あ"),) * 2)
    with override("ja"):
        assert if_lines(rule, NAMED)[:2] == ["状態: 進行中のものすべて", "担当者: 受田 ひかり"]
        assert len(if_lines(rule, NAMED)) == 3
        assert then_lines(rule, NAMED) == ["内部メモを残す：「あ」"] * 2


@pytest.mark.parametrize(
    ("kept", "line"),
    [
        ({"do": "note", "did": "done"}, DoneLine("Keep an internal note", "Done", "check")),
        (
            {"do": "assign", "did": "done", "to": [7]},
            DoneLine("Assign it to somebody: 受田 ひかり", "Done", "check"),
        ),
        (
            {"do": "place", "did": "already"},
            DoneLine("Move it to a team or queue", "Was so already", "kept"),
        ),
        (
            {"do": "task", "did": "refused", "why": "nobody"},
            DoneLine("Add a task", "Could not be done", "warning", "nobody has it in hand"),
        ),
        # Somebody of whom there is nothing any more is not named.
        (
            {"do": "follow", "did": "done", "to": [99]},
            DoneLine("Tell somebody and have them follow it", "Done", "check"),
        ),
    ],
)
def test_what_was_done_is_read_from_the_log(kept: dict[str, Any], line: DoneLine) -> None:
    with override("en"):
        assert done_lines([kept], NAMED) == [line]


@pytest.mark.parametrize(
    ("did", "why", "word", "mark", "reason"),
    [
        (Did.DONE, "", "", "check", ""),
        (Did.ALREADY, "", "Was so already", "kept", ""),
        (Did.REFUSED, "state", "Could not be done", "warning", "not possible in its state"),
        (
            Did.REFUSED,
            "grave",
            "Could not be done",
            "warning",
            "something this grave waits in the urgent queue",
        ),
    ],
)
def test_what_would_have_been_done(did: Did, why: str, word: str, mark: str, reason: str) -> None:
    with override("en"):
        [line] = foreseen_lines([Foreseen(Action(K.NOTE, text="x"), did, why)], NAMED)
    assert (line.did, line.mark, line.why) == (word, mark, reason)


@pytest.mark.parametrize(
    ("field", "seen", "ja", "en"),
    [
        ("state", "investigating", "状態: 調査中", "State: Under investigation"),
        ("severity", "S1", None, None),
        ("assignee", "7", "担当者: 受田 ひかり", "Handler: 受田 ひかり"),
        ("assignee", "nobody", "担当者: 未割当", "Handler: Nobody yet"),
        ("team", "3", "チーム: 返品", "Team: 返品"),
        ("overdue", [], "超過しているもの: なし", "Overdue: none"),
        (
            "promise_due",
            "2026-11-26T17:00:00+09:00",
            "次の約束の日: 2026-11-26",
            "Day of the next promise: 2026-11-26",
        ),
        ("closed", None, "終了した日: なし", "Day it was closed: none"),
        ("customer_type", ["frequent", "media"], None, None),
    ],
)
def test_values_that_were_seen_are_words(field: str, seen: Any, ja: str | None, en: str | None) -> None:
    for language, expected in zip(LANGUAGES, (ja, en), strict=True):
        with override(language):
            [line] = seen_lines([{"field": field, "seen": seen}], NAMED)
        if expected is not None and language == "ja":
            assert line.partition(":")[2] == expected.partition(":")[2]
        value = line.partition(": ")[2]
        assert value
        assert value not in ("None", "[]")
        if isinstance(seen, list):
            assert all(word not in value for word in seen)


@pytest.mark.parametrize("code", [guard.value for guard in Guard])
@pytest.mark.parametrize("language", LANGUAGES)
def test_why_it_was_held_back_is_a_sentence(code: str, language: str) -> None:
    with override(language):
        assert why_line(code).endswith("。" if language == "ja" else ".")


@pytest.mark.parametrize("code", sorted(labels.WHY))
def test_why_an_action_was_refused_is_said_in_both_languages(code: str) -> None:
    said = set()
    for language in LANGUAGES:
        with override(language):
            said.add(why_line(code))
    assert len(said) == 2
    assert code not in said


def test_unknown_reason_is_shown_as_it_is_and_none_is_nothing() -> None:
    assert why_line("of a later version") == "of a later version"
    assert why_line("") == ""


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (labels.ANCHOR, Anchor),
        (labels.UNIT, Unit),
        (labels.ACTION, ActionKind),
        (labels.WHO, Who),
        (labels.PART, Part),
        (labels.DID, Did),
        (labels.OUTCOME, Outcome),
        (labels.GUARD, Guard),
        (labels.WRONG, Wrong),
    ],
)
def test_every_word_has_a_label_of_its_own_in_both_languages(table: dict[Any, Any], words: Any) -> None:
    assert set(table) == set(words)
    for language in LANGUAGES:
        with override(language):
            said = [str(label) for label in table.values()]
        assert all(said)
        assert len(set(said)) == len(said)


def test_every_cause_and_every_doer_that_can_be_chosen_has_a_label() -> None:
    assert set(TRIGGERS) <= set(EVENT)
    assert set(BY) < set(labels.BY) == set(ActorKind)
