"""What every list says of a complaint in one sign and one word: how grave it is, and where it stands.

Unknown codes raise: a list must not lie. Each badge is drawn once in each language.
"""

from functools import cache

from django.utils.functional import Promise as Text
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

from kikitori.interfaces.look.markup import filled
from kikitori.interfaces.look.tags.signs import icon
from kikitori.records.complaints.labels import ENDING, STATE
from kikitori.records.complaints.lifecycle import AWAITING, GONE, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Ending, Severity

_SEVERITY = {
    Severity.S1: pgettext_lazy("severity", "Life or health"),
    Severity.S2: pgettext_lazy("severity", "Serious"),
    Severity.S3: pgettext_lazy("severity", "Ordinary"),
    Severity.S4: pgettext_lazy("severity", "Minor"),
}
#: The grave ones: icon, and colour in the stylesheet.
_GRAVE = {Severity.S1: ("urgent", "late"), Severity.S2: ("warning", "soon")}
_ICON = {
    State.RECEIVED: "inbox",
    State.PROPOSAL: "agree",
    State.DECIDED: "check",
    State.REMEDYING: "refresh",
    State.CONFIRMING: "help",
    State.CLOSED_ACCEPTED: "kept",
    State.CLOSED_EXHAUSTED: "lock",
    State.WITHDRAWN: "undo",
    State.REOPENED: "reply",
    **dict.fromkeys(AWAITING, "waiting"),
    **dict.fromkeys(GONE, "right"),
}

_OTHER = "dot"
_STATE_COLOUR = {State.RECEIVED: " badge--soon", State.CLOSED_ACCEPTED: " badge--kept"}


def severity_badge(complaint: Complaint, *, only_grave: bool = False) -> SafeString | str:
    """`{% severity_badge complaint %}`: code and word, and an icon for the grave ones; with `only_grave` no others."""
    severity = Severity(complaint.severity)
    return _severity(severity, get_language()) if severity in _GRAVE or not only_grave else ""


def state_badge(complaint: Complaint) -> SafeString:
    """`{% state_badge complaint %}`: where it stands; what nobody has looked at yet and what is agreed stand out."""
    return _state(State(complaint.state), complaint.ending, get_language())


@cache
def _severity(severity: Severity, _language: str | None) -> SafeString:
    """Drawn once in each language."""
    code, word = filled('<span translate="no">{}</span>', severity.value), _SEVERITY[severity]
    if severity not in _GRAVE:
        return filled('<span class="small quiet nowrap">{} {}</span>', code, word)
    sign, colour = _GRAVE[severity]
    return filled('<span class="badge badge--{}">{}{} {}</span>', colour, icon(sign), code, word)


@cache
def _state(state: State, ending: str, _language: str | None) -> SafeString:
    """Drawn once in each language."""
    unconfirmed = ending == Ending.UNCONFIRMED.value
    return filled(
        '<span class="badge{}">{}{}</span>',
        "" if unconfirmed else _STATE_COLOUR.get(state, ""),
        icon("help" if unconfirmed else _ICON.get(state, _OTHER)),
        _words_of(state, ending),
    )


def state_words(complaint: Complaint) -> str | Text:
    """`{{ complaint|state_words }}`: where it stands; how it ended, which says more than that it did."""
    return _words_of(State(complaint.state), complaint.ending)


def _words_of(state: State, ending: str) -> str | Text:
    return ENDING[Ending(ending)] if ending else STATE[state]


def state_icon(complaint: Complaint) -> str:
    """`{% icon complaint|state_icon %}`: the icon of its state."""
    return _ICON.get(State(complaint.state), _OTHER)
