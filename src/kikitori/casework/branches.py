"""Branches 拠点: where posters hang that lead to the complaint form, each with a code of its own. Each change is kept.

The code is no secret and proves nothing: it says by whose poster somebody came, if they came by one. It is never asked
for, and one that nobody knows, or that was taken out of use, leads to the form like any other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.people.actor import Actor
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?")
_LONGEST_NAME = 100
LONGEST_CODE = 20


@dataclass(frozen=True, kw_only=True)
class BranchGiven:
    """A branch as somebody wants it: a name in one language at least, and its code."""

    name_ja: str = ""
    name_en: str = ""
    code: str = ""
    is_active: bool = True


def save_branch(
    actor: Actor, given: BranchGiven, *, branch: int | None = None, seen: int = 0, now: datetime
) -> Branch:
    """A new branch, or `branch` as it is to be. `seen`: the newest change of this one that the editor knew.

    Raises Refused; Invalid: `name_ja` MISSING without any name, `code` MISSING, UNKNOWN_WORD (not 1 to 20 of a-z, 0-9
    and - within) or OUT_OF_RANGE (another branch has it); NotNow (SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_PORTAL)
    if not decision.allowed:
        raise Refused(decision)
    check = Checked()
    name_ja, name_en = (
        check.line(field, getattr(given, field), longest=_LONGEST_NAME) for field in ("name_ja", "name_en")
    )
    if not (name_ja or name_en):
        check.problems.setdefault("name_ja", Problem.MISSING)
    code = check.line("code", given.code.lower(), longest=LONGEST_CODE, needed=True)
    if "code" not in check.problems and not _CODE.fullmatch(code):
        check.problems["code"] = Problem.UNKNOWN_WORD
    with transaction.atomic():
        wait_for_turn(Setting.BRANCHES.value)
        own = Branch.objects.filter(pk=branch).first() if branch else Branch()
        if own is None or (own.pk and newest_change_of(own.pk) != seen):
            raise NotNow(Obstacle.SET_MEANWHILE)
        if Branch.objects.filter(code=code).exclude(pk=own.pk).exists():
            check.problems.setdefault("code", Problem.OUT_OF_RANGE)
        check.done()
        before = _as_kept(own) if own.pk else {}
        own.name_ja, own.name_en, own.code, own.is_active = name_ja, name_en, code, given.is_active
        own.save()
        note_change(actor, Setting.BRANCHES, before, _as_kept(own), now)
    return own


def newest_change_of(branch: int) -> int:
    """The number of the newest change of this branch; 0 where nobody ever changed it. One query."""
    lines = SettingChange.objects.filter(kind=Setting.BRANCHES.value, after__branch=branch)
    return lines.order_by("-id").values_list("pk", flat=True).first() or 0


def branch_of(code: str) -> Branch | None:
    """The branch in use that has this code, in any case. One query where there is a code."""
    return Branch.objects.filter(code=code.lower(), is_active=True).first() if code else None


def came_from(code: str) -> Callable[[Complaint], None] | None:
    """What `receive_complaint` writes down (`born`) of somebody who came by the poster of this code.

    None for a code that nobody knows or that is not in use: then there is nothing to say. One query where there is one.
    """
    branch = branch_of(code)
    if branch is None:
        return None

    def written(complaint: Complaint) -> None:
        WayIn.objects.create(complaint=complaint, branch=branch)

    return written


def _as_kept(branch: Branch) -> dict[str, object]:
    return {
        "branch": branch.pk,
        "name_ja": branch.name_ja,
        "name_en": branch.name_en,
        "code": branch.code,
        "active": branch.is_active,
    }
