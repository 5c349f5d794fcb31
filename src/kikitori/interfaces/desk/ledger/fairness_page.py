"""Does it fall to all alike? Groups of complainants against the rest: a sentence first, then a table, then the rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.casework.fairness import NO, NO_TYPE, YES, Answered, Median, Question, in_group
from kikitori.casework.fairness import fairness as answered
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.ledger.complaint_rows import complaints_page
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.labels import CHANNEL
from kikitori.records.complaints.terms import Channel
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import CUSTOMER_TYPE
from kikitori.records.people.terms import CustomerType
from kikitori.records.remedies.fairness import FEWEST, Compared, Shown, notable

QUESTION = {
    Question.TYPE: gettext_lazy("By customer type"),
    Question.CHANNEL: gettext_lazy("By channel"),
    Question.LANGUAGE: gettext_lazy("By language"),
    Question.REPRESENTED: gettext_lazy("By whether somebody speaks for them"),
    Question.FURTHER: gettext_lazy("By whether they complained before"),
}
_YES_NO = {
    (Question.REPRESENTED, YES): pgettext_lazy("group", "With a representative"),
    (Question.REPRESENTED, NO): pgettext_lazy("group", "For themselves"),
    (Question.FURTHER, YES): pgettext_lazy("group", "Complained before"),
    (Question.FURTHER, NO): pgettext_lazy("group", "For the first time"),
    (Question.TYPE, NO_TYPE): pgettext_lazy("group", "No customer type"),
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group as a line: its name, the numbers, the amounts in the middle, and the address of its complaints."""

    name: str | Text
    each: Compared
    medians: list[Median]
    url: str


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One question with its lines."""

    title: str | Text
    word: str
    rows: list[GroupRow]
    shown: Shown


@desk_page(Permission.READ_LEDGER)
@require_safe
def fairness(request: HttpRequest, actor: Actor) -> HttpResponse:
    """`?group=language:en`: the complaints of one group that is shown. Ten queries beside the frame."""
    if "group" in request.GET:
        return _rows(request, actor)
    found = answered(actor, now=frame_of(request).now)
    context = {
        "questions": [_shown(each) for each in found if each.shown.groups or each.shown.hidden],
        "sentences": [line for each in found for line in _sentences(each)],
        "fewest": FEWEST,
    }
    return render(request, "desk/ledger/fairness.html", context)


def name_of(question: Question, group: str) -> str | Text:
    """A group in the reader's language; a code without a name as it is."""
    if (question, group) in _YES_NO:
        return _YES_NO[question, group]
    match question:
        case Question.CHANNEL if group in set(Channel):
            return CHANNEL[Channel(group)]
        case Question.TYPE if group in set(CustomerType):
            return CUSTOMER_TYPE[CustomerType(group)]
    return dict(settings.LANGUAGES).get(group, group)


def _shown(each: Answered) -> QuestionShown:
    address = reverse("desk:fairness")
    rows = [
        GroupRow(
            name_of(each.question, one.group),
            one,
            each.medians.get(one.group, []),
            f"{address}?group={each.question.value}:{one.group}",
        )
        for one in each.shown.groups
    ]
    return QuestionShown(QUESTION[each.question], each.question.value, rows, each.shown)


def _sentences(each: Answered) -> list[str]:
    """One for each group whose share with a remedy differs by more than chance explains."""
    said = []
    for one in notable(each.shown.groups):
        own, rest = one.remedied
        values = {
            "group": name_of(each.question, one.group),
            "hits": own.hits,
            "of": own.of,
            "rest_hits": rest.hits,
            "rest_of": rest.of,
        }
        sentence = (
            _(
                "In the last 12 months “%(group)s” received a remedy less often: %(hits)s of %(of)s, "
                "the rest %(rest_hits)s of %(rest_of)s."
            )
            if one.remedied_differs < 0
            else _(
                "In the last 12 months “%(group)s” received a remedy more often: %(hits)s of %(of)s, "
                "the rest %(rest_hits)s of %(rest_of)s."
            )
        )
        said.append(sentence % values)
    return said


def _rows(request: HttpRequest, actor: Actor) -> HttpResponse:
    word, _colon, group = request.GET["group"].partition(":")
    if word not in set(Question):
        raise Http404
    question = Question(word)
    found = in_group(actor, question, group, frame_of(request).now)
    if found is None:
        raise Http404
    return complaints_page(
        request,
        found,
        title=_("%(question)s: %(group)s")
        % {"question": QUESTION[question], "group": name_of(question, group)},
        lead=_("Decided or agreed upon in the last 12 months, the newest first."),
        back=(reverse("desk:fairness"), _("Does it fall to all alike?")),
    )
