"""What can go wrong at the doorway.

    CaseworkError
    ├── Unseen           there is no such complaint for this actor (interfaces: 404)
    ├── Refused          the actor may not do this (403 with the reason)
    ├── Changed          somebody wrote in between; carries what stands now (409, both texts shown)
    ├── Invalid          a value is missing or wrong; carries codes per field (422)
    ├── NotNow           the facts do not allow it yet; carries a code (409)
    ├── NotOneService    the rule packs chosen hold no standard of service, or several (422)
    └── PackInUse        a version of rules by which complaints are counted stays; carries their number (409)
    StepNotPossible      (records.complaints.lifecycle) the state does not allow it (409)
    ActionStepNotPossible (records.prevention.lifecycle) the same of a corrective action (409)

Codes, not sentences: interfaces choose the words in the reader's language.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from kikitori.records.access.policy import Decision, Reason
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint


class CaseworkError(Exception):
    """Base of everything a verb refuses for a reason a person can understand."""


class Unseen(CaseworkError):
    """No such complaint exists for this actor."""


class Refused(CaseworkError):
    """The actor may not do this; `decision.reason` says why. `step`, `complaint`: where a step was to be taken."""

    def __init__(
        self, decision: Decision, step: Step | None = None, complaint: Complaint | None = None
    ) -> None:
        super().__init__(decision.reason.value)
        self.decision = decision
        self.step = step
        self.complaint = complaint

    @property
    def reason(self) -> Reason:
        """The policy's reason."""
        return self.decision.reason


class Changed(CaseworkError):
    """The complaint has moved on since the editor read it. `current` is what stands now."""

    def __init__(self, current: Complaint) -> None:
        super().__init__(f"version is {current.version}")
        self.current = current


class Problem(StrEnum):
    """What is wrong with one field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKNOWN_WORD = "unknown_word"
    IN_THE_FUTURE = "in_the_future"
    IN_THE_PAST = "in_the_past"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_STORABLE = "not_storable"


class Invalid(CaseworkError):
    """One or more fields cannot be taken. `problems`: field name → what is wrong."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__(", ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)


