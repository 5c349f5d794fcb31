"""The three lists of what we write: to print, not delivered, and replies that have not gone yet."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kikitori.interfaces.desk.frame import Frame
from kikitori.interfaces.desk.outbox import Pile

PILE_TITLE = {
    Pile.TO_PRINT: pgettext_lazy("letters", "To print"),
    Pile.FAILED: pgettext_lazy("letters", "Not delivered"),
}
REPLIES_TITLE = pgettext_lazy("letters", "Replies waiting")


def letter_tabs(frame: Frame, chosen: str) -> list[dict[str, object]]:
    """One tab each; `chosen`: a Pile, or `replies`."""
    counts = {Pile.TO_PRINT: frame.outbox.to_print, Pile.FAILED: frame.outbox.failed}
    piles = [
        {
            "url": f"{reverse('desk:letters')}?pile={each.value}",
            "label": PILE_TITLE[each],
            "count": counts[each],
            "current": each.value == chosen,
            "late": each is Pile.FAILED and counts[each] > 0,
        }
        for each in Pile
    ]
    replies = {
        "url": reverse("desk:replies"),
        "label": REPLIES_TITLE,
        "count": frame.replies.all,
        "current": chosen == "replies",
        "late": frame.replies.stuck > 0,
    }
    return [*piles, replies]
