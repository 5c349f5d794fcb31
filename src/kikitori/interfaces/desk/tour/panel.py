"""The panel at the top of a page: the stop that stands here, or on one's first page the way back to where one was.

Made from the row of the person that signing in has loaded: no query, whether the tour is shown or over.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise as LazyText

from kikitori.interfaces.desk.tour.stops import WORDS, Words, stands_on
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.people.tour import TOUR, Stop, TourState, number_of, stop_after, stop_at, stop_before


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel says. `here`: the stop stands on this page; else it only tells where the tour goes on."""

    stop: Stop
    here: bool
    number: int
    stops: int
    has_before: bool
    next_title: str | LazyText

    @property
    def words(self) -> Words:
        """What the stop says."""
        return WORDS[self.stop]


def panel_of(request: HttpRequest, home: str) -> Panel | None:
    """What this page shows to this person. `home`: the name of their first page.

    Nothing where the tour is over or set aside, on a page it does not lead to, and never in the answer to something
    that was sent: there somebody is in the middle of their work.
    """
    user, page = getattr(request, "user", None), request.resolver_match
    if not isinstance(user, Staff) or user.tour != TourState.SHOWN or page is None:
        return None
    if request.method not in ("GET", "HEAD"):
        return None
    panel = panel_at(Role(user.role), user.tour_stop, page.view_name, str(page.kwargs.get("name", "")))
    return panel if panel.here or page.view_name == home else None


def panel_at(role: Role, kept: str, page: str, place: str = "") -> Panel:
    """The panel of somebody of this role at the stop that is kept, on the page of this name (and list)."""
    stop = stop_at(role, kept)
    following = stop_after(role, stop)
    return Panel(
        stop=stop,
        here=stands_on(stop, page, place),
        number=number_of(role, stop),
        stops=len(TOUR[role]),
        has_before=stop_before(role, stop) is not None,
        next_title=WORDS[following].title if following else "",
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole tour of somebody's role. `at`: where they are, or nothing where it was not begun or is over."""

    stops: list[tuple[Stop, Words]]
    at: Stop | None


def progress_of(user: Any) -> Progress:
    """How far this person is. No query."""
    role = Role(user.role)
    under_way = user.tour != TourState.OVER and user.tour_stop
    return Progress(
        stops=[(stop, WORDS[stop]) for stop in TOUR[role]],
        at=stop_at(role, user.tour_stop) if under_way else None,
    )
