"""Words of the trade. Plain StrEnum, no Django; what they are called is in labels.py."""

from enum import StrEnum


class Kind(StrEnum):
    """What has come in."""

    COMPLAINT = "complaint"
    COMPLAINT_PROCESS = "complaint_process"
    CONDUCT = "conduct"
    MEDIATION = "mediation"
    INQUIRY = "inquiry"
    REQUEST = "request"
    PRAISE = "praise"
    INCIDENT = "incident"


class Channel(StrEnum):
    """The road it came by 受付経路."""

    WEB = "web"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"
    POST = "post"
    FAX = "fax"
    SNS = "sns"
    COMMITTEE = "committee"
    REPRESENTATIVE = "representative"
    API = "api"
    TOWN_HALL = "town_hall"
    SURVEY = "survey"
    SUGGESTION_BOX = "suggestion_box"


#: Channels by which the person writes to us directly, so that the receipt can be acknowledged at once.
SELF_SERVED = frozenset({Channel.WEB, Channel.EMAIL, Channel.API})


class Severity(StrEnum):
    """Severity 重大度: what is at stake. S1 outranks everything, VIP included."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class Urgency(StrEnum):
    """Urgency 緊急度: how soon somebody must look. Never below what the severity asks."""

    NOW = "now"
    TODAY = "today"
    NORMAL = "normal"
    LOW = "low"


class Queue(StrEnum):
    """Where it waits. The urgent queue is a place of its own, not a filter on the main one."""

    URGENT = "urgent"
    MAIN = "main"


class Confidentiality(StrEnum):
    """Who may know: everybody who handles complaints, the assigned handler and leads alone, or whoever holds a grant.

    An assessment chooses between the first two (`CHOSEN_BY_HAND`); the third is a seal (casework/seal.py).
    """

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"
    SEALED = "sealed"


#: What an assessment, a form or another system may say.
CHOSEN_BY_HAND = (Confidentiality.ORDINARY, Confidentiality.RESTRICTED)


class Visibility(StrEnum):
    """For whom an event or a message is meant. Decided before writing (invariant 7)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    #: Between the complainant and those who decide about people; not for whom it speaks of.
    CONFIDED = "confided"


class Subject(StrEnum):
    """What it is about: general subjects, then those of associations."""

    SAFETY = "safety"
    QUALITY = "quality"
    LEGAL = "legal"
    PRICE = "price"
    MEASURE = "measure"
    LABEL = "label"
    SALES = "sales"
    CONTRACT = "contract"
    STAFF = "staff"
    PACKAGE = "package"
    FACILITY = "facility"
    DELIVERY = "delivery"
    BILLING = "billing"
    INFO = "info"
    PRIVACY = "privacy"
    ACCESS = "access"
    DIGITAL = "digital"
    AFTERSERVICE = "afterservice"
    OTHER = "other"
    A_GOVERNANCE = "a_governance"
    A_ELECTION = "a_election"
    A_FEE = "a_fee"
    A_EVENT = "a_event"
    A_PUBLICATION = "a_publication"
    A_EXAM = "a_exam"
    A_CPD = "a_cpd"
    A_DISCLOSURE = "a_disclosure"
    A_MEMBER_SERVICE = "a_member_service"
    A_DISCRIMINATION = "a_discrimination"
    A_COMMITTEE = "a_committee"


class PartyRole(StrEnum):
    """The part a person plays in one complaint."""

    COMPLAINANT = "complainant"
    REPRESENTATIVE = "representative"
    RESPONDENT = "respondent"
    #: Was a representative once, and speaks for nobody any more.
    FORMER = "former"


class AuthorityProof(StrEnum):
    """Whether a representative's authority was seen in writing 委任状. `later`: they will send it."""

    ENCLOSED = "enclosed"
    SEEN = "seen"
    LATER = "later"
    NONE = "none"


class Outcome(StrEnum):
    """Finding per allegation 認定. Says nothing about the state of the complaint."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    UNABLE = "unable"
    NO_JURISDICTION = "no_jurisdiction"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"
    GOODWILL = "goodwill"


class Ending(StrEnum):
    """How it ended 終わり方; apart from where it stands, what was found, and what the complainant says of it.

    `unconfirmed`: nobody could be reached. `unhappy`: still so, though everything possible was done.
    """

    AGREED = "agreed"
    UNCONFIRMED = "unconfirmed"
    UNHAPPY = "unhappy"
    EXHAUSTED = "exhausted"
    WITHDRAWN = "withdrawn"


class LinkKind(StrEnum):
    """How one complaint stands to another 関連. Told from either side."""

    SAME_PERSON = "same_person"
    SAME_MATTER = "same_matter"
    FOLLOWS = "follows"
    CAUSED_BY = "caused_by"
    SPLIT_FROM = "split_from"
    RELATED = "related"


#: Those that read otherwise from the other side: one comes after, or out of, the other.
DIRECTED = frozenset({LinkKind.FOLLOWS, LinkKind.CAUSED_BY, LinkKind.SPLIT_FROM})


class RedirectReason(StrEnum):
    """Why it is not handled here: no complaint after all, somebody else's to decide, or not about us."""

    INQUIRY = "inquiry"
    REQUEST = "request"
    PRAISE = "praise"
    OTHER_BODY = "other_body"
    NOT_OURS = "not_ours"


#: What it is then, where it is no complaint after all.
KIND_AFTER = {
    RedirectReason.INQUIRY: Kind.INQUIRY,
    RedirectReason.REQUEST: Kind.REQUEST,
    RedirectReason.PRAISE: Kind.PRAISE,
}


