"""The pages of the queues: what came in, newest first, with its state and the next promise."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.foundation.postgres.counted import UpTo, counts_up_to
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import QUEUE_TITLE, Frame, frame_of
from kikitori.interfaces.desk.queues import ENDED, IN_BAR, STANDINGS, QueueName, queue
from kikitori.interfaces.desk.rounds.asking import Source, round_context
from kikitori.interfaces.desk.rows import as_rows, rows_of
from kikitori.interfaces.desk.views.strip import strip_for
from kikitori.interfaces.desk.views.view_page import heads
from kikitori.records.complaints.labels import ENDING, STATE
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.terms import Ending
from kikitori.records.people.actor import Actor
from kikitori.records.selection.terms import USUAL_COLUMNS

PAGE = 50
NEWEST, OLDEST = "newest", "oldest"
SORT_TITLE = {
    NEWEST: pgettext_lazy("sorting", "Newest first"),
    OLDEST: pgettext_lazy("sorting", "Oldest first"),
}
LEAD = {
    QueueName.URGENT: _(
        "Life, health, rights or a duty to report are at stake. Look at these before anything else."
    ),
    QueueName.MAIN: _("Everything that is not urgent, whoever looks after it."),
    QueueName.MINE: _("Complaints in your hands, urgent ones among them."),
    QueueName.UNASSIGNED: _("Complaints nobody looks after yet, urgent ones among them."),
    QueueName.TEAM: _("Complaints your team has in hand, urgent ones among them."),
    QueueName.VIP: _(
        "Complaints of people with premium support. What is urgent comes before them, whoever it is from."
    ),
}
EMPTY_TITLE = {
    QueueName.URGENT: _("Nothing is urgent."),
    QueueName.MAIN: _("Nothing is waiting here."),
    QueueName.MINE: _("You have nothing in hand."),
    QueueName.UNASSIGNED: _("Everything has found its hands."),
    QueueName.TEAM: _("Your team has nothing in hand."),
    QueueName.VIP: _("Nobody with premium support is waiting."),
}
EMPTY_TEXT = {
    QueueName.URGENT: _(
        "A complaint comes here at once when a safety question is answered with yes, "
        "or when its own words speak of danger."
    ),
    QueueName.MAIN: _("Complaints come here by the web form, by e-mail and when you take them in."),
    QueueName.MINE: _("A complaint comes here when it is assigned to you. You can take one yourself."),
    QueueName.UNASSIGNED: _("New complaints wait here until somebody takes them."),
    QueueName.TEAM: _("A complaint comes here when it is assigned to somebody of your team, or moved to it."),
    QueueName.VIP: _("A complaint comes here when its complainant is known to have premium support."),
}


@desk_page()
@require_safe
def queue_page(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """One queue. 404 for an unknown one, 400 for an unknown state, order or place."""
    try:
        place = QueueName(name)
    except ValueError as error:
        raise Http404 from error
    state = word_from(request, "state", STANDINGS, "open")
    sort = word_from(request, "sort", SORT_TITLE, NEWEST)
    found = as_rows(queue(actor, place, state))
    page = slice_from(request, found, "received_at", size=PAGE, descending=sort == NEWEST)
    frame = frame_of(request)
    context = {
        "title": QUEUE_TITLE[place],
        "lead": LEAD[place],
        "tabs": _tabs(place, state, _open_ones(frame, place)),
        "rows": rows_of(page.rows, reader=(actor, frame.now)),
        "columns": heads(USUAL_COLUMNS),
        "state": state,
        "states": [(each.value, STATE[each]) for each in State],
        "endings": [(word, ENDING[Ending(word)]) for word in ENDED],
        "sort": sort,
        "sorts": list(SORT_TITLE.items()),
        "empty_title": EMPTY_TITLE[place] if state == "open" else _("No complaint fits."),
        "empty_text": EMPTY_TEXT[place] if state == "open" else "",
        "take_one_url": _take_one(place, frame.queues[QueueName.UNASSIGNED]),
        **ways_on(request, page),
        **strip_for(request, actor),
        **round_context(request, actor, Source(queue=place, state=state)),
    }
    return render(request, "desk/queue.html", context)


def _open_ones(frame: Frame, place: QueueName) -> UpTo:
    """How many open ones there are: from the numbers of every page, or counted here, up to a limit."""
    if place in IN_BAR:
        return frame.queues[place]
    return UpTo.of(counts_up_to([queue(frame.actor, place)])[0])


def _tabs(place: QueueName, state: str, open_count: int) -> list[dict[str, object]]:
    """Open and closed. Only the open ones are counted: that is the work."""
    address = reverse("desk:queue", args=[place.value])
    return [
        {
            "url": address,
            "label": pgettext_lazy("complaints", "Open"),
            "count": open_count,
            "current": state == "open",
        },
        {
            "url": f"{address}?state=closed",
            "label": pgettext_lazy("complaints", "Closed"),
            "current": state == "closed" or state in ENDED,
        },
    ]


def _take_one(place: QueueName, waiting: int) -> str:
    """Where an empty-handed person finds work, if there is any."""
    return (
        reverse("desk:queue", args=[QueueName.UNASSIGNED.value])
        if place is QueueName.MINE and waiting
        else ""
    )
