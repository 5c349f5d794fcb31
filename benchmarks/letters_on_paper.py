"""What a letter on paper costs to set as PDF: `.venv/bin/python benchmarks/letters_on_paper.py`. Needs no database.

CPU of this process and of those it starts for many letters, the first letter apart (typst is loaded for it), then the
median of some rounds; at the end the memory that this process and the largest of the others have come to.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import count
from statistics import median
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kikitori.config.settings")
os.environ.setdefault("KIKITORI_DATA", tempfile.mkdtemp())

import django

if TYPE_CHECKING:
    from kikitori.records.letters.postings import Posting

ROUNDS = 15
SENTENCE = (
    "お知らせいただき、ありがとうございます。割れた器のこと、電話で三度お話しくださったこと、承りました。\n"
)
#: No two letters are the same: what was set before is remembered by the typesetter.
_NUMBERS = count(1)


def letter(signs: int) -> Posting:
    """A letter of so many signs that no database has seen, and no two of them alike."""
    from kikitori.records.letters.models import Letter
    from kikitori.records.letters.postings import Posting
    from kikitori.records.letters.sheets import Sheet

    number = next(_NUMBERS)
    sheet = Sheet(name=f"計測 {number}郎 様", address="〒100-0001 東京都見本区みほん町1-1", sender="みほん堂")
    lines = (f"{number}、{line}、{SENTENCE}" for line in count(1))
    body = "".join(next(lines) for _ in range(signs // len(SENTENCE) + 1))[:signs]
    at = datetime(2026, 11, 20, tzinfo=UTC)
    written = Letter(language="ja", subject="お申し出について", body=body, written_at=at)
    return Posting(letter=written, number=f"L-2026-{number:06d}", sheet=asdict(sheet))


def cpu(postings: list[Posting]) -> tuple[float, int]:
    """Milliseconds of CPU to set these as one PDF, and its bytes."""
    from kikitori.records.letters.paper import paper_of

    began = spent()
    made = paper_of(postings)
    return 1000 * (spent() - began), len(made.content)


def spent() -> float:
    """Seconds of CPU so far, of this process and of others that have ended."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def main() -> None:
    """Print the figures."""
    django.setup()
    print(f"the first: {cpu([letter(1400)])[0]:.0f} ms")
    for name, signs, number in (
        ("one of 1,400 signs", 1400, 1),
        ("one of 10,000 signs", 10_000, 1),
        ("fifty of 1,400 signs", 1400, 50),
    ):
        taken = [cpu([letter(signs) for _ in range(number)]) for _ in range(ROUNDS)]
        print(f"{name}: {median(each for each, _ in taken):.0f} ms, {taken[0][1] // 1000} kB")
    for name, who in (("this process", resource.RUSAGE_SELF), ("one apart", resource.RUSAGE_CHILDREN)):
        print(f"memory of {name} at most: {resource.getrusage(who).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
