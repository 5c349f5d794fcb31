"""One visit to the portal: who comes, when, to whose house, and how a page is shown to them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from kikitori.interfaces.look.own import own_look
from kikitori.interfaces.look.ruby import with_ruby
from kikitori.interfaces.portal.telling import Teller
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation


@dataclass
class Visit:
    """One request at the portal."""

    request: HttpRequest
    now: datetime
    organisation: Organisation
    actor: Actor
    #: Only the language changes: show the page again as it was, and do nothing.
    shows_again: bool = False

    @property
    def posted(self) -> bool:
        """A form was sent."""
        return self.request.method == "POST"

    @property
    def language(self) -> str:
        """The reader's language, one of LANGUAGES: `ja`, `en`, `ja-easy` …"""
        return translation.get_language() or settings.LANGUAGE_CODE

    @property
    def teller(self) -> Teller:
        """Says days in the reader's language and the organisation's zone."""
        return Teller(self.language, ZoneInfo(self.organisation.time_zone), self.now)

    def show(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """A page of the portal with the organisation's name, phone and hours.

        `typing_form` in the context names the form whose text must survive a change of language.
        """
        standing = {
            "organisation": self.organisation,
            "organisation_look": own_look(self.organisation),
            "organisation_name": self.organisation.name_in(self.language),
            "organisation_phone": self.organisation.phone,
            "organisation_hours": self.organisation.phone_hours,
            "home_url": "/",
            "now": self.now,
        }
        page = render_to_string(f"portal/{template}.html", standing | (context or {}), self.request)
        return HttpResponse(with_ruby(page), status=status)


@dataclass
class HolderVisit(Visit):
    """A visit of somebody who has shown the slip of `complaint`."""

    complaint: Complaint = field(kw_only=True)
