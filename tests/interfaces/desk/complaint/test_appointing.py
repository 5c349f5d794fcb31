"""Who speaks for the complainant, at the desk: looked at with the document, confirmed, handed a slip, and ended."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.appoint import AppointmentGiven, appoint
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.merge import merge_complaint
from kikitori.casework.parcels import Handed, Owner, hand_in
from kikitori.casework.write import hear
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import complainant_of
from tests.represented import MAIL, RIKA, confirms, names, party_of, speaker_for

PDF = b"%PDF-1.7 power of attorney"
CONFIRM, END = "confirm-representative", "end-representative"


def named(cast: Cast, **given: object) -> Complaint:
    complaint = bench.investigated(cast)
    names(complaint, now=timezone.now(), **given)
    return complaint


def confirmed(cast: Cast, **given: object) -> Complaint:
    complaint = named(cast, **given)
    confirms(cast, complaint.appointments.get(), now=timezone.now())
    return complaint


def answers(client: Client, complaint: Complaint, **typed: object) -> object:
    usual = {
        "appointment": complaint.appointments.get().pk,
        "granted": "yes",
        "proof": "seen",
        "words": "",
    }
    return send(client, complaint, CONFIRM, **{**usual, **typed})


def with_document(cast: Cast) -> tuple[Complaint, Enclosure]:
    complaint, now = bench.investigated(cast), timezone.now()
    actor, owner = complainant_of(complaint), Owner(complaint=complaint)
    hand_in(actor, owner, [FileGiven("委任状.pdf", len(PDF), lambda: PDF)], now=now)
    given = AppointmentGiven(name=RIKA, mandate="act", words="平日は娘へ。", reach=MAIL)
    row = appoint(actor, complaint, given, now=now, handed=Handed(owner))
    return complaint, row.enclosures.get()


# ── looked at ──


def test_panel_shows_who_was_named_with_the_document_and_the_way_to_answer(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint, file = with_document(cast)
    handler = browser_of("handler")
    answer = see(handler, complaint)
    page = words_of(answer)
    for told in (
        RIKA,
        "未確認",
        "やり取りと、解決案・解決の確認・再検討・取下げ・再開の判断",
        "平日は娘へ。",
        "rika@example.jp",
        "委任状.pdf",
    ):
        assert told in page, told
    html = answer.content.decode()
    assert at(complaint, CONFIRM) in html
    assert f"{at(complaint)}files/{file.pk}/" in html
    assert handler.get(f"{at(complaint)}files/{file.pk}/").status_code == 200


def test_form_on_which_it_is_confirmed_says_all_that_was_told(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, _file = with_document(cast)
    page = words_of(see(browser_of("handler"), complaint, CONFIRM))
    for told in (
        RIKA,
        "やり取りと、解決案・解決の確認・再検討・取下げ・再開の判断",
        "rika@example.jp",
        "平日は娘へ。",
        "委任状.pdf",
    ):
        assert told in page, told


def test_document_stands_with_the_entry_and_not_with_the_receipt(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, _file = with_document(cast)
    html = see(browser_of("handler"), complaint).content.decode()
    entry = html.index("申出者が代理人を届け出ました")
    assert html.index("委任状.pdf", entry) > entry


def test_menu_offers_each_step_where_it_makes_sense(browser_of: BrowserOf, cast: Cast) -> None:
    handler = browser_of("handler")
    for complaint, offered, absent in (
        (bench.investigated(cast), ("representative",), (CONFIRM, END)),
        (named(cast), (CONFIRM, END), ("representative",)),
        (confirmed(cast), (END,), ("representative", CONFIRM)),
    ):
        html = see(handler, complaint).content.decode()
        for word in offered:
            assert f'href="{at(complaint, word)}"' in html, word
        for word in absent:
            assert f'href="{at(complaint, word)}"' not in html, word


def test_promise_of_the_answer_leads_to_it(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast)
    page = words_of(see(browser_of("handler"), complaint))
    assert "代理人の届出へのお返事" in page


# ── answered ──


def test_confirmed_from_the_form_they_speak_and_the_complainant_has_it_in_writing(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint = named(cast, reach=MAIL)
    assert answers(browser_of("handler"), complaint).status_code == 303  # type: ignore[attr-defined]
    assert party_of(complaint).person.name == RIKA
    assert complaint.letters.latest("pk").to_address == "hana@example.jp"


@pytest.mark.parametrize(
    "typed",
    [
        {"granted": "no"},
        {"granted": ""},
        {"proof": "perhaps"},
        {"appointment": "0"},
        {"words": "あ" * 10_001},
    ],
)
def test_form_that_cannot_be_taken_keeps_what_was_typed(
    browser_of: BrowserOf, cast: Cast, typed: dict[str, str]
) -> None:
    complaint = named(cast)
    answer = answers(browser_of("handler"), complaint, **typed)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert fresh(complaint).appointments.get().is_open
    assert not complaint.parties.filter(role="representative").exists()
    assert typed.get("words", "") in answer.content.decode()  # type: ignore[attr-defined]


def test_declining_without_a_reason_is_refused_and_with_one_it_is_told(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint, handler = named(cast), browser_of("handler")
    assert answers(handler, complaint, granted="no").status_code == 422  # type: ignore[attr-defined]
    answers(handler, complaint, granted="no", words="ご署名がありません。")
    assert complaint.appointments.get().state == "declined"
    assert "ご署名がありません。" in complaint.letters.latest("pk").body


def test_answered_twice_the_second_learns_that_it_is_done(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast)
    answers(browser_of("handler"), complaint)
    answer = see(browser_of("colleague"), complaint, CONFIRM)
    assert "確認を待っている代理人の届出はありません。" in words_of(answer)


# ── ended, and told ──


def test_we_end_it_with_a_reason(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, handler = confirmed(cast), browser_of("handler")
    assert send(handler, complaint, END, reason="").status_code == 422
    assert send(handler, complaint, END, reason="電話でのご希望。").status_code == 303
    assert complaint.appointments.get().state == "ended"
    page = words_of(see(handler, complaint))
    assert "元代理人" in page
    assert "電話でのご希望。" in page


def test_word_of_theirs_is_told_to_be_theirs(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = confirmed(cast)
    hear(speaker_for(complaint), complaint, body="写真を送ります。", now=timezone.now())
    html = see(browser_of("handler"), complaint).content.decode()
    entry = html[: html.index("写真を送ります。")].rsplit("<li", 1)[1]
    assert "代理人から" in entry


def test_letter_looked_at_beforehand_is_that_of_its_reader(browser_of: BrowserOf, cast: Cast) -> None:
    """Its language is that of whoever gets it."""
    complaint = confirmed(cast, reach=MAIL, language="en")
    page = words_of(see(browser_of("handler"), complaint, "reply"))
    assert "rika@example.jp" in page


# ── walls ──


@pytest.mark.parametrize("word", [CONFIRM, END, "representative", "slip"])
def test_whoever_is_barred_meets_nothing(browser_of: BrowserOf, cast: Cast, word: str) -> None:
    complaint = confirmed(cast) if word != CONFIRM else named(cast)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.colleague.pk])
    client = browser_of("colleague")
    assert see(client, complaint, word).status_code == 404
    assert send(client, complaint, word, sure="on", reason="x").status_code == 404
    assert RIKA not in see(client, complaint).content.decode()


@pytest.mark.parametrize("word", [CONFIRM, END, "representative"])
def test_auditor_reads_and_changes_nothing(browser_of: BrowserOf, cast: Cast, word: str) -> None:
    complaint = named(cast)
    client = browser_of("auditor")
    assert RIKA in words_of(see(client, complaint))
    assert send(client, complaint, word, reason="x", name="y").status_code == 403
    assert complaint.appointments.get().is_open


def test_appointment_of_another_complaint_is_no_choice(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, other = named(cast), named(cast)
    answer = send(
        browser_of("handler"),
        complaint,
        CONFIRM,
        appointment=other.appointments.get().pk,
        granted="yes",
        proof="seen",
        words="",
    )
    assert answer.status_code == 422
    assert other.appointments.get().is_open


# ── joined ──


def joined(cast: Cast, one: Complaint, other: Complaint) -> None:
    merge_complaint(cast.actor("handler"), one, to=other, now=timezone.now(), same_person=True)


def test_who_spoke_in_what_was_joined_is_told_where_it_goes_on(browser_of: BrowserOf, cast: Cast) -> None:
    one, other = confirmed(cast), bench.investigated(cast)
    joined(cast, one, other)
    page = words_of(see(browser_of("handler"), other))
    assert f"{RIKA} {one.reference}" in page
    assert "統合した苦情で、申出者の代理人です。" in page
    assert f'href="{at(other, "representative")}"' in see(browser_of("handler"), other).content.decode()
    end_appointment(complainant_of(one), one, now=timezone.now())
    assert "統合した苦情で、申出者の代理人です。" not in words_of(see(browser_of("handler"), other))


def test_who_waits_in_what_was_joined_is_answered_there(browser_of: BrowserOf, cast: Cast) -> None:
    one, other = named(cast), confirmed(cast, name="別府 まり")
    joined(cast, one, other)
    handler = browser_of("handler")
    assert f'href="{at(one, CONFIRM)}"' in see(handler, one).content.decode()
    assert answers(handler, one).status_code == 303  # type: ignore[attr-defined]
    assert party_of(one).person.name == RIKA


def test_document_of_whoever_was_named_lies_where_it_is_answered(browser_of: BrowserOf, cast: Cast) -> None:
    (one, file), other = with_document(cast), bench.investigated(cast)
    joined(cast, one, other)
    handler = browser_of("handler")
    assert "委任状.pdf" in words_of(see(handler, other, CONFIRM))
    assert handler.get(f"{at(other)}files/{file.pk}/").status_code == 200
