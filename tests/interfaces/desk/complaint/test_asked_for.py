"""What complainants ask for, on the page of a complaint: beside its point, answered, confided; and that the page was read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.review import ask_review
from kikitori.records.access.openings import Opening
from kikitori.records.complaints.models import Complaint
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf


def asked(cast: Cast, kind: str = "summary", **given: Any) -> Complaint:
    complaint = bench.investigated(cast)
    words = {"words": "四枚でした。"} if kind == "summary" else {}
    petition(
        makers.complainant_of(complaint),
        complaint,
        PetitionGiven(kind=kind, **{**words, **given}),
        now=timezone.now(),
    )
    return complaint


def named(cast: Cast, words: str = "前にもめた人") -> Complaint:
    complaint = bench.investigated(cast)
    name_unwanted(makers.complainant_of(complaint), complaint, words=words, handler=True, now=timezone.now())
    return complaint


# ── corrections and help ──


def test_objection_stands_beside_its_point_with_a_way_to_answer(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = asked(cast, point=2)
    page = words_of(see(browser_of("handler"), complaint))
    assert "申出者は、これは違うと言っています： 四枚でした。" in page
    assert "申入れ 1 理解の訂正 · 申出事項2 未回答" in page
    html = see(browser_of("handler"), complaint).content.decode()
    assert f"{at(complaint, 'answer-ask')}?petition={Petition.objects.get().pk}" in html


def test_answered_objection_is_gone_from_its_point_and_stays_among_what_was_asked(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint, row = asked(cast, point=1), Petition.objects.get()
    handler = browser_of("handler")
    form = see(handler, complaint, "answer-ask", petition=row.pk).content.decode()
    assert fresh(complaint).allegations.get(number=1).text in form
    answer = send(
        handler, complaint, "answer-ask", petition=row.pk, granted="no", text="", words="三枚と伺いました。"
    )
    assert answer.status_code == 303
    page = words_of(see(handler, complaint))
    assert "これは違うと言っています" not in page
    assert "理由を伝えて見送った" in page
    assert "理由を伝えて、見送りました：理解の訂正" in page


def test_letter_is_looked_at_before_the_answer_is_sent(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, row = asked(cast, point=1), Petition.objects.get()
    looked = send(
        browser_of("handler"),
        complaint,
        "answer-ask",
        petition=row.pk,
        granted="yes",
        text="皿が四枚割れていた",
        words="直しました。",
        look="1",
    )
    assert "お求めのとおりにいたしました。" in words_of(looked)
    assert Petition.objects.get().is_open


@pytest.mark.parametrize(
    "typed",
    [
        {"petition": "0", "granted": "yes", "words": "はい"},
        {"petition": "x", "granted": "yes", "words": "はい"},
        {"granted": "maybe", "words": "はい"},
        {"granted": "no", "words": ""},
        {"granted": "yes", "words": "はい", "text": ""},
        {"granted": "yes", "words": "はい", "text": "あ" * 2001},
    ],
)
def test_what_cannot_be_taken_is_shown_again(
    browser_of: BrowserOf, cast: Cast, typed: dict[str, Any]
) -> None:
    complaint, row = asked(cast, point=1), Petition.objects.get()
    answer = send(browser_of("handler"), complaint, "answer-ask", **{"petition": row.pk, **typed})
    assert answer.status_code == 422
    assert Petition.objects.get().is_open


def test_nothing_asked_for_shows_nothing_and_explains_the_step(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert "申入れ" not in words_of(see(browser_of("handler"), complaint)).split("手続き")[0]
    answer = see(browser_of("handler"), complaint, "answer-ask")
    assert answer.status_code == 409
    assert "回答を待っている申入れはありません。" in words_of(answer)


def test_what_makes_it_easier_stands_at_the_head_of_the_page(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = asked(cast, "help", eases=["large_print"], accommodation="大きな文字で書いてほしい")
    assert "大きな文字で書いてほしい" in words_of(see(browser_of("handler"), complaint))


# ── reviews ──


def test_reviewer_is_chosen_among_those_without_a_part(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.decided(cast)
    ask_review(makers.complainant_of(complaint), complaint, now=timezone.now())
    page = see(browser_of("lead"), complaint, "review").content.decode()
    assert f'value="{cast.colleague.pk}"' in page
    assert f'value="{cast.handler.pk}"' not in page
    assert "これまで関わっていない人を決めます" in words_of(see(browser_of("lead"), complaint))
    refused = send(browser_of("lead"), complaint, "review", to=cast.handler.pk)
    assert refused.status_code == 422
    assert fresh(complaint).assignee_id is None


def test_first_handler_cannot_take_it_back_at_the_desk(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.decided(cast)
    ask_review(makers.complainant_of(complaint), complaint, now=timezone.now())
    answer = send(browser_of("handler"), complaint, "assign", to=cast.handler.pk, reason="")
    assert answer.status_code == 409
    assert "再検討は別の人が行います" in words_of(answer)


# ── what is confided ──


def test_handler_finds_no_trace_of_it_anywhere(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast)
    for who in ("handler", "colleague"):
        browser = browser_of(who)
        for word in ("", "reply", "assign", "decide", "as-seen"):
            html = see(browser, complaint, word).content.decode()
            assert "前にもめた人" not in html, (who, word)
            assert "責任者だけが見られること" not in html, (who, word)
            assert "挙げました" not in html, (who, word)


def test_lead_reads_it_with_its_day_and_decides(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast)
    lead = browser_of("lead")
    page = words_of(see(lead, complaint))
    assert "責任者だけが見られること" in page
    assert "前にもめた人" in page
    form = see(lead, complaint, "bar").content.decode()
    assert f'value="{cast.handler.pk}" id="id_barred' in form or "checked" in form


def test_lead_of_whom_it_speaks_finds_no_trace_of_it(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast, words="責田さんがこわい")
    lead = browser_of("lead")
    assert "責田さんがこわい" not in see(lead, complaint).content.decode()
    assert see(lead, complaint, "bar").status_code == 409


def test_auditor_reads_it_and_handler_may_not_decide(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast)
    assert "前にもめた人" in words_of(see(browser_of("auditor"), complaint))
    row = Petition.objects.get()
    answer = send(browser_of("colleague"), complaint, "bar", petition=row.pk, granted="no", words="いいえ")
    assert answer.status_code == 403
    assert Petition.objects.get().is_open


def test_whoever_is_barred_meets_404_wherever_they_go(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=Petition.objects.get(),
        granted=True,
        barred=[cast.handler],
        words="替えます。",
        now=timezone.now(),
    )
    handler = browser_of("handler")
    for word in ("", "reply", "assign", "as-seen", "bar"):
        assert see(handler, complaint, word).status_code == 404, word
    assert complaint.reference not in handler.get("/desk/queue/main/").content.decode()
    assert complaint.reference not in handler.get("/desk/").content.decode()
    assert see(browser_of("colleague"), complaint).status_code == 200


def test_page_of_a_lead_asks_no_more_for_many_than_for_one(
    browser_of: BrowserOf, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    complaint = named(cast)
    lead = browser_of("lead")
    see(lead, complaint)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(200) as captured:
            see(lead, complaint)
        counts.append(len(captured))
        for number in range(3):
            name_unwanted(
                makers.complainant_of(complaint), complaint, words=f"人 {number}", now=timezone.now()
            )
    assert counts[0] == counts[1]


# ── that it was read ──


def test_opening_a_page_is_noted_once_a_day(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    handler = browser_of("handler")
    for word in ("", "reply", ""):
        see(handler, complaint, word)
    [row] = Opening.objects.all()
    assert (row.complaint_id, row.staff_id, row.role) == (complaint.pk, cast.handler.pk, "handler")
    assert abs(row.day - bench.today()) <= timedelta(days=1)


@pytest.mark.parametrize("word", ["", "reply"])
def test_page_is_noted_whatever_the_request_says_it_is_for(
    browser_of: BrowserOf, cast: Cast, word: str
) -> None:
    complaint = bench.investigated(cast)
    browser_of("handler").get(at(complaint, word), headers={"HX-Request": "true"})
    assert Opening.objects.get().staff == cast.handler


def test_part_of_a_page_and_what_is_sent_are_no_openings(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    handler = browser_of("handler")
    handler.get(at(complaint, "waiting"), headers={"HX-Request": "true"})
    handler.post(at(complaint, "here"))
    handler.head(at(complaint))
    assert not Opening.objects.exists()


def test_what_is_not_shown_is_not_noted(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert see(browser_of("administrator"), complaint).status_code == 403
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.colleague.pk])
    assert see(browser_of("colleague"), complaint).status_code == 404
    assert not Opening.objects.exists()
