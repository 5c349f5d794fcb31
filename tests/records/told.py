"""What the tables of words say to people, to be compared with the glossary."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override


def told_in_both(table: Mapping[Any, Any]) -> dict[str, tuple[str, str]]:
    """What each word of a table is called, in Japanese and in English."""
    said: dict[str, list[str]] = {code.value: [] for code in table}
    for language in ("ja", "en"):
        with override(language):
            for code, label in table.items():
                said[code.value].append(str(label))
    return {code: (ja, en) for code, (ja, en) in said.items()}