class MassKind(StrEnum):
    """What can be said about the cause of a mass complaint, or done for all its children."""

    BEGUN = "begun"
    CHANGED = "changed"
    REPLY_WRITTEN = "reply_written"
    REPLY_SENT = "reply_sent"


class EventKind(StrEnum):
    """What can stand on the timeline. Past tense: an event has happened."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    ASSIGNED = "assigned"
    INVESTIGATION_BEGUN = "investigation_begun"
    QUESTION_ASKED = "question_asked"
    ANSWER_RECORDED = "answer_recorded"
    REPLIED = "replied"
    REPLY_WRITTEN = "reply_written"
    REPLY_TAKEN_BACK = "reply_taken_back"
    REPLY_STUCK = "reply_stuck"
    NOTED = "noted"
    HEARD = "heard"
    CAUSES_FOUND = "causes_found"
    INQUIRY_PLANNED = "inquiry_planned"
    INQUIRY_LINE_ENDED = "inquiry_line_ended"
    EVIDENCE_TAKEN = "evidence_taken"
    CUSTODY_NOTED = "custody_noted"
    FACT_NOTED = "fact_noted"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DECIDED = "decided"
    REMEDY_DONE = "remedy_done"
    REMEDY_DROPPED = "remedy_dropped"
    REMEDY_VERIFIED = "remedy_verified"
    APPROVAL_ASKED = "approval_asked"
    APPROVAL_ANSWERED = "approval_answered"
    REMEDIES_FINISHED = "remedies_finished"
    SOLUTION_ASKED = "solution_asked"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    RATED = "rated"
    CLOSED = "closed"
    REOPENED = "reopened"
    REVIEW_ASKED = "review_asked"
    REVIEW_BEGUN = "review_begun"
    REFERRED = "referred"
    TURNED_OUTSIDE = "turned_outside"
    REFERRAL_ANSWERED = "referral_answered"
    PETITIONED = "petitioned"
    PETITION_ANSWERED = "petition_answered"
    CONFIDED = "confided"
    BAR_DECIDED = "bar_decided"
    LIFT_ASKED = "lift_asked"
    LIFT_DECIDED = "lift_decided"
    REPRESENTATIVE_NAMED = "representative_named"
    REPRESENTATIVE_ANSWERED = "representative_answered"
    REPRESENTATIVE_ENDED = "representative_ended"
    REDIRECT_ASKED = "redirect_asked"
    REDIRECTED = "redirected"
    REDIRECT_REFUSED = "redirect_refused"
    REDIRECT_UNDONE = "redirect_undone"
    REPORT_WRITTEN = "report_written"
    REPORT_RECORDED = "report_recorded"
    NO_REPORT_ASKED = "no_report_asked"
    NO_REPORT_DECIDED = "no_report_decided"
    WITHDRAWN = "withdrawn"
    ESCALATED = "escalated"
    ESCALATION_ACKNOWLEDGED = "escalation_acknowledged"
    CALL_PROMISED = "call_promised"
    CALLED_BACK = "called_back"
    PROMISED = "promised"
    PROMISE_KEPT = "promise_kept"
    DATE_SET_ASIDE = "date_set_aside"
    PROMISE_REPLACED = "promise_replaced"
    PROMISE_MISSED = "promise_missed"
    LETTER_SENT = "letter_sent"
    LETTER_FAILED = "letter_failed"
    LETTER_RETURNED = "letter_returned"
    LETTER_REPLACED = "letter_replaced"
    POSTING_TAKEN_BACK = "posting_taken_back"
    RECEIPT_ISSUED = "receipt_issued"
    LINK_SENT = "link_sent"
    CLOCK_STARTED = "clock_started"
    CLOCK_MET = "clock_met"
    CLOCK_EXTENDED = "clock_extended"
    CLOCK_STOPPED = "clock_stopped"
    CLOCKS_RECOUNTED = "clocks_recounted"
    CLOCK_TURNED = "clock_turned"
    READ_AGAIN = "read_again"
    CONTACT_ADDED = "contact_added"
    MESSAGE_MOVED = "message_moved"
    MERGED = "merged"
    SEPARATED = "separated"
    PLACED = "placed"
    LINKED = "linked"
    UNLINKED = "unlinked"
    SPLIT_OFF = "split_off"
    REGROUPED = "regrouped"
    BREACH_JOINED = "breach_joined"
    BREACH_LEFT = "breach_left"
    MASS_JOINED = "mass_joined"
    MASS_LEFT = "mass_left"
    TASK_ADDED = "task_added"
    TASK_FINISHED = "task_finished"
    TASK_TAKEN_UP = "task_taken_up"
    TASK_REASSIGNED = "task_reassigned"
    TASK_RESCHEDULED = "task_rescheduled"
    TASK_DROPPED = "task_dropped"
    FILE_MADE = "file_made"
    ACTION_TIED = "action_tied"
    GUIDELINE_CHOSEN = "guideline_chosen"
    ITEM_MARKED = "item_marked"
    OTHER_ROAD_TRIED = "other_road_tried"
    LEFT_AT_THAT = "left_at_that"
    ASKED_AGAIN = "asked_again"
    HOLDS = "holds"
    ASKING_STOPPED = "asking_stopped"
    SEALED = "sealed"
    SIGHT_GRANTED = "sight_granted"
    SIGHT_ENDED = "sight_ended"
    INQUIRY_TOLD = "inquiry_told"
    OUTCOME_TOLD = "outcome_told"
    UNSEAL_ASKED = "unseal_asked"
    UNSEALED = "unsealed"
    UNSEAL_REFUSED = "unseal_refused"
