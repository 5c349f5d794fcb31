"""What can be asked on the find page: words, and filters that join. All of it stands in the address."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.insight.search.find import Filters
from kikitori.interfaces.desk.complaint.fields import DayField
from kikitori.interfaces.desk.queues import ENDED, STATES
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.complaints.labels import CHANNEL, ENDING, QUEUE, STATE
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.terms import Ending
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff

LONGEST = 200
NOBODY = "nobody"
_ALL = pgettext_lazy("filter", "All")
FILTERS = ("state", "queue", "channel", "assignee", "language", "since", "until")


class FindForm(forms.Form):
    """Words and filters; what cannot be read is named at its field, and what was typed stays."""

    default_renderer = LookRenderer

    def __init__(self, actor: Actor, data: QueryDict) -> None:
        """`actor`: whose own name comes first among the handlers. One query."""
        super().__init__(data, label_suffix="", auto_id="find_%s")
        self.fields["q"] = forms.CharField(
            label=_("Words, a name or a number"),
            required=False,
            max_length=LONGEST,
            widget=forms.TextInput(attrs={"type": "search", "class": "w-l", "autocomplete": "off"}),
            error_messages={"max_length": _("That is too long to look for. Shorten it to 200 characters.")},
        )
        states: list[tuple[Any, Any]] = [("open", _("All open ones")), ("closed", _("All closed ones"))]
        endings = [(word, ENDING[Ending(word)]) for word in ENDED]
        states += [*((each.value, STATE[each]) for each in State), (_("How it ended"), endings)]
        self._choose("state", _("State"), states)
        self._choose("queue", _("Queue"), [(each.value, label) for each, label in QUEUE.items()])
        self._choose("channel", _("Channel"), [(each.value, label) for each, label in CHANNEL.items()])
        self._choose("assignee", _("Handler"), _handlers(actor))
        self._choose("language", pgettext_lazy("filter", "Language"), settings.LANGUAGES)
        self.fields["since"] = DayField(label=_("Received from"), required=False)
        self.fields["until"] = DayField(label=_("Received until"), required=False)

    def _choose(self, name: str, label: Any, choices: Any) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", _ALL), *choices],
        )

    @property
    def filters_shown(self) -> list[forms.BoundField]:
        """The filters as fields, in their order."""
        return [self[name] for name in FILTERS]

    @property
    def narrows(self) -> bool:
        """Has a filter been set, whether or not it can be read?"""
        return any(self.data.get(name) for name in FILTERS)

    def filters(self, zone: tzinfo) -> Filters:
        """The filters of a valid form; days are those of `zone`, the last one included."""
        given: dict[str, Any] = self.cleaned_data
        assignee = given["assignee"]
        return Filters(
            states=STATES.get(given["state"]) or ((given["state"],) if given["state"] else None),
            queue=given["queue"] or None,
            channel=given["channel"] or None,
            language=given["language"] or None,
            since=_begins(given["since"], zone),
            until=_begins(given["until"], zone, days=1),
            assignee=int(assignee) if assignee and assignee != NOBODY else None,
            unassigned=assignee == NOBODY,
        )


def _begins(day: date | None, zone: tzinfo, *, days: int = 0) -> datetime | None:
    """The first moment of a day, or of one after it; None beyond the calendar."""
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
    except OverflowError:
        return None


def _handlers(actor: Actor) -> list[tuple[str, Any]]:
    """Whoever may have something in hand; those who have left, too, for what they left."""
    people = list(Staff.objects.order_by("-is_active", "name_kana", "id").values_list("pk", "name"))
    mine = [(str(pk), _("Me")) for pk, _name in people if pk == actor.staff_id]
    others = [(str(pk), name) for pk, name in people if pk != actor.staff_id]
    return [(NOBODY, _("Nobody yet")), *mine, *others]
