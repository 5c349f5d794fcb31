"""What was said on either side, in order: the complaint itself, questions, answers, messages. Public ones alone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.casework.enclosures import is_handed_out
from kikitori.foundation.language.text import guess_language
from kikitori.interfaces.portal.queries import File
from kikitori.records.complaints.labels import CHANNEL
from kikitori.records.complaints.terms import Channel
from kikitori.records.letters.enclosures import Enclosure


@dataclass(frozen=True)
class Said:
    """One thing said. `mine`: by the complainant. `note`: how it came, or what it is."""

    at: datetime
    mine: bool
    text: str
    language: str
    note: Text | str = ""
    anchor: str = ""
    files: tuple[Enclosure, ...] = ()
    #: Files of theirs that are not handed out: not looked at yet, or with a virus.
    held: tuple[Enclosure, ...] = ()
    #: Written by somebody who speaks for the complainant.
    for_them: bool = False


def conversation(file: File) -> list[Said]:
    """Everything said, oldest first. The complaint itself is the first word."""
    return [_first_word(file), *sorted([*_messages(file), *_questions(file)], key=lambda said: said.at)]


def _first_word(file: File) -> Said:
    complaint = file.complaint
    return Said(
        at=complaint.received_at,
        mine=True,
        text=complaint.story,
        language=guess_language(complaint.story, complaint.language),
        note=CHANNEL[Channel(complaint.channel)],
        files=_handed_out(file, 0),
        held=_held_back(file, 0),
    )


def _handed_out(file: File, message: int) -> tuple[Enclosure, ...]:
    """What may be saved of the files that lie with it."""
    return tuple(row for row in file.files.get(message, ()) if is_handed_out(row))


def _held_back(file: File, message: int) -> tuple[Enclosure, ...]:
    return tuple(row for row in file.files.get(message, ()) if not is_handed_out(row))


def _messages(file: File) -> list[Said]:
    return [
        Said(
            at=message.at,
            mine=message.from_complainant,
            text=message.body,
            language=message.language,
            note=CHANNEL[Channel(message.channel)] if message.from_complainant else "",
            anchor=f"message-{message.pk}",
            files=_handed_out(file, message.pk),
            held=_held_back(file, message.pk) if message.from_complainant else (),
            for_them=message.pk in file.said_for_them,
        )
        for message in file.messages
    ]


def _questions(file: File) -> list[Said]:
    """Questions we asked, and answers that staff wrote down; other answers are messages already."""
    own = file.complaint.language
    written = file.answers_written_down()
    said = []
    for question in file.questions:
        text = question.question
        said.append(Said(question.asked_at, False, text, guess_language(text, own), _("A question for you")))
        if question.pk in written and question.answered_at:
            answer = question.answer
            said.append(
                Said(
                    question.answered_at,
                    True,
                    answer,
                    guess_language(answer, own),
                    _("Written down by us for you"),
                )
            )
    return said
