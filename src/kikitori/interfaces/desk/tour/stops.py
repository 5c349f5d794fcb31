"""What each stop says, and on which page it stands; another stop is another line here and in records/people/tour.py."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.interfaces.desk.queues import QueueName, queue
from kikitori.interfaces.desk.settings import places
from kikitori.records.people.actor import Actor
from kikitori.records.people.tour import Stop

#: A stop at the page of a complaint: which one is found when somebody goes there.
_COMPLAINT = "desk:complaint"
_MAIN = QueueName.MAIN.value


@dataclass(frozen=True, slots=True)
class Words:
    """One stop. `page`: the name of its page; `place`: which list, where it is one; `keys`: those that lead there."""

    title: str | LazyText
    text: str | LazyText
    page: str
    place: str = ""
    keys: tuple[str, ...] = ()


WORDS: dict[Stop, Words] = {
    Stop.TODAY: Words(
        pgettext_lazy("tour", "The day begins with what was promised"),
        _(
            "Every date that was told to a complainant is a promise. They stand here, the next one first, until "
            "each is kept or a new date is told with its reason. The button in a row leads to what keeps it."
        ),
        "desk:today",
        keys=("1",),
    ),
    Stop.URGENT: Words(
        pgettext_lazy("tour", "What cannot wait stands apart"),
        _(
            "Injury, fire, health: such complaints come into a list of their own, and are not lost among the "
            "others. The number in the bar turns red while one waits. All others are under “Main”."
        ),
        "desk:queue",
        place=QueueName.URGENT.value,
        keys=("2",),
    ),
    Stop.SEARCH: Words(
        pgettext_lazy("tour", "Search from anywhere"),
        _(
            "A number, a name, a phone number, words out of a letter: the field above every page finds them, in "
            "both languages. You find only what you may read."
        ),
        "desk:find",
        keys=("/", "Ctrl K"),
    ),
    Stop.COMPLAINT: Words(
        pgettext_lazy("tour", "The page of a complaint"),
        _(
            "What was said and done stands in one line of time; what comes next stands above it. Before you write "
            "you choose: “To the complainant” goes out, “Internal” stays among us. “Why this date?” shows how a "
            "date was counted, day by day."
        ),
        _COMPLAINT,
    ),
    Stop.ALERTS: Words(
        pgettext_lazy("tour", "What is brought before you"),
        _(
            "Where a date is in danger, or a colleague asks for help, it comes here with the reason. Acknowledge "
            "it, and everybody knows that you have it in hand. What nobody answers goes one level up."
        ),
        "desk:alerts",
        keys=("7",),
    ),
    Stop.NOTICES: Words(
        pgettext_lazy("tour", "You choose what you are told"),
        _(
            "Of each kind of notice you can choose whether it comes in the desk or by e-mail, and when. Until you "
            "do, the choices of the organisation hold. What is missed or brought before you is always told."
        ),
        "desk:notice_choices",
    ),
    Stop.KEYS: Words(
        pgettext_lazy("tour", "Everything has a key"),
        _(
            "This list opens on every page. You need none of the keys; whoever uses some is quicker. They do "
            "nothing while you type or convert kana."
        ),
        "desk:keys",
        keys=("?",),
    ),
    Stop.SETTINGS: Words(
        pgettext_lazy("tour", "You look after the house"),
        _(
            "Here is all that can be set. You see no complaint: who looks after settings reads none. Every change "
            "is kept, with who made it and what stood there before."
        ),
        places.HOME,
        keys=("1",),
    ),
    Stop.MAILBOXES: Words(
        pgettext_lazy("tour", "Where mails come in"),
        _(
            "Add the address to which people write, and try it out before it is used. This page says when it was "
            "last read, and what to do where something is wrong."
        ),
        "desk:mailboxes",
    ),
    Stop.RULES: Words(
        pgettext_lazy("tour", "By which rules dates are counted"),
        _(
            "A rule pack says how many days we give ourselves and what laws ask. Choose those that hold for you; "
            "before a change is used, you see what it would do. Working hours and closed days are under “Business "
            "days and closures”."
        ),
        "desk:rules",
    ),
    Stop.STAFF: Words(
        pgettext_lazy("tour", "Who works here"),
        _(
            "Add colleagues here; each gets a link with which they choose their password. When somebody leaves, what "
            "they hold is handed on first, so that nothing they promised is forgotten."
        ),
        "desk:staff",
    ),
    Stop.CHANGES: Words(
        pgettext_lazy("tour", "Is everything as it should be?"),
        _(
            "Here stands who set what and when. How the machine itself is doing is said by “kikitori doctor” on "
            "the command line: one line for each thing it has looked at, with what to do."
        ),
        "desk:changes",
    ),
    Stop.READING: Words(
        pgettext_lazy("tour", "You read everything and change nothing"),
        _(
            "You see every complaint, restricted ones too, and no button that would change one. Here stands what "
            "was promised to whom, and what is overdue."
        ),
        "desk:today",
        keys=("1",),
    ),
    Stop.LISTS: Words(
        pgettext_lazy("tour", "Lists, open and closed"),
        _(
            "“Closed” shows what has ended; “All views” leads to every list there is. A number above a list is "
            "the number of its rows."
        ),
        "desk:queue",
        place=_MAIN,
    ),
    Stop.RECORD: Words(
        pgettext_lazy("tour", "Nothing in it can be struck out"),
        _(
            "Every step of a complaint stands here with who took it and when; nobody can change or remove it. "
            "What the complainant sees of it is one link away. “Why this date?” shows how a date was counted, day "
            "by day."
        ),
        _COMPLAINT,
    ),
}


def stands_on(stop: Stop, page: str, place: str) -> bool:
    """Does this stop stand on the page of this name (and list)? One at a complaint stands above the main list too."""
    words = WORDS[stop]
    if words.page == _COMPLAINT and (page, place) == ("desk:queue", _MAIN):
        return True
    return words.page == page and words.place in ("", place)


def address_of(stop: Stop, actor: Actor) -> str:
    """Where it stands for this person. At most two queries for a complaint, none for any other page.

    A complaint in their own hands comes before others, the newest first, and no urgent one: that is not the moment for
    a tour. Where there is none, the main list.
    """
    words = WORDS[stop]
    if words.page == _COMPLAINT:
        found = _calm_complaint(actor)
        return reverse(words.page, args=[found]) if found else reverse("desk:queue", args=[_MAIN])
    return reverse(words.page, args=[words.place] if words.place else [])


def _calm_complaint(actor: Actor) -> str | None:
    """The number of a complaint that may be looked at in peace."""
    calm = queue(actor, QueueName.MAIN).order_by("-received_at", "-pk").values_list("reference", flat=True)
    return calm.filter(assignee=actor.staff_id).first() or calm.first()
