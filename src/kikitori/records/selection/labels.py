"""What fields, comparisons, columns and orders are called, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.complaints import labels as trade
from kikitori.records.complaints.lifecycle import State
from kikitori.records.people import labels as people
from kikitori.records.selection.conditions import Flaw
from kikitori.records.selection.terms import (
    ELSEWHERE,
    ENDED,
    ME,
    MINE,
    NOBODY,
    STILL_OPEN,
    Column,
    Fate,
    Field,
    Grouped,
    Late,
    Operator,
    RoundKind,
    Sharing,
    Sort,
    Todo,
    Tongue,
    WaitingFor,
)

FIELD = {
    Field.STATE: pgettext_lazy("condition", "State"),
    Field.ENDING: _("How it ended"),
    Field.WAITING_FOR: _("Whose turn it is"),
    Field.QUEUE: pgettext_lazy("condition", "Queue"),
    Field.SEVERITY: pgettext_lazy("condition", "Severity"),
    Field.URGENCY: pgettext_lazy("condition", "Urgency"),
    Field.KIND: _("What has come in"),
    Field.SUBJECT: _("What it is about"),
    Field.CHANNEL: _("By what road it came"),
    Field.LANGUAGE: pgettext_lazy("condition", "Language"),
    Field.CUSTOMER_TYPE: pgettext_lazy("condition", "Customer type"),
    Field.ASSIGNEE: pgettext_lazy("condition", "Handler"),
    Field.TEAM: pgettext_lazy("condition", "Team"),
    Field.OVERDUE: pgettext_lazy("condition", "Overdue"),
    Field.TASK: pgettext_lazy("condition", "Tasks"),
    Field.BRANCH: _("By whose poster it came"),
    Field.GROUPED: pgettext_lazy("condition", "Grouped"),
    Field.PROMISE_DUE: _("Day of the next promise"),
    Field.DEADLINE_DUE: _("Day of the next deadline"),
    Field.RECEIVED: _("Day it was received"),
    Field.CLOSED: _("Day it was closed"),
}
OPERATOR = {
    Operator.IS: _("is one of"),
    Operator.IS_NOT: _("is none of"),
    Operator.BEFORE: _("is before"),
    Operator.ON: _("is on"),
    Operator.FROM: _("is on or after"),
    Operator.THERE_IS: _("is set"),
    Operator.THERE_IS_NONE: _("is not set"),
}
WAITING_FOR = {
    WaitingFor.US: _("Ours"),
    WaitingFor.COMPLAINANT: _("The complainant's"),
    WaitingFor.THIRD_PARTY: _("A third party's"),
    WaitingFor.NOBODY: _("Nobody's (ended)"),
}
TASK_THERE = {
    Todo.OPEN: _("There is an open task"),
    Todo.MINE: _("There is an open task of mine"),
    Todo.LATE: _("There is an overdue task"),
}
GROUPED = {Grouped.MASS: pgettext_lazy("condition", "In a mass complaint")}
LATE = {Late.PROMISE: _("A promise"), Late.DEADLINE: _("A deadline")}
TONGUE = {
    Tongue.JA: _("Japanese"),
    Tongue.EN: _("English"),
    Tongue.OTHER: pgettext_lazy("language", "Another"),
}
SHARING = {
    Sharing.OWN: _("Only me"),
    Sharing.TEAM: _("My team"),
    Sharing.EVERYBODY: pgettext_lazy("view", "Everybody"),
}
SORT = {
    Sort.NEWEST: pgettext_lazy("sorting", "Newest first"),
    Sort.OLDEST: pgettext_lazy("sorting", "Oldest first"),
    Sort.GRAVEST: pgettext_lazy("sorting", "Gravest first"),
    Sort.PROMISE: pgettext_lazy("sorting", "Next promise first"),
    Sort.CLOSED: pgettext_lazy("sorting", "Closed last first"),
    Sort.HANDLER: pgettext_lazy("sorting", "By handler"),
}
COLUMN = {
    Column.COMPLAINANT: _("Complainant"),
    Column.CUSTOMER_TYPE: pgettext_lazy("column", "Customer type"),
    Column.SEVERITY: _("Severity"),
    Column.URGENCY: pgettext_lazy("column", "Urgency"),
    Column.STATE: _("State"),
    Column.PROMISE: _("Next promise"),
    Column.HANDLER: _("Handler"),
    Column.TEAM: pgettext_lazy("column", "Team"),
    Column.QUEUE: pgettext_lazy("column", "Queue"),
    Column.KIND: pgettext_lazy("column", "Kind"),
    Column.SUBJECT: pgettext_lazy("column", "Subject"),
    Column.CHANNEL: pgettext_lazy("column", "Channel"),
    Column.RECEIVED: pgettext_lazy("column", "Received"),
    Column.CLOSED: pgettext_lazy("column", "Closed"),
}
ROUND_KIND = {
    RoundKind.ASSIGN: _("Assign them"),
    RoundKind.PLACE: _("Move them to a team or queue"),
    RoundKind.NOTE: _("Add an internal note to each"),
    RoundKind.MASS: _("Group them as a mass complaint"),
    RoundKind.LETTER: _("Send a common reply"),
    RoundKind.MACRO: _("Use a macro on each"),
    RoundKind.HAND_OVER: _("Hand them over"),
    RoundKind.UNDO: _("Put them back"),
}
FATE = {
    Fate.WAITS: pgettext_lazy("round", "Waits for its turn"),
    Fate.DONE: pgettext_lazy("round", "Done"),
    Fate.LEFT: pgettext_lazy("round", "Left as it was"),
}
FLAW = {
    Flaw.NOT_CONDITIONS: _("This is no condition."),
    Flaw.UNKNOWN_VERSION: _("These conditions were written by another version of Kikitori."),
    Flaw.UNKNOWN_FIELD: _("There is no such field any more."),
    Flaw.UNKNOWN_OPERATOR: _("The field cannot be compared in this way. Please choose again."),
    Flaw.UNKNOWN_VALUE: _("There is no such value any more. Please choose again."),
    Flaw.NO_VALUE: _("Please choose at least one."),
    Flaw.NO_DAY: _("Please say which day."),
    Flaw.TOO_FAR: _("That day is too far away to be counted."),
    Flaw.TOO_MANY: _("These are too many conditions. Twenty can be kept."),
}


def values_of(field: Field) -> Mapping[str, Any]:
    """What the words of a field are called; people and teams have names beside these. Nothing for a field of days."""
    return _VALUES.get(field.value, {})


def _words(table: Mapping[Any, Any]) -> dict[str, Any]:
    return {word.value: label for word, label in table.items()}


_VALUES: dict[str, Mapping[str, Any]] = {
    Field.STATE.value: {
        STILL_OPEN: _("Any open one"),
        ENDED: _("Any closed one"),
        **_words(trade.STATE),
    },
    Field.ENDING.value: {**_words(trade.ENDING), ELSEWHERE: trade.STATE[State.REDIRECTED]},
    Field.WAITING_FOR.value: _words(WAITING_FOR),
    Field.QUEUE.value: _words(trade.QUEUE),
    Field.SEVERITY.value: _words(trade.SEVERITY),
    Field.URGENCY.value: _words(trade.URGENCY),
    Field.KIND.value: _words(trade.KIND),
    Field.SUBJECT.value: _words(trade.SUBJECT),
    Field.CHANNEL.value: _words(trade.CHANNEL),
    Field.LANGUAGE.value: _words(TONGUE),
    Field.CUSTOMER_TYPE.value: _words(people.CUSTOMER_TYPE),
    Field.OVERDUE.value: _words(LATE),
    Field.TASK.value: _words(TASK_THERE),
    Field.GROUPED.value: _words(GROUPED),
    Field.ASSIGNEE.value: {ME: _("Me"), NOBODY: _("Nobody yet")},
    Field.TEAM.value: {MINE: _("My team"), NOBODY: _("No team")},
    Field.BRANCH.value: {NOBODY: _("By no poster")},
}
