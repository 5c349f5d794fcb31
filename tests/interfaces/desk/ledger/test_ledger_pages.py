"""The ledger at the desk: who reads it, filters and sums that add up, the file of it, and as few questions for many rows."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.answer import accept_proposal
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.remedy import carry_out_remedy
from kikitori.foundation.language.spreadsheet import MARK
from kikitori.records.complaints.models import Complaint
from kikitori.records.remedies.models import Remedy
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, restricted, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.conftest import BrowserOf

PAGE, FILE = "/desk/ledger/", "/desk/ledger/file/"


def owed(cast: Cast, *several: tuple[str, int | None], text: str = "代金") -> Complaint:
    """An accepted offer with these remedies, granted by the handler."""
    complaint = bench.investigated(cast)
    day = bench.today() + 7 * bench.A_DAY
    remedies = [RemedyGiven(kind=kind, text=text, due_on=day, amount=amount) for kind, amount in several]
    now = timezone.now()
    propose_solution(
        cast.actor("handler"),
        complaint,
        text="案",
        remedies=remedies,
        answer_by=day,
        now=now,
        unlike="二度目",
    )
    accept_proposal(makers.complainant_of(complaint), complaint, now=now)
    return complaint


def pay(cast: Cast, complaint: Complaint, proof: str = "振込 0001") -> Remedy:
    row = complaint.remedies.filter(state="due").order_by("pk")[0]
    carry_out_remedy(cast.actor("colleague"), complaint, remedy=row, proof=proof, now=timezone.now())
    return row


def shown(answer: Any) -> list[int]:
    return [row.remedy.pk for row in answer.context["rows"]]


def told_sums(answer: Any) -> dict[tuple[str, str], tuple[int, int]]:
    sums = answer.context["sums"]
    return {
        (code, line.word): (cell.number, cell.amount)
        for line in sums.lines
        for code, cell in line.sums.items()
    }


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def test_leads_and_auditors_read_it_and_nobody_else(cast: Cast, browser_of: BrowserOf) -> None:
    owed(cast, ("refund", 1_200))
    for role, status in {"lead": 200, "auditor": 200, "handler": 403, "administrator": 403}.items():
        browser = browser_of(role)
        for address in (PAGE, FILE, f"{PAGE}fairness/"):
            assert browser.get(address).status_code == status, (role, address)
    assert PAGE in browser_of("auditor").get("/desk/").content.decode()
    assert PAGE not in browser_of("handler").get("/desk/").content.decode()


def test_everything_stands_there_newest_first_with_who_did_what(cast: Cast, lead: Client) -> None:
    assert "まだ救済はありません。" in words_of(lead.get(PAGE))
    first, second = owed(cast, ("refund", 1_200)), owed(cast, ("apology", None), ("gift", 500))
    paid = pay(cast, first)
    answer = lead.get(PAGE)
    assert shown(answer) == [*second.remedies.order_by("-pk").values_list("pk", flat=True), paid.pk]
    words = words_of(answer)
    for said in (
        first.reference,
        "試野 はな",
        "1,200円",
        "受田 ひかり",
        "隣野 まこと",
        "振込 0001",
        "二度目",
    ):
        assert said in words, said
    # Who approved stands there only where it was another.
    assert "承認 " not in words
    Remedy.objects.filter(pk=paid.pk).update(granted_by=cast.lead)
    assert "承認 責田 みさき" in words_of(lead.get(PAGE))


def test_filters_join_and_sums_are_those_of_the_rows(cast: Cast, lead: Client) -> None:
    several = owed(cast, ("refund", 1_200), ("gift", 500), ("apology", None))
    paid = pay(cast, several)
    dollars = owed(cast, ("refund", 900))
    dollars.remedies.update(currency="USD", due_on=bench.today() - bench.A_DAY)
    several.team = None
    assert told_sums(lead.get(PAGE)) == {
        ("JPY", "due"): (1, 500),
        ("USD", "due"): (1, 900),
        ("JPY", "done"): (1, 1_200),
    }
    gift, apology = several.remedies.filter(state="due").order_by("pk")
    owed_dollar = dollars.remedies.get()
    expected = {
        "state=due": {gift, apology, owed_dollar},
        "state=done": {paid},
        "state=overdue": {owed_dollar},
        "kind=refund": {paid, owed_dollar},
        "kind=refund&state=done": {paid},
        "currency=USD": {owed_dollar},
        "proof=yes": {paid},
        "proof=no": {gift, apology, owed_dollar},
        f"handler={cast.handler.pk}": {gift, apology, paid, owed_dollar},
        f"handler={cast.colleague.pk}": set(),
        "handler=nobody": set(),
        f"since={bench.in_days(0)}&until={bench.in_days(0)}": {gift, apology, paid, owed_dollar},
        f"until={bench.in_days(-1)}": set(),
    }
    for query, rows in expected.items():
        answer = lead.get(f"{PAGE}?{query}")
        assert set(shown(answer)) == {row.pk for row in rows}, query
        sums = answer.context["sums"]
        assert sums.number == len(rows), query
        money = [(row.currency, row.amount) for row in rows if row.amount]
        assert sum(cell.amount for line in sums.lines for cell in line.sums.values()) == sum(
            amount for _, amount in money
        ), query
        assert sums.currencies == sorted({code for code, _ in money}), query


def test_what_is_overdue_stands_apart_by_currency(cast: Cast, lead: Client) -> None:
    complaint = owed(cast, ("refund", 1_200), ("apology", None))
    assert "期日を過ぎた未実施" not in words_of(lead.get(PAGE))
    complaint.remedies.update(due_on=bench.today() - bench.A_DAY)
    late = owed(cast, ("refund", 900))
    late.remedies.update(currency="USD", due_on=bench.today() - bench.A_DAY)
    words = words_of(lead.get(PAGE))
    assert words.index("期日を過ぎた未実施:") < words.index("1,200円") < words.index("一覧を見る")
    assert "$9.00" in words
    assert words.count("超過") >= 3


def test_what_cannot_be_read_is_named_and_nothing_is_guessed(cast: Cast, lead: Client) -> None:
    owed(cast, ("refund", 1_200))
    for query in (
        "state=lost",
        "kind=x",
        "currency=XXX",
        "since=x",
        "team=999999",
        "handler=x",
        "proof=maybe",
    ):
        for address in (PAGE, FILE):
            answer = lead.get(f"{address}?{query}")
            assert answer.status_code == 400, query
            assert "まだ検索していません" in words_of(answer) or "直して" in words_of(answer), query
    assert lead.get(f"{PAGE}?after=x").status_code == 400


def test_what_is_unseen_is_in_no_row_and_in_no_sum(cast: Cast, browser_of: BrowserOf) -> None:
    hidden = restricted(cast)
    seen = owed(cast, ("refund", 1_200))
    Remedy.objects.create(
        complaint=hidden,
        kind="refund",
        text="極秘",
        amount=77_000,
        due_on=bench.today(),
        written_at=timezone.now(),
    )
    assert len(shown(browser_of("lead").get(PAGE))) == 2
    Complaint.objects.filter(pk=hidden.pk).update(barred=[cast.lead.pk])
    answer = browser_of("lead").get(PAGE)
    assert shown(answer) == [seen.remedies.get().pk]
    assert answer.context["sums"].number == 1
    assert "極秘" not in browser_of("lead").get(FILE).content.decode()


def test_page_goes_on_where_it_ended_and_keeps_its_filters(cast: Cast, lead: Client) -> None:
    complaint = owed(cast, ("refund", 1))
    row = complaint.remedies.get()
    now = timezone.now()
    Remedy.objects.bulk_create(
        Remedy(complaint=complaint, kind="refund", text=f"{n}", amount=1, due_on=row.due_on, state="due",
               written_at=now - timedelta(minutes=n))
        for n in range(60)
    )  # fmt: skip
    first = lead.get(f"{PAGE}?kind=refund")
    assert len(shown(first)) == 50
    assert first.context["sums"].number == 61
    second = lead.get(first.context["onward_url"])
    assert "kind=refund" in first.context["onward_url"]
    assert len(shown(second)) == 11
    assert not set(shown(first)) & set(shown(second))
    # The same few questions for one row and for fifty.
    assert queries_for(lead, f"{PAGE}?kind=refund") == queries_for(
        lead, f"{PAGE}?kind=refund&until=2999-01-01"
    )
    Remedy.objects.exclude(pk=row.pk).delete()
    assert queries_for(lead, PAGE) == queries_for(lead, f"{PAGE}?kind=refund")


def test_file_holds_the_rows_of_the_filter_and_nothing_that_is_calculated(cast: Cast, lead: Client) -> None:
    complaint = owed(cast, ("refund", 1_250), text='=HYPERLINK("http://evil.example")')
    complaint.remedies.update(currency="USD")
    pay(cast, complaint, proof="+81 3")
    owed(cast, ("apology", None))
    answer = lead.get(f"{FILE}?kind=refund")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="ledger-' in answer["Content-Disposition"]
    text = answer.content.decode()
    assert text.startswith(MARK)
    head, line = csv.reader(io.StringIO(text.removeprefix(MARK), newline=""))
    assert len(head) == len(line)
    told = dict(zip(head, line, strict=True))
    assert told["受付番号"] == complaint.reference
    assert told["内容"].startswith("'=")
    assert (told["金額"], told["通貨"], told["実施の証拠"]) == ("12.50", "USD", "'+81 3")
    # The reference leads to the person; their name is in no file.
    assert "試野" not in text


def test_page_speaks_english_too(cast: Cast, browser_of: BrowserOf) -> None:
    owed(cast, ("refund", 1_200))
    lead = browser_of("lead")
    lead.post("/language/", {"language": "en", "next": PAGE})
    words = words_of(lead.get(PAGE))
    assert ("Ledger of remedies" in words) or ("救済台帳" in words)
