"""Customer types that the record suggests for somebody, in words, counted over the complaints the reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, DateTimeField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.interfaces.desk.people.known import Known
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Message
from kikitori.records.people.customer_types import GivenType
from kikitori.records.people.labels import CUSTOMER_TYPE
from kikitori.records.people.terms import CardChange, CustomerType
from kikitori.records.people.ties import Membership, PersonChange
from kikitori.records.triage.scores import LATELY_DAYS, Because, Facts, suggestions

#: Letters that ask for a word or invite one.
_INVITING = (
    LetterKind.REPLY.value,
    LetterKind.QUESTION.value,
    LetterKind.PROPOSAL.value,
    LetterKind.IS_IT_SOLVED.value,
)
_PLAIN = (EventKind.DECLINED.value, EventKind.NOT_SOLVED.value)
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A type and the reason, as a sentence that can stand as evidence."""

    type: str
    name: str | LazyText
    because: str
    measure: str
    reason: str


def suggested(known: Known) -> list[Suggested]:
    """What nobody has dismissed within a year and they do not have yet. Eight queries, however much there is."""
    lines = PersonChange.objects.filter(
        person__in=known.numbers,
        kind=CardChange.SUGGESTION_DISMISSED.value,
        at__gte=known.now - _YEAR,
    )
    dismissed = frozenset((data["type"], data["because"]) for data in lines.values_list("data", flat=True))
    given = GivenType.objects.filter(person__in=known.numbers, ended_at=None)
    has = frozenset(given.values_list("type", flat=True))
    found = suggestions(facts_of(known), has=has, dismissed=dismissed)
    return [
        Suggested(
            each.type.value,
            CUSTOMER_TYPE[each.type],
            each.because.value,
            each.measure,
            reason_of(each.because, each.measure),
        )
        for each in found
    ]


def facts_of(known: Known) -> Facts:
    """What the rules of suggesting look at. Five queries, and one for the numbers of their complaints."""
    since = known.now - timedelta(days=LATELY_DAYS)
    numbers = known.complaint_numbers
    words = Message.objects.filter(complaint_id__among=numbers, from_complainant=True, at__gte=since)
    events = Event.objects.filter(complaint_id__among=numbers).aggregate(
        plain=Count("pk", filter=Q(kind__in=_PLAIN, at__gte=known.now - _YEAR)),
        silent=Count("pk", filter=Q(kind=EventKind.CLOSED.value, data__because="silence")),
    )
    return Facts(
        complaints_lately=Complaint.objects.filter(pk__among=numbers, received_at__gte=since).count(),
        words_lately=words.count(),
        premium_organisation=_premium_organisation(known),
        not_enough=events["plain"],
        withdrew_after=_withdrew_after(known),
        silent_ends=events["silent"],
    )


def _premium_organisation(known: Known) -> str:
    """The body with premium support to which they belong today, if any."""
    paying = GivenType.objects.filter(
        type=CustomerType.PAYING_SUPPORT.value, ended_at=None, review_on__gte=known.today
    )
    rows = Membership.objects.filter(
        known.belongs,
        person__in=known.numbers,
        organisation__in=paying.values("person"),
    )
    return rows.order_by("pk").values_list("organisation__name", flat=True).first() or ""


def _withdrew_after(known: Known) -> int:
    """The most letters that asked for a word and got none before they withdrew."""
    last_word = Message.objects.filter(complaint=OuterRef("pk"), from_complainant=True).order_by("-at")
    spoken_at = Coalesce(Subquery(last_word.values("at")[:1], output_field=DateTimeField()), F("received_at"))
    withdrawn = known.complaints.filter(state=State.WITHDRAWN.value).annotate(
        unanswered=Count(
            "letters",
            filter=Q(letters__kind__in=_INVITING, letters__written_at__gt=spoken_at),
            distinct=True,
        )
    )
    return max(withdrawn.values_list("unanswered", flat=True), default=0)


def reason_of(because: str, measure: str) -> str:
    """Why, in the reader's language. `measure`: the number or name that the reason speaks of."""
    number = int(measure) if measure.isascii() and measure.isdigit() else 0
    values = {"n": number, "days": LATELY_DAYS, "name": measure}
    return _words_of(Because(because), number) % values


def _words_of(because: Because, number: int) -> str:
    match because:
        case Because.MANY_COMPLAINTS:
            return ngettext("%(n)s complaint in %(days)s days", "%(n)s complaints in %(days)s days", number)
        case Because.MANY_WORDS:
            return ngettext("%(n)s word to us in %(days)s days", "%(n)s words to us in %(days)s days", number)
        case Because.PREMIUM_ORGANISATION:
            return _("Belongs to %(name)s, which has premium support")
        case Because.SAID_NOT_ENOUGH:
            return ngettext(
                "Told us %(n)s time within a year that it was not enough",
                "Told us %(n)s times within a year that it was not enough",
                number,
            )
        case Because.WITHDREW_SILENTLY:
            return ngettext(
                "Withdrew without a word after %(n)s unanswered letter",
                "Withdrew without a word after %(n)s unanswered letters",
                number,
            )
        case Because.ENDED_IN_SILENCE:
            return ngettext(
                "%(n)s complaint was closed without a word from them",
                "%(n)s complaints were closed without a word from them",
                number,
            )
