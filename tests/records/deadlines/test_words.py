"""What promises and clocks are called: plain words that do not scold, the same in every list."""

from collections.abc import Mapping
from typing import Any

import pytest

from kikitori.records.deadlines.clock import UNFINISHED, ClockState
from kikitori.records.deadlines.labels import CLOCK_STATE, PROMISE_KIND, PROMISE_STATE
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.promises import BY_HAND, TABLE, PromiseKind
from tests.records.told import told_in_both

KINDS = {
    "acknowledgement": ("受付通知", "Confirmation of receipt"),
    "progress": ("経過のご連絡", "News on how it stands"),
    "decision": ("結論のお知らせ", "Decision"),
    "remedy": ("救済の実施", "Putting it right"),
    "review": ("再検討する人の決定", "Naming who reviews it"),
    "follow_up": ("解決の確認", "Asking whether it is solved"),
    "call_back": ("折り返し電話", "Call back"),
    "petition": ("申入れへのお返事", "Answer to what was asked for"),
    "appointment": ("代理人の届出へのお返事", "Answer about the representative"),
    "referral": ("引継ぎ先の回答のお知らせ", "What an expert or external body answers"),
    "inquiry": ("調査するかどうかの通知", "Whether a report is looked into"),
    "other": ("その他の約束", "In our own words"),
}
PROMISES = {
    "open": ("これから", "Open"),
    "kept": ("約束どおり", "As promised"),
    "missed": ("超過", "Missed"),
    "replaced": ("期日変更", "Changed"),
    "cancelled": ("不要になりました", "No longer needed"),
}
CLOCKS = {
    "running": ("進行中", "Running"),
    "warned": ("注意", "Warned"),
    "due_soon": ("期限間近", "Due soon"),
    "met": ("期限内", "Met"),
    "met_late": ("期限後に実施", "Met late"),
    "breached": ("超過", "Overdue"),
    "cancelled": ("停止", "Stopped"),
    "extended": ("延長済み", "Extended"),
}


@pytest.mark.parametrize(
    ("table", "expected"), [(PROMISE_KIND, KINDS), (PROMISE_STATE, PROMISES), (CLOCK_STATE, CLOCKS)]
)
def test_word_is_called_what_the_glossary_says(
    table: Mapping[Any, Any], expected: dict[str, tuple[str, str]]
) -> None:
    assert told_in_both(table) == expected


#: Their day is named with the step itself: by hand, or by whoever hands it on to an expert or a body outside.
WITH_A_DAY_OF_ITS_OWN = BY_HAND | {PromiseKind.REFERRAL}


@pytest.mark.parametrize("kind", list(PromiseKind))
def test_every_promise_that_follows_a_step_has_a_rule_for_its_date(kind: PromiseKind) -> None:
    pack = built_in_pack("jp-default")
    rules = {opening.rule for effect in TABLE.values() for opening in effect.opens if opening.kind is kind}
    assert bool(rules) is (kind not in WITH_A_DAY_OF_ITS_OWN), "promised by a person, with its own date"
    counts_as = PromiseKind.ACKNOWLEDGEMENT if kind is PromiseKind.REVIEW else kind
    assert {pack.rule(rule).kind for rule in rules} <= {counts_as.value}


@pytest.mark.parametrize("state", list(ClockState))
def test_what_is_late_is_still_owed_and_what_is_met_or_stopped_is_not(state: ClockState) -> None:
    assert (state in UNFINISHED) is (state.value in {"running", "warned", "due_soon", "breached"})
