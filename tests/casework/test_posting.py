"""Letters on paper: numbered when they are written, posted with a day and a number, taken back, come back, go elsewhere."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.contact_points import add_contact_point
from kikitori.casework.errors import Invalid, NotNow, Refused, Unseen
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.look import LookGiven, keep_logo, set_look
from kikitori.casework.post_again import NewAddress, post_again
from kikitori.casework.posting import UNDO_WITHIN, PostingGiven, post_letter, take_back_posting
from kikitori.casework.returned import note_returned
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.letters.paper import paper_of
from kikitori.records.letters.postings import LetterCounter, Posting
from kikitori.records.letters.sheets import printed_accent
from kikitori.records.people.models import Organisation, Person
from kikitori.records.people.terms import Setting
from kikitori.records.together.models import Notice
from tests import makers
from tests.cast import Cast
from tests.foundation.mail import pictures
from tests.makers import FRIDAY
from tests.printed import text_of

LATER = FRIDAY + timedelta(hours=3)
DAY = FRIDAY.date()
ADDRESS = "〒100-0001 東京都見本区みほん町1-1"


def on_paper(cast: Cast, *, name: str = "文野 ゆう", address: str = ADDRESS, **changes: Any) -> Letter:
    """The confirmation of receipt of somebody whom only the post reaches."""
    person = PersonGiven(
        name=name,
        kind=changes.pop("kind", "individual"),
        contact_points=(ContactGiven(kind="post", value=address),),
    )
    return makers.acknowledged(cast, complainant=person, **changes).letters.get()


def again(letter: Letter) -> Letter:
    """As it stands in the database."""
    return Letter.objects.select_related("posting", "complaint").get(pk=letter.pk)


def events(letter: Letter) -> list[str]:
    return list(letter.complaint.events.order_by("pk").values_list("kind", flat=True))


class TestWritten:
    def test_letters_are_numbered_in_a_row_as_they_are_written(self, cast: Cast) -> None:
        first, second = on_paper(cast), on_paper(cast)
        assert [first.posting.number, second.posting.number] == ["L-2026-000001", "L-2026-000002"]
        reply(cast.actor("handler"), first.complaint, body="ご返信です。", now=LATER, token=makers.token())
        assert first.complaint.letters.latest("pk").posting.number == "L-2026-000003"
        assert LetterCounter.objects.get().last == 3

    def test_year_is_that_of_the_organisation(self, cast: Cast) -> None:
        eve = FRIDAY.replace(year=2026, month=12, day=31, hour=23, minute=30)
        assert on_paper(cast, now=eve, received_at=eve).posting.number == "L-2026-000001"
        new_year = eve + timedelta(hours=1)
        assert on_paper(cast, now=new_year, received_at=new_year).posting.number == "L-2027-000001"

    def test_letter_by_mail_has_no_number(self, cast: Cast) -> None:
        letter = makers.acknowledged(cast).letters.get()
        assert not Posting.objects.filter(letter=letter).exists()
        assert not LetterCounter.objects.exists()

    def test_step_that_fails_uses_up_no_number(self, cast: Cast) -> None:
        complaint = on_paper(cast).complaint
        with pytest.raises(Invalid):
            reply(cast.actor("handler"), complaint, body="", now=LATER, token=makers.token())
        assert on_paper(cast).posting.number == "L-2026-000002"

    def test_paper_is_the_same_whatever_changes_later(self, cast: Cast) -> None:
        letter = on_paper(cast)
        before = paper_of([again(letter).posting]).content
        Organisation.objects.update(name_ja="改名堂", address="移転先", phone="000")
        Person.objects.update(name="改名", honorific="sensei")
        assert paper_of([again(letter).posting]).content == before
        assert "みほん堂" in text_of(before)

    def test_head_is_that_of_the_day_it_was_written(self, cast: Cast) -> None:
        """A later look changes no letter, and the logo stays for as long as a letter has it."""
        lead = cast.actor("lead")
        logo = keep_logo(lead, pictures.PNG, now=FRIDAY)
        look = LookGiven(name_ja="みほん堂", accent="#ffcc00", logo=logo.digest)
        set_look(lead, look, seen=newest_change(Setting.LOOK), now=FRIDAY)
        letter = on_paper(cast)
        kept = again(letter).posting
        assert kept.sheet["logo"] == logo.digest
        assert kept.sheet["accent"] == printed_accent("#ffcc00") != "#ffcc00"
        before = paper_of([kept]).content
        set_look(lead, LookGiven(name_ja="改名堂"), seen=newest_change(Setting.LOOK), now=FRIDAY)
        keep_logo(lead, pictures.JPEG, now=FRIDAY + timedelta(days=30))
        assert paper_of([again(letter).posting]).content == before
        assert on_paper(cast).posting.sheet["logo"] == ""

    @pytest.mark.parametrize(
        ("changes", "on_it"),
        [
            ({}, "文野 ゆう 様"),
            ({"name": "みほん株式会社", "kind": "body"}, "みほん株式会社 御中"),
            ({"name": "文野 ゆう様"}, "文野 ゆう様"),
            ({"language": "en", "name": "Yu Fumino"}, "Yu Fumino"),
        ],
    )
    def test_window_names_them_as_the_greeting_does(
        self, cast: Cast, changes: dict[str, Any], on_it: str
    ) -> None:
        posting = on_paper(cast, **changes).posting
        assert posting.sheet["name"] == on_it
        assert posting.sheet["address"] == ADDRESS

    def test_chosen_title_stands_in_the_window(self, cast: Cast) -> None:
        complaint = on_paper(cast).complaint
        Person.objects.filter(parts__complaint=complaint).update(honorific="sensei")
        reply(cast.actor("handler"), complaint, body="ご返信です。", now=LATER, token=makers.token())
        assert complaint.letters.latest("pk").posting.sheet["name"] == "文野 ゆう 先生"

    def test_what_stands_on_it_is_what_is_known_and_promised(self, cast: Cast) -> None:
        letter = on_paper(cast)
        sheet = again(letter).posting.sheet
        assert sheet["reference"] == letter.complaint.reference
        assert sheet["locator"] == letter.complaint.receipt.locator
        assert sheet["date"] == "2026年11月20日（金）"
        assert sheet["sender"] == "みほん堂"
        due = letter.complaint.promises.filter(state="open").count()
        assert len(sheet["promises"]) == due > 0
        assert all("まで　" in line for line in sheet["promises"])

    @pytest.mark.parametrize(
        ("needs", "large"),
        [("拡大文字でお願いします", True), ("電話は不要", False), ("Large print please", True)],
    )
    def test_large_print_follows_what_the_person_needs(self, cast: Cast, needs: str, large: bool) -> None:
        assert on_paper(cast, accommodation=needs).posting.large_print is large

    def test_many_letters_are_numbered_in_as_few_statements_as_one(self, cast: Cast) -> None:
        complaint = on_paper(cast).complaint
        with CaptureQueriesContext(connection) as one:
            reply(cast.actor("handler"), complaint, body="一", now=LATER, token=makers.token())
        paper = [each["sql"] for each in one if "posting" in each["sql"] or "lettercounter" in each["sql"]]
        assert len(paper) == 2


class TestPosted:
    def test_posting_is_written_down_with_both_its_times(self, cast: Cast) -> None:
        letter = on_paper(cast)
        given = PostingGiven(service="simple_registered", tracking="131-12-38385-2", posted_on=DAY)
        assert post_letter(cast.actor("handler"), letter, given=given, now=LATER + timedelta(days=1))
        found = again(letter)
        row = found.posting
        assert (found.state, found.sent_at) == ("sent", LATER + timedelta(days=1))
        assert (row.service, row.tracking, row.posted_on) == ("simple_registered", "13112383852", DAY)
        assert (row.noted_at, row.noted_by) == (LATER + timedelta(days=1), cast.handler)
        assert row.digest == hashlib.sha256(paper_of([row]).content).hexdigest()
        event = letter.complaint.events.get(kind="letter_sent")
        assert event.visibility == "internal"
        assert event.data == {
            "letter": letter.pk, "kind": "acknowledgement", "medium": "print", "number": row.number,
            "service": "simple_registered", "tracking": "13112383852", "posted_on": DAY.isoformat(),
        }  # fmt: skip

    def test_nothing_typed_is_today_by_ordinary_mail(self, cast: Cast) -> None:
        letter = on_paper(cast)
        post_letter(cast.actor("handler"), letter, now=LATER)
        row = again(letter).posting
        assert (row.service, row.tracking, row.posted_on, row.large_print) == ("ordinary", "", DAY, False)

    def test_large_print_that_was_chosen_is_what_is_kept(self, cast: Cast) -> None:
        letter = on_paper(cast)
        usual = hashlib.sha256(paper_of([again(letter).posting]).content).hexdigest()
        post_letter(cast.actor("handler"), letter, given=PostingGiven(large=True), now=LATER)
        row = again(letter).posting
        assert row.large_print
        assert row.digest not in ("", usual)

    @pytest.mark.parametrize(
        ("given", "problems"),
        [
            ({"tracking": "書留"}, {"tracking": "not_a_number"}),
            ({"tracking": "131-12-38385-3"}, {"tracking": "out_of_range"}),
            ({"service": "pigeon"}, {"service": "unknown_word"}),
            ({"posted_on": DAY + timedelta(days=1)}, {"posted_on": "in_the_future"}),
            ({"posted_on": DAY - timedelta(days=1)}, {"posted_on": "in_the_past"}),
            ({"tracking": "9" * 61, "posted_on": date(2030, 1, 1)},
             {"tracking": "too_long", "posted_on": "in_the_future"}),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_and_nothing_stands(
        self, cast: Cast, given: dict[str, Any], problems: dict[str, str]
    ) -> None:
        letter = on_paper(cast)
        with pytest.raises(Invalid) as refused:
            post_letter(cast.actor("handler"), letter, given=PostingGiven(**given), now=LATER)
        assert refused.value.problems == problems
        assert again(letter).state == "to_print"
        assert "letter_sent" not in events(letter)

    def test_doubtful_number_is_kept_once_somebody_is_sure(self, cast: Cast) -> None:
        letter = on_paper(cast)
        given = PostingGiven(tracking="131-12-38385-3", sure=True)
        assert post_letter(cast.actor("handler"), letter, given=given, now=LATER)
        assert again(letter).posting.tracking == "13112383853"


class TestTakenBack:
    def test_letter_waits_again_under_its_number(self, cast: Cast) -> None:
        letter = on_paper(cast)
        post_letter(cast.actor("handler"), letter, given=PostingGiven(tracking="ABC12345"), now=LATER)
        number = again(letter).posting.number
        take_back_posting(cast.actor("colleague"), letter, now=LATER + UNDO_WITHIN)
        found = again(letter)
        row = found.posting
        assert (found.state, found.sent_at, row.number) == ("to_print", None, number)
        assert (row.service, row.tracking, row.digest, row.posted_on, row.noted_at) == (
            "",
            "",
            "",
            None,
            None,
        )
        assert events(letter)[-1] == "posting_taken_back"
        assert post_letter(cast.actor("handler"), letter, now=LATER + timedelta(days=2))

    def test_day_later_it_stays(self, cast: Cast) -> None:
        letter = on_paper(cast)
        post_letter(cast.actor("handler"), letter, now=LATER)
        with pytest.raises(NotNow, match="too_late_to_undo"):
            take_back_posting(cast.actor("handler"), letter, now=LATER + UNDO_WITHIN + timedelta(seconds=1))
        assert again(letter).state == "sent"

    def test_what_was_not_posted_cannot_be_taken_back(self, cast: Cast) -> None:
        for letter in (on_paper(cast), makers.acknowledged(cast).letters.get()):
            with pytest.raises(NotNow, match="gone_meanwhile"):
                take_back_posting(cast.actor("handler"), letter, now=LATER)


class TestReturned:
    def test_letter_that_came_back_waits_for_a_hand_and_its_handler_is_told(self, cast: Cast) -> None:
        letter = on_paper(cast)
        Complaint.objects.filter(pk=letter.complaint_id).update(assignee=cast.handler)
        post_letter(cast.actor("colleague"), letter, now=LATER)
        back = LATER + timedelta(days=6)
        note_returned(
            cast.actor("colleague"), letter, reason="address_unknown", now=back, returned_on=back.date()
        )
        found = again(letter)
        assert (found.state, found.last_error) == ("failed", "returned")
        assert (found.posting.returned_why, found.posting.returned_on) == ("address_unknown", back.date())
        assert found.posting.posted_on == DAY
        event = letter.complaint.events.get(kind="letter_returned")
        assert event.visibility == "internal"
        assert (event.data["reason"], event.data["day"]) == ("address_unknown", back.date().isoformat())
        notice = Notice.objects.get(kind="returned")
        assert (notice.recipient, notice.event_id, notice.by) == (cast.handler, event.pk, cast.colleague)

    @pytest.mark.parametrize(
        ("given", "problems"),
        [
            ({"reason": ""}, {"reason": "missing"}),
            ({"reason": "eaten"}, {"reason": "unknown_word"}),
            ({"reason": "moved", "returned_on": DAY + timedelta(days=9)}, {"returned_on": "in_the_future"}),
            ({"reason": "moved", "returned_on": DAY - timedelta(days=1)}, {"returned_on": "in_the_past"}),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_stands(
        self, cast: Cast, given: dict[str, Any], problems: dict[str, str]
    ) -> None:
        letter = on_paper(cast)
        post_letter(cast.actor("handler"), letter, now=LATER)
        with pytest.raises(Invalid) as refused:
            note_returned(cast.actor("handler"), letter, now=LATER, **given)
        assert refused.value.problems == problems
        assert again(letter).state == "sent"

    def test_only_what_is_in_the_post_can_come_back(self, cast: Cast) -> None:
        letter = on_paper(cast)
        with pytest.raises(NotNow, match="gone_meanwhile"):
            note_returned(cast.actor("handler"), letter, reason="moved", now=LATER)
        post_letter(cast.actor("handler"), letter, now=LATER)
        note_returned(cast.actor("handler"), letter, reason="moved", now=LATER)
        with pytest.raises(NotNow, match="gone_meanwhile"):
            note_returned(cast.actor("handler"), letter, reason="refused", now=LATER)
        assert again(letter).posting.returned_why == "moved"
        with pytest.raises(NotNow, match="gone_meanwhile"):
            take_back_posting(cast.actor("handler"), letter, now=LATER)


class TestAgain:
    NEW = "〒530-0001 大阪府見本市みほん2-2"

    def returned(self, cast: Cast) -> Letter:
        letter = on_paper(cast)
        post_letter(cast.actor("handler"), letter, now=LATER)
        note_returned(cast.actor("handler"), letter, reason="moved", now=LATER)
        return letter

    def test_same_words_go_to_a_new_address_under_a_new_number(self, cast: Cast) -> None:
        letter = self.returned(cast)
        to = NewAddress(typed=self.NEW, heard="電話で", retire=True)
        new = post_again(cast.actor("handler"), letter, to, now=LATER + timedelta(days=7))
        old, new = again(letter), again(new)
        assert (old.state, old.posting.replaced_by) == ("replaced", new)
        assert (new.state, new.to_address, new.to_name) == ("to_print", self.NEW, "文野 ゆう")
        assert (new.subject, new.body, new.kind, new.word_id) == (
            old.subject,
            old.body,
            old.kind,
            old.word_id,
        )
        assert (old.posting.number, new.posting.number) == ("L-2026-000001", "L-2026-000002")
        assert new.posting.sheet["again"] == "L-2026-000001"
        assert new.posting.sheet["date"] == "2026年11月27日（金）"
        assert new.posting.sheet["name"] == "文野 ゆう 様"
        assert "再送（前回 L-2026-000001）" in text_of(paper_of([new.posting]).content)
        event = letter.complaint.events.get(kind="letter_replaced")
        assert (event.data["letter"], event.data["new"], event.data["number"]) == (
            old.pk,
            new.pk,
            "L-2026-000002",
        )
        person = Person.objects.get(parts__complaint=letter.complaint)
        assert list(person.contact_points.values_list("value", flat=True)) == [self.NEW]
        reply(cast.actor("handler"), letter.complaint, body="次の手紙", now=LATER, token=makers.token())
        assert letter.complaint.letters.latest("pk").to_address == self.NEW

    def test_known_address_needs_no_reason_and_the_old_one_may_stay(self, cast: Cast) -> None:
        letter = self.returned(cast)
        person = Person.objects.get(parts__complaint=letter.complaint)
        point = add_contact_point(
            cast.actor("handler"),
            person,
            ContactGiven(kind="post", value=self.NEW),
            now=LATER,
            heard="電話で",
        )
        new = post_again(cast.actor("handler"), letter, NewAddress(point=point.pk), now=LATER)
        assert new.to_address == self.NEW
        assert person.contact_points.count() == 2

    def test_wrong_address_is_mended_before_the_letter_is_posted(self, cast: Cast) -> None:
        letter = on_paper(cast)
        new = post_again(cast.actor("handler"), letter, NewAddress(typed=self.NEW, heard="電話で"), now=LATER)
        assert (again(letter).state, again(new).state) == ("replaced", "to_print")
        assert not post_letter(cast.actor("handler"), letter, now=LATER)

    @pytest.mark.parametrize(
        ("to", "problems"),
        [
            (NewAddress(), {"address": "missing"}),
            (NewAddress(point=10**9), {"address": "missing"}),
            (NewAddress(typed="大阪府"), {"heard": "missing"}),
            (NewAddress(typed="あ" * 501, heard="電話"), {"address": "too_long"}),
        ],
    )
    def test_address_that_is_none_is_refused_and_nothing_stands(
        self, cast: Cast, to: NewAddress, problems: dict[str, str]
    ) -> None:
        letter = self.returned(cast)
        with pytest.raises(Invalid) as refused:
            post_again(cast.actor("handler"), letter, to, now=LATER)
        assert refused.value.problems == problems
        assert again(letter).state == "failed"
        assert letter.complaint.letters.count() == 1

    def test_address_of_somebody_else_is_none(self, cast: Cast) -> None:
        letter = self.returned(cast)
        other = Person.objects.get(parts__complaint=on_paper(cast, name="別人", address="他所").complaint)
        with pytest.raises(Invalid):
            post_again(
                cast.actor("handler"), letter, NewAddress(point=other.contact_points.get().pk), now=LATER
            )

    def test_letter_that_is_on_its_way_is_not_written_twice(self, cast: Cast) -> None:
        letter = on_paper(cast)
        post_letter(cast.actor("handler"), letter, now=LATER)
        with pytest.raises(NotNow, match="gone_meanwhile"):
            post_again(cast.actor("handler"), letter, NewAddress(typed="他所", heard="電話"), now=LATER)


@pytest.mark.parametrize(
    ("role", "refusal"), [("auditor", Refused), ("administrator", Unseen)], ids=["auditor", "administrator"]
)
def test_who_may_not_write_may_note_nothing(cast: Cast, role: str, refusal: type[Exception]) -> None:
    waiting, posted = on_paper(cast), on_paper(cast)
    post_letter(cast.actor("handler"), posted, now=LATER)
    actor = cast.actor(role)
    for attempt in (
        lambda: post_letter(actor, waiting, now=LATER),
        lambda: take_back_posting(actor, posted, now=LATER),
        lambda: note_returned(actor, posted, reason="moved", now=LATER),
        lambda: post_again(actor, waiting, NewAddress(typed="他所", heard="電話"), now=LATER),
    ):
        with pytest.raises(refusal):
            attempt()
    assert (again(waiting).state, again(posted).state) == ("to_print", "sent")
