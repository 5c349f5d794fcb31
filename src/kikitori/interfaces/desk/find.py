"""Find a complaint by its number, its locator, or whose it is. Only what the reader sees, as everywhere.

Forgiving about width, case, dashes and kana script; exact about everything else.
"""

import re
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kikitori.casework.memberships import number_key
from kikitori.foundation.language.contact import BadMailAddress, mail_address, phone
from kikitori.foundation.language.names import fold_width, is_plausible_kana, name_fold, normalise_kana
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.rows import as_rows, rows_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint, Party, Receipt, ReferenceCounter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint, Person, signs_of
from kikitori.records.people.queries import same_as_any
from kikitori.records.people.ties import Membership

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
    """Visible complaints that fit: by number, locator, phone, mail address, name, reading or member number.

    Somebody found by one card is found by all cards that were joined with it.
    """
    numbers: list[QuerySet[Any, Any]] = [
        Party.objects.filter(person__in=same_as_any(_united(_people(words))).values("pk")).values(
            "complaint"
        ),
        Complaint.objects.filter(reference__in=_references(words)).values("pk"),
    ]
    if locator := _LOCATOR.fullmatch(words):
        known = Receipt.objects.filter(locator=f"{locator[1]}-{locator[2]}".upper())
        numbers.append(known.values("complaint"))
    found = visible_to(actor).filter(pk__in=_united(numbers))
    return as_rows(found).order_by("-received_at", "-id")


def _united(parts: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """Each part by its own index: conditions on several tables joined by „or“ would read all of them."""
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _references(words: str) -> list[str]:
    """The numbers that may be meant: one with its year, or the same in each year there has been."""
    if whole := _REFERENCE.fullmatch(words):
        return [f"K-{whole[1]}-{int(whole[2]):06d}"]
    if not _NUMBER.fullmatch(words):
        return []
    return [f"K-{year}-{int(words):06d}" for year in ReferenceCounter.objects.values_list("year", flat=True)]


def _people(words: str) -> list[QuerySet[Any, Any]]:
    """People whose name, reading or contact point fits. Every one of them, seen or not: complaints decide."""
    found: list[QuerySet[Any, Any]] = [_with_contact(words)]
    if any(sign.isdigit() for sign in words) and (number := number_key(words)):
        found.append(Membership.objects.filter(number_key=number).values("person"))
    if key := name_fold(words):
        found.append(_with_signs("name_key", key).filter(name_key__contains=key).values("pk"))
    if is_plausible_kana(words) and (reading := normalise_kana(words).replace(" ", "")):
        without_blanks = Replace(F("name_kana"), Value(" "), Value(""))
        read = _with_signs("name_kana", reading).alias(reading=without_blanks)
        found.append(read.filter(reading__contains=reading).values("pk"))
    return found


def _with_signs(field: str, words: str) -> QuerySet[Person]:
    """People whose `field` has every sign of `words`, in whatever order: all that the index can tell."""
    return Person.objects.alias(signs=signs_of(field)).filter(signs__contains=sorted(set(words)))  # type: ignore[misc]


def _with_contact(words: str) -> QuerySet[Any, Any]:
    """Whose mail address or telephone number this is."""
    keys = []
    try:
        keys = [mail_address(words).canonical]
    except BadMailAddress:
        if sum(character.isdigit() for character in words) >= _FEWEST_DIGITS:
            keys = [phone(words).key]
    return ContactPoint.objects.filter(key__in=keys).values("person")
