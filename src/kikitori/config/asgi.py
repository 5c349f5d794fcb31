"""What the web server runs: Django behind the gate."""

from __future__ import annotations

import gc

from django.urls import resolve

from kikitori.config.gate import Gate
from kikitori.config.wsgi import application as django

THREADS = 6
"""Requests worked on at a time; each may hold one database connection."""

application = Gate(django, THREADS)

# What is loaded now stays for good: out of the collector's sight, so that its full rounds stop no request for long.
resolve("/")  # imports every view
gc.collect()
gc.freeze()
