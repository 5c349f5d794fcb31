"""Mails 受信メール: what is in quarantine, by when it must be looked at; and what was noted or discarded."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.interfaces.desk.mails.quarantine import Tab, is_decided, listed
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor

PAGE = 50
TAB_TITLE = {
    Tab.ALL: pgettext_lazy("mails", "To look at"),
    Tab.SUSPICIOUS: pgettext_lazy("mails", "Suspicious"),
    Tab.MACHINE: pgettext_lazy("mails", "Automatic"),
    Tab.UNREADABLE: pgettext_lazy("mails", "Unreadable"),
    Tab.OVERSIZED: pgettext_lazy("mails", "Too large"),
    Tab.NOTED: pgettext_lazy("mails", "Noted"),
    Tab.DISCARDED: pgettext_lazy("mails", "Discarded"),
}
LEAD = {
    Tab.NOTED: _("Reports about letters of ours, and automatic answers to them. Nobody has to look."),
    Tab.DISCARDED: _(
        "Somebody has decided that nothing is to be done. Each can still be read, and taken up again."
    ),
}
_HELD_LEAD = _(
    "A program could not or must not decide about these. Nothing here has been answered or deleted."
)


@desk_page(Permission.SORT_MAIL)
@require_safe
def mails(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One tab. 400 for an unknown one, or a broken place."""
    tab = Tab(word_from(request, "tab", list(Tab), Tab.ALL.value))
    decided = is_decided(tab)
    field = "arrived_at" if decided else "look_by"
    page = slice_from(request, listed(actor, tab), field, size=PAGE, descending=decided)
    context = {
        "lead": LEAD.get(tab, _HELD_LEAD),
        "tabs": _tabs(frame_of(request), tab),
        "tab": tab.value,
        "decided": decided,
        "mails": page.rows,
        **ways_on(request, page),
    }
    return render(request, "desk/mails/list.html", context)


def _tabs(frame: Frame, chosen: Tab) -> list[dict[str, object]]:
    """Only what waits is counted: that is the work."""
    address = reverse("desk:mails")
    return [
        {
            "url": address if each is Tab.ALL else f"{address}?tab={each.value}",
            "label": TAB_TITLE[each],
            "count": frame.mails.of(each),
            "current": each is chosen,
            "late": each is Tab.ALL and frame.mails.overdue > 0,
        }
        for each in Tab
    ]
