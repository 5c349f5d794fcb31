"""What the holder of a slip asks for beside the matter: to be understood rightly, and in a way that suits them."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kikitori.casework.bar import name_unwanted_where_it_goes_on
from kikitori.casework.petition import PetitionGiven, petition_where_it_goes_on
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.text import clean_text
from kikitori.interfaces.portal import petition_forms as forms
from kikitori.interfaces.portal.answer_kind import Answer
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.voices.terms import PetitionKind, PetitionState

#: Waiting for an answer, or heeded from now on.
_STANDING = (PetitionState.OPEN.value, PetitionState.NOTED.value)


def _correct(visit: HolderVisit, form: forms.CorrectForm) -> None:
    given = PetitionGiven(kind=PetitionKind.SUMMARY.value, words=form.said, point=form.point)
    petition_where_it_goes_on(visit.actor, visit.complaint, given, now=visit.now)


def _help(visit: HolderVisit, form: forms.HelpForm) -> None:
    """What is chosen stands in the house's language where the people of the house look, in theirs in our answer."""
    labels = [label for code, label in forms.EASES if code in form.eases]
    offered = "\n".join(str(label) for label in labels)
    with translation.override(tongue(settings.LANGUAGE_CODE)):
        lines = "\n".join(str(label) for label in labels)
    given = PetitionGiven(
        kind=PetitionKind.HELP.value,
        words=form.said,
        eases=form.eases,
        accommodation=lines,
        offered=offered,
        language=form.language,
    )
    petition_where_it_goes_on(visit.actor, visit.complaint, given, now=visit.now)


def _unwanted(visit: HolderVisit, form: forms.UnwantedForm) -> None:
    name_unwanted_where_it_goes_on(
        visit.actor, visit.complaint, words=form.said, handler=form.handler, now=visit.now
    )


def _asked(kind: PetitionKind) -> Any:
    """Is the last thing asked for exactly this, and does it still stand? What was answered can be asked for again."""

    def already(visit: HolderVisit, form: Any) -> bool:
        last = next(reversed(File(visit.actor, visit.complaint).petitions), None)
        said = clean_text(form.said).strip()
        return (
            last is not None
            and last.state in _STANDING
            and (last.kind, last.words) == (kind.value, said)
            and form.chose(last.chosen)
        )

    return already


PETITIONS = (
    Answer(
        page="correct",
        step=Step.PETITION,
        form=forms.CorrectForm,
        prepare=forms.CorrectForm.offer,
        do=_correct,
        already=_asked(PetitionKind.SUMMARY),
        heading=_("Something is not right"),
        meaning=_("We wrote down what we understood. If something in it is not right, please tell us."),
        verb=_("Send this correction"),
        icon="edit",
        thanks=_("We have your correction. Below you see by when you hear what we do about it."),
    ),
    Answer(
        page="help",
        step=Step.PETITION,
        form=forms.HelpForm,
        prepare=forms.HelpForm.offer,
        do=_help,
        already=_asked(PetitionKind.HELP),
        heading=_("Another language, format or help"),
        meaning=_("We want you to be able to follow this without difficulty. It costs you nothing."),
        verb=_("Ask for this"),
        icon="language",
        thanks=_("We have noted what you need. It stands below."),
    ),
    Answer(
        page="unwanted",
        step=Step.CONFIDE,
        form=forms.UnwantedForm,
        do=_unwanted,
        already=_asked(PetitionKind.BAR),
        heading=_("Somebody should not handle this"),
        meaning=_(
            "Only somebody responsible reads this, and nobody whose name you write. "
            "They decide, and you read here what was decided and why."
        ),
        verb=_("Tell somebody responsible"),
        icon="lock",
        thanks=_("Somebody responsible will look at this. Below you see by when you read what was decided."),
    ),
)
