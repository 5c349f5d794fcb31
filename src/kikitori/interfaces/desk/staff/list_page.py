"""Everybody with an account: who they are here, where mails go, and whether they can sign in yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import is_password_usable
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff


@dataclass(frozen=True, slots=True)
class Member:
    """One account in the list. `can_sign_in`: they have chosen a password."""

    row: Staff
    can_sign_in: bool


@desk_page(Permission.MANAGE_STAFF)
@require_safe
def staff(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Those at work by name; below, closed accounts. One query."""
    rows = Staff.objects.select_related("team").order_by("name_kana", "name", "pk")
    members = [Member(row, is_password_usable(row.password)) for row in rows]
    context = {
        "at_work": [each for each in members if each.row.is_active],
        "closed": [each for each in members if not each.row.is_active],
    }
    return render(request, "desk/staff/list.html", context)
