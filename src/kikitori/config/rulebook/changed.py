"""`kikitori rules add`, `use` and `remove`: through the verbs of casework/rule_packs.py, in the name of the machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kikitori.config.rulebook.files import proofread, refused, shown, text_of
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.language.text import storable

if TYPE_CHECKING:
    from kikitori.casework.errors import Invalid
    from kikitori.records.deadlines.models import RulePack
    from kikitori.records.people.actor import Actor


def add(arguments: argparse.Namespace) -> int:
    """Install a file as the next version of its pack; prints `id/version`."""
    # Read once, for it may be a pipe; what is wrong in itself is told before a database is asked for.
    text, file = text_of(arguments.file), shown(arguments.file)
    proofread(text, file)
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        row = _added(text, file, arguments.note, use=arguments.use)
    sys.stdout.write(f"{row.pack}/{row.version}\n")
    return 0


def _added(text: str, file: str, note: str, *, use: bool) -> RulePack:
    """With `use` both or neither: what is added is used, a standard of service in the place of the one before."""
    from django.utils import timezone

    from kikitori.casework.errors import Invalid
    from kikitori.casework.house import House
    from kikitori.casework.rule_packs import add_pack_version, use_packs
    from kikitori.records.deadlines.rules import PackRole

    now = timezone.now()
    with _acting() as actor:
        try:
            row = add_pack_version(actor, text, file, storable(note), now)
        except Invalid as invalid:
            said = Bilingual(ja="--note が長すぎます。", en="--note is too long.")
            raise Trouble(said, code=USAGE) from invalid
        if use:
            packs = House().packs
            role = packs.version(row.pack, row.version).role
            kept = [
                each
                for each in packs.in_use
                if each == row.pack
                or role is not PackRole.SERVICE
                or packs.versions(each)[-1].role is not PackRole.SERVICE
            ]
            chosen = [*kept, *([] if row.pack in kept else [row.pack])]
            try:
                use_packs(actor, chosen, now)
            except Invalid as invalid:
                raise _unusable(invalid, chosen) from invalid
    return row


def use(arguments: argparse.Namespace) -> int:
    """Choose the packs by which new complaints are counted; prints them."""
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        chosen = _used(arguments.packs)
    sys.stdout.write("".join(f"{each}\n" for each in chosen))
    return 0


def _used(ids: list[str]) -> list[str]:
    from django.utils import timezone

    from kikitori.casework.errors import Invalid
    from kikitori.casework.house import House
    from kikitori.casework.rule_packs import use_packs

    chosen = list(dict.fromkeys(ids))
    try:
        with _acting() as actor:
            use_packs(actor, chosen, timezone.now())
            return list(House().packs.in_use)
    except Invalid as invalid:
        raise _unusable(invalid, chosen) from invalid


def remove(arguments: argparse.Namespace) -> int:
    """Take back a version written here that nothing is counted by; prints `id/version`."""
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        _removed(arguments.pack, arguments.version)
    sys.stdout.write(f"{arguments.pack}/{arguments.version}\n")
    return 0


def _removed(pack: str, version: int) -> None:
    from django.utils import timezone

    from kikitori.casework.errors import Invalid
    from kikitori.casework.rule_packs import remove_pack_version

    try:
        with _acting() as actor:
            remove_pack_version(actor, storable(pack), version, timezone.now())
    except Invalid as invalid:
        raise Trouble(
            Bilingual(
                ja=f"{shown(pack)}/{version} は、ここで加えた版ではありません。",
                en=f"{shown(pack)}/{version} is no version that was added here.",
            )
        ) from invalid


@contextmanager
def _acting() -> Iterator[Actor]:
    """The machine's own actor, in one signed transaction; what a verb refuses is told in words."""
    from kikitori.casework.errors import NotOneService, PackInUse
    from kikitori.foundation.postgres.session import signed_transaction
    from kikitori.records.deadlines.pack_table import PackError
    from kikitori.records.people.actor import Actor

    actor = Actor.system("command_line")
    try:
        with signed_transaction(actor.signature, "command_line"):
            yield actor
    except PackError as wrong:
        raise refused(wrong.file, [wrong]) from wrong
    except NotOneService as wrong:
        found = ", ".join(wrong.found)
        raise Trouble(
            Bilingual(
                ja="対応の標準（role: service）の規則集を、ちょうど 1 つ選んでください。"
                + (f"選ばれたもの: {found}" if found else "1 つも選ばれていません。"),
                en="Choose exactly one standard of service (role: service); "
                + (f"these are: {found}." if found else "there is none among them."),
            ),
            code=USAGE,
        ) from wrong
    except PackInUse as wrong:
        raise _needed(wrong.complaints) from wrong


def _needed(complaints: int) -> Trouble:
    if not complaints:
        return Trouble(
            Bilingual(
                ja="使用中の規則集の最後の版です。先に「rules use」で外してください。",
                en="It is the last version of a pack that is in use. Choose others first with “rules use”.",
            )
        )
    return Trouble(
        Bilingual(
            ja=f"この版で期限を数えている申出が {complaints} 件あるため、取り除けません。",
            en=f"{complaints} complaints are counted by this version, so it stays.",
        )
    )


def _unusable(invalid: Invalid, ids: list[str]) -> Trouble:
    """Names the packs that cannot be chosen, and why."""
    from kikitori.casework.errors import Problem

    ja, en = [], []
    for place, problem in invalid.problems.items():
        pack = shown(ids[int(place.rpartition(".")[2])])
        unknown = problem is Problem.UNKNOWN_WORD
        ja.append(
            f"{pack}: " + ("そのような規則集はありません。" if unknown else "今日有効な版がありません。")
        )
        en.append(f"{pack}: " + ("there is no such pack." if unknown else "no version of it is valid today."))
    return Trouble(Bilingual(ja="\n".join(ja), en="\n".join(en)), code=USAGE)
