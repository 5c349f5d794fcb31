"""Whom remedies fall to, beside an offer what like ones received, and the pages of the rows behind both."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.alike import Basis, alike
from kikitori.casework.fairness import Question
from kikitori.casework.fairness import fairness as answered
from kikitori.records.complaints.models import Allegation, Complaint, Party
from kikitori.records.inquiry.models import Finding, FoundCause
from kikitori.records.remedies.models import Remedy
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf

FAIR = "/desk/ledger/fairness/"


def decided(
    cast: Cast, number: int, *, money: int | None = None, outcome: str = "upheld", **values: Any
) -> None:
    """So many complaints that were decided an hour ago, as rows; with a refund each where there is money."""
    now, model = timezone.now(), makers.received(cast).complaint
    for _ in range(number):
        own = fresh(model)
        own.pk, own.reference, own.intake_key = None, f"K-{makers.token()}", makers.token()
        own.state, own.subject, own.severity, own.received_at = "decided", "delivery", "S3", now
        for name, value in values.items():
            setattr(own, name, value)
        own.save(force_insert=True)
        point = Allegation.objects.create(complaint=own, number=1, text="割れていた")
        Finding.objects.create(
            allegation=point, outcome=outcome, reasons="理由", found_at=now, found_by=cast.handler
        )
        if money is not None:
            Remedy.objects.create(
                complaint=own,
                kind="refund",
                text="代金",
                amount=money,
                due_on=now.date(),
                state="due",
                written_at=now,
            )


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


# ── whom it falls to ──


def test_sentence_table_and_rows_of_those_who_received_less(cast: Cast, lead: Client) -> None:
    decided(cast, 2, money=1_000, language="en")
    decided(cast, 18, language="en")
    decided(cast, 24, money=3_000)
    decided(cast, 16, outcome="not_upheld")
    answer = lead.get(FAIR)
    words = words_of(answer)
    assert "「English」は救済を受けることが少なくなっています。20件中2件、ほかは40件中24件です。" in words
    assert "違いは、確かめるきっかけであり、証拠ではありません。" in words
    language = next(each for each in answer.context["questions"] if each.word == "language")
    assert [(row.each.group, row.each.own.decided, row.each.own.upheld) for row in language.rows] == [
        ("ja", 40, 24),
        ("en", 20, 20),
    ]
    assert [[(each.amount, each.number) for each in row.medians] for row in language.rows] == [
        [(3_000, 24)],
        [],
    ]
    rows = lead.get(f"{FAIR}?group=language:en")
    assert len(rows.context["rows"]) == 20
    assert "言語別: English" in words_of(rows)


def test_small_groups_are_shown_nowhere_and_cannot_be_asked_for(cast: Cast, lead: Client) -> None:
    decided(cast, 20)
    decided(cast, 4, language="en")
    decided(cast, 6, language="vi")
    answer = lead.get(FAIR)
    language = next(each for each in answer.context["questions"] if each.word == "language")
    assert [row.each.group for row in language.rows] == ["ja"]
    assert (language.shown.hidden, language.shown.hidden_decided) == (2, 10)
    assert "2グループ（あわせて10件）は表示していません" in words_of(answer)
    for group in ("language:en", "language:vi", "language:xx", "language", "size:9", ""):
        assert lead.get(f"{FAIR}?group={group}").status_code == 404, group


def test_every_question_counts_every_complaint_once(cast: Cast) -> None:
    decided(cast, 7)
    decided(cast, 6, channel="email", language="en")
    hana = makers.received(cast).complaint.parties.get(role="complainant").person
    some = list(Complaint.objects.filter(state="decided").order_by("pk")[:6])
    for one in some:
        Party.objects.create(complaint=one, person=hana, role="complainant")
        Party.objects.create(complaint=one, person=hana, role="representative")
    makers.typed(hana, "vip")
    for each in answered(cast.actor("lead"), now=timezone.now()):
        counted = sum(one.own.decided for one in each.shown.groups) + each.shown.hidden_decided
        assert counted == 13, each.question
        assert each.question in set(Question)
        assert len(each.shown.groups) == 2 or each.question is Question.FURTHER, each.question


def test_as_few_questions_for_many_and_an_empty_page_says_what_will_come(cast: Cast, lead: Client) -> None:
    assert "過去12か月に決定・合意した申出はありません。" in words_of(lead.get(FAIR))
    decided(cast, 6, money=100)
    few = queries_for(lead, FAIR)
    decided(cast, 12, money=100, language="en")
    assert queries_for(lead, FAIR) == few


def test_what_a_reader_does_not_see_is_not_counted(cast: Cast) -> None:
    decided(cast, 6)
    decided(cast, 6, language="en", barred=[cast.lead.pk])
    for role, groups in (("lead", []), ("auditor", ["en", "ja"])):
        found = answered(cast.actor(role), now=timezone.now())
        language = next(each for each in found if each.question is Question.LANGUAGE)
        assert sorted(each.group for each in language.shown.groups) == groups


# ── like ones ──


def test_like_ones_are_of_the_same_cause_else_of_the_same_severity(cast: Cast) -> None:
    own = bench.investigated(cast)
    decided(cast, 4, money=1_000)
    decided(cast, 3, money=2_000, severity="S1")
    decided(cast, 9, subject="billing")
    found = alike(cast.actor("handler"), own, now=timezone.now())
    assert (found.basis, found.hint.of, found.hint.is_told) == (Basis.SEVERITY, 4, False)
    decided(cast, 2, money=5_000)
    found = alike(cast.actor("handler"), own, now=timezone.now())
    assert (found.hint.of, found.hint.kinds[0].kind, found.hint.kinds[0].number) == (6, "refund", 6)
    # Seven have the same cause, whatever their severity.
    points = [
        own.allegations.get(number=1),
        *Allegation.objects.filter(complaint__state="decided", number=1)[:7],
    ]
    for point in points:
        FoundCause.objects.create(
            allegation=point, code="process", evidence="記録", found_at=timezone.now(), found_by=cast.handler
        )
    found = alike(cast.actor("handler"), own, now=timezone.now())
    assert (found.basis, found.hint.of) == (Basis.CAUSE, 7)
    barred = Complaint.objects.filter(state="decided").order_by("pk")[:3]
    for one in barred:
        Complaint.objects.filter(pk=one.pk).update(barred=[cast.handler.pk])
    assert alike(cast.actor("handler"), own, now=timezone.now()).hint.of < 7


def test_page_asks_kindly_for_the_reason_once_and_keeps_it(cast: Cast, browser_of: BrowserOf) -> None:
    browser, own = browser_of("handler"), bench.investigated(cast)
    decided(cast, 6, money=1_000)
    words = words_of(see(browser, own, "propose"))
    assert "分類と重大度が同じ申出6件の救済" in words
    assert "6件中6件" in words
    typed = bench.offer(remedy_0_kind="refund", remedy_0_amount="20000")
    asked = send(browser, own, "propose", **typed)
    assert asked.status_code == 200
    assert (
        "20,000円は、似た申出で認められた金額（多くは1,000円〜1,000円）から大きく離れています。"
        in words_of(asked)
    )
    assert not fresh(own).remedies.exists()
    assert "皿三枚の交換" in asked.content.decode()
    sent = send(browser, own, "propose", **typed, unlike_seen="20000", unlike="三枚とも割れていました。")
    assert sent.status_code == 303
    assert own.remedies.get().why_unlike == "三枚とも割れていました。"
    # It is a hint: without a reason it goes as well, and what is usual is not asked about.
    other = bench.investigated(cast)
    assert send(browser, other, "propose", **typed, unlike_seen="20000").status_code == 303
    third = bench.investigated(cast)
    usual = bench.offer(remedy_0_kind="refund", remedy_0_amount="1100")
    assert send(browser, third, "propose", **usual).status_code == 303
    # The complainant never reads it.
    portal = browser.get(f"{at(own)}as-seen/").content.decode()
    assert "三枚とも割れていました。" not in portal
    assert "三枚とも割れていました。" in browser.get(at(own)).content.decode()


def test_rows_behind_the_hint_are_those_the_reader_sees(cast: Cast, browser_of: BrowserOf) -> None:
    own = bench.investigated(cast)
    decided(cast, 5)
    decided(cast, 1, barred=[cast.handler.pk])
    answer = browser_of("handler").get(at(own, "alike"))
    assert len(answer.context["rows"]) == 5
    assert f"{own.reference}に似た申出" in words_of(answer)
    assert browser_of("handler").get("/desk/complaints/K-2020-999999/alike/").status_code == 404
