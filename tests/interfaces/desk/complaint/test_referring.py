"""Passing on at the desk: what is offered, what the letter will say, what stands on the page, and the sheet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.intake import PersonGiven
from kikitori.casework.sharing import SharedGiven
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint
from kikitori.records.referral.models import Body, Referral
from tests import makers, referrals
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf

SECRET = "内輪の話はここだけ"


def ready(cast: Cast, **changes: Any) -> Complaint:
    """Being looked into, with a word of theirs and a note of ours; the register holds one of each side."""
    referrals.body(cast)
    referrals.body(cast, referrals.EXPERT)
    complaint = bench.investigated(cast, **changes)
    hear(makers.complainant_of(complaint), complaint, body="箱の写真です。", now=timezone.now())
    note(cast.actor("handler"), complaint, body=SECRET, now=timezone.now())
    return complaint


def filled(complaint: Complaint, **changes: Any) -> dict[str, Any]:
    return {
        "body": Body.objects.get(kind="external").pk,
        "reason": "契約の解釈が分かれます。",
        "summary": "皿三枚の破損",
        "basis": "consent",
        "consented_on": bench.in_days(0),
        "basis_words": "電話で",
        "expected_on": bench.in_days(60),
        **changes,
    }


def passed_on(cast: Cast, complaint: Complaint, **changes: Any) -> Referral:
    today = bench.today()
    changes = {
        "expected_on": today + timedelta(days=60),
        "consented_on": today,
        "to": Body.objects.get(kind="external"),
        **changes,
    }
    return referrals.outside(cast, complaint, now=timezone.now(), **changes)


# ── the form ──


def test_nothing_but_the_summary_is_chosen_at_first(client: Client, cast: Cast) -> None:
    form = see(client, ready(cast), "refer-outside").context["form"]
    assert all(not form[name].value() for name in ("points", "words", "others"))
    assert form["basis"].value() == ""


def test_notes_are_not_offered_and_neither_is_a_name_nobody_knows(client: Client, cast: Cast) -> None:
    page = see(client, ready(cast), "refer-outside")
    assert "箱の写真です。" in words_of(page)
    options = str(page.context["form"].fields["words"].choices)
    assert SECRET not in options
    nameless = ready(cast, complainant=None, desired_outcome="")
    others = see(client, nameless, "refer-outside").context["form"].fields["others"].choices
    assert [name for name, _label in others] == ["story"]


def test_person_without_an_address_has_none_to_be_passed_on(client: Client, cast: Cast) -> None:
    complaint = ready(cast, complainant=PersonGiven(name="試野 はな"))
    others = see(client, complaint, "refer-outside").context["form"].fields["others"].choices
    assert "contact" not in dict(others)


def test_each_form_offers_its_own_side_with_what_it_deals_with(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    inside, outside = (words_of(see(client, complaint, word)) for word in ("refer", "refer-outside"))
    assert "品質管理室" in inside
    assert "見本紛争解決センター" not in inside
    assert "60万円まで" in outside
    assert "60日以内に回答。" in outside
    assert "組織内で" not in outside, "what leaves the house does not stay in it"


def test_day_is_suggested_by_how_long_they_take(client: Client, cast: Cast) -> None:
    form = see(client, ready(cast), "refer-outside").context["form"]
    assert form["expected_on"].value() == bench.today() + timedelta(days=60)


def test_empty_register_is_said_and_nothing_breaks(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for word in ("refer", "refer-outside", "turned-outside"):
        assert "まだ登録されていません" in words_of(see(client, complaint, word))
        assert send(client, complaint, word, **filled_nothing()).status_code == 422


def filled_nothing() -> dict[str, Any]:
    return {"reason": "あ", "summary": "い", "how": "う", "expected_on": bench.in_days(9)}


def test_letter_is_looked_at_before_anything_is_passed_on(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    word = complaint.messages.get(from_complainant=True)
    page = send(
        client,
        complaint,
        "refer-outside",
        **filled(complaint, look="1", points=["1"], words=[str(word.pk)], others=["name", "wish"]),
    )
    words = words_of(page)
    assert page.status_code == 200
    for each in ("契約の解釈が分かれます。", "皿が三枚割れていた", "申立書をお送りください。", "試野 はな"):
        assert each in words
    assert not Referral.objects.exists()


def test_what_was_chosen_is_what_goes_along(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    answer = send(
        client, complaint, "refer-outside", **filled(complaint, points=["2"], others=["contact", "story"])
    )
    assert answer.status_code == 303
    row = complaint.referrals.get()
    assert [item["kind"] for item in row.shared] == ["summary", "point", "story", "contact"]
    assert fresh(complaint).state == "external"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"basis": ""}, "basis"),
        ({"consented_on": ""}, "consented_on"),
        ({"basis_words": ""}, "basis_words"),
        ({"basis": "law", "basis_words": ""}, "basis_words"),
        ({"basis": "nothing_personal", "others": ["name"]}, "basis"),
        ({"summary": ""}, "summary"),
        ({"expected_on": "2020-01-01"}, "expected_on"),
        ({"points": ["9"]}, "points"),
        ({"body": "999"}, "body"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_leaves(
    client: Client, cast: Cast, changes: dict[str, Any], name: str
) -> None:
    complaint = ready(cast)
    answer = send(client, complaint, "refer-outside", **filled(complaint, **changes))
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert not Referral.objects.exists()


def test_body_taken_out_of_use_meanwhile_is_a_conflict_that_keeps_the_words(
    client: Client, cast: Cast
) -> None:
    complaint = ready(cast)
    see(client, complaint, "refer-outside")
    Body.objects.filter(kind="external").update(is_active=False)
    answer = send(client, complaint, "refer-outside", **filled(complaint))
    assert answer.status_code == 422
    assert "契約の解釈が分かれます。" in answer.content.decode()


# ── the page ──


def test_page_shows_with_whom_it_is_since_when_and_what_went_along(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    row = passed_on(cast, complaint, shared=SharedGiven(summary="概要", points=[1]))
    words = words_of(client.get(at(complaint)))
    for each in (
        "見本紛争解決センター",
        "当方でまとめた概要",
        "申出事項1",
        "申出者の同意",
        "外部機関に引継ぎ",
    ):
        assert each in words or each == "外部機関に引継ぎ"
    assert "見本紛争解決センターに引継ぎ中" in words
    assert f"referral={row.pk}" in client.get(at(complaint)).content.decode()


def test_answer_for_ourselves_stays_at_the_desk(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    row = passed_on(cast, complaint)
    send(
        client,
        complaint,
        "referral-result",
        referral=row.pk,
        outcome="confirmed",
        answered_on=bench.in_days(0),
        answer=SECRET,
        told="同じ結論とのことです。",
    )
    assert SECRET in words_of(client.get(at(complaint)))
    seen = words_of(client.get(f"{at(complaint)}as-seen/"))
    assert SECRET not in seen
    assert "同じ結論とのことです。" in seen


def test_auditor_reads_it_and_is_offered_no_step(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = ready(cast)
    passed_on(cast, complaint)
    page = browser_of("auditor").get(at(complaint))
    assert "見本紛争解決センター" in words_of(page)
    assert "referral-result" not in page.content.decode()


def test_what_waits_stands_on_today_by_its_day(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    passed_on(cast, complaint, expected_on=bench.today() + timedelta(days=1))
    complaint.promises.filter(kind="referral").update(due_at=timezone.now() - timedelta(hours=1))
    words = words_of(client.get("/desk/"))
    assert "引継ぎ先の回答のお知らせ" in words
    assert complaint.reference in words


# ── the sheet ──


def test_sheet_holds_what_was_chosen_and_not_a_word_more(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    row = passed_on(cast, complaint, shared=SharedGiven(summary="概要だけ", points=[1]))
    page = client.get(f"{at(complaint)}referrals/{row.pk}/sheet/")
    words = words_of(page)
    assert page.status_code == 200
    for each in ("見本紛争解決センター", complaint.reference, "概要だけ", "皿が三枚割れていた"):
        assert each in words
    for other in (SECRET, "電話で三回", "試野", "hana@example.jp", complaint.story, row.basis_words):
        assert other not in words, other


def test_sheet_stays_as_it_was_when_the_point_changes(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    row = passed_on(cast, complaint, shared=SharedGiven(summary="概要", points=[1]))
    complaint.allegations.filter(number=1).update(text="あとで直した文")
    assert "あとで直した文" not in words_of(client.get(f"{at(complaint)}referrals/{row.pk}/sheet/"))


def test_where_nothing_was_passed_on_there_is_no_sheet(client: Client, cast: Cast) -> None:
    complaint = ready(cast)
    to, today = Body.objects.get(kind="external"), bench.today()
    row = referrals.turned(cast, complaint, to=to, now=timezone.now(), expected_on=today + timedelta(days=9))
    assert client.get(f"{at(complaint)}referrals/{row.pk}/sheet/").status_code == 404
    assert client.get(f"{at(complaint)}referrals/999/sheet/").status_code == 404


def test_sheet_of_another_complaint_or_an_unseen_one_does_not_exist(client: Client, cast: Cast) -> None:
    complaint, other = ready(cast), bench.investigated(cast)
    row = passed_on(cast, complaint)
    assert client.get(f"{at(other)}referrals/{row.pk}/sheet/").status_code == 404
    assert client.get(f"{at(restricted(cast))}referrals/{row.pk}/sheet/").status_code == 404


def test_markup_in_what_people_wrote_is_words_on_the_sheet(client: Client, cast: Cast) -> None:
    complaint = ready(cast, story="<script>alert(1)</script> 割れていました。")
    row = passed_on(cast, complaint, shared=SharedGiven(summary="<b>概要</b>", story=True))
    html = client.get(f"{at(complaint)}referrals/{row.pk}/sheet/").content.decode()
    assert "<script>alert(1)" not in html
    assert "<b>概要" not in html
