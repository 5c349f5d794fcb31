"""Legal duties 法令上の報告義務: which reports belong together, so that one person is in charge of them. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from kikitori.records.deadlines.report_forms import ReportKind, form_for


class Duty(StrEnum):
    """Of what somebody is in charge 法令報告の担当."""

    PRODUCT_ACCIDENT = "product_accident"
    BREACH = "breach"


REPORTS: Mapping[Duty, tuple[ReportKind, ...]] = {
    Duty.PRODUCT_ACCIDENT: (ReportKind.PRODUCT_ACCIDENT,),
    Duty.BREACH: (ReportKind.BREACH_PRELIMINARY, ReportKind.BREACH_FINAL),
}


def duty_of(kind: ReportKind) -> Duty:
    """Who is in charge of this report."""
    return next(duty for duty, kinds in REPORTS.items() if kind in kinds)


def duty_of_rule(rule: str) -> tuple[Duty, ReportKind] | None:
    """The duty and the report that a clock's rule (pack/version/rule) asks for; None where it asks for none."""
    form = form_for(rule)
    return (duty_of(form.kind), form.kind) if form else None
