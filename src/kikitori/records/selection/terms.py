"""Words of conditions: the fields one can ask about, how each is compared, and which words each knows. Pure.

The lists are closed. Texts that people wrote are not among the fields: for words there is the search.
"""

from enum import StrEnum

from kikitori.records.complaints.lifecycle import CLOSED, GONE, State
from kikitori.records.complaints.terms import Channel, Ending, Kind, Queue, Severity, Subject, Urgency
from kikitori.records.people.terms import CustomerType


class Field(StrEnum):
    """What a condition speaks of."""

    STATE = "state"
    ENDING = "ending"
    WAITING_FOR = "waiting_for"
    QUEUE = "queue"
    SEVERITY = "severity"
    URGENCY = "urgency"
    KIND = "kind"
    SUBJECT = "subject"
    CHANNEL = "channel"
    LANGUAGE = "language"
    CUSTOMER_TYPE = "customer_type"
    ASSIGNEE = "assignee"
    TEAM = "team"
    OVERDUE = "overdue"
    TASK = "task"
    BRANCH = "branch"
    GROUPED = "grouped"
    PROMISE_DUE = "promise_due"
    DEADLINE_DUE = "deadline_due"
    RECEIVED = "received"
    CLOSED = "closed"


class Operator(StrEnum):
    """How a field is compared. A day is compared as the whole day it is in the organisation's zone."""

    IS = "is"
    IS_NOT = "is_not"
    BEFORE = "before"
    ON = "on"
    FROM = "from"
    THERE_IS = "there_is"
    THERE_IS_NONE = "there_is_none"


class WaitingFor(StrEnum):
    """Whose turn it is, as the state tells it."""

    US = "us"
    COMPLAINANT = "complainant"
    THIRD_PARTY = "third_party"
    NOBODY = "nobody"


class Late(StrEnum):
    """What is overdue: something that was promised to a person, or a deadline that a rule sets."""

    PROMISE = "promise"
    DEADLINE = "deadline"


class Todo(StrEnum):
    """What there is to do in it for somebody of ours: anything, something of the reader's, something overdue."""

    OPEN = "open"
    MINE = "mine"
    LATE = "late"


class Grouped(StrEnum):
    """With what it is grouped. Not by links: whether there is one depends on who may see the other complaint."""

    MASS = "mass"


class Tongue(StrEnum):
    """In which language a complaint is written."""

    JA = "ja"
    EN = "en"
    OTHER = "other"


#: Words that stand for whoever reads, and for nobody; beside them numbers of staff, teams and branches.
ME, MINE, NOBODY = "me", "mine", "nobody"
#: Words that stand for several states.
STILL_OPEN, ENDED = "open", "closed"
#: Beside the endings: it was no complaint of ours, and its sender was shown where to go.
ELSEWHERE = State.REDIRECTED.value

_TURN: dict[State, WaitingFor] = {
    State.AWAITING_COMPLAINANT: WaitingFor.COMPLAINANT,
    State.PROPOSAL: WaitingFor.COMPLAINANT,
    State.CONFIRMING: WaitingFor.COMPLAINANT,
    State.AWAITING_THIRD_PARTY: WaitingFor.THIRD_PARTY,
    State.EXTERNAL: WaitingFor.THIRD_PARTY,
    **dict.fromkeys(CLOSED | GONE, WaitingFor.NOBODY),
}


def whose_turn(state: State) -> WaitingFor:
    """Who has to do something next in this state; us, where nothing else is said."""
    return _TURN.get(state, WaitingFor.US)


def _values(words: type[StrEnum]) -> tuple[str, ...]:
    return tuple(word.value for word in words)


#: The words each field knows.
WORDS: dict[Field, tuple[str, ...]] = {
    Field.STATE: (STILL_OPEN, ENDED, *_values(State)),
    Field.ENDING: (*_values(Ending), ELSEWHERE),
    Field.WAITING_FOR: _values(WaitingFor),
    Field.QUEUE: _values(Queue),
    Field.SEVERITY: _values(Severity),
    Field.URGENCY: _values(Urgency),
    Field.KIND: _values(Kind),
    Field.SUBJECT: _values(Subject),
    Field.CHANNEL: _values(Channel),
    Field.LANGUAGE: _values(Tongue),
    Field.CUSTOMER_TYPE: _values(CustomerType),
    Field.OVERDUE: _values(Late),
    Field.TASK: _values(Todo),
    Field.GROUPED: _values(Grouped),
    Field.ASSIGNEE: (ME, NOBODY),
    Field.TEAM: (MINE, NOBODY),
    Field.BRANCH: (NOBODY,),
}
#: Fields whose values may also be numbers of rows.
NUMBERED = frozenset({Field.ASSIGNEE, Field.TEAM, Field.BRANCH})
#: Fields of days, and those of them that a complaint may lack.
DAYS = frozenset({Field.RECEIVED, Field.CLOSED, Field.PROMISE_DUE, Field.DEADLINE_DUE})
MAY_LACK = DAYS - {Field.RECEIVED}

COMPARES_WORDS = (Operator.IS, Operator.IS_NOT)
COMPARES_DAYS = (Operator.BEFORE, Operator.ON, Operator.FROM)
ASKS_WHETHER = (Operator.THERE_IS, Operator.THERE_IS_NONE)


def operators_of(field: Field) -> tuple[Operator, ...]:
    """How this field can be compared."""
    if field not in DAYS:
        return COMPARES_WORDS
    return COMPARES_DAYS + ASKS_WHETHER if field in MAY_LACK else COMPARES_DAYS


class Sharing(StrEnum):
    """Who can open a view: whoever made it, a team, or everybody who reads complaints."""

    OWN = "own"
    TEAM = "team"
    EVERYBODY = "everybody"


class Sort(StrEnum):
    """In which order a view shows what it finds. What has no such value comes last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    GRAVEST = "gravest"
    PROMISE = "promise"
    CLOSED = "closed"
    HANDLER = "handler"


class Column(StrEnum):
    """What a view shows of a complaint beside its title and number."""

    COMPLAINANT = "complainant"
    CUSTOMER_TYPE = "customer_type"
    SEVERITY = "severity"
    URGENCY = "urgency"
    STATE = "state"
    PROMISE = "promise"
    HANDLER = "handler"
    TEAM = "team"
    QUEUE = "queue"
    KIND = "kind"
    SUBJECT = "subject"
    CHANNEL = "channel"
    RECEIVED = "received"
    CLOSED = "closed"


#: What a list shows where nobody has chosen, and the most that fit beside each other.
USUAL_COLUMNS = (Column.COMPLAINANT, Column.SEVERITY, Column.STATE, Column.PROMISE, Column.HANDLER)
MOST_COLUMNS = 8


class RoundKind(StrEnum):
    """What is done to many complaints at once. Grave decisions are made one by one and have no word here."""

    ASSIGN = "assign"
    PLACE = "place"
    NOTE = "note"
    MASS = "mass"
    LETTER = "letter"
    MACRO = "macro"
    HAND_OVER = "hand_over"
    UNDO = "undo"


class Fate(StrEnum):
    """What became of one complaint in a round."""

    WAITS = "waits"
    DONE = "done"
    LEFT = "left"
