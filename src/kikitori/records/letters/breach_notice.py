"""The notice to those whose data may have leaked 本人への通知: what a person begins from, and its mail."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "breach_notice.yaml"
LANGUAGES = ("ja", "en")
#: What is not known yet has to be written before anything is sent (placeholders.py, marks_in).
_NOT_KNOWN = {"ja": "【要記入：{}】", "en": "[to be written: {}]"}
_WHAT = {
    "ja": {"story": "起きたこと", "leaked": "情報の項目"},
    "en": {"story": "what happened", "leaked": "which data"},
}


def first_text(language: str, *, organisation: str, phone: str, story: str, leaked: str) -> str:
    """The text somebody goes on writing from, in `ja` or `en`."""
    known = {"story": story.strip(), "leaked": leaked.strip()}
    said = {name: text or _NOT_KNOWN[language].format(_WHAT[language][name]) for name, text in known.items()}
    text = _shipped()[language]["body"]
    for name, value in {"organisation": organisation, "phone": phone, **said}.items():
        text = text.replace("{" + name + "}", value)
    return text.strip()


def subject(language: str, organisation: str) -> str:
    """Of the mail."""
    return _shipped()[language]["subject"].replace("{organisation}", organisation)


def notice_mail(language: str, organisation: str, text: str) -> EmailMessage:
    """The mail to somebody who has no complaint with us, without sender and reader."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject(language, organisation)
    # RFC 3834, and what Exchange heeds in its place: no absence may answer.
    message["Auto-Submitted"], message["X-Auto-Response-Suppress"] = "auto-generated", "All"
    message.set_content(f"{text}\n", cte="base64")
    message["Content-Language"] = language
    return message


@cache
def _shipped() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
