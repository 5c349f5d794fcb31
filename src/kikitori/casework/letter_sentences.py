"""The fixed sentences of letters, as an organisation writes them. Each change is kept with who made it."""

from datetime import datetime

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.given import Checked
from kikitori.casework.own_columns import require_permission, set_columns
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.compose import SENTENCES_IN
from kikitori.records.letters.fixed_sentences import LANGUAGES, LONGEST, PLACES, Own, not_filled, own_among
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting


def set_sentences(actor: Actor, kind: LetterKind, texts: Own, *, seen: int, now: datetime) -> bool:
    """Letters of this kind say it so from now on; False where they do already. An empty place has what comes.

    Raises Refused; Invalid (`<language>.<place>`: UNKNOWN_WORD for braces that nothing fills, TOO_LONG); NotNow
    (SET_MEANWHILE).
    """
    require_permission(actor, Permission.MANAGE_WRITING)
    kept = own_among(kind, checked_sentences(kind, texts))
    column = SENTENCES_IN[kind]
    return set_columns(
        actor, Setting.WRITING, {column: kept}, kept_as={column: kind.value}, seen=seen, now=now
    )


def checked_sentences(kind: LetterKind, texts: Own) -> dict[str, dict[str, str]]:
    """The texts, cleaned. Raises Invalid as above."""
    check = Checked()
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for language in LANGUAGES:
        for each in PLACES[kind]:
            place = f"{language}.{each.value}"
            text = check.text(place, texts.get(language, {}).get(each.value, ""), longest=LONGEST)
            if not_filled(text):
                check.problems[place] = Problem.UNKNOWN_WORD
            found[language][each.value] = text
    if check.problems:
        raise Invalid(check.problems)
    return found
