"""One guideline to be read and printed: the version in force, or any earlier one as it was."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.interfaces.desk.guidelines.shown import GuidelineShown
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.guidelines import Guideline, GuidelineRead, GuidelineVersion


@desk_page(Permission.USE_DESK)
@require_safe
def guideline_page(request: HttpRequest, actor: Actor, guideline: int) -> HttpResponse:
    """As it stands: the version in force today, else the newest, else for who writes it the draft."""
    frame = frame_of(request)
    row, versions = guideline_or_404(guideline, frame)
    today = frame.today
    shown = next((each for each in versions if each.in_force_from <= today), next(iter(versions), None))
    return render(request, "desk/guidelines/one.html", _context(frame, actor, row, versions, shown))


@desk_page(Permission.USE_DESK)
@require_safe
def guideline_version_page(request: HttpRequest, actor: Actor, guideline: int, version: int) -> HttpResponse:
    """One version by its number, as it was and stays."""
    frame = frame_of(request)
    row, versions = guideline_or_404(guideline, frame)
    shown = next((each for each in versions if each.number == version), None)
    if shown is None:
        raise Http404
    return render(request, "desk/guidelines/one.html", _context(frame, actor, row, versions, shown))


def guideline_or_404(guideline: int, frame: Frame) -> tuple[Guideline, list[GuidelineVersion]]:
    """The guideline and its versions, the newest first. A mere draft is there for who writes it. Two queries."""
    row = Guideline.objects.filter(pk=guideline).first()
    if row is None:
        raise Http404
    versions = list(row.versions.select_related("by").order_by("-number"))
    if not versions and not frame.may(Permission.MANAGE_GUIDELINES):
        raise Http404
    return row, versions


def _context(
    frame: Frame,
    actor: Actor,
    row: Guideline,
    versions: list[GuidelineVersion],
    shown: GuidelineVersion | None,
) -> dict[str, Any]:
    in_force = next((each for each in versions if each.in_force_from <= frame.today), None)
    read = GuidelineRead.objects.filter(version=shown, staff=actor.staff_id).first() if shown else None
    return {
        "guideline": row,
        "shown": GuidelineShown(shown.text if shown else row.text),
        "version": shown,
        "versions": versions,
        "in_force": None if row.ended_at else in_force,
        "is_to_come": bool(shown and shown.in_force_from > frame.today),
        "read": read,
        "may_mark": frame.may(Permission.INVESTIGATE),
        "may_write": frame.may(Permission.MANAGE_GUIDELINES),
        "is_rewritten": bool(versions) and versions[0].words != row.draft,
    }
