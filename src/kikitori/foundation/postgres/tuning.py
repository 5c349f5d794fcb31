"""Server settings for a desk of some dozens of people on one machine, and for throw-away test servers."""

from __future__ import annotations

import os

MEGABYTE = 1024 * 1024


def server_settings(*, for_tests: bool, memory: int | None = None) -> dict[str, str]:
    """Return the settings given to `postgres -c`. `memory` is the machine's memory in bytes (None: ask the system).

    Durability is never traded in normal mode: an answer of success is given only for what survives a power cut.
    """
    memory = memory if memory is not None else _machine_memory()
    buffers = min(max(memory // 8, 64 * MEGABYTE), 1024 * MEGABYTE) // MEGABYTE
    settings = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{max(memory // 2 // MEGABYTE, 128)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "random_page_cost": "1.1",
        "jit": "off",  # every query here is short: compiling it would cost more than running it
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        # What people wrote must not reach the log: no statements, no DETAIL lines with values.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    if for_tests:
        settings |= {
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "64MB",
            "autovacuum": "off",
            "max_wal_size": "2GB",
        }
    return settings


def _machine_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 1024 * MEGABYTE
