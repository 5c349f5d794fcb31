"""The forms of reports to authorities, as data: which rule each answers, what it asks, and how sure we are of it."""

import pytest

from kikitori.records.deadlines.labels import REPORT_KIND, REPORT_STATE
from kikitori.records.deadlines.pack_reader import shipped_versions
from kikitori.records.deadlines.report_forms import (
    ReportKind,
    ReportState,
    Source,
    form_for,
    report_forms,
)
from kikitori.records.deadlines.rules import Certainty


def test_every_kind_has_a_form_and_every_item_a_name_in_both_languages() -> None:
    assert set(report_forms()) == set(ReportKind)
    for form in report_forms().values():
        assert len({item.id for item in form.items}) == len(form.items)
        for item in form.items:
            assert item.name.ja != item.name.en


def test_product_accident_asks_what_the_reference_names() -> None:
    asked = {item.id: item.certainty for item in report_forms()[ReportKind.PRODUCT_ACCIDENT].items}
    assert asked.keys() >= {
        "product",
        "accident",
        "known",
        "numbers_made",
        "numbers_sold",
        "injuries",
        "place",
    }


@pytest.mark.parametrize("kind", [ReportKind.BREACH_PRELIMINARY, ReportKind.BREACH_FINAL])
def test_report_of_a_leak_has_nine_items_all_from_memory(kind: ReportKind) -> None:
    items = report_forms()[kind].items
    assert len(items) == 9
    assert {item.certainty for item in items} == {Certainty.FROM_MEMORY}


def test_nothing_is_called_checked_that_nobody_has_compared_with_its_source() -> None:
    sure = {item.certainty for form in report_forms().values() for item in form.items}
    assert Certainty.VERIFIED not in sure


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("jp-product-accident/1/report", ReportKind.PRODUCT_ACCIDENT),
        ("jp-product-accident/27/report", ReportKind.PRODUCT_ACCIDENT),
        ("jp-privacy-breach/1/preliminary-report", ReportKind.BREACH_PRELIMINARY),
        ("jp-privacy-breach/1/final-report", ReportKind.BREACH_FINAL),
        ("jp-privacy-breach/2/final-report-malicious", ReportKind.BREACH_FINAL),
        ("jp-privacy-breach/1/notify-persons", None),
        ("jp-default/1/decision", None),
        ("report", None),
        ("", None),
    ],
)
def test_form_answers_its_rules_in_every_version_and_no_other(rule: str, kind: ReportKind | None) -> None:
    found = form_for(rule)
    assert (found.kind if found else None) is kind


def test_rules_that_forms_answer_exist_and_are_met_by_hand() -> None:
    for form in report_forms().values():
        for name in form.rules:
            pack, _, rule = name.partition("/")
            found = shipped_versions(pack)[-1].rule(rule)
            assert found is not None
            assert found.is_met_by_hand


def test_every_source_begins_some_item_and_every_word_is_told() -> None:
    used = {item.source for form in report_forms().values() for item in form.items} - {None}
    assert used == set(Source)
    assert set(REPORT_KIND) == set(ReportKind)
    assert set(REPORT_STATE) == set(ReportState)
