"""Files that came and that were sent, as items; their bytes are read only when they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.storage import NotStored
from kikitori.interfaces.desk.case_pdf.items import Item, Source
from kikitori.interfaces.desk.case_pdf.matter import at, short
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.mails.mail_words import file_word
from kikitori.interfaces.desk.mails.opened import scan_warning
from kikitori.records.access.case_file import Meant, Section
from kikitori.records.complaints.terms import Visibility
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.mail_terms import MailState
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Message
from kikitori.records.letters.raw import content_of, raw_of
from kikitori.records.letters.record_blocks import Facts, Heading

#: More of them are a heap; all are in the complaint itself.
MOST_FILES = 200
#: Larger ones are named and not read.
LARGEST = 20 * 1024 * 1024


def files_of(standing: Standing) -> list[Item]:
    """What lies with the complaint and with what was said in it; nothing of drafts. Two queries."""
    meant = _meant(standing)
    found = chain(_ours(standing, meant), _of_mails(standing, meant))
    return list(found)[:MOST_FILES]


def _meant(standing: Standing) -> dict[int, Meant]:
    """Message → for whom it was meant. One query."""
    words = Message.objects.filter(complaint=standing.complaint).values_list("pk", "visibility")
    meant = {
        Visibility.PUBLIC.value: Meant.EVERYBODY,
        Visibility.INTERNAL.value: Meant.HOUSE,
        Visibility.CONFIDED.value: Meant.CONFIDED,
    }
    return {number: meant[visibility] for number, visibility in words}


def _ours(standing: Standing, meant: dict[int, Meant]) -> Iterator[Item]:
    for row in standing.file.files:
        if row.draft_id is not None or row.pending_id is not None:
            continue
        with_word = meant.get(row.message_id, Meant.CONFIDED) if row.message_id is not None else None
        # What lies with a word goes where that goes; what came with the complaint is its maker's. Scans of envelopes
        # and papers about whom they trust show more than the matter.
        theirs = Meant.EVERYBODY if row.parcel_id is not None else Meant.HOUSE
        shown = Enclosed(row)
        source = Source(shown.name, row.found, row.size, shown.scan_word, partial(_read, row.pk))
        rows = _facts(standing, source, row.added_at, row.digest)
        yield _item(f"file-{row.pk}", with_word or theirs, source, rows)


def _read(number: int) -> bytes:
    return content_of(Enclosure.objects.get(pk=number))


def _of_mails(standing: Standing, meant: dict[int, Meant]) -> Iterable[Item]:
    for mail in standing.file.mails:
        if mail.state != MailState.FILED.value:
            continue
        how = meant.get(mail.word_id, Meant.CONFIDED) if mail.word_id is not None else Meant.EVERYBODY
        for row in standing.file.enclosed.get(mail.pk, ()):
            read = partial(_from_mail, mail.pk, row.number)
            source = Source(row.name or _("(no name)"), row.found, row.size, scan_warning(row), read)
            rows = _facts(standing, source, mail.arrived_at, "")
            yield _item(f"mail-{mail.pk}-{row.number}", how, source, rows)


def _from_mail(number: int, enclosed: int) -> bytes:
    mail = Mail.objects.get(pk=number)
    with raw_of(mail) as raw:
        found = read_mail(raw, charset=mail.read_as).attachments
        if enclosed >= len(found):
            raise NotStored
        return b"".join(found[enclosed].content())


def _facts(standing: Standing, source: Source, came: object, digest: str) -> list[tuple[str, str]]:
    rows = [
        (pgettext("file", "Kind"), file_word(source.kind)),
        (pgettext("file", "Size"), str(filesizeformat(source.size))),
        (_("Here since"), at(standing, came)),
    ]
    return [*rows, ("SHA-256", digest)] if digest else rows


def _item(key: str, meant: Meant, source: Source, rows: list[tuple[str, str]]) -> Item:
    label = f"{short(source.name)} · {file_word(source.kind)} · {filesizeformat(source.size)}"
    blocks = (Heading(short(source.name)), Facts(rows))
    return Item(key, Section.FILES, meant, label, blocks, source)
