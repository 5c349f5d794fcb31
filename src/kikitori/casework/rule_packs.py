"""Rule packs 規則集: adding a version written here, choosing those in use, taking a version back that nobody needs.

A version is never changed, so what was counted by it can be counted again. Each change leaves its line
(settings_kept.py); a version that is taken back stays readable there.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from kikitori.casework.errors import Invalid, NotNow, NotOneService, Obstacle, PackInUse, Problem, Refused
from kikitori.casework.given import checked_text
from kikitori.casework.house import House
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.mistakes import must_stay
from kikitori.records.deadlines.models import Clock, RulePack
from kikitori.records.deadlines.pack_reader import numbered, read_pack, shipped_versions
from kikitori.records.deadlines.pack_table import PackError
from kikitori.records.deadlines.packs import OWN_FROM, Packs
from kikitori.records.deadlines.rules import Pack, PackRole
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, SettingChange
from kikitori.records.people.terms import Setting

_LONGEST_NOTE = 2_000


def add_pack_version(
    actor: Actor, text: str, file: str, note: str, now: datetime, *, seen: int | None = None
) -> RulePack:
    """Keep the pack written in `text` (called `file` in messages) as the next version of its id, and `note` as why.

    The number is ours, whatever the text says; the id is the text's. It counts for complaints received from
    `valid_from` on once its pack is in use; what was received before keeps its version. The newest version given
    again, word for word, is that version. `seen`: the newest version whoever wrote this had before them, if they had
    one. Raises Refused, PackError, Invalid (`note`), NotNow (SET_MEANWHILE: there is a newer one).
    """
    _require(actor)
    why = checked_text("note", note, longest=_LONGEST_NOTE, needed=False)
    pack = read_pack(text, file)
    with transaction.atomic():
        wait_for_turn(Setting.RULE_PACKS.value)
        before = House().packs.versions(pack.id)
        if before and before[-1].role is not pack.role:
            raise PackError(file, must_stay(before[-1].role), field="role")
        newest = RulePack.objects.filter(pack=pack.id).order_by("-version").first()
        if newest and newest.text == numbered(text, file, newest.version):
            return newest
        if seen is not None and seen != (before[-1].version if before else 0):
            raise NotNow(Obstacle.SET_MEANWHILE)
        version = _next_version(pack.id)
        kept = RulePack.objects.create(
            pack=pack.id,
            version=version,
            text=numbered(text, file, version),
            added_at=now,
            added_by_id=actor.staff_id,
            note=why,
        )
        replaced = {"pack": pack.id, "version": before[-1].version} if before else {}
        note_change(actor, Setting.RULE_PACKS, replaced, {"pack": pack.id, "version": version}, now)
    return kept


def use_packs(actor: Actor, ids: Sequence[str], now: datetime) -> None:
    """From now on count what is received by these packs, in this order.

    Raises Refused; Invalid (`packs.<place from 0>`: no such pack; or a standard of service without a version for
    today, by which no promise could be dated); NotOneService.
    """
    _require(actor)
    chosen = list(dict.fromkeys(ids))
    with transaction.atomic():
        wait_for_turn(Setting.RULE_PACKS.value)
        house = House()
        before = {"in_use": list(house.packs.in_use), "usual": not house.organisation.rule_packs}
        today = house.day_of(now)
        problems: dict[str, Problem] = {}
        services = []
        for place, pack_id in enumerate(chosen):
            versions = house.packs.versions(pack_id)
            if not versions:
                problems[f"packs.{place}"] = Problem.UNKNOWN_WORD
            elif versions[-1].role is PackRole.SERVICE:
                services.append(pack_id)
                if not any(version.is_valid_on(today) for version in versions):
                    problems[f"packs.{place}"] = Problem.OUT_OF_RANGE
        if problems:
            raise Invalid(problems)
        if len(services) != 1:
            raise NotOneService(services)
        _choose(house.organisation, chosen)
        note_change(actor, Setting.RULE_PACKS, before, {"in_use": chosen, "usual": False}, now)


def remove_pack_version(actor: Actor, pack: str, version: int, now: datetime) -> None:
    """Take back a version written here by which nothing is counted; its text stays in the record of the change.

    A closed complaint that keeps it holds it as well, for it can be reopened. Waits for those who are reading the
    versions this moment, as every complaint that comes in does. Raises Refused, Invalid (`version`: not one of
    ours), PackInUse.
    """
    _require(actor)
    with transaction.atomic():
        wait_for_turn(Setting.RULE_PACKS.value)
        with connection.cursor() as cursor:
            # Whoever takes a complaint in has read this table and holds it until the complaint is there to be counted.
            cursor.execute("lock table records_rulepack in access exclusive mode")
        row = RulePack.objects.filter(pack=pack, version=version).first()
        if row is None:
            raise Invalid({"version": Problem.UNKNOWN_WORD})
        _refuse_if_needed(row, House().packs)
        before = {"pack": pack, "version": version, "note": row.note, "text": row.text}
        row.delete()
        note_change(actor, Setting.RULE_PACKS, before, {}, now)


def complaints_counted_by(pack: str, version: int) -> int:
    """How many complaints keep this version or have a clock that was counted by it. One query.

    Each table is asked by its own index and the numbers are united: „or“ across both would read all complaints.
    """
    keeping = Complaint.objects.filter(rule_packs__contains={pack: version}).values_list("pk")
    counted = Clock.objects.filter(rule__startswith=f"{pack}/{version}/").order_by().values_list("complaint")
    return keeping.union(counted).count()


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)


def _refuse_if_needed(row: RulePack, packs: Packs) -> None:
    """Raises PackInUse while anything is counted by this version, or would be left without rules."""
    complaints = complaints_counted_by(row.pack, row.version)
    others: list[Pack] = [one for one in packs.versions(row.pack) if one.version != row.version]
    if complaints or (row.pack in packs.in_use and not others):
        raise PackInUse(complaints)


def _next_version(pack: str) -> int:
    """The number after every one given so far; those of versions taken back are not given again."""
    given = SettingChange.objects.filter(kind=Setting.RULE_PACKS.value, after__pack=pack)
    noted = [int(number) for number in given.values_list("after__version", flat=True)]
    kept = RulePack.objects.filter(pack=pack).aggregate(newest=Max("version"))["newest"] or 0
    shipped = max((one.version for one in shipped_versions(pack)), default=0)
    return max(OWN_FROM, kept + 1, shipped + 1, *(number + 1 for number in noted))


def _choose(organisation: Organisation, ids: list[str]) -> None:
    """Write only this: somebody else may be changing the organisation's name meanwhile."""
    if not Organisation.objects.filter(pk=organisation.pk).update(rule_packs=ids):
        organisation.rule_packs = ids
        organisation.save()
