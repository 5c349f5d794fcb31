"""Own desk 自分の画面: in which colours and language somebody works, kept with them so that it follows to any machine.

No setting of the organisation's: like one's choices about notices, these changes are not written down.
"""

from django.conf import settings

from kikitori.casework.errors import Invalid, Problem
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Colours


def choose_colours(actor: Actor, word: str) -> Colours:
    """The desk looks so from now on. Raises Invalid (`colours`)."""
    if word not in {each.value for each in Colours}:
        raise Invalid({"colours": Problem.UNKNOWN_WORD})
    Staff.objects.filter(pk=actor.own_staff_id).update(colours=word)
    return Colours(word)


def choose_language(actor: Actor, word: str) -> None:
    """The desk and its mails speak to them so from now on. Raises Invalid (`language`)."""
    if word not in dict(settings.STAFF_LANGUAGES):
        raise Invalid({"language": Problem.UNKNOWN_WORD})
    Staff.objects.filter(pk=actor.own_staff_id).update(language=word)
