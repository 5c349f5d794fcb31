"""A report to an authority on the page of a complaint: begun from what is known, kept in versions, printed, recorded."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see, send
from tests.interfaces.desk.conftest import BrowserOf

KIND = "product_accident"
WRITTEN = {"kind": KIND, "seen": 0, "item_product": "電気ケトル KT-1", "item_numbers_sold": "1,200台"}


def test_form_begins_with_what_the_complaint_knows_and_says_how_sure_it_is(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint = bench.accident(cast)
    page = words_of(see(browser_of("handler"), complaint, "write-report", kind=KIND))
    for said in (
        f"「{complaint.story}」",
        "1. 取っ手が外れてやけどをした",
        "製品の名称・型式",
        "製造・輸入の数量",
        "未確認",
    ):
        assert said in page, said


def test_report_is_written_printed_and_recorded(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, mine = bench.accident(cast), browser_of("handler")
    assert "未報告" in words_of(see(mine, complaint))
    assert send(mine, complaint, "write-report", **WRITTEN).status_code == 303
    paper = see(mine, complaint, "report", kind=KIND)
    for said in (
        "重大製品事故の報告",
        complaint.reference,
        "版1",
        "電気ケトル KT-1",
        "1,200台",
        "様式から取ったものではありません",
    ):
        assert said in words_of(paper), said
    typed = {"kind": KIND, "authority": "消費者庁", "number": "R8-12", "day": bench.in_days(0), "time": ""}
    assert send(mine, complaint, "record-report", **typed).status_code == 303
    page = words_of(see(mine, complaint))
    assert "報告済み" in page
    assert "R8-12" in page
    assert at(complaint, "write-report") not in see(mine, complaint).content.decode()


def test_later_form_begins_with_the_last_version_and_earlier_ones_are_read(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint, mine = bench.reported_on_paper(cast), browser_of("lead")
    form = see(mine, complaint, "write-report", kind=KIND).content.decode()
    assert "電気ケトル KT-1" in form
    assert send(mine, complaint, "write-report", kind=KIND, seen=1, item_product="別の型").status_code == 303
    assert "別の型" in words_of(see(mine, complaint, "report", kind=KIND))
    first = words_of(see(mine, complaint, "report", kind=KIND, version=1))
    assert "電気ケトル KT-1" in first
    assert "別の型" not in first


def test_page_that_was_overtaken_keeps_what_was_typed(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.reported_on_paper(cast)
    answer = send(browser_of("lead"), complaint, "write-report", kind=KIND, seen=0, item_product="私の版")
    assert answer.status_code == 409
    assert "私の版" in answer.content.decode()


def test_form_with_nothing_in_it_is_shown_again(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.accident(cast)
    answer = send(browser_of("handler"), complaint, "write-report", kind=KIND, seen=0)
    assert answer.status_code == 422
    assert not complaint.legal_reports.exists()


@pytest.mark.parametrize(
    "asked",
    [{}, {"kind": KIND}, {"kind": "breach_final"}, {"kind": "<b>"}, {"kind": KIND, "version": "x"}],
)
def test_where_nothing_was_written_there_is_nothing_to_print(
    browser_of: BrowserOf, cast: Cast, asked: dict[str, str]
) -> None:
    assert see(browser_of("handler"), bench.accident(cast), "report", **asked).status_code == 404


def test_complaint_that_asks_for_no_report_offers_none(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = see(browser_of("lead"), complaint)
    assert "官庁への報告" not in words_of(page)
    assert see(browser_of("lead"), complaint, "write-report").status_code == 409


def test_lead_decides_what_a_handler_says_need_not_be_reported(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.no_report_asked(cast)
    assert "報告不要か、責任者の判断待ち" in words_of(see(browser_of("handler"), complaint))
    assert see(browser_of("handler"), complaint, "decide-no-report").status_code == 403
    row = complaint.legal_reports.get()
    lead = browser_of("lead")
    form = words_of(see(lead, complaint, "decide-no-report", report=row.pk))
    assert "重大製品事故の報告：業務用の製品です。" in form
    answer = send(
        lead, complaint, "decide-no-report", report=row.pk, granted="no", words="念のため報告します。"
    )
    assert answer.status_code == 303
    assert "未報告" in words_of(see(lead, complaint))


def test_hostile_words_in_a_report_stay_words(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, mine = bench.accident(cast), browser_of("handler")
    send(mine, complaint, "write-report", **{**WRITTEN, "item_product": "<script>alert(1)</script>"})
    page = see(mine, complaint, "report", kind=KIND).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
