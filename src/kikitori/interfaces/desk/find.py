"""Find a complaint by its number, its locator, or whose it is. Only what the reader sees, as everywhere.

Forgiving about width, case, dashes and kana script; exact about everything else.
"""

import re

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kikitori.foundation.language.contact import BadMailAddress, mail_address, phone
from kikitori.foundation.language.names import fold_width, is_plausible_kana, name_fold, normalise_kana
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.rows import rows_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person

LONGEST = 200
SHOWN = 50
_FEWEST_DIGITS = 4
_DASHES = "[-‐‑‒–—―−─ー－ｰ_ ]*"
_REFERENCE = re.compile(rf"K{_DASHES}(\d{{4}}){_DASHES}(\d{{1,6}})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,6}")
_LOCATOR = re.compile(rf"([A-Z0-9]{{4}}){_DASHES}([A-Z0-9]{{4}})", re.IGNORECASE)


@desk_page()
@require_safe
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The complaints that fit `?q=`, newest first; straight to the complaint where there is exactly one."""
    words = fold_width(request.GET.get("q", ""))
    too_long = len(words) > LONGEST
    found: list[Complaint] = []
    if words and not too_long:
        found = list(complaints_for(actor, words)[: SHOWN + 1])
    if len(found) == 1:
        return redirect("desk:complaint", found[0].reference)
    context = {
        "search_words": words[:LONGEST],
        "too_long": too_long,
        "rows": rows_of(found[:SHOWN]),
        "has_more": len(found) > SHOWN,
        "shown": SHOWN,
    }
    return render(request, "desk/find.html", context)


def complaints_for(actor: Actor, words: str) -> QuerySet[Complaint]:
    """Visible complaints that fit: by number, locator, phone number, mail address, name or reading."""
    fits = Q(parties__person__in=_people(words))
    if whole := _REFERENCE.fullmatch(words):
        fits |= Q(reference=f"K-{whole[1]}-{int(whole[2]):06d}")
    elif _NUMBER.fullmatch(words):
        fits |= Q(reference__endswith=f"-{int(words):06d}")
    if locator := _LOCATOR.fullmatch(words):
        fits |= Q(receipt__locator=f"{locator[1]}-{locator[2]}".upper())
    numbers = visible_to(actor).filter(fits).values("pk")
    return Complaint.objects.filter(pk__in=numbers).select_related("assignee").order_by("-received_at", "-id")


def _people(words: str) -> QuerySet[Person]:
    """People whose name, reading or contact point fits. Every one of them, seen or not: complaints decide."""
    fits = Q(pk__in=[])
    if key := name_fold(words):
        fits |= Q(name_key__contains=key)
    if is_plausible_kana(words) and (reading := normalise_kana(words).replace(" ", "")):
        fits |= Q(reading__contains=reading)
    try:
        fits |= Q(contact_points__key=mail_address(words).canonical)
    except BadMailAddress:
        digits = sum(character.isdigit() for character in words)
        if digits >= _FEWEST_DIGITS:
            fits |= Q(contact_points__key=phone(words).key)
    return (
        Person.objects.annotate(reading=Replace(F("name_kana"), Value(" "), Value("")))
        .filter(fits)
        .values("pk")  # type: ignore[return-value]
    )
