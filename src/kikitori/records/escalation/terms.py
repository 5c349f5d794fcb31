"""Words of escalation. Pure; labels in labels.py."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a complaint was brought before somebody above."""

    REQUEST = "request"
    CLOCK = "clock"
    MISSED_PROMISE = "missed_promise"
    SEVERITY = "severity"
    REVIEW = "review"
    UNACKNOWLEDGED = "unacknowledged"
