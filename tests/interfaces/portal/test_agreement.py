"""What was agreed, saved by the holder of the slip and by whoever speaks for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kikitori.casework.answer import accept_proposal
from kikitori.records.complaints.models import Complaint
from kikitori.records.remedies.agreements import Agreement
from tests import makers, printed
from tests.cast import Cast
from tests.interfaces.portal.visitor import Visitor
from tests.makers import FRIDAY, complainant_of
from tests.represented import represented, slip_of, speaker_for

AT = "/follow/agreement/1/"


def agreed(cast: Cast) -> Complaint:
    complaint = makers.proposed(cast)
    accept_proposal(complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=2))
    return complaint


def test_page_of_the_complaint_leads_to_what_was_agreed(cast: Cast, visitor: Visitor) -> None:
    complaint = agreed(cast)
    assert AT in visitor.reads(complaint).html
    answer = visitor.client.get(AT)
    assert (answer.status_code, answer["content-type"]) == (200, "application/pdf")
    assert answer["content-disposition"].startswith("attachment;")
    assert complaint.reference in answer["content-disposition"]
    assert "sandbox" in answer["content-security-policy"]
    assert "皿三枚の交換" in printed.text_of(answer.content)


def test_both_sides_save_the_same_bytes(cast: Cast, visitor: Visitor) -> None:
    complaint = agreed(cast)
    visitor.reads(complaint)
    theirs = visitor.client.get(AT, headers={"accept-language": "ja"}).content
    desk = Client()
    desk.force_login(cast.handler)
    ours = desk.get(f"/desk/complaints/{complaint.reference}/agreement/1/pdf/?language=ja").content
    assert theirs == ours


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Record of agreement"), ("ja-easy", "決（き）めたこと")]
)
def test_it_speaks_the_readers_language(cast: Cast, visitor: Visitor, language: str, words: str) -> None:
    visitor.reads(agreed(cast))
    visitor.client.cookies["django_language"] = language
    assert words in printed.text_of(visitor.client.get(AT).content)


def test_offer_that_is_open_or_was_declined_has_none(cast: Cast, visitor: Visitor) -> None:
    complaint = makers.proposed(cast)
    assert AT not in visitor.reads(complaint).html
    for round_ in (1, 2, 0, 10**9):
        assert visitor.client.get(f"/follow/agreement/{round_}/").status_code == 404


def test_nobody_without_the_slip_has_it(cast: Cast, visitor: Visitor) -> None:
    agreed(cast)
    answer = visitor.client.get(AT)
    assert (answer.status_code, b"%PDF" in answer.content) == (303, False)


def test_slip_of_another_complaint_opens_only_its_own(cast: Cast, visitor: Visitor) -> None:
    agreed(cast)
    visitor.reads(makers.proposed(cast))
    assert visitor.client.get(AT).status_code == 404


def test_representative_saves_it_too_and_is_named_where_they_said_yes(cast: Cast, visitor: Visitor) -> None:
    complaint = represented(cast, makers.proposed(cast), mandate="act")
    accept_proposal(speaker_for(complaint), complaint, now=FRIDAY + timedelta(days=3))
    kept = Agreement.objects.get(proposal__complaint=complaint)
    assert kept.sheet["parties"]["speaker"] == complaint.parties.get(role="representative").person.name
    slip = slip_of(cast, complaint, FRIDAY + timedelta(days=3, hours=1))
    visitor.opens(slip)
    answer = visitor.client.get(AT)
    assert answer.status_code == 200
    assert kept.sheet["parties"]["speaker"] in printed.text_of(answer.content)
