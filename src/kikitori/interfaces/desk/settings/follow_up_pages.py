"""How long an answer is waited for, and when we ask once more: the days, and what would be when, counted from today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.follow_up import (
    LEAST_OTHER_ROAD,
    LEAST_SECOND,
    LEAST_SILENCE,
    MOST_SECOND,
    MOST_SILENCE,
    FollowUpDays,
    require_possible,
    set_follow_up,
)
from kikitori.casework.house import House
from kikitori.casework.second_contact import day_of_second_contact
from kikitori.casework.settings_kept import newest_change
from kikitori.foundation.language.names import fold_width
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.follow_up_words import follow_up_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

_WRONG = {
    "other_road_days": gettext_lazy("From %(least)s days on, and fewer than all the days of waiting."),
    "silence_days": gettext_lazy(
        "From %(least)s to %(most)s days: a letter has to arrive, and its answer too."
    ),
    "second_contact_days": gettext_lazy("From %(least)s to %(most)s days, or 0."),
}
_LIMITS = {
    "other_road_days": {"least": LEAST_OTHER_ROAD},
    "silence_days": {"least": LEAST_SILENCE, "most": MOST_SILENCE},
    "second_contact_days": {"least": LEAST_SECOND, "most": MOST_SECOND},
}


class DaysField(forms.IntegerField):
    """Whole days, in digits of any width."""

    def __init__(self, label: Any, help_text: Any) -> None:
        widget = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, widget=widget)

    def to_python(self, value: Any) -> int | None:
        """Read them. Raises ValidationError."""
        return super().to_python(fold_width(value) if isinstance(value, str) else value)


class FollowUpForm(CardForm):
    """The three numbers of days."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    other_road_days = DaysField(
        gettext_lazy("Days until somebody tries another way"),
        gettext_lazy("Whoever has it in hand gets a task: to call, or write to another address."),
    )
    silence_days = DaysField(
        gettext_lazy("Days of waiting altogether"),
        gettext_lazy(
            "The letter that asks names the last of them. After it a complaint ends as not confirmed."
        ),
    )
    second_contact_days = DaysField(
        gettext_lazy("Days after an end by agreement until we ask once more"),
        gettext_lazy(
            "“Does it still hold?” is asked once, and whoever was asked need not answer. 0: not asked."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        for name in _WRONG:
            self.fields[name].error_messages["invalid"] = gettext_lazy("Please write a whole number of days.")

    @property
    def given(self) -> FollowUpDays:
        """What was typed, for the verb."""
        return FollowUpDays(**{name: self.cleaned_data[name] for name in _WRONG})

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Each beside its field, with its limits."""
        for name in problems:
            self.add_error(name, _WRONG[name] % _LIMITS[name])


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of the example, and what happens on it. `icon` as in the timeline of a complaint."""

    day: date
    icon: str
    what: str


def example(days: FollowUpDays, today: date, calendar: BusinessCalendar) -> list[tuple[str, list[Moment]]]:
    """What would be when, for somebody who is asked today: by what they answer."""
    asked = Moment(today, "help", _("We ask: is it solved?"))
    return [
        (_("They do not answer"), [asked, *_unanswered(days, today)]),
        (_("They answer at once that it is solved"), [asked, *_agreed(days, today, calendar)]),
    ]


def _unanswered(days: FollowUpDays, today: date) -> Iterator[Moment]:
    other, whole = (today + timedelta(days=each) for each in (days.other_road_days, days.silence_days))
    yield Moment(other, "phone", _("No answer: somebody gets the task of trying another way."))
    yield Moment(
        whole,
        "check",
        _(
            "Nobody could be reached: it ends as not confirmed, at the earliest. Whoever was tried late has longer."
        ),
    )


def _agreed(days: FollowUpDays, today: date, calendar: BusinessCalendar) -> Iterator[Moment]:
    yield Moment(today, "check", _("It ends as agreed. The letter names the day of the next question."))
    if days.second_contact_days:
        again = day_of_second_contact(calendar, today, days.second_contact_days)
        yield Moment(again, "help", _("We ask once more: does it still hold? Silence changes nothing."))


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The days. `look`: the example with what was typed, nothing kept. 422 past the limits, 409 if overtaken."""
    if request.method != "POST":
        stands = FollowUpDays.of(frame_of(request).organisation)
        return _page(
            request, FollowUpForm(None, seen=newest_change(Setting.FOLLOW_UP), **asdict(stands)), stands
        )
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.given
    try:
        if "look" in request.POST:
            require_possible(given)
            return _page(request, form, given, planned=True)
        changed = set_follow_up(actor, given, seen=form.cleaned_data["seen"] or 0, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, form, given, status=HTTPStatus.CONFLICT)
    if changed:
        messages.success(request, _("These days hold from the next question and the next end on."))
    else:
        messages.info(request, _("It is so already. Nothing was changed."))
    answer = redirect("desk:follow_up")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(
    request: HttpRequest,
    form: FollowUpForm,
    days: FollowUpDays | None = None,
    *,
    status: int = HTTPStatus.OK,
    planned: bool = False,
) -> HttpResponse:
    frame, overtaken = frame_of(request), status == HTTPStatus.CONFLICT
    house, stands = House.of(frame.organisation), FollowUpDays.of(frame.organisation)
    context = {
        "form": form,
        "example": example(days or stands, house.day_of(frame.now), house.calendar),
        "planned": planned,
        "overtaken": overtaken,
        "stands_now": list(follow_up_lines(asdict(stands))) if overtaken else [],
    }
    return render(request, "desk/settings/follow_up.html", context, status=status)
