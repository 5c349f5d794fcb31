"""A file with a note 資料の保管: a new file is kept whole, with the text that says what it is (ADR 0018).

Who reads the text sees the file: a note among ourselves, unless it is chosen that the complainant sees both.
"""

from django.conf import settings

from kikitori.casework.enclosures import SCAN_JOB, Enclosed, FileGiven, judged
from kikitori.casework.errors import CaseworkError
from kikitori.casework.step import Taken
from kikitori.foundation import jobs
from kikitori.foundation.language.text import guess_language
from kikitori.records.complaints.terms import Channel, Visibility
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import FileFlaw
from kikitori.records.letters.models import Message


class FileNotKept(CaseworkError):
    """The new file was refused; nothing has been written. `flaw` says why."""

    def __init__(self, name: str, flaw: FileFlaw) -> None:
        super().__init__(f"{flaw}")
        self.name = name
        self.flaw = flaw


def file_with_note(step: Taken, given: FileGiven, text: str, *, shown: bool = False) -> Enclosure:
    """Keep it, and have it looked at for viruses. Raises FileNotKept.

    `shown`: to the complainant as well, without what a picture tells of place, time and device; else nothing is taken
    out, for it may prove something.
    """
    done = Enclosed(None)
    file = judged(given, [], done, bare=shown)
    if file is None:
        [(name, flaw)] = done.refused
        raise FileNotKept(name, flaw)
    message = Message.objects.create(
        complaint=step.complaint,
        visibility=(Visibility.PUBLIC if shown else Visibility.INTERNAL).value,
        author_staff_id=step.actor.own_staff_id,
        channel=Channel.WEB.value,
        language=guess_language(text, step.complaint.language),
        body=text,
        at=step.now,
    )
    file.complaint, file.message = step.complaint, message
    file.added_by_id, file.added_at = step.actor.own_staff_id, step.now
    file.save()
    step.say(message=message.pk)
    if settings.ENVIRONMENT.clamav:
        jobs.defer(SCAN_JOB, queueing_lock=SCAN_JOB)
    return file
