"""The composer: public or internal is decided first, the bar says to whom and by which road, the buttons what happens."""

from __future__ import annotations

import re

from django.test import Client

from kikitori.casework.intake import ContactGiven, PersonGiven
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see
from tests.interfaces.desk.conftest import BrowserOf


def composer(answer: object) -> str:
    """The composer's markup."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return page.partition('<section class="composer"')[2].partition("</section>")[0]


def panels(answer: object) -> tuple[str, str]:
    """The public and the internal half."""
    public, _, internal = composer(answer).partition("composer__panel--internal")
    return public, internal


def test_reply_and_note_are_two_forms_with_addresses_of_their_own(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    public, internal = panels(see(client, complaint))
    assert f'action="{at(complaint, "reply")}"' in public
    assert f'action="{at(complaint, "note")}"' in internal
    assert public.count('name="body"') == internal.count('name="body"') == 1
    assert len(re.findall(r'name="token" value="[\w-]{20,}"', composer(see(client, complaint)))) == 2


def test_bar_says_to_whom_and_by_which_road(client: Client, cast: Cast) -> None:
    roads = {
        "試野 はな 様・電子メール hana@example.jp": ({}, "返信を送る"),
        "文野 ゆう 様・印刷して郵送 〒100-0001 東京都見本区みほん町1-1": (
            {"complainant": by_post()},
            "返信を印刷に回す",
        ),
        "無野 宛 様・宛先なし": (
            {"complainant": PersonGiven(name="無野 宛")},
            "返信を申出者のページに載せる",
        ),
        "匿名の方・宛先なし": ({"anonymous": True, "complainant": None}, "返信を申出者のページに載せる"),
    }
    for bar, (changes, verb) in roads.items():
        public, internal = panels(see(client, bench.received(cast, **changes)))
        assert bar in public
        assert verb in public
        assert "申出者には見えません。" in internal
        assert "メモを残す" in internal
        assert "申出者には見えません。" not in public


def test_letter_to_a_body_is_addressed_as_one(client: Client, cast: Cast) -> None:
    company = PersonGiven(
        name="株式会社みほん工業",
        kind="body",
        contact_points=(ContactGiven(kind="email", value="c@example.jp"),),
    )
    assert (
        "株式会社みほん工業 御中・電子メール c@example.jp"
        in panels(see(client, bench.received(cast, complainant=company)))[0]
    )


def test_representative_is_who_letters_go_to(client: Client, cast: Cast) -> None:
    daughter = PersonGiven(
        name="娘野 さち", contact_points=(ContactGiven(kind="email", value="sachi@example.jp"),)
    )
    page = panels(see(client, bench.received(cast, representative=daughter)))[0]
    assert "娘野 さち 様・電子メール sachi@example.jp" in page


def test_public_side_is_chosen_first_and_texts_are_kept_in_the_tab(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    markup = composer(see(client, complaint))
    assert re.search(r'id="write-public"[^>]* checked', markup)
    assert not re.search(r'id="write-internal"[^>]* checked', markup)
    assert f'data-keep="{complaint.pk}-reply"' in markup
    assert f'data-keep="{complaint.pk}-note"' in markup


def test_text_of_an_empty_recipient_bar_never_says_nothing(cast: Cast, browser_of: BrowserOf) -> None:
    page = panels(see(browser_of("handler", "en"), bench.received(cast, anonymous=True, complainant=None)))[0]
    assert "Anonymous, no address known: it can only be read in the portal, with the slip" in page
    assert "Put the reply into the portal" in page


def test_unreachable_complainant_is_warned_of_before_a_letter_is_written(client: Client, cast: Cast) -> None:
    complaint = bench.received(cast, complainant=PersonGiven(name="無野 宛"))
    page = words_of(see(client, complaint, "acknowledge"))
    assert "通知文を届ける方法がありません。別の方法でも伝え、その方法を記録してください。" in page
    assert "別の方法で伝えた場合" in page


def test_complaint_can_be_confirmed_by_other_means(client: Client, cast: Cast) -> None:
    complaint = bench.received(cast, complainant=PersonGiven(name="無野 宛"))
    bench.send(client, complaint, "acknowledge", how="16時50分に電話で")
    assert "受付を通知しました（16時50分に電話で）" in words_of(see(client, complaint))
    assert complaint.letters.get().medium == "portal"


def test_closed_complaint_can_still_be_written_to(client: Client, cast: Cast) -> None:
    complaint = bench.closed(cast)
    assert bench.send(client, complaint, "reply", body="その後いかがですか。").status_code == 303
    assert bench.fresh(complaint).state == "closed_accepted"


def test_typed_text_stands_on_the_page_that_refuses_it(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    long_text = "長い返信です。" * 20_000
    answer = bench.send(client, complaint, "reply", body=long_text)
    assert answer.status_code == 422
    assert long_text in answer.content.decode()
