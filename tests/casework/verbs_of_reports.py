"""Verbs of reports to authorities, for the same table."""

from datetime import timedelta

from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.legal_report import ask_no_report, decide_no_report, record_report, write_report
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.casework.verbs import LATER, STAFF, Case
from tests.cast import Cast
from tests.makers import FRIDAY

KIND = "product_accident"
ITEMS = {
    "product": "電気ケトル KT-1",
    "accident": "取っ手が外れ、熱湯で手にやけど",
    "numbers_sold": "1,200台",
}


def accident(cast: Cast) -> Complaint:
    """Somebody was hurt by a product; known on Friday."""
    complaint = makers.acknowledged(cast)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S1",
        subject="safety",
        safety={"injury": "yes"},
        allegations=[AllegationGiven(text="取っ手が外れてやけどをした")],
        now=FRIDAY + timedelta(hours=1),
    )
    return complaint


def written(cast: Cast) -> Complaint:
    """And a first version of the report is there."""
    complaint = accident(cast)
    write_report(
        cast.actor("handler"), complaint, kind=KIND, items=ITEMS, seen=0, now=FRIDAY + timedelta(hours=2)
    )
    return complaint


def doubted(cast: Cast) -> Complaint:
    """A handler says that it need not be reported."""
    complaint = accident(cast)
    ask_no_report(
        cast.actor("colleague"),
        complaint,
        kind=KIND,
        reason="業務用の製品です。",
        now=FRIDAY + timedelta(hours=2),
    )
    return complaint


REPORT_CASES = (
    Case(
        Step.WRITE_REPORT,
        accident,
        lambda actor, complaint: write_report(actor, complaint, kind=KIND, items=ITEMS, seen=0, now=LATER),
        may=STAFF,
        state="assessing",
        event="report_written",
        says="about version",
        statements=12,
        internal=True,
        unnoticed=True,
    ),
    Case(
        Step.RECORD_REPORT,
        written,
        lambda actor, complaint: record_report(
            actor, complaint, kind=KIND, authority="消費者庁", number="R8-0012", at=LATER, now=LATER
        ),
        may=STAFF,
        state="assessing",
        event="report_recorded",
        says="about authority number at clocks",
        statements=14,
        internal=True,
        unnoticed=True,
    ),
    Case(
        Step.ASK_NO_REPORT,
        accident,
        lambda actor, complaint: ask_no_report(
            actor, complaint, kind=KIND, reason="業務用の製品です。", now=LATER
        ),
        may=STAFF,
        state="assessing",
        event="no_report_asked",
        says="about reason mentioned",
        statements=14,
        internal=True,
        unnoticed=True,
    ),
    Case(
        Step.DECIDE_NO_REPORT,
        doubted,
        lambda actor, complaint: decide_no_report(
            actor,
            complaint,
            report=complaint.legal_reports.get(),
            granted=True,
            words="同意します。",
            now=LATER,
        ),
        may=frozenset({"lead"}),
        state="assessing",
        event="no_report_decided",
        says="about granted words clocks",
        statements=12,
        internal=True,
        unnoticed=True,
    ),
)
