"""The slip: everything needed to come back, shown once, in no address, legible on paper."""

from __future__ import annotations

import re

import pytest

from kikitori.foundation.crypto import matches
from kikitori.records.complaints.models import Complaint, Receipt
from tests.interfaces.portal.visitor import STORY, Slip, StillClock, Visitor


def test_slip_is_the_answer_itself_and_not_a_redirect(visitor: Visitor) -> None:
    visitor.writes()
    form = visitor.seen.form("complaint")
    answer = visitor.client.post("/complain/check/", form.values)
    assert answer.status_code == 200
    assert "Location" not in answer


def test_slip_shows_number_locator_and_the_secret_in_four_groups(visitor: Visitor) -> None:
    slip = visitor.complains()
    receipt = Receipt.objects.get()
    assert slip.reference == Complaint.objects.get().reference
    assert slip.locator == receipt.locator
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", slip.secret)
    assert matches(slip.secret.replace(" ", ""), receipt.secret_hash)


def test_slip_opens_the_complaint(visitor: Visitor, clock: StillClock) -> None:
    slip = visitor.complains()
    page = Visitor("ja", address="198.51.100.9").opens(slip)
    assert slip.reference in page.main


def test_slip_tells_what_comes_by_which_day_and_how_it_was_counted(visitor: Visitor) -> None:
    visitor.writes()
    text = visitor.fill().main
    assert "11月30日（月）まで 最初のご回答をいたします。" in text
    assert "12月21日（月）まで ご指摘の一つひとつについて" in text
    assert "11月23日（祝日 勤労感謝の日）を除いて数えています。" in text


def test_slip_in_english_counts_in_english(reader: Visitor) -> None:
    reader.writes("Three plates arrived broken.")
    text = reader.fill().main
    assert "By Monday 30 November You have our first answer." in text
    assert "23 November (public holiday: Labor Thanksgiving Day) is not counted." in text
    assert "Thank you for telling us. We have your complaint." in reader.seen.text


def test_no_secret_stands_in_any_address_of_the_slip(visitor: Visitor) -> None:
    slip = visitor.complains()
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', visitor.seen.html)
    assert addresses
    for address in addresses:
        assert slip.locator not in address
        assert slip.reference not in address
        assert not re.search(r"\d{4}", address.replace("203.0.113.7", "")), address


def test_no_secret_stands_in_headers_or_cookies(visitor: Visitor) -> None:
    slip = visitor.complains()
    digits = slip.secret.replace(" ", "")
    head = f"{dict(visitor.seen.answer.headers)} {visitor.client.cookies}"
    for part in (slip.locator, digits, digits[:8]):
        assert part not in head


def test_slip_is_kept_by_no_cache(visitor: Visitor) -> None:
    visitor.complains()
    assert visitor.seen.answer["Cache-Control"] == "no-store"


def test_qr_code_holds_the_follow_page_and_nothing_else(visitor: Visitor) -> None:
    import segno

    from kikitori.interfaces.portal.qr import qr_code

    visitor.complains()
    drawn = re.search(r'<path fill="#000" d="([^"]+)"', visitor.seen.html)
    assert drawn is not None
    assert drawn.group(1) == qr_code("http://localhost:8000/follow/").path
    assert int(segno.make_qr("http://localhost:8000/follow/", error="q", boost_error=False).version) <= 4


def test_qr_code_does_not_follow_the_host_header(visitor: Visitor) -> None:
    visitor.writes()
    form = visitor.seen.form("complaint")
    answer = visitor.client.post("/complain/check/", form.values, headers={"host": "127.0.0.1"})
    assert answer.status_code == 200
    assert "<strong>localhost:8000/follow/</strong>" in answer.content.decode()


def test_slip_has_no_inline_style_or_script(visitor: Visitor) -> None:
    visitor.complains()
    assert "style=" not in visitor.seen.html
    assert not re.search(r"<script(?![^>]*\bsrc=)", visitor.seen.html)
    assert not re.search(r"\son[a-z]+=", visitor.seen.html)


@pytest.mark.parametrize(
    ("reach", "road"),
    [
        ({"email": "hana@example.jp"}, "メールでもお知らせします"),
        ({"address": "東京都"}, "郵便でもお知らせします"),
        ({"email": "hana@example.jp", "address": "東京都"}, "メールでもお知らせします"),
        ({}, "お返事は、そのページで"),
        ({"phone": "090-1234-5678"}, "お返事は、そのページで"),
        ({"reach": "nothing", "email": "hana@example.jp"}, "お返事は、そのページで"),
    ],
)
def test_slip_says_by_which_road_answers_come(visitor: Visitor, reach: dict[str, str], road: str) -> None:
    visitor.writes(**reach)
    assert road in visitor.fill().main


def test_slip_names_the_phone_and_its_hours(visitor: Visitor) -> None:
    visitor.writes()
    text = visitor.fill().main
    assert "0120-000-000" in text
    assert "平日 9:00–17:00" in text


def test_slip_can_be_copied_as_one_text(visitor: Visitor) -> None:
    slip = visitor.complains()
    assert 'data-copy="#slip-text"' in visitor.seen.html
    found = re.search(r'id="slip-text"[^>]*>(.*?)</p>', visitor.seen.html, re.DOTALL)
    assert found is not None
    for part in (slip.reference, slip.locator, slip.secret, "localhost:8000/follow/"):
        assert part in found.group(1)


def test_slip_in_another_language_is_the_same_slip(visitor: Visitor) -> None:
    slip = visitor.complains()
    form = visitor.seen.form_to("/complain/check/")
    assert ("show_in", "en") in form.buttons
    page = visitor.post("/complain/check/", form.values | {"show_in": "en"})
    assert Slip.on(page) == slip
    assert "Slip for your complaint" in page.heading
    assert Complaint.objects.count() == 1
    assert '<html lang="en"' in visitor.go("/").html


def test_slip_in_large_letters_is_the_same_slip(visitor: Visitor) -> None:
    slip = visitor.complains()
    form = visitor.seen.form_to("/complain/check/")
    large = visitor.post("/complain/check/", form.values | {"size": "large"})
    assert Slip.on(large) == slip
    assert 'data-text="large"' in large.html
    assert "sheet--slip" not in large.html
    usual = visitor.post(
        "/complain/check/", visitor.seen.form_to("/complain/check/").values | {"size": "usual"}
    )
    assert 'data-text="large"' not in usual.html
    assert Complaint.objects.count() == 1


def test_asking_for_the_slip_again_with_other_words_is_not_a_way_around_the_pace(visitor: Visitor) -> None:
    from kikitori.interfaces.portal.pace_store import seconds_before_complaint
    from tests.makers import FRIDAY

    for n in range(61):
        seconds_before_complaint("203.0.113.7", f"form-{n}", FRIDAY)
    answer = visitor.post("/complain/check/", {"story": STORY, "slip_again": "1", "show_in": "en"})
    assert answer.status == 429
    assert Complaint.objects.count() == 0


def test_button_on_the_slip_opens_the_complaint_without_typing(visitor: Visitor) -> None:
    slip = visitor.complains()
    page = visitor.press("/follow/")
    assert page.path == "/follow/"
    assert slip.reference in page.main
    assert "いまの状況" in page.heading


def test_slip_without_phone_leaves_no_empty_line(visitor: Visitor) -> None:
    from kikitori.records.people.models import Organisation

    Organisation.objects.update(phone="", phone_hours="")
    visitor.writes()
    assert "お電話では" not in visitor.fill().main
