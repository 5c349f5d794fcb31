"""What the web server runs: Django behind the gate."""

from __future__ import annotations

from kikitori.config.gate import Gate
from kikitori.config.wsgi import application as django

THREADS = 6
"""Requests worked on at a time; each may hold one database connection."""

application = Gate(django, THREADS)
