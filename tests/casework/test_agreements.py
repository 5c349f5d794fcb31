"""Agreements: what is kept when a proposal is accepted, and the record both sides can read."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from kikitori.casework.agreements import agreement_in, agreement_paper
from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation, Person
from kikitori.records.people.queries import the_organisation
from kikitori.records.remedies.agreement import fingerprint_of
from kikitori.records.remedies.agreements import Agreement
from kikitori.records.remedies.models import Proposal, Remedy
from tests import makers, printed
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

pytestmark = pytest.mark.django_db
JAPAN = ZoneInfo("Asia/Tokyo")


def twice_offered(cast: Cast, **changes: object) -> Complaint:
    """Declined by phone once; the second offer has money in it and stands."""
    complaint = makers.proposed(cast, **changes)
    decline_proposal(
        cast.actor("handler"), complaint, how="電話", words="足りません", now=FRIDAY + timedelta(hours=2)
    )
    propose_solution(
        cast.actor("handler"),
        complaint,
        text="交換に加えて、送料をお返しします。",
        remedies=[
            RemedyGiven(kind="replace", text="皿三枚の交換", due_on=date(2026, 12, 1)),
            RemedyGiven(kind="refund", text="送料", due_on=date(2026, 12, 4), amount=1200),
        ],
        answer_by=date(2026, 12, 10),
        now=FRIDAY + timedelta(hours=3),
    )
    return complaint


def agreed(cast: Cast, *, how: str = "", words: str = "", **changes: object) -> Complaint:
    complaint = twice_offered(cast, **changes)
    actor = cast.actor("handler") if how else complainant_of(complaint)
    accept_proposal(actor, complaint, how=how, words=words, now=FRIDAY + timedelta(hours=4))
    return complaint


def record(complaint: Complaint, language: str = "ja") -> bytes:
    found = agreement_in(complaint, 2, the_organisation())
    assert found is not None
    return agreement_paper(found, language, JAPAN).content


def test_acceptance_keeps_what_was_agreed(cast: Cast) -> None:
    complaint = agreed(cast)
    kept = Agreement.objects.get(proposal__complaint=complaint)
    assert kept.sheet["reference"] == complaint.reference
    assert kept.sheet["round"] == 2
    assert [each["text"] for each in kept.sheet["remedies"]] == ["皿三枚の交換", "送料"]
    assert [(each["amount"], each["currency"]) for each in kept.sheet["remedies"]] == [
        (None, "JPY"),
        (1200, "JPY"),
    ]
    assert [each["state"] for each in kept.sheet["rounds"]] == ["declined", "accepted"]
    assert kept.sheet["yes"] == {"at": "2026-11-20T11:40:00+00:00", "noted": False, "how": "", "words": ""}
    assert kept.fingerprint == fingerprint_of(kept.sheet)
    assert kept.made_at == FRIDAY + timedelta(hours=4)


def test_declined_offer_leaves_no_agreement(cast: Cast) -> None:
    complaint = twice_offered(cast)
    assert not Agreement.objects.exists()
    assert agreement_in(complaint, 1, the_organisation()) is None
    assert agreement_in(complaint, 2, the_organisation()) is None
    assert agreement_in(complaint, 3, the_organisation()) is None


def test_record_names_everything_that_was_agreed(cast: Cast) -> None:
    text = printed.text_of(record(agreed(cast)))
    for words in (
        "合意記録書", "みほん堂", "試野 はな", "交換に加えて、送料をお返しします。", "交換: 皿三枚の交換", "返金: 送料", "1,200円",
        "2026年12月1日（火）", "2026年12月4日（金）", "2026年11月20日（金）20:40", "ご本人がお申し出のページで承諾",
        "この合意によって失われる権利はありません。", "188",
    ):  # fmt: skip
        assert words in text, (words, text)


def test_both_rounds_stand_in_it_with_their_results(cast: Cast) -> None:
    text = printed.text_of(record(agreed(cast)))
    assert "2026年11月20日（金）17:40" in text
    assert "2026年11月20日（金）19:40" in text
    assert text.index("不受入れ") < text.rindex("受入れ")
    assert "足りません" not in text  # why they said no is not part of what was agreed


def test_answer_by_phone_is_told_with_its_road(cast: Cast) -> None:
    text = printed.text_of(record(agreed(cast, how="電話で担当に", words="それでお願いします")))
    assert "電話で担当に" in text
    assert "それでお願いします" in text
    assert "ご本人がお申し出のページで承諾" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "合意記録書"),
        ("en", "Record of agreement"),
        ("ja-easy", "決（き）めたことの記録（きろく）"),
        ("zh-hant", "Record of agreement"),
    ],
)
def test_record_speaks_its_readers_language(cast: Cast, language: str, words: str) -> None:
    pdf = record(agreed(cast), language)
    assert words in printed.text_of(pdf)
    assert printed.title_of(pdf).startswith(words)


def test_record_in_english_names_days_and_money_in_english(cast: Cast) -> None:
    text = printed.text_of(record(agreed(cast), "en"))
    for words in ("Friday 4 December 2026", "¥1,200", "takes no right away", "By themselves"):
        assert words in text, (words, text)


def test_same_agreement_is_the_same_bytes(cast: Cast) -> None:
    complaint = agreed(cast)
    for language in ("ja", "en", "ja-easy"):
        assert record(complaint, language) == record(complaint, language)


def test_nothing_that_changes_later_changes_it(cast: Cast) -> None:
    complaint = agreed(cast)
    before = record(complaint)
    Organisation.objects.update(name_ja="別の名", name_en="Other", external_route_ja="ほか")
    Person.objects.update(name="別 名子")
    Remedy.objects.filter(complaint=complaint).update(
        due_on=date(2027, 1, 1), state="done", text="ほか", amount=1
    )
    Proposal.objects.filter(complaint=complaint).update(text="ほか", answered_how="ほか")
    assert record(complaint) == before


def test_record_is_kept_for_decades_and_read_aloud(cast: Cast) -> None:
    pdf = record(agreed(cast))
    assert printed.archived_as(pdf) == "2A"
    assert printed.is_tagged(pdf)
    assert printed.pages(pdf)[0].rstrip().endswith("1 / 1")


def test_fingerprint_on_paper_is_that_of_the_agreement(cast: Cast) -> None:
    complaint = agreed(cast)
    kept = Agreement.objects.get(proposal__complaint=complaint)
    for language in ("ja", "en", "ja-easy"):
        assert kept.fingerprint in printed.text_of(record(complaint, language)).replace(" ", "")


def test_anonymous_complainant_stays_so(cast: Cast) -> None:
    text = printed.text_of(record(agreed(cast, anonymous=True)))
    assert "試野" not in text
    assert "（お名前なし）" in text


def test_agreement_of_before_is_read_from_its_rows(cast: Cast) -> None:
    complaint = agreed(cast, how="電話")
    Agreement.objects.all().delete()
    text = printed.text_of(record(complaint))
    assert "交換に加えて、送料をお返しします。" in text
    assert "電話" in text
    assert not Agreement.objects.exists()


def test_acceptance_stays_one_transaction_with_its_agreement(cast: Cast) -> None:
    complaint = agreed(cast)
    assert complaint.events.filter(kind="accepted").count() == 1 == Agreement.objects.count()


def test_markup_in_what_people_wrote_stays_text(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    hostile = '#read("/etc/passwd") *太字* $x$ <label> \\ #import "@preview/x:1" // --'
    propose_solution(
        cast.actor("handler"),
        complaint,
        text=hostile,
        remedies=[RemedyGiven(kind="apology", text=hostile, due_on=date(2026, 12, 1))],
        answer_by=date(2026, 12, 10),
        now=FRIDAY + timedelta(hours=1),
    )
    accept_proposal(complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=2))
    found = agreement_in(complaint, 1, the_organisation())
    assert found is not None
    text = printed.text_of(agreement_paper(found, "ja", JAPAN).content)
    assert text.replace(" ", "").count(hostile.replace(" ", "")) == 2
