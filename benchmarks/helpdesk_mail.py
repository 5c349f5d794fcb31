"""How many mails a second become tickets in django-helpdesk, measured as `kikitori bench mail` measures Kikitori.

    uv run --no-project --python 3.11 --with django-helpdesk==2.6.1 --with 'psycopg[binary]'
        benchmarks/helpdesk_mail.py DATABASE_URL CLUSTER_FOLDER [--mails 600] [--workers 2] [--silent]

The mails are the same ones but for their charset: django-helpdesk is given text, so they are declared and given as
UTF-8. Each is read, becomes a ticket with its first follow-up, and its acknowledgement is rendered and handed to a
mail backend that throws it away. DATABASE_URL names an empty database in the cluster that lies in CLUSTER_FOLDER.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

JA = "先日購入した電気ケトルの蓋が閉まりません。お湯がこぼれて手にかかりました。交換か返金をお願いします。"
EN = "The lid of the kettle I bought does not close, and hot water ran over my hand. Please exchange or refund. "
WARM = 50
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Set the database up, start the workers together, and print what they took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database_url")
    parser.add_argument("cluster", type=Path)
    parser.add_argument("--mails", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--silent", action="store_true", help="write no acknowledgement")
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    set_up(given.database_url)
    if given.part is not None:
        work_off(given.part, given.mails)
        return
    prepare(silent=given.silent)
    command = [sys.executable, __file__, given.database_url, str(given.cluster)]
    share = str(given.mails // given.workers)
    workers = [
        subprocess.Popen(
            [*command, "--mails", share, "--part", str(part)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(given.workers)
    ]
    if {hear(worker) for worker in workers} != {"ready"}:
        sys.exit("a worker did not get ready")
    before = cpu_in(given.cluster)
    for worker in workers:
        tell(worker, "go")
    shares = [json.loads(hear(worker)) for worker in workers]
    database = cpu_in(given.cluster) - before
    made = sum(share["made"] for share in shares)
    seconds = max(share["ended"] for share in shares) - min(share["began"] for share in shares)
    said = {
        "mails": made,
        "per_second": round(made / seconds, 1),
        "worker_cpu_ms": round(sum(share["cpu"] for share in shares) / made * 1000, 2),
        "database_cpu_ms": round(database / made * 1000, 2),
    }
    print(json.dumps(said))


def hear(worker: subprocess.Popen[str]) -> str:
    """The next line a worker says."""
    return worker.stdout.readline().strip() if worker.stdout else ""


def tell(worker: subprocess.Popen[str], word: str) -> None:
    """Say a word to a worker."""
    if worker.stdin:
        worker.stdin.write(word + "\n")
        worker.stdin.flush()


def set_up(database_url: str) -> None:
    """The smallest Django site that has django-helpdesk in it."""
    import django
    from django.conf import settings

    url = urlsplit(database_url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": url.path[1:],
                "USER": unquote(url.username or ""),
                "PASSWORD": unquote(url.password or ""),
                "HOST": unquote(url.hostname or ""),
                "PORT": url.port or "",
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.sites",
            "django.contrib.humanize",
            "rest_framework",
            "helpdesk",
        ],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_ENABLE_KB=False,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        ROOT_URLCONF="helpdesk_addresses",
        SECRET_KEY="a benchmark",  # noqa: S106 - a site nobody reaches
        SITE_ID=1,
        USE_TZ=True,
    )
    logging.disable(logging.WARNING)
    django.setup()
    from django.urls import include, path

    addresses = ModuleType("helpdesk_addresses")
    addresses.urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]  # type: ignore[attr-defined]
    sys.modules[addresses.__name__] = addresses


def prepare(*, silent: bool) -> None:
    """Tables, one queue, and the templates of its mails; without them it writes none."""
    from django.core.management import call_command
    from helpdesk.models import EmailTemplate, Queue

    call_command("migrate", verbosity=0)
    EmailTemplate.objects.all().delete()
    if not silent:
        call_command("loaddata", "emailtemplate", verbosity=0)
    if not Queue.objects.exists():
        address = "desk@example.org"
        Queue.objects.create(title="Desk", slug="desk", email_address=address, allow_email_submission=True)


def work_off(part: int, count: int) -> None:
    """What one worker does, as Kikitori's: warm, ready, go."""
    from django.db import transaction
    from helpdesk.email import extract_email_metadata
    from helpdesk.models import Queue

    queue, logger = Queue.objects.get(), logging.getLogger("peer")

    def take(mails: list[str]) -> int:
        for mail in mails:
            with transaction.atomic():
                extract_email_metadata(mail, queue, logger)
        return len(mails)

    mark = f"{os.getpid()}-{part}"
    take([mail(number, mark + "w") for number in range(WARM)])
    mails = [mail(number, mark) for number in range(count)]
    print("ready", flush=True)
    sys.stdin.readline()
    began, cpu = time.time(), time.process_time()
    made = take(mails)
    print(
        json.dumps({"made": made, "began": began, "ended": time.time(), "cpu": time.process_time() - cpu}),
        flush=True,
    )


def mail(number: int, mark: str) -> str:
    """As made_up_mails of kikitori/config/bench_mail.py."""
    story = (JA if number % 2 == 0 else EN) * (6 + number % 4)
    return (
        f"From: Sender {number} <s{number}.{mark}@example.com>\r\nTo: desk@example.org\r\n"
        f"Subject: Kettle {number}\r\nDate: Fri, 20 Nov 2026 10:12:00 +0900\r\n"
        f"Message-ID: <{number}.{mark}@mail.example.com>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{number}: {story}\r\n"
    )


def cpu_in(cluster: Path) -> float:
    """CPU seconds of all server processes that work in this folder, their ended ones included."""
    seconds = 0.0
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and (process / "cwd").resolve() == cluster.resolve():
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                seconds += (int(fields[11]) + int(fields[12])) / TICKS
        except OSError:
            continue
    return seconds


if __name__ == "__main__":
    main()
