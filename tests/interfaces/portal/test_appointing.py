"""Naming somebody to speak for oneself on the page behind a slip, and what that person sees behind theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kikitori.casework.bar import name_unwanted
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.parcels import Owner, hand_in, in_parcel
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Message
from kikitori.records.voices.appointments import Appointment
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Seen, StillClock, Visitor
from tests.makers import FRIDAY, complainant_of
from tests.represented import MAIL, RIKA, confirms, names, party_of, represented, slip_of, speaker_for

HOUR = timedelta(hours=1)
PAGE, END = "/follow/representative/", "/follow/end-representative/"
PDF = b"%PDF-1.7 power of attorney"
TYPED = {
    "name": RIKA,
    "kana": "シロタ リカ",
    "relation": "娘",
    "mandate": "act",
    "reach_kind": "post",
    "reach": "東京都千代田区1-1",
    "language_wanted": "en",
    "words": "平日は娘へお願いします。",
    "proof": "none",
}
NOT_THEIRS = "この手続きは、ご本人にしていただくものです。"
Enter = Callable[[Complaint], Visitor]


@pytest.fixture
def complaint(cast: Cast, visitor: Visitor) -> Complaint:
    """One whose holder is signed in."""
    made = makers.investigated(cast)
    visitor.enters(made)
    return made


def document(name: str = "委任状.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def enters_for(visitor: Visitor, cast: Cast, complaint: Complaint) -> Seen:
    """Whoever was appointed shows the slip that was handed to them."""
    return visitor.opens(slip_of(cast, complaint))  # type: ignore[arg-type]


# ── naming ──


def test_somebody_is_named_with_a_document_and_the_day_of_the_answer_is_told(
    visitor: Visitor, complaint: Complaint
) -> None:
    assert f'href="{PAGE}"' in visitor.go("/follow/").html
    form = visitor.go(PAGE)
    assert "理由" not in form.heading
    seen = visitor.fill("answer", **TYPED, files=[document()])
    assert (seen.path, seen.status) == ("/follow/", 200)
    row = Appointment.objects.get()
    assert (row.name, row.kana, row.relation, row.mandate) == (RIKA, "シロタ リカ", "娘", "act")
    assert (row.reach_kind, row.reach, row.language, row.words) == (
        "post",
        "東京都千代田区1-1",
        "en",
        "平日は娘へお願いします。",
    )
    assert (row.proof, row.enclosures.get().name) == ("enclosed", "委任状.pdf")
    for told in (
        "代理人の届出を承りました。",
        "代理人を届け出られました。",
        "まだ確認していません。それまでは、ご本人とだけやり取りいたします。",
        "11月30日",
        "委任状.pdf",
        "代理人の届出へのお返事",
    ):
        assert told in seen.main, told
    assert visitor.client.get(f"/follow/files/{row.enclosures.get().pk}/").status_code == 200
    assert f'href="{PAGE}"' not in seen.html
    assert f'href="{END}"' in seen.html


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
def test_all_of_it_is_told_in_the_readers_language(cast: Cast, clock: StillClock, language: str) -> None:
    complaint = represented(cast)
    visitor = Visitor(language)
    clock.forward(hours=5)
    said = visitor.reads(complaint).main
    end_appointment(cast.actor("handler"), complaint, reason="電話でのご希望", now=clock.now)
    said += visitor.reads(complaint).main
    for sentence in {
        "ja": ("代理人を届け出られました。", "代理人を確認しました。", "当窓口から代理を終了しました。"),
        "en": (
            "You named somebody who is to speak for you.",
            "We confirmed who speaks for you.",
            "We ended it:",
        ),
        "ja-easy": ("いました。", "かめました。", "わたしたちが"),
    }[language]:
        assert sentence in said


def test_document_may_come_later_and_the_page_says_so(visitor: Visitor, complaint: Complaint) -> None:
    visitor.go(PAGE)
    seen = visitor.fill("answer", name=RIKA)
    assert Appointment.objects.get().proof == "later"
    assert "書面は、後日お持ちになるか、お送りください。" in seen.main


def test_only_a_name_is_needed(visitor: Visitor, complaint: Complaint) -> None:
    visitor.go(PAGE)
    assert visitor.fill("answer", name=f"　{RIKA} ").status == 200
    row = Appointment.objects.get()
    assert (row.name, row.mandate, row.reach, row.language) == (RIKA, "speak", "", "ja")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "代理の方のお名前をお書きください。"),
        ({"name": "あ" * 301}, "長すぎます"),
        ({"mandate": "everything"}, "表示されている答えから選んでください。"),
        ({"mandate": ""}, "表示されている答えから選んでください。"),
        ({"reach_kind": "email", "reach": "rika"}, "@"),
        ({"reach_kind": "pigeon"}, "表示されている答えから選んでください。"),
        ({"reach_kind": ""}, "表示されている答えから選んでください。"),
        ({"language_wanted": "tlh"}, "表示されている答えから選んでください。"),
        ({"proof": "perhaps"}, "表示されている答えから選んでください。"),
        ({"words": "あ" * 10_001}, "長すぎます"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_it_and_keeps_all_that_was_typed(
    visitor: Visitor, complaint: Complaint, wrong: dict[str, str], told: str
) -> None:
    visitor.go(PAGE)
    seen = visitor.fill("answer", **(TYPED | wrong), files=[document()])
    assert seen.status == 422
    assert any(told in error for error in seen.errors), seen.errors
    kept = seen.form("answer")
    for name in ("kana", "relation"):
        assert kept.value(name) == TYPED[name]
    assert kept.value("words") == (TYPED | wrong)["words"]
    assert "委任状.pdf" in seen.html
    assert not Appointment.objects.exists()
    mended = visitor.fill("answer", **TYPED)
    assert mended.path == "/follow/"
    assert Appointment.objects.get().enclosures.count() == 1


def test_files_are_added_and_taken_away_beside_what_is_typed(visitor: Visitor, complaint: Complaint) -> None:
    visitor.go(PAGE)
    seen = visitor.fill("answer", **TYPED, files=[document()], press=("add", "1"))
    assert (seen.status, seen.form("answer").value("name")) == (200, RIKA)
    number = Enclosure.objects.get().pk
    seen = visitor.fill("answer", press=("drop", str(number)))
    assert (seen.form("answer").value("relation"), "委任状.pdf" in seen.html) == ("娘", False)
    assert not Appointment.objects.exists()


def test_another_language_keeps_what_was_typed_and_sends_nothing(
    visitor: Visitor, complaint: Complaint
) -> None:
    visitor.go(PAGE)
    seen = visitor.fill("answer", **TYPED, press=("show_in", "en"))
    assert seen.heading == "Somebody is to speak for me"
    assert seen.form("answer").value("name") == RIKA
    assert seen.form("answer").value("mandate") == "act"
    assert not Appointment.objects.exists()


def test_pressed_twice_it_is_one(visitor: Visitor, complaint: Complaint) -> None:
    visitor.go(PAGE)
    form = {name: many[0] for name, many in visitor.seen.form("answer").values.items()} | TYPED
    for _ in range(2):
        assert visitor.post(PAGE, form).status == 303
    assert Appointment.objects.count() == 1


def test_somebody_else_beside_the_first_is_refused_with_what_to_do(
    visitor: Visitor, complaint: Complaint
) -> None:
    names(complaint)
    seen = visitor.post(PAGE, TYPED | {"name": "別府 まり"})
    assert seen.status == 409
    assert "すでに代理人を届け出ていらっしゃいます。" in seen.main
    assert seen.form("answer").value("words") == TYPED["words"]


def test_what_we_answered_stands_with_it(cast: Cast, visitor: Visitor, complaint: Complaint) -> None:
    confirms(cast, names(complaint), granted=False, words="書面にご署名がありません。")
    seen = visitor.go("/follow/")
    assert "代理人として確認できませんでした。理由は次のとおりです。 書面にご署名がありません。" in seen.main
    assert f'href="{PAGE}"' in seen.html
    assert f'href="{END}"' not in seen.html


# ── ending ──


def test_it_is_ended_with_one_button_and_no_reason(
    cast: Cast, visitor: Visitor, complaint: Complaint
) -> None:
    represented(cast, complaint)
    page = visitor.go(END)
    assert (page.status, Appointment.objects.get().state) == (200, "confirmed")
    seen = visitor.fill("answer")
    assert (seen.path, Appointment.objects.get().state) == ("/follow/", "ended")
    assert "代理を終了されました。" in seen.main
    assert visitor.post(END).status == 303


def test_ending_what_nobody_has_begun_does_nothing(visitor: Visitor, complaint: Complaint) -> None:
    seen = visitor.post(END)
    assert (seen.status, "代理人はいません" in seen.main) == (409, True)
    assert visitor.go(END).status == 409
    assert not complaint.events.filter(kind="representative_ended").exists()


# ── behind the other slip ──


def test_their_own_slip_opens_the_page_and_says_as_whom(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    clock.forward(hours=4)
    complaint = represented(cast)
    seen = enters_for(visitor, cast, complaint)
    assert complaint.reference in seen.main
    assert f"{RIKA} 様が、代理人としてご覧になっています。" in seen.main
    assert "解決案への回答などは、ご本人がなさいます。" in seen.main
    for page in ("representative", "end-representative", "unwanted", "withdraw", "reopen", "accept"):
        assert f'href="/follow/{page}/"' not in seen.html, page
    assert 'href="/follow/write/"' in seen.html


def test_the_complainants_slip_still_opens_it_for_the_complainant(
    cast: Cast, visitor: Visitor, complaint: Complaint
) -> None:
    represented(cast, complaint)
    seen = visitor.reads(complaint)
    assert "代理人としてご覧になっています" not in seen.main
    assert "代理人として、ご自分の控えでやり取りをなさいます。" in seen.main


def test_what_they_write_is_told_to_be_theirs_on_both_pages(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    clock.forward(hours=4)
    complaint = represented(cast)
    enters_for(visitor, cast, complaint)
    visitor.go("/follow/write/")
    visitor.fill("answer", words="写真をお送りします。")
    message = Message.objects.get(body="写真をお送りします。")
    assert message.author_person_id == party_of(complaint).person_id
    hear(complainant_of(complaint), complaint, body="私からも一言。", now=clock.now)
    for seen in (visitor.go("/follow/"), Visitor("ja").reads(complaint)):
        mine, theirs = (
            seen.html[: seen.html.index(words)].rsplit("letter__head", 1)[1]
            for words in ("写真をお送りします。", "私からも一言。")
        )
        assert "代理人" in mine
        assert "代理人" not in theirs
        assert "代理人による" in seen.main


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "page", ["accept", "decline", "withdraw", "unwanted", "representative", "end-representative"]
)
def test_what_is_kept_from_them_is_refused_in_words_and_theirs_are_not_lost(
    cast: Cast, visitor: Visitor, clock: StillClock, page: str, method: str
) -> None:
    clock.forward(hours=4)
    complaint = represented(cast, makers.proposed(cast))
    enters_for(visitor, cast, complaint)
    proposal = complaint.proposals.get().pk
    values = {"words": "お受けします。", "proposal": proposal, "name": "別府", "mandate": "act"}
    address = f"/follow/{page}/"
    seen = visitor.go(address) if method == "get" else visitor.post(address, values)
    assert seen.status == 403
    assert NOT_THEIRS in seen.main
    if method == "post":
        assert seen.form("answer").value("words") == "お受けします。"
    complaint.refresh_from_db()
    assert complaint.state == "proposal"
    assert complaint.appointments.count() == 1


def test_who_may_decide_accepts_the_proposal(cast: Cast, visitor: Visitor, clock: StillClock) -> None:
    clock.forward(hours=4)
    complaint = represented(cast, makers.proposed(cast), mandate="act")
    seen = enters_for(visitor, cast, complaint)
    assert 'href="/follow/accept/"' in seen.html
    visitor.go("/follow/accept/")
    seen = visitor.fill("answer", words="本人も承知しています。")
    complaint.refresh_from_db()
    assert complaint.state == "remedying"
    assert "代理人による" in seen.main


def test_nothing_the_complainant_confided_reaches_them(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    complaint = represented(cast, mandate="act")
    name_unwanted(complainant_of(complaint), complaint, words="代田さんの知人の人", now=clock.now)
    note(cast.actor("handler"), complaint, body="内部の話", now=clock.now)
    clock.forward(hours=4)
    seen = enters_for(visitor, cast, complaint)
    for hidden in ("代田さんの知人の人", "内部の話", "担当から外", "お心当たりがない"):
        assert hidden not in seen.html, hidden
    assert "代田さんの知人の人" in Visitor("ja").reads(complaint).main


def test_document_and_unsent_files_of_the_complainant_are_not_theirs(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    complaint = makers.investigated(cast)
    visitor.enters(complaint)
    visitor.go(PAGE)
    visitor.fill("answer", name=RIKA, files=[document()])
    confirms(cast, Appointment.objects.get(), now=clock.now)
    unsent = FileGiven("下書き.pdf", len(PDF), lambda: PDF)
    hand_in(complainant_of(complaint), Owner(complaint=complaint), [unsent], now=clock.now)
    number = Enclosure.objects.get(appointment__isnull=False).pk
    assert visitor.client.get(f"/follow/files/{number}/").status_code == 200
    visitor = Visitor("ja")
    enters_for(visitor, cast, complaint)
    assert visitor.client.get(f"/follow/files/{number}/").status_code == 404
    assert "下書き.pdf" not in visitor.go("/follow/write/").html
    visitor.fill("answer", words="私のほうの写真です。", files=[document("写真.pdf")])
    assert Message.objects.get(body="私のほうの写真です。").enclosures.get().name == "写真.pdf"
    assert in_parcel(Owner(complaint=complaint)).get().name == "下書き.pdf"


def test_ended_while_they_read_the_next_page_asks_for_a_slip_that_opens_nothing_any_more(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    clock.forward(hours=4)
    complaint = represented(cast)
    slip = slip_of(cast, complaint)
    visitor.opens(slip)  # type: ignore[arg-type]
    end_appointment(complainant_of(complaint), complaint, now=clock.now)
    assert "sign-in" in visitor.go("/follow/").html
    seen = visitor.post("/follow/write/", {"words": "まだです。"})
    assert seen.status == 403
    assert not Message.objects.filter(body="まだです。").exists()
    answer = visitor.opens(slip)  # type: ignore[arg-type]
    assert answer.status == 422
    assert "この2つの番号では開けませんでした。" in answer.main


def test_new_slip_of_theirs_ends_their_sign_in_and_not_the_complainants(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    clock.forward(hours=4)
    complaint = represented(cast)
    own = Visitor("ja")
    own.enters(complaint)
    enters_for(visitor, cast, complaint)
    clock.forward(minutes=1)
    slip_of(cast, complaint, clock.now)
    assert visitor.get("/follow/write/").status_code == 303
    assert own.get("/follow/write/").status_code == 200


def test_slip_that_was_never_handed_over_opens_nothing(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    complaint = represented(cast)
    locator = Receipt.objects.get(party=party_of(complaint)).locator
    for secret in ("0000 0000 0000 0000", " "):
        visitor.go("/follow/")
        assert visitor.fill("sign-in", locator=locator, secret=secret).status == 422


def test_no_secret_and_no_locator_stands_in_a_letter_an_event_or_the_address(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    clock.forward(hours=4)
    complaint = represented(cast, reach=MAIL)
    slip = slip_of(cast, complaint)
    seen = visitor.opens(slip)  # type: ignore[arg-type]
    assert seen.path == "/follow/"
    told = "".join(complaint.letters.values_list("body", flat=True))
    told += "".join(str(data) for data in complaint.events.values_list("data", flat=True))
    told += seen.html
    for code in (slip.secret, slip.locator, " ".join(slip.secret[n : n + 4] for n in range(0, 16, 4))):
        assert code not in told


def test_number_of_queries_does_not_grow_with_those_named(cast: Cast, clock: StillClock) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    complaint = makers.investigated(cast)
    visitor = Visitor("ja")

    def asked() -> int:
        visitor.enters(complaint)
        with CaptureQueriesContext(connection) as queries:
            visitor.go("/follow/")
        return len(queries)

    names(complaint)
    one = asked()
    for hours in range(3, 6):
        end_appointment(complainant_of(complaint), complaint, now=FRIDAY + hours * HOUR)
        names(complaint, now=FRIDAY + hours * HOUR)
    assert asked() == one


def test_actor_of_theirs_is_what_the_session_makes_of_it(
    cast: Cast, visitor: Visitor, clock: StillClock
) -> None:
    from kikitori.interfaces.portal.holder import holder_in

    clock.forward(hours=4)
    complaint = represented(cast, mandate="act")
    enters_for(visitor, cast, complaint)
    found: Any = holder_in(visitor.client.session)
    assert found.actor == speaker_for(complaint)
