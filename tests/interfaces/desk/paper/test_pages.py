"""Letters on paper at the desk: PDFs, notes of posting one by one and together, come back, written to another address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.posting import PostingGiven, post_letter, take_back_posting
from kikitori.casework.returned import note_returned
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.models import Letter
from kikitori.records.letters.postings import Posting
from kikitori.records.people.models import ContactPoint
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, queries_for, restricted, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import JAPAN
from tests.printed import pages, text_of

LETTERS = "/desk/letters/"


def written(cast: Cast, name: str = "文野 ゆう", **changes: Any) -> Letter:
    """A confirmation of receipt that waits to be posted."""
    return taken_in(cast, maker=makers.acknowledged, complainant=by_post(name), **changes).letters.get()


def today() -> date:
    return timezone.now().astimezone(JAPAN).date()


def at(letter: Letter, where: str = "") -> str:
    return f"{LETTERS}{letter.pk}/{where}"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return written(cast)


@pytest.fixture
def posted(cast: Cast, letter: Letter) -> Letter:
    """Posted a moment ago by registered mail."""
    given = PostingGiven(service="simple_registered", tracking="131-12-38385-2")
    post_letter(cast.actor("handler"), letter, given=given, now=timezone.now())
    return letter


@pytest.fixture
def returned(cast: Cast, posted: Letter) -> Letter:
    note_returned(cast.actor("handler"), posted, reason="address_unknown", now=timezone.now())
    return posted


class TestPdf:
    def test_letter_opens_in_the_browser_and_nothing_is_changed(self, client: Client, letter: Letter) -> None:
        events = Event.objects.count()
        answer = client.get(at(letter, "pdf/"))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer["Content-Disposition"] == f'inline; filename="{letter.posting.number}.pdf"'
        assert answer["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "文野 ゆう 様" in text_of(answer.content)
        assert client.get(at(letter, "pdf/")).content == answer.content
        letter.refresh_from_db()
        assert (letter.state, Event.objects.count()) == ("to_print", events)

    def test_size_can_be_chosen(self, client: Client, cast: Cast) -> None:
        letter = written(cast, accommodation="拡大文字")
        kept, usual, large = (
            client.get(at(letter, f"pdf/{query}")).content for query in ("", "?size=usual", "?size=large")
        )
        assert kept == large != usual
        assert client.get(at(letter, "pdf/?size=huge")).status_code == 400

    def test_letter_by_mail_has_none(self, client: Client, cast: Cast) -> None:
        mail = taken_in(cast, maker=makers.acknowledged).letters.get()
        assert client.get(at(mail, "pdf/")).status_code == 404
        assert "PDFを開く" not in words_of(client.get(at(mail)))

    def test_letters_nobody_may_see_are_not_there(
        self, client: Client, browser_of: BrowserOf, cast: Cast
    ) -> None:
        hidden = restricted(cast, complainant=by_post("秘野 ゆう")).letters.get(kind="acknowledgement")
        assert client.get(at(hidden, "pdf/")).status_code == 404
        for where in ("not-posted/", "returned/", "again/"):
            assert client.post(at(hidden, where)).status_code == 404
        answer = client.post(f"{LETTERS}pdf/", {"letter": [hidden.pk]})
        assert (answer.status_code, answer["Location"]) == (303, f"{LETTERS}?pile=to_print")
        client.post(f"{LETTERS}posted/", {"letter": [hidden.pk], "service": "ordinary"})
        hidden.refresh_from_db()
        assert hidden.state == "to_print"
        assert "秘野" in text_of(browser_of("lead").get(at(hidden, "pdf/")).content)

    def test_several_are_one_file_in_the_order_of_the_list(self, client: Client, cast: Cast) -> None:
        old, new = written(cast, "古野", ago=timedelta(hours=3)), written(cast, "新野")
        every = client.get(f"{LETTERS}pdf/")
        assert [name in page for name, page in zip(("古野", "新野"), pages(every.content), strict=True)] == [
            True
        ] * 2
        assert f"{old.posting.number}_{new.posting.number}.pdf" in every["Content-Disposition"]
        one = client.post(f"{LETTERS}pdf/", {"letter": [new.pk]})
        assert "新野" in text_of(one.content)
        assert "古野" not in text_of(one.content)

    @pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], ["-1"], ["0"]])
    def test_nothing_chosen_says_so(self, client: Client, letter: Letter, chosen: list[str]) -> None:
        answer = client.post(f"{LETTERS}pdf/", {"letter": chosen}, follow=True)
        assert "通知文が選ばれていません" in answer.content.decode()

    def test_number_of_queries_does_not_grow_with_the_letters(self, client: Client, cast: Cast) -> None:
        written(cast)
        one = queries_for(client, f"{LETTERS}pdf/")
        for number in range(4):
            written(cast, f"文野 {number}")
        assert queries_for(client, f"{LETTERS}pdf/") == one


class TestList:
    def test_list_shows_numbers_and_offers_pdfs(self, client: Client, letter: Letter) -> None:
        page = client.get(LETTERS)
        assert letter.posting.number in words_of(page)
        content = page.content.decode()
        assert f'href="{at(letter, "pdf/")}"' in content
        assert f'name="letter" value="{letter.pk}"' in content

    def test_auditor_sees_the_list_without_boxes(self, browser_of: BrowserOf, letter: Letter) -> None:
        content = browser_of("auditor").get(LETTERS).content.decode()
        assert letter.posting.number in content
        assert 'name="letter"' not in content
        assert "発送済みとして記録する" not in content

    def test_ticked_letters_are_posted_together(self, client: Client, cast: Cast) -> None:
        first, second, left = (written(cast, name) for name in ("一野", "二野", "三野"))
        answer = client.post(
            f"{LETTERS}posted/",
            {"letter": [first.pk, second.pk], "service": "recorded", "posted_on": today().isoformat()},
            follow=True,
        )
        assert "2通を発送済みとして記録しました" in answer.content.decode()
        assert rows_in(answer) == 1
        assert left.posting.number in words_of(answer)
        rows = Posting.objects.filter(letter__in=[first, second]).values_list("service", "posted_on")
        assert set(rows) == {("recorded", today())}

    def test_day_that_cannot_be_is_said_with_whom_it_is_about(self, client: Client, letter: Letter) -> None:
        day = (today() - timedelta(days=9)).isoformat()
        answer = client.post(
            f"{LETTERS}posted/", {"letter": [letter.pk], "service": "ordinary", "posted_on": day}, follow=True
        )
        assert "記録できませんでした: 文野 ゆう" in answer.content.decode()
        assert "この日より後に書かれた通知文です" in answer.content.decode()
        assert rows_in(answer) == 1

    @pytest.mark.parametrize(
        ("typed", "said"),
        [({}, "通知文が選ばれていません"), ({"posted_on": "きのう"}, "日付を入力してください"),
         ({"service": "pigeon"}, "まだ何も記録していません")],
    )  # fmt: skip
    def test_form_that_cannot_be_read_notes_nothing(
        self, client: Client, letter: Letter, typed: dict[str, str], said: str
    ) -> None:
        chosen = {"letter": [letter.pk]} if typed else {}
        answer = client.post(f"{LETTERS}posted/", {**chosen, **typed}, follow=True)
        assert said in answer.content.decode()
        assert rows_in(answer) == 1

    def test_returned_letter_says_why_and_how_else_they_are_reached(
        self, client: Client, returned: Letter
    ) -> None:
        page = words_of(client.get(f"{LETTERS}?pile=failed"))
        assert "返戻されました（あて所に尋ねあたらず）" in page
        assert returned.posting.number in page


class TestPosted:
    def test_way_and_number_are_kept_and_shown(self, client: Client, letter: Letter) -> None:
        answer = client.post(
            at(letter),
            {
                "service": "simple_registered",
                "posted_on": today().isoformat(),
                "tracking": "１３１－１２－３８３８５－２",
            },
        )
        assert answer.status_code == 303
        page = client.get(at(letter)).content.decode()
        for words in ("簡易書留", "131-12-38385-2", "作り直しても", "受田 ひかり"):
            assert words in page, words
        told = words_of(client.get(f"/desk/complaints/{letter.complaint.reference}/"))
        for words in (
            "印刷して郵送しました: 受付通知",
            letter.posting.number,
            "追跡番号 131-12-38385-2",
            "簡易書留",
        ):
            assert words in told, words

    def test_doubtful_number_is_asked_about_and_everything_typed_stays(
        self, client: Client, letter: Letter
    ) -> None:
        typed = {
            "service": "recorded",
            "posted_on": today().isoformat(),
            "tracking": "131-12-38385-3",
            "large": "on",
        }
        answer = client.post(at(letter), typed)
        content = answer.content.decode()
        assert answer.status_code == 422
        assert "末尾の数字が、ほかの数字と合いません" in content
        assert 'value="131-12-38385-3"' in content
        assert 'value="recorded" selected' in content
        assert 'name="sure"' in content
        assert client.post(at(letter), {**typed, "sure": "on"}).status_code == 303
        row = Posting.objects.get(letter=letter)
        assert (row.tracking, row.large_print) == ("13112383853", True)

    def test_box_to_be_sure_is_not_there_before_there_is_doubt(self, client: Client, letter: Letter) -> None:
        assert 'name="sure"' not in client.get(at(letter)).content.decode()

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"tracking": "簡易書留"}, "追跡番号として読み取れません"),
            ({"posted_on": "2019-01-01"}, "この日より後に書かれた通知文です"),
            ({"posted_on": "きのう"}, "日付"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(
        self, client: Client, letter: Letter, typed: dict[str, str], said: str
    ) -> None:
        answer = client.post(at(letter), {"service": "ordinary", **typed})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        letter.refresh_from_db()
        assert letter.state == "to_print"

    def test_note_is_taken_back_within_a_day(self, client: Client, posted: Letter) -> None:
        assert "実際には発送していなかった" in client.get(at(posted)).content.decode()
        answer = client.post(at(posted, "not-posted/"), follow=True)
        assert "発送の記録を取り消しました" in answer.content.decode()
        assert rows_in(client.get(LETTERS)) == 1
        told = words_of(client.get(f"/desk/complaints/{posted.complaint.reference}/"))
        assert "発送の記録を取り消しました" in told
        answer = client.post(at(posted, "not-posted/"), follow=True)
        assert "何も変更していません" in answer.content.decode()

    def test_day_later_it_is_offered_no_more_and_stays(self, client: Client, posted: Letter) -> None:
        content = client.get(at(posted)).content.decode()
        assert at(posted, "not-posted/") in content
        Posting.objects.filter(letter=posted).update(noted_at=timezone.now() - timedelta(days=2))
        assert at(posted, "not-posted/") not in client.get(at(posted)).content.decode()
        answer = client.post(at(posted, "not-posted/"), follow=True)
        assert "取り消せません" in answer.content.decode()
        posted.refresh_from_db()
        assert posted.state == "sent"


class TestReturned:
    def test_it_is_noted_told_and_waits_for_a_hand(self, client: Client, cast: Cast, posted: Letter) -> None:
        Complaint.objects.filter(pk=posted.complaint_id).update(assignee=cast.colleague)
        answer = client.post(
            at(posted, "returned/"),
            {"reason": "storage_over", "returned_on": today().isoformat()},
            follow=True,
        )
        content = answer.content.decode()
        assert "返戻を記録しました" in content
        assert "保管期間経過" in content
        assert rows_in(client.get(f"{LETTERS}?pile=failed")) == 1
        told = words_of(client.get(f"/desk/complaints/{posted.complaint.reference}/"))
        assert "返戻されました（保管期間経過）" in told

    def test_handler_reads_of_it_among_their_notices(
        self, browser_of: BrowserOf, client: Client, cast: Cast, posted: Letter
    ) -> None:
        Complaint.objects.filter(pk=posted.complaint_id).update(assignee=cast.colleague)
        client.post(at(posted, "returned/"), {"reason": "moved"})
        assert "通知が返戻されました" in words_of(browser_of("colleague").get("/desk/notices/"))

    def test_day_that_cannot_be_is_said_and_nothing_stands(self, client: Client, posted: Letter) -> None:
        answer = client.post(at(posted, "returned/"), {"reason": "moved", "returned_on": "2019-01-01"})
        assert answer.status_code == 422
        assert "この日より後に発送されています" in answer.content.decode()
        assert 'value="moved" selected' in answer.content.decode()
        posted.refresh_from_db()
        assert posted.state == "sent"

    def test_letter_that_is_not_in_the_post_cannot_come_back(self, client: Client, letter: Letter) -> None:
        answer = client.post(at(letter, "returned/"), {"reason": "moved"}, follow=True)
        assert "何も変更していません" in answer.content.decode()

    def test_it_can_be_told_by_phone(self, client: Client, returned: Letter) -> None:
        client.post(at(returned, "told/"), {"how": "16:50 に電話で"})
        returned.refresh_from_db()
        assert returned.state == "told"


class TestAgain:
    NEW = "〒530-0001 大阪府見本市みほん2-2"

    def test_new_address_makes_a_new_letter_and_joins_the_card(
        self, client: Client, returned: Letter
    ) -> None:
        page = client.get(at(returned)).content.decode()
        assert "checked" in page.partition('name="retire"')[2].partition(">")[0]
        answer = client.post(
            at(returned, "again/"), {"typed": self.NEW, "heard": "電話で", "retire": "on"}, follow=True
        )
        new = Letter.objects.latest("pk")
        assert answer.redirect_chain == [(at(new), 303)]
        assert f"新しい住所あての通知文（{new.posting.number}）を作りました" in answer.content.decode()
        assert list(ContactPoint.objects.values_list("value", flat=True)) == [self.NEW]
        old = client.get(at(returned)).content.decode()
        assert f'href="{at(new)}"' in old
        told = words_of(client.get(f"/desk/complaints/{returned.complaint.reference}/"))
        assert "別の住所あてに作り直しました: 受付通知" in told
        assert f"文書番号 {new.posting.number}" in told

    def test_address_we_know_is_offered(self, client: Client, cast: Cast, returned: Letter) -> None:
        person = returned.complaint.parties.get().person
        point = ContactPoint.objects.create(person=person, kind="post", value=self.NEW, key="k")
        assert self.NEW in client.get(at(returned)).content.decode()
        assert client.post(at(returned, "again/"), {"address": point.pk}).status_code == 303
        assert Letter.objects.latest("pk").to_address == self.NEW

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "住所を選ぶか、新しい住所を書いてください"),
            ({"typed": "大阪府見本市"}, "この住所をどのように知ったかを書いてください"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, client: Client, returned: Letter, typed: dict[str, str], said: str
    ) -> None:
        answer = client.post(at(returned, "again/"), typed)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert typed.get("typed", "") in answer.content.decode()
        assert Letter.objects.count() == 1

    def test_letter_in_the_post_is_not_written_twice(self, client: Client, posted: Letter) -> None:
        answer = client.post(at(posted, "again/"), {"typed": self.NEW, "heard": "電話"}, follow=True)
        assert "何も変更していません" in answer.content.decode()
        assert Letter.objects.count() == 1


@pytest.mark.parametrize("where", ["", "not-posted/", "returned/", "again/"])
def test_auditor_reads_and_notes_nothing(browser_of: BrowserOf, posted: Letter, where: str) -> None:
    auditor = browser_of("auditor")
    page = auditor.get(at(posted))
    assert page.status_code == 200
    assert "131-12-38385-2" in page.content.decode()
    assert "返戻を記録する" not in page.content.decode()
    assert auditor.get(at(posted, "pdf/")).status_code == 200
    events = Event.objects.count()
    assert auditor.post(at(posted, where), {"reason": "moved"}).status_code == 403
    assert Event.objects.count() == events


def test_files_that_go_with_it_are_at_hand_where_it_is_printed(
    client: Client, cast: Cast, letter: Letter
) -> None:
    word = reply(cast.actor("handler"), letter.complaint, body="内訳を同封します。", now=timezone.now())
    word.enclosures.create(
        complaint=letter.complaint, name="内訳.pdf", found="application/pdf", size=3, digest="d", raw=b"%PD",
        added_at=timezone.now(),
    )  # fmt: skip
    new = Letter.objects.latest("pk")
    page = client.get(at(new)).content.decode()
    assert "内訳.pdf" in page
    assert "/files/" in page


def test_taken_back_and_posted_again_is_one_letter(client: Client, cast: Cast, posted: Letter) -> None:
    take_back_posting(cast.actor("handler"), posted, now=timezone.now())
    client.post(at(posted), {"service": "ordinary"})
    row = Posting.objects.get(letter=posted)
    assert (row.service, row.tracking, row.number) == ("ordinary", "", posted.posting.number)


def test_pages_speak_english_to_an_english_reader(browser_of: BrowserOf, returned: Letter) -> None:
    client = browser_of("handler", "en")
    page = client.get(at(returned)).content.decode()
    for words in (
        "Open as PDF",
        "Nobody of this name at the address",
        "Post it to another address",
        "Tracking number",
    ):
        assert words in page
    assert "Came back: Nobody of this name" in words_of(client.get(f"{LETTERS}?pile=failed"))
