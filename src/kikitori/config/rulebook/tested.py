"""`kikitori rules test` and `check`: golden dates against the engine, and packs against what a pack must be."""

from __future__ import annotations

import argparse
import sys

from kikitori.config.rulebook.files import place_of, shown, text_of
from kikitori.config.trouble import FAILURE, Trouble
from kikitori.foundation.language.bilingual import Bilingual


def test(arguments: argparse.Namespace) -> int:
    """Count every golden date, shipped ones or those of the files; 1 and a line for each that comes out otherwise."""
    from kikitori.records.deadlines.golden import GoldenError, differences, golden_dates, read_golden

    try:
        if arguments.files:
            dates = [one for name in arguments.files for one in read_golden(text_of(name), shown(name))]
        else:
            dates = list(golden_dates())
        found = differences(dates)
    except GoldenError as wrong:
        raise Trouble(
            Bilingual(
                ja=f"{wrong.file} {wrong.line} 行目: 検算用の日付として読めません。",
                en=f"{wrong.file}, line {wrong.line}: cannot be read as a golden date.",
            ),
            wrong.problem,
        ) from wrong
    for one in found:
        sys.stdout.write(f"✗ {one}\n")
    number = len(dates)
    if found:
        wrong_lines = len({(one.golden.file, one.golden.line) for one in found})
        text = Bilingual(
            ja=f"✗ 検算用の日付 {number} 件のうち {wrong_lines} 件が一致しません。",
            en=f"✗ {wrong_lines} of {number} golden dates come out otherwise.",
        )
    else:
        text = Bilingual(
            ja=f"✓ 検算用の日付 {number} 件がすべて一致しました。", en=f"✓ All {number} golden dates hold."
        )
    sys.stdout.write(text.in_(arguments.language) + "\n")
    return FAILURE if found else 0


def check(arguments: argparse.Namespace) -> int:
    """Read each pack as it would be installed; one line a file, 1 if any cannot be used. Nothing is kept."""
    from kikitori.records.deadlines.pack_reader import numbered, read_pack
    from kikitori.records.deadlines.pack_table import PackError

    fine = True
    for name in arguments.files:
        try:
            text = text_of(name)
            pack = read_pack(text, shown(name))
            numbered(text, shown(name), pack.version + 1)
        except PackError as wrong:
            fine = False
            line = f"✗ {place_of(wrong).in_(arguments.language)}: {wrong.problem}"
        except Trouble as wrong:
            fine = False
            line = f"✗ {wrong.text.in_(arguments.language)}"
        else:
            line = "✓ " + Bilingual(
                ja=f"{shown(name)}: 規則集 {pack.id}、規則 {len(pack.rules)} 件",
                en=f"{shown(name)}: pack {pack.id}, {len(pack.rules)} rules",
            ).in_(arguments.language)
        sys.stdout.write(line + "\n")
    return 0 if fine else FAILURE
