"""Letters that wait for a person: the two piles, the letter on paper, and the note that it was posted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from kikitori.casework.deliver import deliver_letter
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.report import note_report
from kikitori.foundation.mail.reports import Failure, Report
from kikitori.interfaces.desk.counts import count_all
from kikitori.interfaces.desk.horizon import Horizon
from kikitori.interfaces.desk.letter_pages import PAGE
from kikitori.interfaces.desk.outbox import Pile, pile
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import (
    SWEEPER,
    by_post,
    queries_for,
    recopied,
    restricted,
    rows_in,
    taken_in,
    words_of,
)
from tests.interfaces.desk.conftest import BrowserOf
from tests.letterbox import to_server


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """A confirmation of receipt to somebody whom only the post reaches."""
    return taken_in(cast, maker=makers.acknowledged, complainant=by_post()).letters.get()


def undeliverable(cast: Cast, settings: Settings) -> Letter:
    """A letter whose server could not be reached until the house gave up."""
    letter = taken_in(cast, maker=makers.acknowledged).letters.get()
    to_server(settings, 9)  # the discard port: nobody listens there
    now = timezone.now()
    while letter.state == "waiting":
        now += timedelta(days=2)
        deliver_letter(SWEEPER, letter.pk, now=now)
        letter.refresh_from_db()
    return letter


class TestPiles:
    def test_letter_for_paper_waits_to_be_printed(self, client: Client, letter: Letter) -> None:
        page = client.get("/desk/letters/")
        assert rows_in(page) == 1
        for words in (
            "受付通知",
            "文野 ゆう",
            "〒100-0001 東京都見本区みほん町1-1",
            letter.complaint.reference,
        ):
            assert words in words_of(page)
        assert f'href="/desk/letters/{letter.pk}/"' in page.content.decode()

    def test_letter_by_mail_is_nobodys_work(self, client: Client, cast: Cast) -> None:
        taken_in(cast, maker=makers.acknowledged)
        assert rows_in(client.get("/desk/letters/")) == 0

    def test_letter_that_could_not_be_sent_waits_on_its_own_pile(
        self, client: Client, cast: Cast, settings: Settings
    ) -> None:
        failed = undeliverable(cast, settings)
        assert failed.state == "failed"
        page = client.get("/desk/letters/?pile=failed")
        assert rows_in(page) == 1
        assert "hana@example.jp" in words_of(page)
        assert str(failed.tries) in words_of(page)
        assert rows_in(client.get("/desk/letters/?pile=to_print")) == 0

    def test_pile_with_something_on_it_is_shown_first(
        self, client: Client, cast: Cast, settings: Settings
    ) -> None:
        undeliverable(cast, settings)
        assert rows_in(client.get("/desk/letters/")) == 1
        taken_in(cast, maker=makers.acknowledged, complainant=by_post())
        assert "文野 ゆう" in words_of(client.get("/desk/letters/"))

    def test_numbers_are_those_of_the_piles(self, cast: Cast, settings: Settings) -> None:
        undeliverable(cast, settings)
        for _ in range(2):
            taken_in(cast, maker=makers.acknowledged, complainant=by_post())
        restricted(cast, complainant=by_post())
        for role, (to_print, failed) in {"handler": (2, 1), "lead": (3, 1), "administrator": (0, 0)}.items():
            counts = count_all(cast.actor(role), Horizon.at(timezone.now(), makers.JAPAN)).outbox
            assert (counts.to_print, counts.failed) == (to_print, failed)
            assert counts.waiting == to_print + failed
            assert pile(cast.actor(role), Pile.TO_PRINT).count() == to_print
            assert pile(cast.actor(role), Pile.FAILED).count() == failed

    def test_longest_waiting_comes_first(self, client: Client, cast: Cast) -> None:
        made = [
            taken_in(
                cast, ago=timedelta(hours=hours), maker=makers.acknowledged, complainant=by_post()
            ).reference
            for hours in (1, 9, 4)
        ]
        shown = re.findall(
            r'class="ref" href="/desk/complaints/([^/]+)/', client.get("/desk/letters/").content.decode()
        )
        assert shown == [made[1], made[2], made[0]]

    def test_empty_piles_say_what_comes_here(self, client: Client) -> None:
        assert "印刷を待つ通知文はありません" in words_of(client.get("/desk/letters/"))
        assert "送れなかった通知文はありません" in words_of(client.get("/desk/letters/?pile=failed"))

    def test_long_pile_is_walked_page_by_page(self, client: Client, letter: Letter) -> None:
        recopied(letter, PAGE + 1)
        first = client.get("/desk/letters/")
        assert rows_in(first) == PAGE
        onward = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
        assert onward
        assert rows_in(client.get(onward[1].replace("&amp;", "&"))) == 2

    def test_number_of_queries_does_not_grow_with_the_rows(self, client: Client, cast: Cast) -> None:
        taken_in(cast, maker=makers.acknowledged, complainant=by_post())
        one = queries_for(client, "/desk/letters/")
        for number in range(4):
            taken_in(cast, maker=makers.acknowledged, complainant=by_post(f"文野 {number}"))
        assert queries_for(client, "/desk/letters/") == one == 6


class TestPaper:
    def test_letter_stands_there_as_it_goes_out(self, client: Client, letter: Letter) -> None:
        Organisation.objects.update(address="〒100-0000\n東京都見本区みほん町9-9")
        page = words_of(client.get(f"/desk/letters/{letter.pk}/"))
        for words in ("〒100-0001 東京都見本区みほん町1-1 文野 ゆう 様", "みほん堂 〒100-0000 東京都見本区みほん町9-9",
                      letter.subject):  # fmt: skip
            assert words in page
        for line in filter(None, letter.body.splitlines()):
            assert " ".join(line.split()) in page

    def test_company_is_addressed_as_one(self, client: Client, cast: Cast) -> None:
        company = PersonGiven(
            name="みほん商事",
            kind="body",
            contact_points=(ContactGiven(kind="post", value="〒100-0001 東京都"),),
        )
        letter = taken_in(cast, maker=makers.acknowledged, complainant=company).letters.get()
        page = words_of(client.get(f"/desk/letters/{letter.pk}/"))
        assert "みほん商事 御中" in page
        assert "みほん商事 様" not in page

    def test_letter_speaks_its_own_language_whoever_prints_it(
        self, browser_of: BrowserOf, cast: Cast
    ) -> None:
        letter = taken_in(
            cast, maker=makers.acknowledged, complainant=by_post("Jane Doe"), language="en", story="It broke."
        ).letters.get()
        content = browser_of("handler", "ja").get(f"/desk/letters/{letter.pk}/").content.decode()
        sheet = content.partition('<article class="letter-page" lang="en">')[2]
        assert "Mihon-do" in sheet
        assert "みほん堂" not in sheet
        assert "様" not in sheet.partition("</article>")[0]

    def test_markup_in_a_letter_stays_text(self, client: Client, cast: Cast) -> None:
        letter = taken_in(
            cast,
            maker=makers.acknowledged,
            story="<script>alert(1)</script>",
            complainant=by_post("<b>太字</b>", "<img src=x>"),
        ).letters.get()
        content = client.get(f"/desk/letters/{letter.pk}/").content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "<b>太字" not in content

    def test_auditor_reads_it_and_cannot_note_it_as_posted(
        self, browser_of: BrowserOf, letter: Letter
    ) -> None:
        auditor = browser_of("auditor")
        page = auditor.get(f"/desk/letters/{letter.pk}/")
        assert page.status_code == 200
        assert "郵送したことを記録する" not in words_of(page)
        assert auditor.post(f"/desk/letters/{letter.pk}/").status_code == 403
        letter.refresh_from_db()
        assert letter.state == "to_print"


class TestOtherMeans:
    """What did not arrive is a task: reach them by other means."""

    @pytest.fixture
    def bounced(self, cast: Cast) -> Letter:
        """Sent, and returned by the mail server; a telephone and another address are known."""
        points = (
            ContactGiven(kind="email", value="hana@example.jp"),
            ContactGiven(kind="phone", value="03-1234-5678", note="平日昼"),
            ContactGiven(kind="email", value="hana.private@example.jp"),
            ContactGiven(kind="post", value="東京都見本区1-2-3"),
        )
        person = PersonGiven(name="試野 はな", contact_points=points)
        letter = taken_in(cast, maker=makers.acknowledged, complainant=person).letters.get()
        Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=timezone.now(), next_try_at=None)
        letter.refresh_from_db()
        failure = Report(
            failures=(Failure(letter.to_address, temporary=False),), action="failed", is_bounce=True
        )
        assert note_report(Actor.system("mail"), letter, failure, now=timezone.now())
        letter.refresh_from_db()
        return letter

    def test_other_ways_stand_beside_it_the_quickest_first(self, client: Client, bounced: Letter) -> None:
        page = client.get("/desk/letters/?pile=failed")
        words = words_of(page)
        assert "相手のメールサーバーから戻ってきました" in words
        ways = [
            words.index(each) for each in ("03-1234-5678", "hana.private@example.jp", "東京都見本区1-2-3")
        ]
        assert ways == sorted(ways)
        assert 'href="tel:+81312345678"' in page.content.decode()
        own = client.get(f"/desk/letters/{bounced.pk}/").content.decode()
        assert "別の方法で伝える" in own
        assert "03-1234-5678" in own

    def test_address_it_did_not_reach_is_not_offered_again(self, client: Client, bounced: Letter) -> None:
        content = client.get(f"/desk/letters/{bounced.pk}/").content.decode()
        assert content.count("hana@example.jp") == 1  # on the letter itself

    def test_told_by_other_means_it_leaves_the_pile_with_how(self, client: Client, bounced: Letter) -> None:
        answer = client.post(f"/desk/letters/{bounced.pk}/told/", {"how": "16:50 に電話で"})
        assert (answer.status_code, answer["Location"]) == (303, "/desk/letters/?pile=failed")
        bounced.refresh_from_db()
        assert bounced.state == "told"
        assert rows_in(client.get("/desk/letters/?pile=failed")) == 0
        page = words_of(client.get(f"/desk/complaints/{bounced.complaint.reference}/"))
        assert "別の方法で伝えました: 受付通知（16:50 に電話で）" in page

    def test_how_must_be_said(self, client: Client, bounced: Letter) -> None:
        answer = client.post(f"/desk/letters/{bounced.pk}/told/", {"how": " "})
        assert answer.status_code == 422
        assert "どのように伝えたかを書いてください" in answer.content.decode()
        bounced.refresh_from_db()
        assert bounced.state == "failed"

    def test_letter_that_arrived_is_left_alone(self, client: Client, letter: Letter) -> None:
        client.post(f"/desk/letters/{letter.pk}/told/", {"how": "電話"})
        letter.refresh_from_db()
        assert letter.state == "to_print"

    def test_auditor_cannot_note_it_and_a_hidden_one_is_not_there(
        self, browser_of: BrowserOf, client: Client, cast: Cast, bounced: Letter
    ) -> None:
        page = browser_of("auditor").get(f"/desk/letters/{bounced.pk}/")
        assert "伝えたことを記録する" not in words_of(page)
        assert (
            browser_of("auditor").post(f"/desk/letters/{bounced.pk}/told/", {"how": "電話"}).status_code
            == 403
        )
        hidden = restricted(cast).letters.get(kind="acknowledgement")
        assert client.post(f"/desk/letters/{hidden.pk}/told/", {"how": "電話"}).status_code == 404

    def test_queries_do_not_grow_with_the_pile(self, client: Client, bounced: Letter) -> None:
        one = queries_for(client, "/desk/letters/?pile=failed")
        recopied(bounced, 10)
        assert queries_for(client, "/desk/letters/?pile=failed") == one


class TestPosting:
    def test_letter_noted_as_posted_leaves_the_pile(self, client: Client, letter: Letter) -> None:
        answer = client.post(f"/desk/letters/{letter.pk}/")
        assert (answer.status_code, answer["Location"]) == (303, "/desk/letters/")
        letter.refresh_from_db()
        assert letter.state == "sent"
        assert letter.sent_at is not None
        page = client.get("/desk/letters/")
        assert rows_in(page) == 0
        assert f"{letter.complaint.reference} の通知文を郵送済みとして記録しました" in words_of(page)

    def test_second_click_changes_nothing_and_says_so(self, client: Client, letter: Letter) -> None:
        client.post(f"/desk/letters/{letter.pk}/")
        events = Event.objects.count()
        assert client.post(f"/desk/letters/{letter.pk}/").status_code == 303
        assert Event.objects.count() == events
        assert "すでに郵送済みです" in words_of(client.get("/desk/letters/"))

    def test_posting_stands_on_the_timeline(self, client: Client, cast: Cast, letter: Letter) -> None:
        client.post(f"/desk/letters/{letter.pk}/")
        event = Event.objects.filter(complaint=letter.complaint).latest("id")
        assert (event.kind, event.actor_staff_id, event.data["letter"]) == (
            "letter_sent", cast.handler.pk, letter.pk,
        )  # fmt: skip

    def test_letter_by_mail_cannot_be_noted_as_posted(self, client: Client, cast: Cast) -> None:
        mail = taken_in(cast, maker=makers.acknowledged).letters.get()
        client.post(f"/desk/letters/{mail.pk}/")
        mail.refresh_from_db()
        assert mail.state == "waiting"
        assert "郵送したことを記録する" not in words_of(client.get(f"/desk/letters/{mail.pk}/"))

    def test_form_from_elsewhere_is_refused(self, cast: Cast, letter: Letter) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.handler)
        assert client.post(f"/desk/letters/{letter.pk}/").status_code == 403
        letter.refresh_from_db()
        assert letter.state == "to_print"
        assert Complaint.objects.count() == 1


def test_pages_speak_english_to_an_english_reader(browser_of: BrowserOf, letter: Letter) -> None:
    client = browser_of("handler", "en")
    assert "Print each one, post it" in words_of(client.get("/desk/letters/"))
    assert "Printed and posted" in client.get(f"/desk/letters/{letter.pk}/").content.decode()
