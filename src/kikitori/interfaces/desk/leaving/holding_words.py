"""What somebody can hold, in words: what it is called, and what becomes of it where it is left as it is."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kikitori.records.together.terms import Holding

HOLDING: Mapping[Holding, LazyText] = {
    Holding.COMPLAINTS: _("Open complaints in their hands"),
    Holding.TASKS: _("Open tasks"),
    Holding.LEVELS: _("Escalation levels they hold or stand in for"),
    Holding.ESCALATIONS: _("Escalations that wait for their answer"),
    Holding.REPLIES: _("Replies that wait to be sent"),
    Holding.DRAFTS: _("Drafts"),
    Holding.CONVERSATIONS: _("Conversations not finished"),
    Holding.FOLLOWED: _("Complaints they follow"),
    Holding.VIEWS: _("Views of their own"),
}
#: What happens to what may be left.
LEFT: Mapping[Holding, LazyText] = {
    Holding.ESCALATIONS: _("They go up by themselves when nobody answers; a lead can answer them at once."),
    Holding.REPLIES: _(
        "They are held back at their time, with the reason. Under “Letters” somebody takes each back and sends it."
    ),
    Holding.DRAFTS: _("They stay unsent, and nobody reads them. Those of a complaint go along with it."),
    Holding.CONVERSATIONS: _("They stay unfinished. Those of a complaint go along with it."),
    Holding.FOLLOWED: _("This person is told of nothing more."),
    Holding.VIEWS: _("They are kept, and nobody sees them."),
}
