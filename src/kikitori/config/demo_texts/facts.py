"""What the demonstration is made of, as frozen values: organisations, matters as written, complaints as planned.

Words are plain strings from the taxonomies (subjects, channels, remedies, outcomes, steps), so that this data
can be read without Django. A `Matter` is a template with slots; a `DemoComplaint` is finished and dated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kikitori.foundation.language.bilingual import Bilingual

COMPLAINANT = "complainant"
SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody who works there. `role` is handler, lead, administrator or auditor."""

    login: str
    name: str
    kana: str
    role: str
    team: str
    email: str
    language: str = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A day of the year on which the house is shut, beside weekends and public holidays."""

    month: int
    day: int
    reason: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderLevel:
    """One level of escalation, by logins. `from_severity` may be empty."""

    name: Bilingual
    holder: str
    deputy: str
    minutes: int
    from_severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One fictional body. `key` is its folder; `kind` is customer_service or association."""

    key: str
    kind: str
    name: Bilingual
    phone: str
    phone_hours: str
    address: str
    external_route: Bilingual
    teams: tuple[str, ...]
    staff: tuple[StaffMember, ...]
    closures: tuple[Closure, ...]
    ladder: tuple[LadderLevel, ...] = ()
    #: `external_route` in やさしい日本語, with readings.
    external_route_easy: str = ""

    def is_closure(self, day: date) -> bool:
        """Whether the house has its own day off then."""
        return any((closure.month, closure.day) == (day.month, day.day) for closure in self.closures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A road back to a person, as typed. `kind`: email, phone, post, fax, other."""

    kind: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complainant:
    """Whoever complains, or speaks for them (then `authority` says by what right). All may be empty."""

    name: str = ""
    kana: str = ""
    kind: str = "individual"
    customer_type: str = "unknown"
    contacts: tuple[Contact, ...] = ()
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One allegation: what happened, what was expected, what was got instead."""

    text: str
    expected: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyFact:
    """One thing done for the person, by `due_on`; `amount` in whole yen where it costs money."""

    kind: str
    text: str
    due_on: date
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFact:
    """What was found on one allegation (in the order of the points) and why."""

    outcome: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseStep:
    """One verb to call at `at`. Which of the other fields are filled depends on `verb`:

    `by` a staff login, `complainant` or `system` · `how` the road by which staff heard the complainant's answer ·
    `text` the words of the step · `whom` who outside was asked · `answer_by` until when an answer or offer stands ·
    `severity`, `heated`, `safety`, `points`, `title` for assess · `remedies`, `findings` · `rating` 1 to 5.
    """

    verb: str
    at: datetime
    by: str
    how: str = ""
    text: str = ""
    whom: str = ""
    answer_by: date | None = None
    title: str = ""
    severity: str = ""
    heated: bool = False
    safety: Mapping[str, str] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    remedies: tuple[RemedyFact, ...] = ()
    findings: tuple[FindingFact, ...] = ()
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoComplaint:
    """A complaint ready to be received at `logged_at` and carried on step by step. Times are aware.

    `key` is stable for one seed and fit to be the intake token. `safety` holds the answers given at intake.
    `complainant` is None when nothing at all is known. The course ends where the matter ends, or before the
    first step that would lie in the future.
    """

    key: str
    organisation: str
    matter: str
    language: str
    channel: str
    kind: str
    subject: str
    received_at: datetime
    logged_at: datetime
    title: str
    story: str
    desired_outcome: str
    anonymous: bool
    accommodation: str
    safety: Mapping[str, str]
    complainant: Complainant | None
    representative: Complainant | None
    handler: str
    course: tuple[CourseStep, ...]
