"""Nothing internal ever reaches the portal: a unique word is planted in every place of the house and looked for.

And what people write comes out as words, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.inquire import ask_third_party, record_answer
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.plan_inquiry import LineGiven, end_line, plan_inquiry
from kikitori.casework.promise import promise_call_back, write_down_call
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.write import hear, note, reply
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import StillClock, Visitor
from tests.makers import FRIDAY, complainant_of

PAGES = ["/", "/complain/", "/follow/", *(f"/follow/{name}/" for name in ANSWERS), "/left/"]
#: Each word stands in one place that a complainant must not read.
INSIDE = {
    "note": "内緒一番",
    "title": "内緒二番",
    "assessment": "内緒三番",
    "assignment": "内緒五番",
    "third party": "内緒六番",
    "question to it": "内緒七番",
    "its answer": "内緒八番",
    "escalation": "内緒九番",
    "call": "内緒十番",
    "what was said on it": "内緒甲番",
    "remedy done": "内緒乙番",
    "other complaint": "内緒丙番",
    "contact note": "内緒丁番",
    "plan": "内緒巳番",
    "whom the plan asks": "内緒庚番",
    "what came of the plan": "内緒辛番",
}
#: What we have understood they may read, and say that it is not right.
UNDERSTOOD = "皿が割れていた"
HOUR = timedelta(hours=1)


def assessed_with_secrets(cast: Cast, complaint: Complaint, hours: float) -> None:
    assess_complaint(
        cast.actor("lead"), complaint, severity="S2", subject="staff", safety={}, title=INSIDE["title"],
        allegations=[AllegationGiven(text=UNDERSTOOD)], note=INSIDE["assessment"],
        heated=True, now=FRIDAY + hours * HOUR,
    )  # fmt: skip


def secretive(cast: Cast) -> Complaint:
    """A complaint under investigation that the house has talked a lot about."""
    handler = cast.actor("handler")
    complaint = makers.investigated(
        cast,
        complainant=PersonGiven(
            name="試野 はな",
            contact_points=(ContactGiven(kind="phone", value="09011112222", note=INSIDE["contact note"]),),
        ),
    )
    note(handler, complaint, body=INSIDE["note"], now=FRIDAY + HOUR)
    assessed_with_secrets(cast, complaint, 2)
    assign_complaint(
        handler, complaint, to=cast.colleague, reason=INSIDE["assignment"], now=FRIDAY + 3 * HOUR
    )
    asked = ask_third_party(handler, complaint, whom=INSIDE["third party"], question=INSIDE["question to it"],
                            answer_by=date(2026, 11, 27), now=FRIDAY + 4 * HOUR)  # fmt: skip
    line = LineGiven(what=INSIDE["plan"], source=INSIDE["whom the plan asks"])
    [planned] = plan_inquiry(handler, complaint, lines=[line], now=FRIDAY + 4 * HOUR)
    came_out = INSIDE["what came of the plan"]
    end_line(handler, complaint, line=planned, how="done", came_out=came_out, now=FRIDAY + 5 * HOUR)
    record_answer(handler, complaint, inquiry=asked, answer=INSIDE["its answer"], now=FRIDAY + 5 * HOUR)
    escalate_complaint(handler, complaint, reason=INSIDE["escalation"], now=FRIDAY + 6 * HOUR)
    promise_call_back(handler, complaint, at=FRIDAY + 20 * HOUR, note=INSIDE["call"], now=FRIDAY + 7 * HOUR)
    write_down_call(handler, complaint, body=INSIDE["what was said on it"], now=FRIDAY + 20 * HOUR)
    makers.acknowledged(cast, story=INSIDE["other complaint"])
    return complaint


def decided_with_secrets(cast: Cast) -> Complaint:
    """The same one, decided, its remedy done with a remark."""
    complaint = secretive(cast)
    decide_complaint(
        cast.actor("lead"), complaint, now=FRIDAY + 21 * HOUR,
        findings={n: FindingGiven(outcome="upheld", reasons="確かめました。", causes=makers.CAUSE) for n in (1, 2)},
        remedies=[RemedyGiven(kind="apology", text="書面", due_on=date(2026, 12, 4))],
    )  # fmt: skip
    carry_out_remedy(cast.actor("handler"), complaint, remedy=complaint.remedies.get(), note=INSIDE["remedy done"],
                     now=FRIDAY + 22 * HOUR)  # fmt: skip
    return complaint


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("make", [secretive, decided_with_secrets])
def test_no_word_of_the_house_is_on_any_page(
    cast: Cast,
    clock: StillClock,
    make: Callable[[Cast], Complaint],
    language: str,
) -> None:
    complaint = make(cast)
    clock.forward(days=2)
    somebody = Visitor(language)
    somebody.enters(complaint)
    for path in PAGES:
        html = somebody.go(path).html
        found = [place for place, word in INSIDE.items() if word in html]
        assert not found, (path, found)


def test_no_member_of_staff_is_named_on_any_page(cast: Cast, clock: StillClock) -> None:
    complaint = decided_with_secrets(cast)
    clock.forward(days=2)
    somebody = Visitor("ja")
    somebody.enters(complaint)
    for path in PAGES:
        html = somebody.go(path).html
        for member in Staff.objects.all():
            assert member.name not in html
            assert member.name_kana not in html


def test_no_judgement_of_the_house_is_on_the_page(cast: Cast, clock: StillClock) -> None:
    complaint = secretive(cast)
    clock.forward(days=2)
    text = Visitor("ja").reads(complaint).main
    judged = ("S2", "重大", "緊急", "至急", "顧客", "類型", "上申", "受信箱")
    assert [word for word in judged if word in text] == []


def test_pages_tell_nothing_about_the_person_that_a_finder_of_the_slip_could_use(
    cast: Cast, clock: StillClock
) -> None:
    """Contact points stand in no page: whoever finds a slip reads the story, and not where the person lives."""
    complaint = makers.acknowledged(
        cast,
        complainant=PersonGiven(
            name="試野 はな",
            contact_points=(
                ContactGiven(kind="phone", value="090-1111-2222"),
                ContactGiven(kind="post", value="東京都千代田区一丁目"),
            ),
        ),
    )
    somebody = Visitor("ja")
    somebody.enters(complaint)
    for path in PAGES:
        html = somebody.go(path).html
        assert "090-1111-2222" not in html
        assert "千代田区" not in html


# ── markup ──

MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "{{ 7070707|add:7070707 }}{% debug %}",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; <b>",
    "'\"><svg/onload=alert(1)>",
)
DANGEROUS = ("<script>alert", "<img src=x", "<svg/onload", "</textarea><script", '"><img')


def assert_harmless(html: str) -> None:
    for piece in DANGEROUS:
        assert piece not in html, piece
    assert "14141414" not in html  # where a template had run


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_complaint_is_shown_as_it_was_typed(visitor: Visitor, text: str) -> None:
    story = f"はじめ {text} おわり"
    visitor.go("/complain/")
    visitor.fill(story=story)
    assert_harmless(visitor.seen.html)
    visitor.fill(wish=text)
    page = visitor.fill(
        name=text, kana=text, phone=text, contact_note=text, address=text, postal_code="1", needs_note=text
    )
    assert_harmless(page.html)
    assert page.status == 200
    slip = visitor.fill()
    assert_harmless(slip.html)
    assert Complaint.objects.get().story == story
    page = visitor.press("/follow/")
    assert_harmless(page.html)
    assert page.form_to("/leave/") is not None
    visitor.go("/complain/")
    assert_harmless(visitor.seen.html)


def test_markup_in_what_either_side_writes_is_shown_as_it_was_typed(cast: Cast, clock: StillClock) -> None:
    text = "\n".join(MARKUP)
    complaint = makers.proposed(cast, story=text, desired_outcome=text)
    hear(complainant_of(complaint), complaint, body=text, now=FRIDAY + 2 * HOUR)
    reply(cast.actor("handler"), complaint, body=text, now=FRIDAY + 3 * HOUR)
    complaint.proposals.update(text=text)
    complaint.remedies.update(text=text)
    clock.forward(days=1)
    somebody = Visitor("ja")
    assert_harmless(somebody.reads(complaint).html)
    somebody.go("/follow/decline/")
    assert_harmless(somebody.fill("answer", words=text).html)
    assert_harmless(somebody.go("/follow/").html)
    somebody.go("/follow/withdraw/")
    assert_harmless(somebody.fill("answer", words=text).html)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_an_address_is_never_shown(visitor: Visitor, text: str) -> None:
    names = ("opening", "edit", "next", "words", "page", "locator", "show_in", "language")
    for page in (
        "home",
        "complain_story",
        "complain_reach",
        "complain_check",
        "follow",
        "leave",
        "left",
        "erased",
    ):
        assert_harmless(visitor.go(reverse(f"portal:{page}"), **dict.fromkeys(names, text)).html)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_codes_and_hidden_fields_is_never_shown(visitor: Visitor, text: str) -> None:
    fields = ("locator", "secret", "ticket", "page", "words", "token", "show_in")
    assert_harmless(visitor.post("/follow/", dict.fromkeys(fields, text)).html)
    assert_harmless(visitor.post("/follow/write/", dict.fromkeys(fields, text)).html)
    assert_harmless(
        visitor.post("/complain/", dict.fromkeys(("token", "opening", "edit", "injury"), text)).html
    )
    assert_harmless(
        visitor.post("/complain/check/", dict.fromkeys(("story", "reach", "website", "size"), text)).html
    )


def test_points_written_while_they_were_for_the_house_alone_stay_inside(cast: Cast, visitor: Visitor) -> None:
    """The form said that nobody outside sees them; that holds for what was written then."""
    complaint = makers.investigated(cast)
    secret = "内緒戊番"
    complaint.allegations.update(text=secret, told=False)
    given = PetitionGiven(kind="summary", words="違います", point=1)
    petition(cast.actor("handler"), complaint, given, now=FRIDAY + HOUR, how="電話")
    visitor.enters(complaint)
    for page in PAGES:
        assert secret not in visitor.go(page).html
    again = [AllegationGiven(text="皿が割れていた")]
    assess_complaint(
        cast.actor("lead"), complaint, severity="S3", subject="staff", safety={}, allegations=again,
        now=FRIDAY + 2 * HOUR,
    )  # fmt: skip
    assert "皿が割れていた" in visitor.go("/follow/").main
