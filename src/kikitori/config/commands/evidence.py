"""`kikitori evidence verify [REF]`: is every file of the evidence still, byte for byte, what was taken in?"""

from __future__ import annotations

import argparse
import sys

from kikitori.config.trouble import FAILURE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.language.text import storable

HELP = Bilingual(
    ja="証拠のファイルが取り込んだときのままかを照合する", en="compare evidence with its SHA-256"
)
_TITLE = Bilingual(ja="すること", en="what to do")
_VERIFY = Bilingual(
    ja="1 件またはすべての申出の証拠を照合する（違いがあれば終了コード 1）",
    en="compare the evidence of one complaint, or of all (exit code 1 where anything differs)",
)
_REFERENCE = Bilingual(
    ja="受付番号（省略するとすべての申出）", en="reference of a complaint (all of them where it is left out)"
)
_DATA = Bilingual(ja="データを置くフォルダ", en="folder of everything this site keeps")
_LANG = Bilingual(ja="表示の言語", en="language of the messages")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """`verify [REF]`; `--data` and `--lang` may stand before or after."""
    tasks = parser.add_subparsers(
        metavar=_TITLE.in_(language), title=_TITLE.in_(language), required=True, dest="task"
    )
    text = _VERIFY.in_(language)
    task = tasks.add_parser("verify", help=text, description=text, allow_abbrev=False)
    task.add_argument("reference", metavar="REF", nargs="?", default="", help=_REFERENCE.in_(language))
    task.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=_DATA.in_(language))
    task.add_argument("--lang", choices=("ja", "en"), default=argparse.SUPPRESS, help=_LANG.in_(language))


def run(arguments: argparse.Namespace) -> int:
    """Compare. Exit code 1 where a file differs or is gone, or where there is no such complaint."""
    from kikitori.config.prepared import prepared_site

    language = getattr(arguments, "lang", None) or arguments.language
    with prepared_site(arguments.data):
        # An argument in another encoding arrives with stand-ins for its bytes, which no table can hold.
        return verify(storable(arguments.reference.strip()), language)


def verify(reference: str, language: str) -> int:
    """Say what is wrong, a line for each, and how many were compared."""
    from kikitori.casework.check_evidence import check_all_evidence, check_evidence
    from kikitori.foundation.postgres.session import signed_transaction
    from kikitori.records.access.visibility import visible_to
    from kikitori.records.people.actor import Actor

    actor = Actor.system("command_line")
    compared = wrong = 0
    with signed_transaction(actor.signature, "command_line"):
        if reference:
            complaint = visible_to(actor).filter(reference__iexact=reference).first()
            if complaint is None:
                raise Trouble(
                    Bilingual(
                        ja=f"受付番号 {reference} の申出はありません。",
                        en=f"There is no complaint {reference}.",
                    )
                )
            found = iter(check_evidence(actor, complaint))
        else:
            found = iter(check_all_evidence(actor))
        for each in found:
            compared += 1
            if not each.is_sound:
                wrong += 1
                name = f"{each.row.complaint.reference} {each.row.name}"
                _tell(_WRONG[each.result.value](name), language)
    _tell(_all_told(compared, wrong), language)
    return FAILURE if wrong else 0


_WRONG = {
    "changed": lambda name: Bilingual(
        ja=f"{name}: 取り込んだときと違います。", en=f"{name}: not what was taken in."
    ),
    "gone": lambda name: Bilingual(
        ja=f"{name}: ファイルがありません。", en=f"{name}: the file is not there any more."
    ),
}


def _tell(text: Bilingual, language: str) -> None:
    sys.stdout.write(text.in_(language) + "\n")


def _all_told(compared: int, wrong: int) -> Bilingual:
    if wrong:
        return Bilingual(
            ja=f"証拠 {compared} 件のうち {wrong} 件に違いがあります。",
            en=f"Evidence compared: {compared}. Different or gone: {wrong}.",
        )
    return Bilingual(
        ja=f"証拠 {compared} 件を照合しました。違いはありません。",
        en=f"Evidence compared: {compared}. Nothing differs.",
    )
