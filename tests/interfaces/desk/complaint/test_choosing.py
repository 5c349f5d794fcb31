"""Choosing a template while one writes: found, filled, put below the text; nothing typed is lost, nothing is sent."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.templates_kept import ReplyTemplate
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see, send
from tests.interfaces.desk.complaint.test_drafting import textarea
from tests.interfaces.desk.conftest import BrowserOf

TEXTS = {
    "ja/polite": "{お名前}\n{受付番号}の件、{約束の日}までにご連絡します。{電話番号}",
    "ja/very_polite": "{お名前}\n誠に恐れ入ります。",
    "en/polite": "Dear {person}, about {reference}: {nobody}",
}


@pytest.fixture
def template(cast: Cast) -> ReplyTemplate:
    given = TemplateGiven(name="経過のお知らせ", texts=TEXTS)
    return save_template(cast.actor("lead"), given, now=timezone.now())


def choose(client: Client, complaint: Complaint, value: str, *, body: str = "", hx: bool = True):
    headers = {"hx-request": "true"} if hx else {}
    return client.post(
        at(complaint, "templates"), {"token": "t1", "body": body, "template": value}, headers=headers
    )


def test_template_is_found_by_its_words(client: Client, cast: Cast, template: ReplyTemplate) -> None:
    complaint = bench.investigated(cast)
    found = client.get(at(complaint, "templates"), {"q": "経過"})
    assert "経過のお知らせ" in words_of(found)
    assert [f'value="{template.pk}:{key}"' in found.content.decode() for key in TEXTS] == [True] * 3
    assert "日本語・より丁寧" in words_of(found)
    assert "見つかりません" in words_of(client.get(at(complaint, "templates"), {"q": "ない"}))


def test_chosen_text_is_filled_and_stands_below_what_was_typed(
    client: Client, cast: Cast, template: ReplyTemplate
) -> None:
    complaint = bench.investigated(cast)
    answer = choose(client, complaint, f"{template.pk}:ja/polite", body="いつもお世話になります。\r\n")
    text = textarea(answer, "reply")
    assert text.startswith("いつもお世話になります。\n\n試野 はな 様\n" + complaint.reference)
    assert "までにご連絡します。0120-000-000" in text
    assert "【要記入" not in text
    assert textarea(see(client, complaint), "reply") == text
    assert not complaint.pending_replies.exists()


def test_what_nothing_fills_is_shown_as_still_to_be_written(
    client: Client, cast: Cast, template: ReplyTemplate
) -> None:
    complaint = bench.investigated(cast)
    answer = choose(client, complaint, f"{template.pk}:en/polite")
    assert "[to be written: nobody]" in textarea(answer, "reply")
    assert "まだ書く必要がある箇所" in words_of(answer)
    assert "まだ書く必要がある箇所" in words_of(see(client, complaint))


def test_template_is_chosen_without_scripts(client: Client, cast: Cast, template: ReplyTemplate) -> None:
    complaint = bench.investigated(cast)
    looked = client.post(at(complaint, "templates"), {"token": "t1", "body": "途中の文", "q": "経過"})
    assert looked.status_code == 303
    page = client.get(looked["Location"].partition("#")[0])
    assert textarea(page, "reply") == "途中の文"
    assert re.search(r'<details class="later chooser" id="templates" open', page.content.decode())
    assert f'value="{template.pk}:ja/polite"' in page.content.decode()
    chosen = choose(client, complaint, f"{template.pk}:ja/very_polite", body="途中の文", hx=False)
    page = client.get(chosen["Location"].partition("#")[0])
    assert textarea(page, "reply") == "途中の文\n\n試野 はな 様\n誠に恐れ入ります。"


@pytest.mark.parametrize(
    "value", ["999999:ja/polite", "x:ja/polite", "1:fr/polite", "9" * 30 + ":ja/polite", ":"]
)
def test_text_that_does_not_exist_is_not_found(
    client: Client, cast: Cast, template: ReplyTemplate, value: str
) -> None:
    assert choose(client, bench.investigated(cast), value).status_code == 404


def test_anonymous_complainant_is_addressed_without_a_name(
    client: Client, cast: Cast, template: ReplyTemplate
) -> None:
    complaint = bench.received(cast, anonymous=True, complainant=None)
    text = textarea(choose(client, complaint, f"{template.pk}:ja/very_polite"), "reply")
    assert text.startswith("お申し出くださった方へ")
    assert "[to be written: person]" in textarea(
        choose(client, complaint, f"{template.pk}:en/polite"), "reply"
    )


def test_text_that_becomes_too_long_stays_as_it_was(
    client: Client, cast: Cast, template: ReplyTemplate
) -> None:
    complaint, long = bench.investigated(cast), "長" * 99_999
    assert textarea(choose(client, complaint, f"{template.pk}:ja/polite", body=long), "reply") == long


def test_page_asks_for_templates_only_when_somebody_looks_for_one(
    client: Client, cast: Cast, template: ReplyTemplate
) -> None:
    complaint = bench.investigated(cast)
    assert "経過のお知らせ" not in see(client, complaint).content.decode()
    assert "経過のお知らせ" in see(client, complaint, templates="").content.decode()


def test_signature_stands_in_the_preview(client: Client, cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    client.post("/desk/signature/", {"text_ja": "お客様窓口 受田", "text_en": ""})
    page = words_of(send(client, complaint, "reply", body="お調べしています。", look="1"))
    assert "お調べしています。 お客様窓口 受田" in page
    other = words_of(send(browser_of("lead"), complaint, "reply", body="お調べしています。", look="1"))
    assert "お客様窓口 受田" not in other
