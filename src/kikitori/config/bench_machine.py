"""What the figures were measured on: without it they mean nothing."""

from __future__ import annotations

import os
import platform
from typing import Any

from django.db import connection

from kikitori.config.bench_load import PROC
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise


def machine() -> dict[str, Any]:
    """Processor, memory, versions, size of the site."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": _postgresql(),
        "complaints": Complaint.objects.count(),
        "events": Event.objects.count(),
        "open_promises": Promise.objects.filter(state="open").count(),
        "load_before": busy(),
    }


def busy() -> list[float]:
    """How busy the machine is: 1, 5 and 15 minutes."""
    return [round(each, 2) for each in os.getloadavg()]


def _processor() -> str:
    try:
        lines = (PROC / "cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _postgresql() -> str:
    """The server's own word."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])
