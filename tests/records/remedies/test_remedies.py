"""What may be offered by whom, what remedies are called, and what their tables take and refuse."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.records.remedies.labels import PROPOSAL_STATE, REMEDY_KIND, REMEDY_STATE
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import MONEY, ProposalState, RemedyKind, RemedyState
from tests.makers import FRIDAY
from tests.records import rows

DUE = date(2026, 12, 4)


# ---- words


KINDS = {
    "apology": ("謝罪", "Apology", False),
    "explain": ("説明", "Explanation", False),
    "correct": ("訂正・やり直し", "Correction", False),
    "replace": ("交換", "Replacement", False),
    "repair": ("修理", "Repair", False),
    "refund": ("返金", "Refund", True),
    "discount": ("減額", "Reduction of the price", True),
    "compensate": ("補償", "Compensation", True),
    "gift": ("お詫びの品", "Token of apology", True),
    "restore": ("名誉・権利の回復", "Restoring name or rights", False),
    "expedite": ("優先対応", "Priority handling", False),
    "record_fix": ("記録の訂正", "Correcting a record", False),
    "access_fix": ("必要な配慮の提供", "Providing the accommodation needed", False),
    "fee_waiver": ("会費等の免除", "Waiver of a fee", True),
    "referral": ("専門家・外部機関の紹介", "Introduction to an expert or external body", False),
}


@pytest.mark.parametrize("code", KINDS)
def test_remedy_is_called_what_a_letter_can_say_and_costs_money_or_not(code: str) -> None:
    ja, en, money = KINDS[code]
    kind = RemedyKind(code)
    with override("ja"):
        assert str(REMEDY_KIND[kind]) == ja
    with override("en"):
        assert str(REMEDY_KIND[kind]) == en
    assert (kind in MONEY) is money


def test_remedies_of_the_taxonomy_are_all_there() -> None:
    assert [kind.value for kind in RemedyKind] == list(KINDS)


@pytest.mark.parametrize(
    ("table", "ja", "en"),
    [
        (
            REMEDY_STATE,
            ["提示中", "実施待ち", "実施済み", "実施・到着確認済み", "見送り"],
            ["Offered", "To be done", "Done", "Done and verified", "Dropped"],
        ),
        (
            PROPOSAL_STATE,
            ["回答待ち", "受入れ", "不受入れ", "差し替え"],
            ["Waiting for an answer", "Accepted", "Declined", "Overtaken"],
        ),
    ],
)
def test_state_of_an_offer_is_told_in_words(table: dict[Any, Any], ja: list[str], en: list[str]) -> None:
    for language, expected in (("ja", ja), ("en", en)):
        with override(language):
            assert [str(label) for label in table.values()] == expected


# ---- tables


def proposal(**changes: Any) -> Proposal:
    values = {"round": 1, "text": "新しい品と交換します。", "offered_at": FRIDAY, "answer_by": DUE}
    made = {"complaint": changes.pop("complaint", None) or rows.complaint()}
    made["offered_by"] = changes.pop("offered_by", None) or rows.staff()
    return Proposal.objects.create(**made | values | changes)


def remedy(**changes: Any) -> Remedy:
    values = {"kind": "replace", "text": "皿三枚の交換", "due_on": DUE, "written_at": FRIDAY}
    return Remedy.objects.create(
        **{"complaint": changes.pop("complaint", None) or rows.complaint()} | values | changes
    )


@pytest.mark.django_db
def test_proposal_stands_open_until_it_is_answered() -> None:
    made = Proposal.objects.get(pk=proposal().pk)
    assert (made.state, made.answered_at, made.answered_how, made.answer) == ("offered", None, "", "")
    assert str(made) == "1: 新しい品と交換します。"


@pytest.mark.django_db
def test_rounds_of_one_complaint_are_told_apart() -> None:
    first = proposal()
    second = proposal(complaint=first.complaint, offered_by=first.offered_by, round=2)
    proposal(offered_by=first.offered_by)
    with rows.must_refuse("proposal_round_once"):
        proposal(complaint=first.complaint, offered_by=first.offered_by, round=2)
    assert list(first.complaint.proposals.all()) == [first, second]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["text", "offered_at", "answer_by", "offered_by_id"])
def test_offer_says_what_by_whom_and_until_when(field: str) -> None:
    made = proposal()
    with rows.must_refuse(field):
        Proposal.objects.filter(pk=made.pk).update(**{field: None})


@pytest.mark.django_db
def test_remedy_begins_as_an_offer_that_costs_nothing() -> None:
    made = Remedy.objects.get(pk=remedy().pk)
    assert (made.state, made.amount, made.currency, made.proposal) == ("offered", None, "JPY", None)
    assert (made.done_at, made.done_by, made.done_note, made.proof) == (None, None, "", "")
    assert (made.granted_by, made.verified_at, made.verified_by) == (None, None, None)
    assert str(made) == "replace: 皿三枚の交換"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"amount": -1}, "amount"),
        ({"due_on": None}, "due_on"),
        ({"text": None}, "text"),
        ({"kind": None}, "kind"),
    ],
)
def test_remedy_that_takes_money_back_or_has_no_day_is_refused(changes: dict[str, Any], column: str) -> None:
    with rows.must_refuse(column):
        remedy(**changes)


@pytest.mark.django_db
@pytest.mark.parametrize("amount", [0, 1, 12_800, 2_147_483_647])
def test_amount_is_kept_to_the_yen(amount: int) -> None:
    assert Remedy.objects.get(pk=remedy(amount=amount).pk).amount == amount


@pytest.mark.django_db
def test_remedies_are_read_in_the_order_they_were_offered() -> None:
    complaint = rows.complaint()
    made = [remedy(complaint=complaint, due_on=date(2026, 12, 31 - n)) for n in range(3)]
    assert list(complaint.remedies.all()) == made


@pytest.mark.django_db
def test_who_offered_and_who_carried_out_stay_and_the_offer_goes_with_its_complaint() -> None:
    handler, colleague = rows.staff(), rows.staff("colleague")
    made = proposal(offered_by=handler)
    remedy(
        complaint=made.complaint,
        proposal=made,
        done_by=colleague,
        granted_by=colleague,
        verified_by=colleague,
    )
    with rows.must_be_kept_for("Proposal"):
        handler.delete()
    with rows.must_be_kept_for("Remedy"):
        colleague.delete()
    made.complaint.delete()
    assert not Proposal.objects.exists()
    assert not Remedy.objects.exists()


@pytest.mark.parametrize(
    ("words", "table", "column"),
    [(RemedyKind, Remedy, "kind"), (RemedyState, Remedy, "state"), (ProposalState, Proposal, "state")],
)
def test_code_fits_into_its_column(words: Any, table: Any, column: str) -> None:
    assert max(len(word) for word in words) <= table._meta.get_field(column).max_length
