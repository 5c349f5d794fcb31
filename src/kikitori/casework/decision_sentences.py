"""The fixed sentences of the decision letter, as an organisation writes them. Each change is kept with who made it."""

from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.fixed_sentences import LANGUAGES, LONGEST, Own, Sentence, not_filled, own_among
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting


def set_decision_sentences(actor: Actor, texts: Own, *, seen: int, now: datetime) -> bool:
    """The letters say it so from now on; False where they do already. An empty place has the sentence that comes.

    Raises Refused; Invalid (`<language>.<place>`: UNKNOWN_WORD for braces that nothing fills, TOO_LONG); NotNow
    (SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_WRITING)
    if not decision.allowed:
        raise Refused(decision)
    kept = own_among(checked_sentences(texts))
    with transaction.atomic():
        wait_for_turn(Setting.WRITING.value)
        if newest_change(Setting.WRITING) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        own = the_organisation()
        before = {"decision": own.decision_sentences}
        own.decision_sentences = kept
        is_new = not Organisation.objects.filter(pk=own.pk).exists()
        own.save(update_fields=None if is_new else ["decision_sentences"])
        return note_change(actor, Setting.WRITING, before, {"decision": kept}, now) is not None


def checked_sentences(texts: Own) -> dict[str, dict[str, str]]:
    """The texts, cleaned. Raises Invalid as above."""
    check = Checked()
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for language in LANGUAGES:
        for each in Sentence:
            place = f"{language}.{each.value}"
            text = check.text(place, texts.get(language, {}).get(each.value, ""), longest=LONGEST)
            if not_filled(text):
                check.problems[place] = Problem.UNKNOWN_WORD
            found[language][each.value] = text
    if check.problems:
        raise Invalid(check.problems)
    return found
