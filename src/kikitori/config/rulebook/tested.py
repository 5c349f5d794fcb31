"""`kikitori rules test` and `check`: golden dates against the engine, and packs against what a pack must be."""

from __future__ import annotations

import argparse
import sys

from kikitori.config.rulebook.files import mistake, shown, text_of
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
    """Read each pack as it would be installed: a line for each mistake, or one that all is well. Nothing is kept.

    1 if any file cannot be used.
    """
    fine = True
    for name in arguments.files:
        try:
            lines = _checked(text_of(name), shown(name))
        except Trouble as wrong:
            lines = [Bilingual(ja=f"✗ {wrong.text.ja}", en=f"✗ {wrong.text.en}")]
        fine = fine and lines[0].en.startswith("✓")
        sys.stdout.write("".join(line.in_(arguments.language) + "\n" for line in lines))
    return 0 if fine else FAILURE


def _checked(text: str, file: str) -> list[Bilingual]:
    """A line for each mistake; where there is none, one that says what the file holds."""
    from kikitori.records.deadlines.pack_proof import mistakes_in
    from kikitori.records.deadlines.pack_reader import read_pack

    found = mistakes_in(text, file)
    if found:
        return [mistake(wrong) for wrong in found]
    pack = read_pack(text, file)
    return [
        Bilingual(
            ja=f"✓ {file}: 規則集 {pack.id}、規則 {len(pack.rules)} 件",
            en=f"✓ {file}: pack {pack.id}, {len(pack.rules)} rule{'' if len(pack.rules) == 1 else 's'}",
        )
    ]
