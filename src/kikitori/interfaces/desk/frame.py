"""What surrounds every page of the desk: who is signed in, where one can go, and how much waits there.

Made by the door, once per request. The context processor hands it to the templates, so that every page has
the same frame whoever wrote it. Counts are asked for once, and only by pages that are drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.postgres.counted import UpTo
from kikitori.interfaces.desk.alerts import AlertCounts
from kikitori.interfaces.desk.counts import Counts, count_all
from kikitori.interfaces.desk.horizon import Horizon
from kikitori.interfaces.desk.mails.quarantine import MailCounts
from kikitori.interfaces.desk.outbox import OutboxCounts
from kikitori.interfaces.desk.owed import OwedCounts
from kikitori.interfaces.desk.queues import IN_BAR, QueueName
from kikitori.interfaces.desk.settings import places
from kikitori.interfaces.desk.tour.panel import panel_of
from kikitori.interfaces.desk.waiting_replies import RepliesCounts
from kikitori.interfaces.look.context import appearance
from kikitori.interfaces.look.own import own_look
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.people.absences import roster
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import COLOURS
from kikitori.records.people.models import Organisation
from kikitori.records.people.standing_in import Roster
from kikitori.records.people.terms import Colours
from kikitori.records.selection.day_words import Almanac
from kikitori.records.selection.queries import Reader

QUEUE_TITLE = {
    QueueName.URGENT: pgettext_lazy("desk", "Urgent"),
    QueueName.UNASSIGNED: pgettext_lazy("desk", "Unassigned"),
    QueueName.MINE: pgettext_lazy("desk", "Mine"),
    QueueName.MAIN: pgettext_lazy("desk", "Main"),
    QueueName.TEAM: pgettext_lazy("desk", "My team's"),
    QueueName.VIP: pgettext_lazy("desk", "VIP"),
}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One way from here. `late`: something there is overdue or cannot wait. `key` opens it from the keyboard."""

    url: str
    label: str | LazyText
    count: int
    current: bool
    late: bool
    key: str


@dataclass
class Frame:
    """The surroundings of one request."""

    actor: Actor
    now: datetime
    organisation: Organisation
    path: str

    @cached_property
    def horizon(self) -> Horizon:
        """The day as it lies before the people of this organisation."""
        return Horizon.at(self.now, ZoneInfo(self.organisation.time_zone))

    @cached_property
    def _counts(self) -> Counts:
        return count_all(self.actor, self.horizon)

    @property
    def owed(self) -> OwedCounts:
        """What we owe, counted."""
        return self._counts.owed

    @property
    def queues(self) -> dict[QueueName, UpTo]:
        """Open complaints by place."""
        return self._counts.queues

    @property
    def outbox(self) -> OutboxCounts:
        """Letters that wait for a person."""
        return self._counts.outbox

    @property
    def replies(self) -> RepliesCounts:
        """Replies that have not gone yet."""
        return self._counts.replies

    @property
    def alerts(self) -> AlertCounts:
        """Escalations that nobody has acknowledged."""
        return self._counts.alerts

    @property
    def unread(self) -> int:
        """Notices nobody has read but should: this person's."""
        return self._counts.unread

    @property
    def guidelines_to_read(self) -> int:
        """Versions of guidelines this person is asked to read."""
        return self._counts.guidelines

    @property
    def mails(self) -> MailCounts:
        """Mails in quarantine."""
        return self._counts.mails

    @cached_property
    def calendar(self) -> BusinessCalendar:
        """The working days of the organisation. One query."""
        return calendar_of(self.organisation)

    @cached_property
    def today(self) -> date:
        """The day it is where the organisation is."""
        return self.now.astimezone(ZoneInfo(self.organisation.time_zone)).date()

    @cached_property
    def roster(self) -> Roster:
        """Who is away today, and who stands in. One query, where it is asked."""
        return roster(self.today)

    @property
    def reader(self) -> Reader:
        """This person, today: for whom conditions are read. Asks once for the calendar, if working days count."""
        zone = ZoneInfo(self.organisation.time_zone)
        return Reader(self.actor.staff_id, Almanac(self.now, zone, lambda: self.calendar))

    def may(self, permission: Permission) -> bool:
        """May this actor do that somewhere? For links; the verb asks again."""
        return permission in permissions_of(self.actor)

    @property
    def nav(self) -> list[NavItem]:
        """The ways from here, with what waits there; for who reads no complaints, the settings in their place."""
        return list(self._ways() if self.may(Permission.READ) else self._to_settings())

    def _ways(self) -> Iterator[NavItem]:
        yield self._way(
            reverse("desk:today"),
            pgettext_lazy("page", "Today"),
            self.owed.tonight(),
            "1",
            late=self.owed.late() > 0,
        )
        for key, name in enumerate(IN_BAR, start=2):
            count = self.queues[name]
            late = name is QueueName.URGENT and count > 0
            address = reverse("desk:queue", args=[name.value])
            yield self._way(address, QUEUE_TITLE[name], count, str(key), late=late)
        yield self._way(
            reverse("desk:letters"),
            _("Letters"),
            self.outbox.waiting + self.replies.stuck,
            "6",
            late=self.outbox.failed + self.replies.stuck > 0,
        )
        yield self._way(
            reverse("desk:alerts"),
            pgettext_lazy("desk", "Escalations"),
            self.alerts.waiting,
            "7",
            late=self.alerts.pressing > 0,
        )
        if self.may(Permission.SORT_MAIL):
            yield self._way(
                reverse("desk:mails"),
                pgettext_lazy("navigation", "Mail"),
                self.mails.waiting,
                "8",
                late=self.mails.overdue > 0,
            )

    def _to_settings(self) -> Iterator[NavItem]:
        if places.places_for(self.actor):
            current = self.path.startswith(tuple(places.addresses()))
            yield NavItem(reverse(places.HOME), _("Settings"), 0, current=current, late=False, key="1")

    def _way(self, url: str, label: str | LazyText, count: int, key: str, *, late: bool) -> NavItem:
        return NavItem(url, label, count, current=self.path == url, late=late, key=key)


