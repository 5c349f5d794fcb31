"""Naming somebody once more: a double click is one, a correction is none; and where a complaint was joined."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.merge import merge_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.voices.appointments import Appointment
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.test_appointing import END, PAGE, TYPED, document
from tests.interfaces.portal.visitor import StillClock, Visitor
from tests.makers import FRIDAY, complainant_of
from tests.represented import CONFIRMED, confirms, names, represented, slip_of

HOUR = timedelta(hours=1)
MARI = "別府 まり"


@pytest.fixture
def complaint(cast: Cast, visitor: Visitor) -> Complaint:
    """One whose holder is signed in."""
    made = makers.investigated(cast)
    visitor.enters(made)
    return made


def told(visitor: Visitor, **typed: str) -> dict[str, str]:
    """The form as it is sent: with what it holds hidden."""
    form = visitor.go(PAGE).form("answer")
    return {name: many[0] for name, many in form.values.items()} | TYPED | typed


@pytest.mark.parametrize(
    "mended",
    [
        {"name": MARI},
        {"kana": "シロタ リ"},
        {"relation": "姪"},
        {"mandate": "speak"},
        {"reach": "東京都千代田区2-2"},
        {"reach": ""},
        {"reach_kind": "email", "reach": "rika@example.jp"},
        {"language_wanted": "ja"},
        {"words": "火曜日だけ娘へお願いします。"},
        {"proof": "later"},
    ],
)
def test_correction_is_never_taken_with_thanks_and_thrown_away(
    visitor: Visitor, complaint: Complaint, mended: dict[str, str]
) -> None:
    form = told(visitor)
    assert visitor.post(PAGE, form).status == 303
    seen = visitor.post(PAGE, form | mended)
    assert seen.status == 409
    assert "すでに代理人を届け出ていらっしゃいます。" in seen.main
    assert seen.form("answer").value("words") == (TYPED | mended)["words"]
    row = Appointment.objects.get()
    assert (row.reach, row.language, row.relation) == ("東京都千代田区1-1", "en", "娘")


@pytest.mark.parametrize(
    "spaced",
    [{}, {"name": "　代田  りか "}, {"kana": "しろた りか"}, {"words": "平日は娘へお願いします。\r\n"}],
)
def test_same_words_twice_are_one(visitor: Visitor, complaint: Complaint, spaced: dict[str, str]) -> None:
    form = told(visitor)
    assert [visitor.post(PAGE, form | more).status for more in ({}, spaced)] == [303, 303]
    assert Appointment.objects.count() == 1


def test_same_words_with_another_document_are_not_the_same(visitor: Visitor, complaint: Complaint) -> None:
    form = told(visitor)
    visitor.post(PAGE, form)
    seen = visitor.post(PAGE, form | {"files": document()})
    assert seen.status == 409
    assert not Enclosure.objects.filter(appointment__isnull=False).exists()


def test_same_document_twice_is_one(visitor: Visitor, complaint: Complaint) -> None:
    form = told(visitor)
    answers = [visitor.post(PAGE, form | {"files": document()}).status for _ in range(2)]
    assert answers == [303, 303]
    assert Appointment.objects.get().enclosures.count() == 1


def test_confirmed_meanwhile_it_is_not_named_again(
    cast: Cast, visitor: Visitor, complaint: Complaint
) -> None:
    form = told(visitor)
    visitor.post(PAGE, form)
    confirms(cast, Appointment.objects.get())
    assert visitor.post(PAGE, form).status == 409


# ── what is theirs to decide, and what is not ──


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
def test_all_that_is_granted_is_named_in_the_choice_and_on_the_page_of_whoever_has_it(
    cast: Cast, clock: StillClock, language: str
) -> None:
    complaint = makers.investigated(cast)
    visitor = Visitor(language)
    visitor.enters(complaint)
    offered = visitor.go(PAGE).main
    clock.forward(hours=4)
    represented(cast, complaint, mandate="act")
    other = Visitor(language)
    shown = other.opens(slip_of(cast, complaint)).main  # type: ignore[arg-type]
    for words in {
        "ja": ("解決案への回答", "解決したかどうか", "再検討", "取下げ", "もう一度取り上げ"),
        "en": ("proposal", "whether it is solved", "review", "withdraw", "up again"),
        "ja-easy": ("よくなったか", "ほしいと", "をやめる", "もう"),
    }[language]:
        assert words in offered, words
        assert words in shown, words
    own = {"ja": "評価", "en": "They rate us themselves", "ja-easy": "をつけるのは"}[language]
    assert own in shown


def test_who_may_decide_is_asked_for_no_rating(cast: Cast, visitor: Visitor, clock: StillClock) -> None:
    complaint = represented(cast, makers.confirming(cast), mandate="act")
    clock.forward(hours=4)
    seen = visitor.opens(slip_of(cast, complaint))  # type: ignore[arg-type]
    assert 'href="/follow/solved/"' in seen.html
    assert 'href="/follow/rate/"' not in seen.html
    assert 'name="rating"' not in visitor.go("/follow/solved/").html
    assert visitor.get("/follow/rate/").status_code == 403
    form = {name: many[0] for name, many in visitor.go("/follow/solved/").form("answer").values.items()}
    assert visitor.post("/follow/solved/", form | {"rating": "1"}).status == 303
    complaint.refresh_from_db()
    assert complaint.state == "closed_accepted"
    assert complaint.verdicts.get().rating is None
    own = Visitor("ja")
    own.enters(complaint)
    assert own.get("/follow/rate/").status_code == 200


def test_plain_japanese_says_who_goes_where_and_what_is_stopped(cast: Cast, clock: StillClock) -> None:
    complaint = makers.investigated(cast)
    visitor = Visitor("ja-easy")
    visitor.enters(complaint)
    assert "って行（い）く、または" in visitor.go(PAGE).main
    represented(cast, complaint)
    assert "この人（ひと）に たのむのを やめる" in visitor.go(END).heading


# ── joined ──


def joined(cast: Cast, one: Complaint, other: Complaint) -> None:
    merge_complaint(cast.actor("handler"), one, to=other, now=CONFIRMED + HOUR, same_person=True)


def test_confirmed_before_the_joining_it_is_told_whose_the_letters_are_and_they_can_be_named_there(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    one, other = represented(cast), makers.investigated(cast)
    joined(cast, one, other)
    clock.forward(hours=6)
    visitor.enters(one)
    seen = visitor.go("/follow/")
    assert "そのご連絡は、ご本人へお送りします。" in seen.main
    assert f'href="{PAGE}"' in seen.html
    assert visitor.post(PAGE, told(visitor)).status == 303
    assert other.appointments.get().is_open
    seen = visitor.go("/follow/")
    assert f'href="{PAGE}"' not in seen.html
    confirms(cast, other.appointments.get(), now=clock.now)
    assert f'href="{PAGE}"' not in visitor.go("/follow/").html


def test_ended_where_it_goes_on_the_first_still_stands_and_is_ended_by_the_button(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    """The last who was named is not all who were."""
    one, other = represented(cast), represented(cast, makers.investigated(cast), name=MARI)
    joined(cast, one, other)
    end_appointment(complainant_of(other), other, now=FRIDAY + 5 * HOUR)
    clock.forward(hours=6)
    visitor.enters(one)
    assert visitor.post(END).status == 303
    assert one.appointments.get().state == "ended"
    assert visitor.post(END).status == 303
    assert one.events.filter(kind="representative_ended").count() == 1


def test_declined_is_not_ended(cast: Cast, visitor: Visitor, complaint: Complaint) -> None:
    confirms(cast, names(complaint), granted=False, words="ご署名がありません。")
    assert visitor.post(END).status == 409
