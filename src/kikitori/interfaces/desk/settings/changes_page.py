"""Changes of settings 設定の変更: everything that was ever set, newest first, each in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kikitori.casework.house import House
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.change_words import SHOWN, Named, told
from kikitori.interfaces.desk.settings.told_change import Told
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import SETTING
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

PAGE = 30
_EVERY = "all"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the record as it is shown."""

    icon: str
    at: datetime
    by: str
    told: Told


@desk_page(Permission.MANAGE_RULES)
@require_safe
def changes_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """The record, or one kind of it. 400 for an unknown kind or place."""
    kinds = [kind.value for kind in Setting]
    kind = word_from(request, "kind", [_EVERY, *kinds], _EVERY)
    rows = SettingChange.objects.select_related("by")
    page = slice_from(request, rows if kind == _EVERY else rows.filter(kind=kind), "at", size=PAGE)
    context = {
        "tabs": _tabs(kind),
        "rows": change_rows(page.rows, Named(House.of(frame_of(request).organisation).packs)),
        "filtered": kind != _EVERY,
        **ways_on(request, page),
    }
    return render(request, "desk/settings/changes.html", context)


def change_rows(rows: Iterable[SettingChange], named: Named) -> list[ChangeRow]:
    """These lines in the reader's language. `by` should have been read with them."""
    return [
        ChangeRow(
            SHOWN[Setting(row.kind)].icon,
            row.at,
            row.by.name if row.by else _("System"),
            told(row, named),
        )
        for row in rows
    ]


def _tabs(kind: str) -> list[dict[str, object]]:
    address = reverse("desk:changes")
    return [
        {"url": address, "label": pgettext("changes", "All"), "current": kind == _EVERY},
        *(
            {"url": f"{address}?kind={each.value}", "label": SETTING[each], "current": kind == each.value}
            for each in SHOWN
        ),
    ]
