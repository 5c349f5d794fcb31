"""Check and send: exactly what is shown is sent, once, and nothing stands between a person and the button for long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import ContactPoint, Organisation, Person
from kikitori.records.triage.models import SafetyAnswer
from tests.cast import Cast
from tests.interfaces.portal.visitor import STORY, Slip, StillClock, Visitor

TABLES = (Complaint, Receipt, Party, Person, ContactPoint, Event, Promise, Letter, Message, SafetyAnswer)


def rows() -> dict[str, int]:
    """How much there is of everything a complaint writes."""
    return {table.__name__: table.objects.count() for table in TABLES}


def the_complaint() -> Complaint:
    return Complaint.objects.get()


# ── what is shown is what is sent ──


def test_complaint_is_recorded_as_it_was_checked(visitor: Visitor) -> None:
    slip = visitor.complains(wish="交換してほしい", name="試野 はな", kana="ためしの はな", email="hana@example.jp",
                             phone="０９０−１２３４−５６７８", contact_note="夜がよい")  # fmt: skip
    complaint = the_complaint()
    assert complaint.reference == slip.reference
    assert (complaint.channel, complaint.kind, complaint.state) == ("web", "complaint", "acknowledged")
    assert (complaint.story, complaint.desired_outcome) == (STORY, "交換してほしい")
    assert (complaint.language, complaint.anonymous) == ("ja", False)
    person = complaint.parties.get().person
    assert (person.name, person.name_kana) == ("試野 はな", "タメシノ ハナ")
    assert [(point.kind, point.value, point.note) for point in person.contact_points.all()] == [
        ("email", "hana@example.jp", "夜がよい"),
        ("phone", "０９０−１２３４−５６７８", "夜がよい"),
    ]


def test_times_of_a_web_complaint_are_the_moment_of_sending(visitor: Visitor, clock: StillClock) -> None:
    visitor.writes()
    clock.forward(minutes=40)
    visitor.fill()
    complaint = the_complaint()
    assert complaint.received_at == complaint.known_at == complaint.logged_at == clock.now


def test_nothing_but_a_story_gives_a_complaint_without_a_name(visitor: Visitor) -> None:
    visitor.complains()
    complaint = the_complaint()
    assert complaint.parties.get().person.name == ""
    assert ContactPoint.objects.count() == 0


def test_without_a_name_the_person_is_written_down_with_none(visitor: Visitor) -> None:
    page = visitor.writes(reach="nameless", name="試野 はな", kana="ハナ", email="hana@example.jp")
    assert "試野" not in page.main
    visitor.fill()
    complaint = the_complaint()
    person = complaint.parties.get().person
    assert (complaint.anonymous, person.name, person.name_kana) == (True, "", "")
    assert person.contact_points.get().value == "hana@example.jp"


def test_with_neither_nothing_about_the_person_is_written_down(visitor: Visitor) -> None:
    page = visitor.writes(
        reach="nothing", name="試野 はな", email="hana@example.jp", phone="090", address="東京"
    )
    assert "試野" not in page.main
    assert "hana@" not in page.main
    visitor.fill()
    assert the_complaint().anonymous
    assert rows() | {"Party": 0, "Person": 0, "ContactPoint": 0} == rows()


@pytest.mark.parametrize(
    ("reach", "warned"),
    [
        ({"reach": "nothing"}, True),
        ({}, True),
        ({"name": "試野 はな"}, True),
        ({"email": "hana@example.jp"}, False),
        ({"address": "東京都"}, False),
        ({"reach": "nothing", "email": "hana@example.jp"}, True),
    ],
)
def test_check_page_says_when_the_slip_is_the_only_way_back(
    visitor: Visitor, reach: dict[str, str], warned: bool
) -> None:
    assert ("控えが、ただ一つの手がかりになります" in visitor.writes(**reach).main) is warned


def test_accommodation_and_language_reach_those_who_must_know(visitor: Visitor) -> None:
    visitor.complains(needs=["no_phone", "large_print"], needs_note="筆談がよい", language="en")
    complaint = the_complaint()
    assert complaint.language == "en"
    assert complaint.accommodation.splitlines() == [
        "I cannot use the phone", "Please write in large letters", "筆談がよい"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("injury", "fire", "severity", "queue"),
    [("", "", "S3", "main"), ("no", "no", "S3", "main"), ("yes", "", "S1", "urgent"), ("", "yes", "S1", "urgent"),
     ("unknown", "unknown", "S3", "main")],
)  # fmt: skip
def test_danger_goes_before_everything_else(
    visitor: Visitor, injury: str, fire: str, severity: str, queue: str
) -> None:
    visitor.go("/complain/")
    visitor.fill(story="棚が倒れました。", injury=injury, fire=fire)
    visitor.fill(wish="")
    visitor.fill()
    slip = visitor.fill()
    complaint = the_complaint()
    assert (complaint.severity, complaint.queue) == (severity, queue)
    assert ("ほかの件より先に" in slip.main) is (queue == "urgent")


def test_confirmation_is_in_the_outbox_in_the_same_moment(visitor: Visitor) -> None:
    visitor.complains(email="hana@example.jp")
    letter = Letter.objects.get()
    assert (letter.kind, letter.to_address, letter.state) == ("acknowledgement", "hana@example.jp", "waiting")
    assert [event.kind for event in the_complaint().events.all()] == ["received", "acknowledged"]


def test_answers_to_earlier_pages_cannot_be_changed_by_an_address(visitor: Visitor) -> None:
    visitor.writes()
    visitor.go("/complain/check/", story="another", reach="nothing")
    assert STORY in visitor.seen.main
    assert "another" not in visitor.seen.main


# ── once ──


def test_same_page_sent_again_is_the_same_complaint_and_the_same_slip(visitor: Visitor) -> None:
    page = visitor.writes(email="hana@example.jp")
    first = Slip.on(visitor.fill())
    before = rows()
    for _ in range(3):
        visitor.seen = page
        assert Slip.on(visitor.fill()) == first
    assert rows() == before


def test_same_page_sent_again_days_later_is_the_same_slip(visitor: Visitor, clock: StillClock) -> None:
    page = visitor.writes()
    first = Slip.on(visitor.fill())
    clock.forward(days=3)
    visitor.seen = page
    assert Slip.on(visitor.fill()) == first
    assert Complaint.objects.count() == 1


def test_page_that_was_changed_after_sending_is_not_silently_lost(visitor: Visitor) -> None:
    """Somebody goes back in the browser, adds a sentence and sends again: it must arrive."""
    visitor.go("/complain/")
    beginning = visitor.seen
    visitor.fill(story="皿が割れていた。")
    visitor.fill(wish="")
    visitor.fill()
    first = Slip.on(visitor.fill())
    visitor.seen = beginning
    visitor.fill(story="皿が割れていた。けがもした。")
    visitor.fill(wish="")
    visitor.fill()
    second = Slip.on(visitor.fill())
    assert second.reference != first.reference
    assert set(Complaint.objects.values_list("story", flat=True)) == {
        "皿が割れていた。",
        "皿が割れていた。けがもした。",
    }


def test_two_people_with_the_same_words_have_two_complaints(visitor: Visitor, reader: Visitor) -> None:
    one, two = visitor.complains(), reader.complains()
    assert one.reference != two.reference
    assert one.secret != two.secret


def test_going_back_after_sending_says_that_it_has_arrived(visitor: Visitor) -> None:
    slip = visitor.complains()
    page = visitor.go("/complain/check/")
    assert page.path == "/complain/"
    assert slip.reference in page.main
    assert STORY not in page.html
    assert slip.secret.replace(" ", "") not in page.html


def test_notice_of_what_was_sent_goes_away_after_half_an_hour(visitor: Visitor, clock: StillClock) -> None:
    slip = visitor.complains()
    clock.forward(minutes=31)
    assert slip.reference not in visitor.go("/complain/").html


def test_sent_complaint_leaves_no_words_in_the_session(visitor: Visitor) -> None:
    slip = visitor.complains("ひみつの話です", email="hana@example.jp")
    kept = json.dumps([session.get_decoded() for session in Session.objects.all()], ensure_ascii=False)
    for word in ("ひみつ", "hana@", slip.secret.replace(" ", ""), slip.locator):
        assert word not in kept


def test_session_that_ended_before_sending_loses_nothing(visitor: Visitor) -> None:
    visitor.writes(wish="交換", email="hana@example.jp")
    Session.objects.all().delete()
    visitor.fill()
    assert (the_complaint().story, the_complaint().desired_outcome) == (STORY, "交換")


@contextmanager
def signed_out_elsewhere(table: str) -> Iterator[None]:
    """In another window the same browser is signed out at the moment when something is written into `table`."""

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if sql.startswith(f'INSERT INTO "{table}"'):
            Session.objects.all().delete()
        return done

    with connection.execute_wrapper(watch):
        yield


def test_signing_out_in_another_window_while_sending_costs_neither_complaint_nor_slip(
    visitor: Visitor,
) -> None:
    visitor.writes(email="hana@example.jp")
    with signed_out_elsewhere("records_complaint"):
        slip = Slip.on(visitor.fill())
    assert slip.reference == the_complaint().reference
    assert Session.objects.count() == 0
    assert slip.reference in Visitor("ja").opens(slip).main


# ── what stands between ──


def test_field_that_only_machines_fill_costs_one_more_press_and_not_the_complaint(visitor: Visitor) -> None:
    visitor.writes(email="hana@example.jp")
    page = visitor.fill(website="https://spam.example")
    assert page.status == 422
    assert "もう一度だけボタンを押してください" in page.main
    assert Complaint.objects.count() == 0
    assert visitor.seen.form("complaint").value("website") == ""
    assert Slip.on(visitor.fill()).reference == the_complaint().reference


def test_field_for_machines_is_out_of_the_way_of_people(visitor: Visitor) -> None:
    html = visitor.writes().html
    trap = html[html.index("この欄は空欄のまま") - 400 : html.index("この欄は空欄のまま") + 400]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


def sent_from_one_network(times: int) -> None:
    """Fill the bucket of the visitor's network."""
    from kikitori.interfaces.portal.pace_store import seconds_before_complaint
    from tests.makers import FRIDAY

    for n in range(times):
        seconds_before_complaint("203.0.113.7", f"form-{n}", FRIDAY)


