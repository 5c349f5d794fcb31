"""In which language each door speaks: the portal in all that are offered, the desk in those of the staff.

Somebody who reads やさしい日本語 at the portal and signs in at the desk meets it in Japanese.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.readings import written_in

_DESK = "/desk/"


def language_at(path: str, wanted: str) -> str:
    """The language of a page for somebody who wants `wanted`."""
    of_staff = dict(settings.STAFF_LANGUAGES)
    return tongue(wanted) if path.startswith(_DESK) and wanted not in of_staff else wanted


class DoorLanguageMiddleware(LocaleMiddleware):
    """Django's own choice (cookie, then the browser's wish), kept to what the door speaks."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose, and say so on the request."""
        super().process_request(request)
        spoken = language_at(request.path_info, translation.get_language() or settings.LANGUAGE_CODE)
        translation.activate(spoken)
        request.LANGUAGE_CODE = spoken

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the language as browsers know it."""
        response.headers.setdefault(
            "Content-Language", written_in(translation.get_language() or settings.LANGUAGE_CODE)
        )
        return super().process_response(request, response)
