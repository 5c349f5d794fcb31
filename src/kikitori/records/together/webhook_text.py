"""What a webhook is told: that something has happened, of which kind, in which complaint, and where to read it.

No name, no title, no word of a complaint, for chats and other systems are read by others. Of a restricted complaint
not even the reference: only that there is something. The fields are those of CloudEvents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.together.labels import NOTICE_KIND
from kikitori.records.together.terms import NoticeKind
from kikitori.records.together.webhooks import TEST

_TYPE = "kikitori.notice.{kind}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One notice for a webhook. `reference`: empty where it must not be said. `site`: its address, without a slash."""

    identity: str
    kind: str
    at: datetime
    reference: str
    urgent: bool
    site: str
    language: str

    @property
    def url(self) -> str:
        """Where to read it, for who may: the complaint, or one's notices."""
        where = f"complaints/{self.reference}/" if self.reference else "notices/"
        return f"{self.site}/desk/{'' if self.kind == TEST else where}"

    @property
    def text(self) -> str:
        """The same in one line, for services that show a field of this name as it is."""
        with override(tongue(self.language)):
            if self.kind == TEST:
                what = _("This is a test. Notices will arrive here.")
            else:
                what = str(NOTICE_KIND[NoticeKind(self.kind)])
            urgent = pgettext("webhook", "Urgent:") if self.urgent else ""
            return " ".join(part for part in ("[Kikitori]", urgent, what, self.reference, self.url) if part)

    def as_json(self) -> bytes:
        """The body of the call; the same bytes for the same thing."""
        fields: dict[str, Any] = {
            "type": _TYPE.format(kind=self.kind),
            "id": self.identity,
            "time": self.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "source": self.site,
            "text": self.text,
            "data": {
                "kind": self.kind,
                "reference": self.reference or None,
                "url": self.url,
                "urgent": self.urgent,
            },
        }
        return json.dumps(fields, ensure_ascii=False).encode()
