"""Drafts: kept per person and window, never overwritten from another one, erased once they are sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.drafts import (
    Page,
    discard_draft,
    draft_sent,
    drafts_of,
    forget_sent_pages,
    save_draft,
)
from kikitori.casework.errors import Invalid, Refused, Unseen
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY


def save(
    cast: Cast, complaint: Complaint, text: str, page: Page, role: str = "handler", form: Step = Step.REPLY
) -> Draft | None:
    return save_draft(cast.actor(role), complaint, form=form, text=text, page=page, now=FRIDAY).draft


def texts(cast: Cast, complaint: Complaint, role: str = "handler") -> list[str]:
    return sorted(row.text for row in drafts_of(cast.actor(role), complaint))


def test_draft_grows_with_what_is_typed_and_stands_on_no_timeline(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    events, version = complaint.events.count(), complaint.version
    for text in ("お", "お待た", "お待たせ\n しました"):
        save(cast, complaint, text, Page("a"))
    assert texts(cast, complaint) == ["お待たせ\n しました"]
    complaint.refresh_from_db()
    assert (complaint.events.count(), complaint.version) == (events, version)


def test_draft_is_its_writers_alone(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    save(cast, complaint, "私の", Page("a"))
    save(cast, complaint, "あなたの", Page("b"), role="colleague")
    assert texts(cast, complaint) == ["私の"]
    assert texts(cast, complaint, "colleague") == ["あなたの"]


def test_reply_and_note_of_one_page_are_two_drafts(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    save(cast, complaint, "申出者へ", Page("a"))
    save(cast, complaint, "内部", Page("a"), form=Step.NOTE)
    assert {row.form: row.text for row in drafts_of(cast.actor("handler"), complaint)} == {
        "reply": "申出者へ",
        "note": "内部",
    }


def test_page_opened_again_goes_on_with_the_draft(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    first = save(cast, complaint, "一行目", Page("a"))
    assert first is not None
    again = save(cast, complaint, "一行目\n二行目", Page("b", first.pk, first.revision))
    assert again == first
    assert texts(cast, complaint) == ["一行目\n二行目"]


def test_two_windows_never_overwrite_each_other(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    first = save(cast, complaint, "共通の始まり", Page("a"))
    assert first is not None
    # Both windows were opened with the same draft; the first to type takes it over.
    one, two = (Page(token, first.pk, first.revision) for token in "bc")
    save(cast, complaint, "共通の始まり、続き一", one)
    saved = save_draft(
        cast.actor("handler"), complaint, form=Step.REPLY, text="共通の始まり、続き二", page=two, now=FRIDAY
    )
    assert [row.text for row in saved.others] == ["共通の始まり、続き一"]
    save(cast, complaint, "共通の始まり、続き一の先", one)
    save(cast, complaint, "共通の始まり、続き二の先", two)
    save(cast, complaint, "最初の窓", Page("a"))
    assert texts(cast, complaint) == ["共通の始まり、続き一の先", "共通の始まり、続き二の先", "最初の窓"]


def test_window_that_says_the_same_makes_no_second_draft(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    save(cast, complaint, "同じ", Page("a"))
    save(cast, complaint, "同じ", Page("b"))
    assert texts(cast, complaint) == ["同じ"]


def test_emptied_text_is_no_draft(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assert save(cast, complaint, " \n ", Page("a")) is None
    save(cast, complaint, "やはり", Page("a"))
    assert save(cast, complaint, "", Page("a")) is None
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_savings_of_one_window_at_once_are_one_draft() -> None:
    complaint = makers.acknowledged(cast := summon())
    start = Barrier(6)

    def type_on(number: int) -> None:
        try:
            start.wait(timeout=30)
            save(cast, complaint, f"文{number}", Page("a"))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(type_on, range(6)))
    assert Draft.objects.get().revision == 6


def test_sent_draft_is_erased_and_what_still_arrives_is_ignored(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    save(cast, complaint, "送ります", Page("a"))
    save(cast, complaint, "ほかの窓の別の文", Page("b"))
    draft_sent(cast.actor("handler"), complaint, form=Step.REPLY, text="送ります", page=Page("a"), now=FRIDAY)
    assert texts(cast, complaint) == ["ほかの窓の別の文"]
    assert save(cast, complaint, "送りま", Page("a")) is None
    assert texts(cast, complaint) == ["ほかの窓の別の文"]
    assert not Draft.objects.filter(text__contains="送り").exists()


def test_draft_that_a_page_began_with_is_erased_with_it_if_nobody_touched_it(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    first = save(cast, complaint, "下書き", Page("a"))
    assert first is not None
    opened = Page("b", first.pk, first.revision)
    draft_sent(cast.actor("handler"), complaint, form=Step.REPLY, text="直した文", page=opened, now=FRIDAY)
    assert texts(cast, complaint) == []


def test_pages_that_were_sent_are_forgotten_after_a_day(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    save(cast, complaint, "残る", Page("b"))
    draft_sent(cast.actor("handler"), complaint, form=Step.REPLY, text="x", page=Page("a"), now=FRIDAY)
    assert forget_sent_pages(FRIDAY + timedelta(hours=23)) == 0
    assert forget_sent_pages(FRIDAY + timedelta(hours=25)) == 1
    assert Draft.objects.get().text == "残る"


def test_draft_is_thrown_away_by_its_writer_alone(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    draft = save(cast, complaint, "不要", Page("a"))
    assert draft is not None
    assert not discard_draft(cast.actor("colleague"), complaint, draft=draft.pk)
    assert not discard_draft(cast.actor("handler"), makers.acknowledged(cast), draft=draft.pk)
    assert discard_draft(cast.actor("handler"), complaint, draft=draft.pk)
    assert not discard_draft(cast.actor("handler"), complaint, draft=draft.pk)


@pytest.mark.parametrize("text", ["x\x00y", "長" * 100_001])
def test_text_that_cannot_be_kept_leaves_the_draft_as_it_was(cast: Cast, text: str) -> None:
    complaint = makers.acknowledged(cast)
    save(cast, complaint, "前の文", Page("a"))
    with pytest.raises(Invalid):
        save(cast, complaint, text, Page("a"))
    assert texts(cast, complaint) == ["前の文"]


def test_draft_needs_the_right_to_take_the_step(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(Refused):
        save(cast, complaint, "x", Page("a"), role="auditor")
    with pytest.raises(Unseen):
        save(cast, complaint, "x", Page("a"), role="administrator")
    assert not Draft.objects.exists()


def test_token_of_a_page_is_not_stored_as_it_is(cast: Cast) -> None:
    draft = save(cast, makers.acknowledged(cast), "x", Page("token-of-this-page"))
    assert draft is not None
    assert "token-of-this-page" not in draft.window