def test_flood_from_one_network_is_asked_to_wait_and_keeps_every_word(
    visitor: Visitor, clock: StillClock
) -> None:
    visitor.writes(wish="交換", email="hana@example.jp")
    sent_from_one_network(60)
    page = visitor.fill()
    assert page.status == 429
    assert page.answer["Retry-After"] == "20"
    assert "20秒たってから" in page.main
    assert STORY in page.main
    assert Complaint.objects.count() == 0
    clock.forward(seconds=20)
    assert Slip.on(visitor.fill()).reference == the_complaint().reference
    assert the_complaint().desired_outcome == "交換"


def test_flood_does_not_keep_somebody_from_seeing_their_own_slip_again(visitor: Visitor) -> None:
    page = visitor.writes()
    first = Slip.on(visitor.fill())
    sent_from_one_network(61)
    visitor.seen = page
    assert Slip.on(visitor.fill()) == first


def test_flood_from_one_network_leaves_others_alone(visitor: Visitor) -> None:
    sent_from_one_network(61)
    assert Visitor("ja", address="198.51.100.9").complains().reference


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded"])
def test_flood_is_not_forgiven_for_a_header(visitor: Visitor, header: str) -> None:
    visitor.writes()
    sent_from_one_network(60)
    form = visitor.seen.form("complaint")
    answer = visitor.client.post("/complain/check/", form.values, headers={header: "198.51.100.9"})
    assert answer.status_code == 429