def frame_of(request: HttpRequest) -> Frame:
    """The frame the door has made for this request. Raises AttributeError outside the door."""
    frame: Frame = request.desk_frame  # type: ignore[attr-defined]
    return frame


def home_of(actor: Actor) -> str:
    """Where this actor begins, by name: with today's promises, or with the settings who reads no complaints."""
    begins_with_settings = Permission.READ not in permissions_of(actor) and places.places_for(actor)
    return places.HOME if begins_with_settings else "desk:today"


def desk_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: everything `look/base_desk.html` shows around a page; nothing on pages of other doors."""
    frame: Frame | None = getattr(request, "desk_frame", None)
    if frame is None:
        return {}
    context: dict[str, Any] = {
        # Lists say beside a name that somebody is away: asked for only where one is drawn.
        "frame": frame,
        "now": frame.now,
        "organisation_look": own_look(frame.organisation),
        "organisation_name": frame.organisation.name_in(get_language() or ""),
        "home_url": reverse(home_of(frame.actor)),
        "staff_name": frame.actor.name,
        "sign_out_url": reverse("desk:sign_out"),
    }
    context["nav"] = nav = frame.nav
    keys: list[tuple[str, str | LazyText]] = [(way.key, way.label) for way in nav]
    if frame.may(Permission.READ):
        context["search_url"] = reverse("desk:find")
        context["notices_url"] = reverse("desk:notices")
        context["tasks_url"] = reverse("desk:tasks")
        context["away_url"] = reverse("desk:away")
        context["address_url"] = reverse("desk:own_address")
        context["unread_notices"] = frame.unread
    if frame.may(Permission.SEE_RESTRICTED):
        context["refusals_url"] = reverse("desk:refusals")
    if frame.may(Permission.READ_LEDGER):
        context["ledger_url"] = reverse("desk:ledger")
    if frame.may(Permission.KEEP_SEAL):
        context["vault_url"] = reverse("desk:vault")
    if frame.may(Permission.USE_DESK):
        context |= _own_desk(request, frame)
        context["guidelines_url"] = reverse("desk:guidelines")
    if places.places_for(frame.actor):
        context["settings_url"] = reverse(places.HOME)
    if frame.may(Permission.RECEIVE):
        context["register_url"] = reverse("desk:register")
    context["more_keys"] = keys
    return context


def _own_desk(request: HttpRequest, frame: Frame) -> dict[str, Any]:
    """What somebody has arranged for themselves: colours, and how far they are with the tour. No query."""
    look = appearance(request, getattr(getattr(request, "user", None), "colours", ""))
    shown = look["appearance"]["theme"] or Colours.AUTO
    return {
        **look,
        "colours": [(each.value, COLOURS[each], each == shown) for each in Colours],
        "own_look_url": reverse("desk:own_look"),
        "keys_url": reverse("desk:keys"),
        "tour_url": reverse("desk:tour"),
        "tour": panel_of(request, home_of(frame.actor)),
    }
