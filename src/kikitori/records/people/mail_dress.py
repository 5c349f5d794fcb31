"""How a mail of ours to one of ours is dressed, whatever it says."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP


def dressed(subject: str, body: str, spoken: str) -> EmailMessage:
    """Subject and body in the language that is spoken in them; without sender and reader."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"[Kikitori] {subject}"
    # RFC 3834, and what Exchange heeds in its place: no absence may answer.
    message["Auto-Submitted"], message["X-Auto-Response-Suppress"] = "auto-generated", "All"
    message.set_content(f"{body}\n", cte="base64")
    message["Content-Language"] = spoken
    return message
