"""What a promise means to the person it was made to: in a sentence, as a word beside a date, as a name."""

from dataclasses import dataclass

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.interfaces.portal.telling import Teller
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import SECOND_CONTACT, PromiseKind
from kikitori.records.deadlines.why import explain
from kikitori.records.deadlines.why_kept import kept_why

#: The second half of „by 27 November: …“.
_SENTENCE: dict[PromiseKind, Text] = {
    PromiseKind.ACKNOWLEDGEMENT: _("We confirm that we have your complaint."),
    PromiseKind.PROGRESS: _("We tell you how it stands."),
    PromiseKind.DECISION: _("You have our decision on every point, with its reasons."),
    PromiseKind.REMEDY: _("What was agreed has been done."),
    PromiseKind.REVIEW: _("You hear that somebody else looks at it again."),
    PromiseKind.FOLLOW_UP: _("We ask you whether it is solved."),
    PromiseKind.CALL_BACK: _("We call you."),
    PromiseKind.PETITION: _("We answer what you asked for."),
    PromiseKind.APPOINTMENT: _("We tell you whether whoever you named speaks for you."),
    PromiseKind.REFERRAL: _("We tell you what others have answered."),
    PromiseKind.INQUIRY: _("We tell you whether we look into what you reported."),
    PromiseKind.OTHER: _("We do what we promised you."),
}
_ONCE_MORE = _("We ask you once more whether it still holds.")
_FIRST_ANSWER = _("You have our first answer.")
#: The word beside the one date at the top of the page.
WORD: dict[PromiseKind, Text] = {
    PromiseKind.ACKNOWLEDGEMENT: _("You hear that we have it by"),
    PromiseKind.PROGRESS: _("You hear from us by"),
    PromiseKind.DECISION: _("You have our decision by"),
    PromiseKind.REMEDY: _("It will be done by"),
    PromiseKind.REVIEW: _("You hear that it is being reviewed by"),
    PromiseKind.FOLLOW_UP: _("We ask you whether it is solved by"),
    PromiseKind.CALL_BACK: _("We call you on"),
    PromiseKind.PETITION: _("We answer what you asked for by"),
    PromiseKind.APPOINTMENT: _("We answer about whoever is to speak for you by"),
    PromiseKind.REFERRAL: _("We tell you what they answered by"),
    PromiseKind.INQUIRY: _("We tell you whether we look into it by"),
    PromiseKind.OTHER: _("We do what we promised by"),
}
#: Its name in the list of all promises.
_NAME: dict[PromiseKind, Text] = {
    PromiseKind.ACKNOWLEDGEMENT: pgettext_lazy("promised", "Confirmation that we have it"),
    PromiseKind.PROGRESS: pgettext_lazy("promised", "News of how it stands"),
    PromiseKind.DECISION: pgettext_lazy("promised", "Decision with its reasons"),
    PromiseKind.REMEDY: pgettext_lazy("promised", "Doing what was agreed"),
    PromiseKind.REVIEW: pgettext_lazy("promised", "Confirmation of the review"),
    PromiseKind.FOLLOW_UP: pgettext_lazy("promised", "Asking whether it is solved"),
    PromiseKind.CALL_BACK: pgettext_lazy("promised", "A call to you"),
    PromiseKind.PETITION: pgettext_lazy("promised", "Answer to what you asked for"),
    PromiseKind.APPOINTMENT: pgettext_lazy("promised", "Answer about who speaks for you"),
    PromiseKind.REFERRAL: pgettext_lazy("promised", "What others answer"),
    PromiseKind.INQUIRY: pgettext_lazy("promised", "Whether we look into what you reported"),
    PromiseKind.OTHER: pgettext_lazy("promised", "What we promised you"),
}


def sentence_of(promise: Promise) -> Text | str:
    """What happens by its day. The first news is our first answer; our own words stand as they were told."""
    kind = PromiseKind(promise.kind)
    if kind is PromiseKind.OTHER and promise.note:
        return promise.note
    if promise.rule == SECOND_CONTACT:
        return _ONCE_MORE
    is_first = kind is PromiseKind.PROGRESS and promise.rule.endswith("/first-answer")
    return _FIRST_ANSWER if is_first else _SENTENCE[kind]


@dataclass(frozen=True)
class Told:
    """One promise as it is shown: what, in a sentence and as a name, and how its day was counted."""

    promise: Promise
    #: The day, in words.
    day: str
    what: Text | str
    name: Text | str
    why: str
    replaced: bool


def told(promises: list[Promise], teller: Teller) -> list[Told]:
    """These promises, in their order, in the reader's language."""
    return [
        Told(
            promise=promise,
            day=teller.day(promise.due_at),
            what=sentence_of(promise),
            name=_NAME[PromiseKind(promise.kind)],
            why=explain(kept_why(promise.why), teller.language),
            replaced=promise.replaced_by_id is not None,
        )
        for promise in promises
    ]