class NotOneService(CaseworkError):
    """Promises follow from exactly one standard of service. `found`: the ids of those among the packs chosen."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(", ".join(found) or "none")
        self.found = tuple(found)


class PackInUse(CaseworkError):
    """This version of a rule pack cannot go. `complaints`: how many keep it or have a clock counted by it.

    With 0 no complaint does, but it is the last version of a pack that is in use.
    """

    def __init__(self, complaints: int) -> None:
        super().__init__(f"{complaints} complaints")
        self.complaints = complaints


class Obstacle(StrEnum):
    """Why it is too early."""

    NOT_ASSESSED = "not_assessed"
    SAFETY_UNANSWERED = "safety_unanswered"
    NO_ALLEGATION = "no_allegation"
    ALLEGATION_WITHOUT_FINDING = "allegation_without_finding"
    CAUSE_MISSING = "cause_missing"
    NO_SUCH_POINT = "no_such_point"
    WHAT_ALLOWED_IT = "what_allowed_it"
    NO_PLAN = "no_plan"
    LINE_NOT_OPEN = "line_not_open"
    NO_SUCH_EVIDENCE = "no_such_evidence"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"
    OVER_LIMIT = "over_limit"
    REMEDY_OPEN = "remedy_open"
    NOT_ASKED_LONG_ENOUGH = "not_asked_long_enough"
    NO_REMEDY = "no_remedy"
    PROPOSAL_PART = "proposal_part"
    NO_OPEN_PROPOSAL = "no_open_proposal"
    NO_EXTERNAL_ROUTE = "no_external_route"
    PROMISE_NOT_OPEN = "promise_not_open"
    QUESTION_NOT_OPEN = "question_not_open"
    CLOCK_NOT_RUNNING = "clock_not_running"
    CLOCK_MET_BY_A_STEP = "clock_met_by_a_step"
    CLOCK_NOT_EXTENDABLE = "clock_not_extendable"
    TOO_LATE_TO_EXTEND = "too_late_to_extend"
    EXTENDED_OFTEN_ENOUGH = "extended_often_enough"
    NOTHING_CHANGED = "nothing_changed"
    ESCALATION_NOT_OPEN = "escalation_not_open"
    SET_MEANWHILE = "set_meanwhile"
    RECOUNT_ASKED = "recount_asked"
    BREACH_STANDS_ELSEWHERE = "breach_stands_elsewhere"
    IN_A_BREACH = "in_a_breach"
    NOT_IN_THE_BREACH = "not_in_the_breach"
    PERSONS_UNTOLD = "persons_untold"
    MAIL_IS_FILED = "mail_is_filed"
    SAME_COMPLAINT = "same_complaint"
    NOT_TO_BE_MOVED = "not_to_be_moved"
    NOT_JOINED = "not_joined"
    ANOTHER_PERSON = "another_person"
    LINKED_ALREADY = "linked_already"
    NOT_LINKED = "not_linked"
    IN_A_MASS_COMPLAINT = "in_a_mass_complaint"
    NOT_IN_THE_MASS_COMPLAINT = "not_in_the_mass_complaint"
    NOTHING_TO_SPLIT = "nothing_to_split"
    NOT_SPLIT = "not_split"
    DECIDED_MEANWHILE = "decided_meanwhile"
    TO_BE_WRITTEN = "to_be_written"
    REPLY_IS_OUT = "reply_is_out"
    FILES_CHANGED = "files_changed"
    VIRUS_FOUND = "virus_found"
    GONE_MEANWHILE = "gone_meanwhile"
    GRAVE_IS_URGENT = "grave_is_urgent"
    MOVED_MEANWHILE = "moved_meanwhile"
    ALREADY_THERE = "already_there"
    TOO_LATE_TO_UNDO = "too_late_to_undo"
    CONVERSATION_OVER = "conversation_over"
    CANNOT_BE_TOLD = "cannot_be_told"
    TASK_NOT_OPEN = "task_not_open"
    RECEIVER_CANNOT_SEE = "receiver_cannot_see"
    AWAY = "away"
    ALREADY_AWAY = "already_away"
    ASKED_OFTEN_ENOUGH = "asked_often_enough"
    PETITION_NOT_OPEN = "petition_not_open"
    APPOINTMENT_NOT_OPEN = "appointment_not_open"
    NOBODY_APPOINTED = "nobody_appointed"
    REPRESENTED_ALREADY = "represented_already"
    POINT_DECIDED = "point_decided"
    IS_BARRED = "is_barred"
    LIFT_ASKED = "lift_asked"
    LIFT_NOT_ASKED = "lift_not_asked"
    ANOTHER_CONFIRMS = "another_confirms"
    HAD_A_PART = "had_a_part"
    REVIEWED_ALREADY = "reviewed_already"
    REVIEW_BEGUN = "review_begun"
    BODY_OUT_OF_USE = "body_out_of_use"
    REFERRAL_NOT_OPEN = "referral_not_open"
    REOPEN_FIRST = "reopen_first"
    ROUTE_NOT_TOLD = "route_not_told"
    REMEDY_OR_REASON = "remedy_or_reason"
    APPROVAL_NOT_OPEN = "approval_not_open"
    ANOTHER_APPROVES = "another_approves"
    NOBODY_APPROVES = "nobody_approves"
    ANOTHER_PAYS = "another_pays"
    ANOTHER_DROPS = "another_drops"
    DROP_OVER_LIMIT = "drop_over_limit"
    NOT_CARRIED_OUT = "not_carried_out"
    ANOTHER_VERIFIES = "another_verifies"
    OWNER_APPROVES = "owner_approves"
    NOT_DUE_YET = "not_due_yet"
    NO_GUIDELINE = "no_guideline"
    GUIDELINE_NOT_IN_FORCE = "guideline_not_in_force"
    ITEM_OPEN = "item_open"
    REDIRECT_ASKED = "redirect_asked"
    REDIRECT_NOT_ASKED = "redirect_not_asked"
    REDIRECT_BY_ANOTHER = "redirect_by_another"
    SOMEBODY_IN_DANGER = "somebody_in_danger"
    REPORT_OVER = "report_over"
    REPORT_NOT_WRITTEN = "report_not_written"
    WAIVER_ASKED = "waiver_asked"
    WAIVER_NOT_ASKED = "waiver_not_asked"
    WAIVED_BY_ANOTHER = "waived_by_another"
    OTHER_ROAD_FIRST = "other_road_first"
    UNSEAL_ASKED = "unseal_asked"
    UNSEAL_NOT_ASKED = "unseal_not_asked"
    UNSEALED_BY_ANOTHER = "unsealed_by_another"
    SEES_IT_ALREADY = "sees_it_already"
    SOMEBODY_MUST_SEE = "somebody_must_see"
    INQUIRY_NOT_TOLD = "inquiry_not_told"


class NotNow(CaseworkError):
    """The state would allow it, the facts do not. `obstacle` says which; `detail` names the thing."""

    def __init__(self, obstacle: Obstacle, detail: str = "") -> None:
        super().__init__(f"{obstacle} {detail}".strip())
        self.obstacle = obstacle
        self.detail = detail
