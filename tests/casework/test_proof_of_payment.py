"""A file as proof that something was done: kept with its text, for colleagues alone unless it is chosen otherwise."""

import pytest

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid
from kikitori.casework.filed_with_note import FileNotKept
from kikitori.casework.remedy import carry_out_remedy
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.raw import content_of
from tests.casework.test_payment import NEXT, owed
from tests.cast import Cast

PAPER = b"%PDF-1.4\n%receipt\n"


def slip(content: bytes = PAPER, name: str = "\u9818\u53ce\u66f8.pdf") -> FileGiven:
    return FileGiven(name, len(content), lambda: content)


def pay(
    cast: Cast, complaint: Complaint, file: FileGiven | None, *, shown: bool = False, proof: str = ""
) -> None:
    carry_out_remedy(
        cast.actor("colleague"),
        complaint,
        remedy=complaint.remedies.get(),
        proof=proof,
        file=file,
        file_shown=shown,
        now=NEXT,
    )


@pytest.mark.parametrize(("shown", "visibility"), [(False, "internal"), (True, "public")])
def test_file_is_proof_enough_and_lies_with_a_text_for_whom_it_is_meant(
    cast: Cast, shown: bool, visibility: str
) -> None:
    complaint = owed(cast)
    pay(cast, complaint, slip(), shown=shown)
    row = complaint.remedies.get()
    assert row.proof_file is not None
    assert (row.state, row.proof_file.name, row.proof_file.size) == ("done", "領収書.pdf", len(PAPER))
    assert bytes(content_of(row.proof_file)) == PAPER
    message = row.proof_file.message
    assert message is not None
    assert (message.visibility, message.body) == (visibility, row.text)
    assert complaint.events.get(kind="remedy_done").data["message"] == message.pk


def test_text_of_the_file_is_the_number_where_there_is_one(cast: Cast) -> None:
    complaint = owed(cast)
    pay(cast, complaint, slip(), proof="振込 77")
    row = complaint.remedies.get()
    assert row.proof_file is not None
    assert row.proof_file.message is not None
    assert (row.proof, row.proof_file.message.body) == ("振込 77", "振込 77")


def test_file_that_may_not_be_kept_is_refused_and_nothing_is_done(cast: Cast) -> None:
    complaint = owed(cast)
    with pytest.raises(FileNotKept):
        pay(cast, complaint, slip(b"", "empty.pdf"), proof="1")
    with pytest.raises(Invalid):
        pay(cast, complaint, None)
    assert complaint.remedies.get().state == "due"
    assert not complaint.enclosures.exists()
    assert not complaint.messages.filter(visibility="internal").exists()
