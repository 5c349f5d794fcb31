"""Whether PostgreSQL writes what people wrote into its own log: the settings by which it would.

Values reach it within the statements, so a statement in the log is somebody's words in the log. Ours is set up so
(foundation/postgres/tuning.py); of somebody else's cluster `kikitori doctor` says what to change.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Each setting, the values with which it tells nobody's words, and the one to be set (PostgreSQL 15 to 18).
_SILENT: Mapping[str, tuple[frozenset[str], str]] = {
    "log_statement": (frozenset({"none", "ddl"}), "none"),
    "log_min_duration_statement": (frozenset({"-1"}), "-1"),
    "log_min_duration_sample": (frozenset({"-1"}), "-1"),
    "log_transaction_sample_rate": (frozenset({"0"}), "0"),
    # What failed is logged at ERROR; these are above it.
    "log_min_error_statement": (frozenset({"log", "fatal", "panic"}), "panic"),
    # Anything wordier adds DETAIL, which shows the row.
    "log_error_verbosity": (frozenset({"terse"}), "terse"),
    "log_parameter_max_length_on_error": (frozenset({"0"}), "0"),
}
SETTINGS = tuple(_SILENT)


def told_by(settings: Mapping[str, str]) -> list[str]:
    """What to set instead, as lines of postgresql.conf, for each of these that tells; one not there tells nothing."""
    return [
        f"{name} = {instead}"
        for name, (silent, instead) in _SILENT.items()
        if name in settings and settings[name] not in silent
    ]
