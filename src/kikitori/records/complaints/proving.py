"""The proof of receipt of one complaint, worked out from its row."""

from collections.abc import Iterable
from dataclasses import dataclass

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.proof_of_receipt import digest_in_groups, digest_of, text_of_receipt


@dataclass(frozen=True, slots=True)
class Proof:
    """What came in and when, and its digest."""

    text: str
    digest: str

    @property
    def groups(self) -> str:
        """The digest as it stands on paper."""
        return digest_in_groups(self.digest)


def proof_of(complaint: Complaint) -> Proof:
    """The proof of what was received, with the files that came with it. One query."""
    return proof_with(
        complaint, complaint.enclosures.filter(parcel__isnull=False).values_list("digest", "size")
    )


def proof_with(complaint: Complaint, files: Iterable[tuple[str, int]] = ()) -> Proof:
    """The same where the digests and sizes of its files are at hand. Asks nothing."""
    text = text_of_receipt(
        reference=complaint.reference,
        received_at=complaint.received_at,
        logged_at=complaint.logged_at,
        channel=complaint.channel,
        story=complaint.story,
        wish=complaint.desired_outcome,
        files=files,
    )
    return Proof(text, digest_of(text))