def test_sending_without_any_answer_leads_to_the_first_page(visitor: Visitor) -> None:
    answer = visitor.client.post("/complain/check/", {})
    assert (answer.status_code, answer["Location"]) == (303, "/complain/")
    assert Complaint.objects.count() == 0


def test_sending_from_a_page_without_the_site_token_is_refused(clock: StillClock, cast: object) -> None:
    strict = Visitor("ja", enforce_csrf_checks=True)
    answer = strict.client.post("/complain/check/", {"story": STORY})
    assert answer.status_code == 403
    assert Complaint.objects.count() == 0


def test_another_language_on_the_check_page_sends_nothing(visitor: Visitor) -> None:
    visitor.writes(wish="交換")
    page = visitor.fill(press=("show_in", "en"))
    assert "Is this right?" in page.heading
    assert STORY in page.main
    assert Complaint.objects.count() == 0
    assert Slip.on(visitor.fill()).reference == the_complaint().reference


@pytest.mark.parametrize(
    ("changes", "words", "where"),
    [
        ({"story": ""}, "どのようなことがあったかを", "/complain/?edit=1"),
        ({"story": "あ" * 100_001}, "100001文字", "/complain/?edit=1"),
        ({"email": "hana@@example.jp"}, "「@」が2つ以上", "/complain/reach/?edit=1"),
        ({"wish": "あ" * 100_001}, "100001文字", "/complain/wish/?edit=1"),
        ({"reach": "root"}, "表示されている答え", "/complain/reach/?edit=1"),
        ({"language": "tlh"}, "表示されている答え", "/complain/reach/?edit=1"),
        ({"needs": ["root"]}, "表示されている答え", "/complain/reach/?edit=1"),
        ({"injury": "perhaps"}, "表示されている答え", "/complain/?edit=1"),
    ],
)
def test_answer_that_cannot_be_taken_is_named_with_the_way_to_mend_it(
    visitor: Visitor, changes: dict[str, Any], words: str, where: str
) -> None:
    visitor.writes()
    before = rows()
    page = visitor.fill(**changes)
    assert page.status == 422
    assert words in page.main
    assert f'href="{where}"' in page.html
    assert rows() == before


