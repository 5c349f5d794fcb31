"""What the words of automation are called, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.automation.foresight import GRAVE, NOBODY, STATE_FORBIDS
from kikitori.records.automation.rule import Wrong
from kikitori.records.automation.terms import ActionKind, Anchor, Did, Guard, Outcome, Part, Unit, Who
from kikitori.records.people.actor import ActorKind

ANCHOR = {
    Anchor.RECEIVED: _("after the complaint was received"),
    Anchor.HEARD: _("after the complainant's last word"),
    Anchor.TOLD: _("after our last word to the complainant"),
    Anchor.STATE: _("after it has entered its present state"),
    Anchor.PROMISE: _("before a promise is due"),
}
UNIT = {
    Unit.HOURS: pgettext_lazy("unit", "working hours"),
    Unit.DAYS: pgettext_lazy("unit", "working days"),
}
ACTION = {
    ActionKind.ASSIGN: _("Assign it to somebody"),
    ActionKind.ROUND: _("Assign it within a team, to whoever has least in hand"),
    ActionKind.PLACE: _("Move it to a team or queue"),
    ActionKind.TASK: _("Add a task"),
    ActionKind.NOTE: _("Keep an internal note"),
    ActionKind.PROMISE: _("Promise news on how it stands (the complainant sees the date)"),
    ActionKind.ESCALATE: _("Bring it before a lead"),
    ActionKind.FOLLOW: _("Tell somebody and have them follow it"),
    ActionKind.DRAFT: _("Lay a reply ready as a draft"),
}
WHO = {
    Who.HANDLER: _("Whoever has it in hand"),
    Who.LEADS: _("Every lead"),
}
PART = {
    Part.WHO: pgettext_lazy("action", "Who"),
    Part.TEAM: pgettext_lazy("action", "Team"),
    Part.QUEUE: pgettext_lazy("action", "Queue"),
    Part.TEXT: pgettext_lazy("action", "Text"),
    Part.DAYS: _("Within how many working days"),
    Part.TEMPLATE: pgettext_lazy("action", "Template"),
}
DID = {
    Did.DONE: pgettext_lazy("automation", "Done"),
    Did.ALREADY: _("Was so already"),
    Did.REFUSED: _("Could not be done"),
}
OUTCOME = {
    Outcome.DONE: pgettext_lazy("firing", "Fired"),
    Outcome.FAILED: pgettext_lazy("firing", "Failed"),
    Outcome.GUARDED: pgettext_lazy("firing", "Held back"),
}
GUARD = {
    Guard.DEPTH: _("It would have been the fourth in a chain of automations."),
    Guard.AGAIN: _("It has fired in this chain already."),
    Guard.CAP: _("Twenty automations have fired on this complaint today."),
}
BY = {
    ActorKind.COMPLAINANT: _("The complainant"),
    ActorKind.STAFF: _("One of us"),
    ActorKind.RESPONDENT: pgettext_lazy("doer", "The respondent"),
    ActorKind.SYSTEM: _("Kikitori itself"),
}
WRONG = {
    Wrong.NOT_A_RULE: _("This automation was written by another version of Kikitori."),
    Wrong.NO_NAME: _("Please give it a name."),
    Wrong.TOO_LONG: _("This is too long."),
    Wrong.NO_EVENT: _("Please choose at least one thing that sets it off."),
    Wrong.UNKNOWN_WORD: _("There is no such choice any more. Please choose again."),
    Wrong.OUT_OF_RANGE: _("Please enter a number within the range."),
    Wrong.NO_ACTION: _("Please say at least one thing that it does."),
    Wrong.TOO_MANY: _("These are too many actions. Eight can be kept."),
    Wrong.LACKS: _("This is needed for the action."),
    Wrong.CONDITIONS: _("These conditions cannot be read any more. Please choose them again."),
    Wrong.NOBODY_IS_ME: _("Nobody is “me” here, and no team is “mine”. Please choose by name."),
}
#: Why an action was refused, beside what the verbs say.
WHY = {
    STATE_FORBIDS: _("not possible in its state"),
    NOBODY: _("nobody has it in hand"),
    GRAVE: _("something this grave waits in the urgent queue"),
    "gone": _("that person, team or template is there no more"),
    "unseen": _("that person does not see this complaint"),
    "away": _("that person is away, and nobody stands in who could take it"),
    "empty": _("there is nobody it could be given to"),
    "invalid": _("what it was to write cannot be taken"),
    "not_now": _("the facts do not allow it"),
    "fault": _("a fault of Kikitori's own; the machine's log says which"),
}
