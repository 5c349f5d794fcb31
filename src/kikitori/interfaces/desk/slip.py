"""The slip 控え: number, locator and secret of one complaint, what happens next by when, and where to follow it.

It is handed to the person, so it speaks their language whatever the reader's is. The secret lives in the
answer to one request only; the code to be photographed leads to the portal and holds no secret.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise as LazyText

from kikitori.casework.receive import Received
from kikitori.foundation.crypto import in_groups
from kikitori.interfaces.desk.reading_aloud import Spelled, spelled
from kikitori.interfaces.desk.square_code import SquareCode, square_code
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.proving import Proof, proof_of
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.queries import open_promises
from kikitori.records.deadlines.why import explain
from kikitori.records.deadlines.why_kept import kept_why
from kikitori.records.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Next:
    """One thing promised: what (a word of PromiseKind), by when, and how the date was counted."""

    promise: Promise
    kind: PromiseKind
    why: str

    @property
    def label(self) -> str | LazyText:
        """What it is called, in the language at hand."""
        return PROMISE_KIND[self.kind]


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything that stands on it."""

    complaint: Complaint
    locator: str
    secret: list[str]
    repeated: bool
    organisation: Organisation
    organisation_name: str
    language: str
    nexts: list[Next]
    address: str
    code: SquareCode
    #: Who speaks for the complainant, where it is their slip.
    holder: str = ""

    @property
    def proof(self) -> Proof:
        """What was received and when, by its digest."""
        return proof_of(self.complaint)

    @property
    def locator_aloud(self) -> list[Spelled]:
        """The locator letter by letter, as one says it on the phone."""
        return spelled(self.locator)


def slip_of(received: Received, organisation: Organisation, *, holder: Party | None = None) -> Slip:
    """The slip of a complaint just taken in (or taken in before by the same form). Reads its open promises.

    `holder`: somebody appointed, whose own slip it is; it speaks their language.
    """
    complaint = received.complaint
    language = holder.person.language if holder else complaint.language
    address = settings.ENVIRONMENT.address + reverse("portal:follow")
    return Slip(
        complaint=complaint,
        locator=received.locator,
        secret=in_groups(received.secret).split(),
        repeated=received.repeated,
        organisation=organisation,
        organisation_name=organisation.name_in(language),
        language=language,
        nexts=[_next(promise, language) for promise in open_promises(complaint)],
        address=address,
        code=square_code(address),
        holder=holder.person.name if holder else "",
    )


def _next(promise: Promise, language: str) -> Next:
    return Next(promise, PromiseKind(promise.kind), explain(kept_why(promise.why), language))
