"""What an answer of a holder is made of: its page, its step, its form, the verb it calls, and its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.portal import answer_forms as forms
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.complaints.lifecycle import Step

FILES = _("Add photographs or documents")


def _as_it_is(_form: Any, _file: File) -> None:
    """Most forms ask the same of everybody."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One thing the holder can do. `page`: its name in the addresses."""

    page: str
    step: Step
    form: type[forms.AnswerForm]
    do: Callable[[HolderVisit, Any], object]
    #: Has exactly this been said already? Then it is not said again, and nobody is scolded for a double click.
    already: Callable[[HolderVisit, Any], bool]
    heading: Text
    #: What will happen then, told before the button is pressed.
    meaning: Text
    #: The button, and its icon.
    verb: Text
    icon: str
    thanks: Text
    #: Can photographs and documents go with it?
    takes_files: bool = False
    #: What stands above the place for them.
    files_heading: Text = FILES
    #: Makes the form ready for what is on record, where it depends on that.
    prepare: Callable[[Any, File], None] = _as_it_is
