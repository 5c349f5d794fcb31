"""The three questions: one a page, forward and back, in both languages, without losing a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation, Person
from tests.interfaces.portal.visitor import STORY, StillClock, Visitor


def fields_of(visitor: Visitor) -> dict[str, str]:
    """What stands in the form of the open page."""
    form = visitor.seen.form("complaint")
    return {name: form.value(name) for name in form.values}


def test_first_page_asks_what_happened_and_says_how_many_are_left(visitor: Visitor) -> None:
    page = visitor.go("/complain/")
    assert "どのようなことがありましたか" in page.main
    assert "3問中の1問目" in page.main
    assert "あと2問" in page.main


def test_pages_count_down(visitor: Visitor) -> None:
    visitor.go("/complain/")
    assert "あと1問" in visitor.fill(story=STORY).main
    assert "どうなるとよい" in visitor.seen.main
    page = visitor.fill(wish="")
    assert "3問中の3問目" in page.main
    assert "あと" not in page.main.split("3問目")[1][:6]
    assert "どのようにご連絡" in page.main


def test_whole_way_leads_to_the_check_page_with_everything(visitor: Visitor) -> None:
    page = visitor.writes(wish="交換してほしい", name="試野 はな", kana="ためしの　はな", email="hana@example.jp",
                          phone="０９０−１２３４−５６７８", needs=["no_phone"])  # fmt: skip
    assert page.path == "/complain/check/"
    for words in (STORY, "交換してほしい", "試野 はな", "タメシノ ハナ", "hana@example.jp", "090-1234-5678",
                  "電話は使えません", "日本語"):  # fmt: skip
        assert words in page.main, words


def test_nothing_is_recorded_before_it_is_sent(visitor: Visitor) -> None:
    visitor.writes(wish="交換してほしい", name="試野 はな", email="hana@example.jp")
    assert (Complaint.objects.count(), Person.objects.count()) == (0, 0)


def test_looking_at_the_first_page_stores_nothing(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.go("/complain/?opening=2")
    assert Session.objects.count() == 0


def test_story_is_the_only_answer_that_is_needed(visitor: Visitor) -> None:
    visitor.go("/complain/")
    page = visitor.fill(story="  \n　")
    assert page.status == 422
    assert page.errors == ["どのようなことがあったかを、お書きください。はじめは一文だけでもかまいません。"]
    assert "<title>\n  エラー：" in page.html or "エラー：" in page.html.split("</title>")[0]
    assert visitor.writes("x").path == "/complain/check/"


@pytest.mark.parametrize("step", ["wish", "reach", "check"])
def test_later_page_without_a_beginning_leads_to_the_first(visitor: Visitor, step: str) -> None:
    assert visitor.go(f"/complain/{step}/").path == "/complain/"


def test_going_back_keeps_what_was_typed_on_the_page_that_is_left(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    assert visitor.fill(press=("back", "1"), wish="まだ途中の文").path == "/complain/"
    assert fields_of(visitor)["story"] == STORY
    visitor.fill(story=STORY)
    assert fields_of(visitor)["wish"] == "まだ途中の文"


def test_going_back_from_a_page_with_a_slip_of_the_finger_is_not_refused(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    assert visitor.fill(press=("back", "1"), email="hana@@example").path == "/complain/wish/"
    visitor.fill(wish="")
    assert fields_of(visitor)["email"] == "hana@@example"


def test_browser_back_shows_every_page_as_it_was_left(visitor: Visitor) -> None:
    visitor.writes(wish="交換", name="試野 はな", reach="nameless", language="en")
    visitor.go("/complain/")
    assert fields_of(visitor)["story"] == STORY
    visitor.go("/complain/wish/")
    assert fields_of(visitor)["wish"] == "交換"
    visitor.go("/complain/reach/")
    shown = fields_of(visitor)
    assert (shown["name"], shown["reach"], shown["language"]) == ("試野 はな", "nameless", "en")


def test_token_is_given_at_the_first_page_and_stays(visitor: Visitor) -> None:
    visitor.go("/complain/")
    token = fields_of(visitor)["token"]
    assert len(token) == 22
    for answer in ({"story": STORY}, {"wish": ""}, {}):
        visitor.fill(**answer)
        assert fields_of(visitor)["token"] == token
    visitor.go("/complain/")
    assert fields_of(visitor)["token"] == token


def test_token_stands_in_no_address(visitor: Visitor) -> None:
    visitor.go("/complain/")
    token = fields_of(visitor)["token"]
    answer = visitor.client.post("/complain/", {"token": token, "story": STORY})
    assert answer.status_code == 303
    assert answer["Location"] == "/complain/wish/"


def test_each_new_visitor_gets_another_token(visitor: Visitor, reader: Visitor) -> None:
    visitor.go("/complain/")
    reader.go("/complain/")
    assert fields_of(visitor)["token"] != fields_of(reader)["token"]


def test_editing_from_the_check_page_returns_to_it(visitor: Visitor) -> None:
    visitor.writes(wish="交換")
    assert 'href="/complain/wish/?edit=1"' in visitor.seen.html
    visitor.go("/complain/wish/?edit=1")
    assert "書き直して、確認へ戻る" in visitor.seen.main
    page = visitor.fill(wish="返金")
    assert page.path == "/complain/check/"
    assert "返金" in page.main


def test_editing_with_a_mistake_stays_and_still_returns_afterwards(visitor: Visitor) -> None:
    visitor.writes()
    visitor.go("/complain/reach/?edit=1")
    assert visitor.fill(email="hana@").status == 422
    assert visitor.fill(email="hana@example.jp").path == "/complain/check/"


def test_safety_answers_may_be_left_out_or_given(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY, injury="yes", fire="unknown")
    visitor.go("/complain/")
    assert (fields_of(visitor)["injury"], fields_of(visitor)["fire"]) == ("yes", "unknown")
    assert "119番" in visitor.seen.main


@pytest.mark.parametrize(
    ("field", "value"), [("injury", "maybe"), ("fire", "YES"), ("injury", "<script>"), ("fire", "\u202e")]
)
def test_safety_answer_of_another_kind_is_refused(visitor: Visitor, field: str, value: str) -> None:
    visitor.go("/complain/")
    page = visitor.fill(story=STORY, **{field: value})
    assert (page.status, page.errors) == (422, ["表示されている答えから選んでください。"])
    assert fields_of(visitor)["story"] == STORY


# ── ways to begin ──


def test_opening_by_link_fills_the_box(visitor: Visitor) -> None:
    page = visitor.go("/complain/?opening=2")
    assert fields_of(visitor)["story"] == "受けた対応について申し上げます。そのときのことは、"
    assert page.status == 200


def test_opening_by_button_adds_to_what_is_typed_and_leads_nowhere(visitor: Visitor) -> None:
    visitor.go("/complain/")
    page = visitor.fill(press=("opening", "1"), story="もう書いた文。", injury="no")
    assert page.path == "/complain/"
    assert fields_of(visitor)["story"].startswith("もう書いた文。\n届いた品が、")
    assert fields_of(visitor)["injury"] == "no"


def test_opening_that_does_not_exist_changes_nothing(visitor: Visitor) -> None:
    for number in ("0", "9", "x", "", "-1", "1e9", "00", "1" * 400):
        page = visitor.go("/complain/", opening=number)
        assert page.status == 200
        visitor.post("/complain/", {"story": "a", "opening": number})
        visitor.go("/complain/")
        assert fields_of(visitor)["story"] == "a", number


def test_example_of_a_wish_fills_its_box(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    page = visitor.fill(press=("opening", "2"), wish="")
    assert page.path == "/complain/wish/"
    assert fields_of(visitor)["wish"] == "何が起きたのか、なぜそうなったのかを説明してほしいです。"


def test_association_asks_in_its_own_words(visitor: Visitor) -> None:
    Organisation.objects.update(kind="association")
    assert "会費や手続きのこと" in visitor.go("/complain/").main
    assert "買った品" not in visitor.seen.main


# ── language ──


def test_another_language_keeps_every_word(visitor: Visitor) -> None:
    visitor.go("/complain/")
    page = visitor.fill(press=("show_in", "en"), story="書きかけの文章", injury="yes")
    assert (page.path, page.status) == ("/complain/", 200)
    assert "What happened?" in page.main
    assert (fields_of(visitor)["story"], fields_of(visitor)["injury"]) == ("書きかけの文章", "yes")


def test_another_language_stays_for_the_pages_after(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(press=("show_in", "en"), story=STORY)
    assert "What would you like to happen?" in visitor.fill(story=STORY).main
    assert '<html lang="en"' in visitor.go("/").html


def test_another_language_asks_for_nothing_and_refuses_nothing(visitor: Visitor) -> None:
    visitor.go("/complain/")
    page = visitor.fill(press=("show_in", "en"), story="")
    assert (page.status, page.errors) == (200, [])


@pytest.mark.parametrize("code", ["xx", "", "en-GB-x", "../ja", "<b>"])
def test_language_that_does_not_exist_is_no_language(visitor: Visitor, code: str) -> None:
    visitor.go("/complain/")
    answer = visitor.client.post("/complain/", {"story": STORY, "show_in": code})
    assert answer.status_code == 303
    assert answer["Location"] == "/complain/wish/"


def test_language_of_the_letters_is_offered_as_that_of_the_page(reader: Visitor) -> None:
    reader.go("/complain/")
    reader.fill(story="Broken plates")
    reader.fill(wish="")
    assert fields_of(reader)["language"] == "en"


def test_enter_in_a_field_goes_on_and_does_not_change_the_language(visitor: Visitor) -> None:
    """Browsers press the first button of a form, and the language buttons stand in the header."""
    html = visitor.go("/complain/").html
    owned = [part for part in html.split("<button")[1:] if 'form="complaint"' in part.split(">")[0]]
    assert "name=" not in owned[0].split(">")[0]
    assert 'name="show_in"' in owned[1].split(">")[0]


# ── mistakes ──


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("hana", "「@」がありません"),
        ("a@b@example.jp", "「@」が2つ以上"),
        ("@example.jp", "「@」より前"),
        ("hana@", "「@」より後ろ"),
        ("ha na@example.jp", "途中に空白"),
        ("hana,bob@example.jp", "使えない文字"),
        ("a" * 250 + "@example.jp", "長すぎて"),
        ("hana@example.jp\u202e", "使えない文字"),
    ],
)
def test_mail_address_that_cannot_be_one_is_named_with_its_fault(
    visitor: Visitor, email: str, words: str
) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    page = visitor.fill(email=email, name="試野 はな")
    assert page.status == 422
    assert [words in error for error in page.errors] == [True]
    assert fields_of(visitor)["email"] == email
    assert fields_of(visitor)["name"] == "試野 はな"


@pytest.mark.parametrize(
    "email",
    [
        "a..b.@docomo.ne.jp",
        "ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ",
        "<hana@example.jp>",
        "hana+tag@example.jp",
        "用@例え.jp",
    ],
)
def test_mail_address_as_people_really_have_it_is_taken(visitor: Visitor, email: str) -> None:
    assert visitor.writes(email=email).path == "/complain/check/"


@pytest.mark.parametrize(
    "phone", ["０９０−１２３４−５６７８", "(03) 1234-5678 内線5", "夜だけ", "+81 90 1234 5678", "1"]
)
def test_phone_number_is_taken_however_it_is_written(visitor: Visitor, phone: str) -> None:
    assert visitor.writes(phone=phone).path == "/complain/check/"


LIMITS = (
    ("", "story", 100_000),
    ("wish/", "wish", 100_000),
    ("reach/", "name", 300),
    ("reach/", "kana", 300),
    ("reach/", "phone", 200),
    ("reach/", "contact_note", 200),
    ("reach/", "address", 400),
    ("reach/", "postal_code", 20),
    ("reach/", "needs_note", 1000),
)


def test_text_that_is_too_long_is_refused_and_still_there(visitor: Visitor) -> None:
    visitor.writes()
    for page, name, limit in LIMITS:
        visitor.go(f"/complain/{page}")
        seen = visitor.fill(**{name: "あ" * (limit + 1)})
        assert (seen.status, len(seen.errors)) == (422, 1), name
        assert f"{limit + 1}文字" in seen.errors[0]
        assert fields_of(visitor)[name] == "あ" * (limit + 1)
        assert visitor.fill(**{name: "あ" * limit if limit < 100_000 else "あ"}).status == 200, name


def test_rage_of_ten_thousand_characters_is_a_complaint(visitor: Visitor) -> None:
    assert visitor.writes("なぜですか！！ " * 1500).path == "/complain/check/"


def test_text_too_long_for_the_session_stays_on_its_page_and_the_draft_before_it_too(
    visitor: Visitor,
) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    visitor.go("/complain/")
    assert visitor.fill(story="あ" * 260_000).status == 422
    assert len(fields_of(visitor)["story"]) == 260_000
    visitor.go("/complain/")
    assert fields_of(visitor)["story"] == STORY


@pytest.mark.parametrize(("field", "value"), [("reach", "root"), ("language", "xx"), ("needs", ["root"])])
def test_choice_that_was_not_offered_is_refused(visitor: Visitor, field: str, value: Any) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    page = visitor.fill(**{field: value})
    assert (page.status, page.errors) == (422, ["表示されている答えから選んでください。"])


# ── losing the session, other tabs, other people ──


def test_session_lost_on_the_way_loses_no_word(visitor: Visitor) -> None:
    """Each page carries the answers of the others."""
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    Session.objects.all().delete()
    visitor.fill(wish="交換")
    Session.objects.all().delete()
    page = visitor.fill(name="試野 はな")
    assert page.path == "/complain/check/"
    for words in (STORY, "交換", "試野 はな"):
        assert words in page.main


def test_older_tab_does_not_overwrite_what_was_changed_in_a_newer_one(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story="はじめの文")
    older = visitor.seen
    visitor.go("/complain/")
    visitor.fill(story="書き直した文")
    visitor.seen = older
    visitor.fill(wish="交換")
    visitor.go("/complain/")
    assert fields_of(visitor)["story"] == "書き直した文"


def test_two_complaints_in_two_tabs_are_not_mixed(visitor: Visitor) -> None:
    visitor.go("/complain/")
    one = visitor.seen
    visitor.go("/complain/")
    two = visitor.seen
    visitor.seen = one
    visitor.fill(story="一件目")
    one = visitor.seen
    visitor.seen = two
    visitor.fill(story="二件目")
    visitor.seen = one
    visitor.fill(wish="一件目の希望")
    page = visitor.fill()
    assert "一件目の希望" in page.main
    assert "二件目" not in page.main


def test_draft_belongs_to_its_browser_alone(visitor: Visitor, reader: Visitor) -> None:
    visitor.writes("ひみつの話です")
    assert "ひみつ" not in reader.go("/complain/").html
    assert reader.go("/complain/check/").path == "/complain/"


def test_draft_is_forgotten_after_a_day(visitor: Visitor, clock: StillClock) -> None:
    visitor.writes()
    clock.forward(hours=23)
    assert STORY in visitor.go("/complain/").html
    clock.forward(hours=2)
    assert STORY not in visitor.go("/complain/").html


def test_session_of_a_draft_ends_after_a_day_in_the_database_too(visitor: Visitor, clock: StillClock) -> None:
    visitor.writes()
    assert (Session.objects.get().expire_date - clock.now).total_seconds() == pytest.approx(86_400, abs=5)


def test_erasing_leaves_no_word_behind(visitor: Visitor) -> None:
    visitor.writes("ひみつの話です", name="試野 はな")
    visitor.go("/complain/")
    page = visitor.press("/complain/erase/")
    assert "消しました" in page.heading
    assert "ひみつ" not in visitor.go("/complain/").html
    assert all("ひみつ" not in str(session.get_decoded()) for session in Session.objects.all())
    assert Complaint.objects.count() == 0


def test_opening_the_address_of_erasing_erases_nothing(visitor: Visitor) -> None:
    visitor.writes()
    assert visitor.go("/complain/erase/").path == "/complain/"
    assert STORY in visitor.seen.html
    visitor.go("/complain/erased/")
    assert STORY in visitor.go("/complain/").html
