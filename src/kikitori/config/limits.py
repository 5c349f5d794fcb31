"""How much may be sent at once."""

from __future__ import annotations

FORM_LIMIT = 2_621_440
"""Bytes of a form without files, and of the texts of a form with files (2.5 MiB: a million Japanese letters)."""
UPLOAD_LIMIT = 26_214_400
"""Bytes of a form with files (25 MiB)."""
HOOK_LIMIT = 52_428_800
"""Bytes of one call of a provider's webhook (50 MiB); its view reads no more either."""
HOOKS = "/hooks/"
"""Below this machines send what is no form of ours, nor always a form; each view there checks what it takes."""
MULTIPART = "multipart/form-data"
"""The content type of a form with files."""


def limit_for(path: str, content_type: str) -> int:
    """Bytes that a body of this content type (without its parameters) may have at this address."""
    if path.startswith(HOOKS):
        return HOOK_LIMIT
    return UPLOAD_LIMIT if content_type == MULTIPART else FORM_LIMIT


def megabytes() -> dict[str, str]:
    """Return both limits in megabytes, for people."""
    return {"form": f"{FORM_LIMIT / 1_048_576:g}", "files": f"{UPLOAD_LIMIT / 1_048_576:g}"}
