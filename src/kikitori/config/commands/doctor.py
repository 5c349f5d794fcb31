"""`kikitori doctor`: is everything as it should be? One line a finding, exit code 1 if anything is wrong."""

from __future__ import annotations

import argparse
import sys

from kikitori.foundation.language.bilingual import Bilingual

HELP = Bilingual(
    ja="環境・データベース・権限・ジョブ・メールを点検する",
    en="examine settings, database, rights, jobs and mail",
)


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Nothing beyond --data."""


def run(arguments: argparse.Namespace) -> int:
    """Examine the site as it is: nothing is migrated or repaired; the embedded server runs for as long as needed."""
    from pathlib import Path

    from kikitori.config.environment import load
    from kikitori.config.examination import examine

    chosen = {"data": Path(arguments.data)} if arguments.data else {}
    fine = True
    for finding in examine(load(database_role="web", **chosen)):
        fine = fine and finding.fine
        sys.stdout.write(f"{'✓' if finding.fine else '✗'} {finding.text.in_(arguments.language)}\n")
        if finding.detail:
            sys.stdout.write("".join(f"    {line}\n" for line in finding.detail.splitlines()))
    return 0 if fine else 1
