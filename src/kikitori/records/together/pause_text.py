"""What a mail says about a webhook that has paused itself, to whoever has set it up."""

from __future__ import annotations

from email.message import EmailMessage

from django.utils.translation import gettext as _
from django.utils.translation import override

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.people.mail_dress import dressed
from kikitori.records.together.labels import PAUSE_REASON
from kikitori.records.together.terms import PauseReason
from kikitori.records.together.webhooks import Webhook


def pause_as_mail(webhook: Webhook, *, language: str, organisation: str, desk: str) -> EmailMessage:
    """That a webhook its reader has set up was paused, why, and where to look after it; without sender and reader."""
    spoken = tongue(language)
    where = "settings/webhooks/" if webhook.is_of_house else "notices/webhook/"
    with override(spoken):
        told = _("The webhook “%(name)s” of the complaint desk of %(organisation)s is paused.")
        parts = (
            told % {"name": webhook, "organisation": organisation},
            str(PAUSE_REASON[PauseReason(webhook.pause_reason)]),
            _(
                "What happens meanwhile is not told to it. "
                "Nothing is lost: notices stand in the desk or come by e-mail, as was chosen."
            ),
            _("Look after it here, send a test and take it into use again:\n%(address)s")
            % {"address": f"{desk}/{where}"},
        )
        subject, body = _("A webhook is paused"), "\n\n".join(parts)
    return dressed(subject, body, spoken)