def test_value_the_forms_let_through_and_the_verb_refuses_is_named_too(visitor: Visitor) -> None:
    """The address alone would fit; with its postal code and the mark it is one line of more than 500 characters."""
    visitor.writes()
    page = visitor.fill(address="あ" * 400, needs=["no_phone"] * 1, needs_note="x" * 1000, name="x" * 300)
    assert page.status == 200
    assert the_complaint().parties.get().person.contact_points.get().kind == "post"


# ---- what one should know before sending


def test_before_sending_one_reads_who_reads_it_and_how_long_it_takes(visitor: Visitor) -> None:
    Organisation.objects.update(external_route_ja="消費生活センター（電話 188）")
    visitor.writes()
    text = visitor.seen.main
    assert "お送りになる前に" in text
    assert "このシステム（Kikitori）の管理者のアカウントでは、お申し出を開けません。" in text
    assert "ほかの方にお知らせする必要があるときは、先におたずねします。" in text
    assert "5営業日以内: 最初のご回答" in text
    assert "（11月30日（月）まで）" in text
    assert "消費生活センター（電話 188）" in text
    assert "先に当方へお申し出になっても、両方に同時でも、失われる権利はありません。" in text


@pytest.mark.parametrize(
    ("left", "confirmed"),
    [
        ({"email": "hana@example.jp"}, True),
        ({"email": "", "address": "みなも県みなも市青葉町1-1"}, True),
        ({"email": "", "phone": "03-0000-0001"}, False),
        ({"email": ""}, False),
        ({"reach": "nothing"}, False),
        ({"reach": "nothing", "email": "typed-before@example.jp"}, False),
        ({"reach": "nameless", "email": "hana@example.jp"}, True),
        ({"reach": "nameless", "email": ""}, False),
    ],
)
def test_confirmation_is_promised_only_where_a_letter_reaches_them(
    visitor: Visitor, left: dict[str, str], confirmed: bool
) -> None:
    visitor.writes(**left)
    told = "控えと、受け付けたことのご連絡" in visitor.seen.main
    assert (visitor.seen.path, told) == ("/complain/check/", confirmed)
    assert "お送りいただいたその場で: 控え" in visitor.seen.main


def test_administrator_opens_no_complaint_as_is_told(visitor: Visitor, cast: Cast) -> None:
    visitor.writes()
    visitor.fill()
    administrator = Visitor("ja")
    administrator.client.force_login(cast.administrator)
    address = f"/desk/complaints/{the_complaint().reference}/"
    assert administrator.client.get(address).status_code in (403, 404)


def test_whoever_gives_no_name_reads_that_nobody_looks_for_it(visitor: Visitor) -> None:
    visitor.writes(reach="nothing")
    text = visitor.seen.main
    assert "どなたかを調べることはありません。" in text
    assert "先におたずねします" not in text


def test_where_no_other_body_is_named_nothing_is_said_of_one(reader: Visitor) -> None:
    Organisation.objects.update(external_route_ja="", external_route_en="")
    reader.writes("Three plates arrived broken.")
    text = reader.seen.main
    assert "Before you send" in text
    assert "Where else you can turn" not in text
