"""Kikitori and django-helpdesk take in the same mails in turns, in one cluster: mails a second of each, and the ratio.

    kikitori bench mail --data DATA --fill 300 --mails 100 --rounds 1
    uv venv PEER && uv pip install --python PEER django-helpdesk==2.6.1 'psycopg[binary]'
    .venv/bin/python benchmarks/mail_beside_helpdesk.py DATA PEER/bin/python [--rounds 5]

DATA is a folder made for measuring; django-helpdesk gets a database of its own in its cluster. helpdesk_mail.py says
what it does with each mail. `--silent`: it writes no acknowledgement.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import psycopg

from kikitori.config.bench_site import cluster_of
from kikitori.config.prepared import prepared_site
from kikitori.foundation.postgres.cluster import SUPERUSER
from kikitori.foundation.postgres.record import NAME

PEER = Path(__file__).with_name("helpdesk_mail.py")


def main() -> None:
    """Alternate, and print each round and the median of the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("peer", help="the Python that has django-helpdesk")
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--silent", action="store_true")
    given = parser.parse_args()
    numbers = ["--mails", str(given.mails), "--workers", str(given.workers)]
    ours = [str(Path(sys.executable).with_name("kikitori")), "bench", "mail", "--data", str(given.data)]
    ratios = []
    os.environ |= {"DJANGO_SETTINGS_MODULE": "kikitori.config.settings", "KIKITORI_DATA": str(given.data)}
    with prepared_site(given.data):
        theirs = [given.peer, str(PEER), database_of_peer(given.data), str(cluster_of(given.data))]
        for _ in range(given.rounds):
            peer = said([*theirs, *numbers, *(["--silent"] if given.silent else [])])
            [own] = said([*ours, *numbers, "--rounds", "1", "--json"])["rounds"]
            ratios.append(own["per_second"] / peer["per_second"])
            print(f"{ratios[-1]:.2f}", "kikitori", own, "django-helpdesk", peer, flush=True)
    print(f"median of {len(ratios)} ratios: {median(ratios):.2f}")


def database_of_peer(data: Path) -> str:
    """The address of its database, made where there is none."""
    from django.conf import settings

    host = settings.DATABASES["default"]["HOST"]
    password = json.loads((data / NAME).read_text())["superuser_password"]
    with psycopg.connect(
        host=host, user=SUPERUSER, password=password, dbname="postgres", autocommit=True
    ) as connection:
        if connection.execute("select from pg_database where datname = 'helpdesk'").fetchone() is None:
            connection.execute("create database helpdesk")
    return f"postgresql://{SUPERUSER}:{quote(password, safe='')}@{quote(host, safe='')}/helpdesk"


def said(command: list[str]) -> dict[str, Any]:
    """What a program says as JSON on its standard output."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
