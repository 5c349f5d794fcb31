"""By a poster to the form: the code goes along silently, survives what a draft survives, and hinders nobody."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.people.branches import Branch
from tests.interfaces.portal.visitor import STORY, Slip, Visitor


@pytest.fixture
def ginza(visitor: Visitor) -> Branch:
    return Branch.objects.create(name_ja="銀座店", name_en="Ginza", code="ginza")


def test_poster_leads_to_the_form_and_stores_nothing(visitor: Visitor, ginza: Branch) -> None:
    page = visitor.go("/at/ginza/")
    assert page.path == "/complain/?at=ginza"
    assert "どのようなことがありましたか" in page.main
    assert page.form("complaint").value("at") == "ginza"
    assert Session.objects.count() == 0


def test_complaint_that_came_by_a_poster_keeps_its_branch(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    visitor.fill()
    slip = Slip.on(visitor.fill())
    assert WayIn.objects.get().branch == ginza
    assert Complaint.objects.get().reference == slip.reference


def test_branch_is_never_asked_and_shown_only_where_everything_is_checked(
    visitor: Visitor, ginza: Branch
) -> None:
    visitor.go("/at/ginza/")
    shown = [
        "銀座店" in page.text
        for page in (visitor.fill(story=STORY), visitor.fill(wish=""), visitor.fill(), visitor.fill())
    ]
    assert shown == [False, False, True, False]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "銀座店のポスターから。申出といっしょに記録されます。"),
        ("en", "By the poster of Ginza. This will be noted with your complaint."),
        ("ja-easy", "銀座店"),
    ],
)
def test_check_page_says_what_goes_along_in_the_readers_language(
    ginza: Branch, language: str, words: str
) -> None:
    somebody = Visitor(language)
    somebody.go("/at/ginza/")
    somebody.fill(story=STORY, press=("show_in", language))
    somebody.fill()
    somebody.fill(wish="")
    assert words in somebody.fill().main


def test_branch_can_be_left_out_and_stays_out(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY)
    visitor.fill(wish="交換してほしい。")
    visitor.fill()
    page = visitor.fill(press=("leave_out_branch", "1"))
    assert (page.status, page.heading) == (200, "この内容でよろしいですか。")
    assert STORY in page.main
    assert "交換してほしい。" in page.main
    assert "銀座店" not in page.text
    assert page.form("complaint").value("at") == ""
    assert visitor.go("/complain/reach/").form("complaint").value("at") == ""
    visitor.fill()
    Slip.on(visitor.fill())
    assert Complaint.objects.get().story == STORY
    assert not WayIn.objects.exists()


def test_leaving_it_out_touches_no_other_draft(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    first = visitor.fill()
    visitor.post("/complain/erase/")
    visitor.go("/at/ginza/")
    visitor.fill(story="別の申出です。")
    values = {name: list(many) for name, many in first.form("complaint").values.items()}
    page = visitor.post("/complain/check/", {**values, "leave_out_branch": "1"})
    assert STORY in page.main
    kept = visitor.go("/complain/").form("complaint")
    assert (kept.value("story"), kept.value("at")) == ("別の申出です。", "ginza")


@pytest.mark.parametrize("code", ["", "nobody"])
def test_check_page_is_silent_where_no_branch_is_known(visitor: Visitor, ginza: Branch, code: str) -> None:
    visitor.go("/complain/", at=code)
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    page = visitor.fill()
    assert "ポスター" not in page.main
    assert ("leave_out_branch", "1") not in page.form("complaint").buttons


def test_code_survives_the_loss_of_the_session(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY)
    Session.objects.all().delete()
    visitor.fill(wish="")
    Session.objects.all().delete()
    visitor.fill()
    visitor.fill()
    assert WayIn.objects.get().branch == ginza


def test_code_survives_going_back_another_language_and_an_example(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY, press=("show_in", "en"))
    visitor.fill(story=STORY)
    visitor.fill(press=("back", "1"))
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    visitor.fill()
    visitor.fill()
    assert WayIn.objects.get().branch == ginza


def test_another_poster_in_the_same_browser_counts_from_then_on(visitor: Visitor, ginza: Branch) -> None:
    shibuya = Branch.objects.create(name_ja="渋谷店", code="shibuya")
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY)
    visitor.go("/at/shibuya/")
    assert visitor.seen.form("complaint").value("story") == STORY
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    visitor.fill()
    visitor.fill()
    assert WayIn.objects.get().branch == shibuya


@pytest.mark.parametrize(
    "code",
    ["nobody", "GINZA-9", "銀座", "a" * 400, "%3Cscript%3E", "..", "x y", "'; drop table records_branch"],
)
def test_code_that_nobody_knows_says_nothing_and_hinders_nobody(
    visitor: Visitor, ginza: Branch, code: str
) -> None:
    assert visitor.get(f"/at/{code}/").status_code in (303, 404)
    visitor.go("/complain/", at=code)
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    visitor.fill()
    Slip.on(visitor.fill())
    assert not WayIn.objects.exists()


def test_code_out_of_use_says_nothing_and_hinders_nobody(visitor: Visitor, ginza: Branch) -> None:
    Branch.objects.update(is_active=False)
    page = visitor.go("/at/ginza/")
    assert page.status == 200
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    visitor.fill()
    Slip.on(visitor.fill())
    assert not WayIn.objects.exists()


def test_erasing_what_was_written_forgets_the_poster_too(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY)
    visitor.press("/complain/erase/")
    visitor.complains()
    assert not WayIn.objects.exists()


def test_same_page_sent_twice_is_one_complaint_with_one_branch(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/ginza/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    check = visitor.fill()
    values = {name: list(many) for name, many in check.form("complaint").values.items()}
    for _ in range(2):
        visitor.post("/complain/check/", values)
    assert (Complaint.objects.count(), WayIn.objects.count()) == (1, 1)


def test_address_in_other_letters_is_the_same_branch(visitor: Visitor, ginza: Branch) -> None:
    visitor.go("/at/GINZA/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    visitor.fill()
    visitor.fill()
    assert WayIn.objects.get().branch == ginza
