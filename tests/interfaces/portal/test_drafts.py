"""A complaint being written: nothing typed is lost, nothing is mixed up, nothing reaches the records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import QueryDict

from kikitori.interfaces.portal import drafts
from kikitori.interfaces.portal.drafts import FIELDS, Draft
from tests.makers import FRIDAY

TOKEN = "abcdefghijklmnopqrst_-"


def sent(**values: Any) -> QueryDict:
    """A form as it arrives."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@pytest.fixture
def session() -> SessionStore:
    return SessionStore()


def test_new_drafts_have_tokens_of_their_own() -> None:
    tokens = {Draft.new().token for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 22 for token in tokens)


def test_draft_keeps_the_token_it_was_given() -> None:
    assert Draft.posted(sent(token=TOKEN)).token == TOKEN


@pytest.mark.parametrize(
    "token",
    ["", " ", "short", TOKEN + "x", TOKEN[:-1] + "あ", TOKEN[:-1] + "/", "\x00" * 22, "' or 1=1 --" * 2],
)
def test_token_that_we_never_gave_is_replaced(token: str) -> None:
    fresh = Draft.posted(sent(token=token)).token
    assert fresh != token
    assert len(fresh) == 22


def test_two_forms_without_a_token_do_not_share_one() -> None:
    """An empty token would make every such complaint the same complaint."""
    assert Draft.posted(sent(story="a")).token != Draft.posted(sent(story="a")).token


def test_answers_are_kept_as_typed_with_regular_line_ends() -> None:
    draft = Draft.posted(sent(story="　一行目\r\n二行目\r三行目  ", name="ﾊﾅ"))
    assert draft.values == {"story": "　一行目\n二行目\n三行目  ", "name": "ﾊﾅ"}
    assert draft.text("story") == "一行目\n二行目\n三行目"


def test_fields_that_are_not_ours_are_not_kept() -> None:
    assert Draft.posted(sent(story="x", state="closed", anonymous="1", token=TOKEN)).values == {"story": "x"}


def test_answering_one_page_leaves_the_other_answers() -> None:
    draft = Draft(TOKEN, {"story": "a", "wish": "b"})
    draft.answer(sent(wish="c"), ("wish",))
    draft.answer(sent(injury="yes"), ("story", "injury"))
    assert draft.values == {"story": "a", "wish": "c", "injury": "yes"}


def test_answer_can_be_emptied_again() -> None:
    draft = Draft(TOKEN, {"story": "a", "wish": "b"})
    draft.answer(sent(wish=""), ("wish",))
    assert draft.text("wish") == ""


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"needs": ["no_phone", "large_print"]}, ["no_phone", "large_print"]),
        ({"needs_asked": "1"}, []),
        ({"needs_asked": "1", "needs": ["companion"]}, ["companion"]),
        ({"story": "not this page"}, ["interpreter"]),
        ({"needs": ["", "companion"]}, ["companion"]),
    ],
)
def test_several_answers_can_all_be_taken_back(form: dict[str, Any], kept: list[str]) -> None:
    """A box that is not ticked sends nothing: the page has to say that it asked."""
    draft = Draft(TOKEN, {"needs": ["interpreter"]})
    draft.answer(sent(**form), FIELDS)
    assert draft.many("needs") == kept


def test_page_carries_every_answer_but_its_own() -> None:
    draft = Draft(TOKEN, {"story": "a", "wish": "b", "needs": ["x", "y"], "name": ""})
    assert draft.carried({"wish": None}) == [
        ("token", TOKEN), ("story", "a"), ("name", ""), ("needs", "x"), ("needs", "y")
    ]  # fmt: skip


def test_draft_survives_the_way_through_a_page() -> None:
    draft = Draft(TOKEN, {"story": 'a "quoted" <b>\nline', "needs": ["no_phone"], "reach": "open"})
    data = QueryDict(mutable=True)
    for name, value in draft.carried({}):
        data.appendlist(name, value)
    assert Draft.posted(data) == draft


def test_draft_is_kept_for_a_day_after_the_last_page(session: SessionStore) -> None:
    drafts.keep(session, Draft(TOKEN, {"story": "a"}), FRIDAY)
    assert drafts.draft_in(session, FRIDAY + timedelta(hours=23, minutes=59)) == Draft(TOKEN, {"story": "a"})
    assert drafts.draft_in(session, FRIDAY + timedelta(hours=24)) is None


def test_draft_too_long_for_a_session_is_not_kept_and_does_not_harm_the_one_before(
    session: SessionStore,
) -> None:
    drafts.keep(session, Draft(TOKEN, {"story": "a"}), FRIDAY)
    book = Draft(TOKEN, {"story": "あ" * 250_001})
    assert not book.fits
    drafts.keep(session, book, FRIDAY)
    assert drafts.draft_in(session, FRIDAY) == Draft(TOKEN, {"story": "a"})


def test_dropping_forgets_the_draft_and_what_was_sent(session: SessionStore) -> None:
    drafts.keep(session, Draft(TOKEN, {"story": "a"}), FRIDAY)
    drafts.note_sent(session, Draft.new(), "K-2026-000001", FRIDAY)
    drafts.drop(session)
    assert drafts.draft_in(session, FRIDAY) is None
    assert drafts.just_sent(session, FRIDAY) == ""
    assert list(session.keys()) == []


def test_sending_forgets_the_text_and_remembers_the_number_for_half_an_hour(session: SessionStore) -> None:
    drafts.keep(session, Draft(TOKEN, {"story": "秘密"}), FRIDAY)
    drafts.note_sent(session, Draft(TOKEN), "K-2026-000001", FRIDAY)
    assert "秘密" not in str(dict(session.items()))
    assert TOKEN not in str(dict(session.items()))
    assert drafts.just_sent(session, FRIDAY + timedelta(minutes=29)) == "K-2026-000001"
    assert drafts.just_sent(session, FRIDAY + timedelta(minutes=30)) == ""


def test_sending_one_draft_leaves_another_begun_in_the_meantime(session: SessionStore) -> None:
    drafts.keep(session, Draft("another-token-entirely", {"story": "b"}), FRIDAY)
    drafts.note_sent(session, Draft(TOKEN), "K-2026-000001", FRIDAY)
    assert drafts.draft_in(session, FRIDAY) == Draft("another-token-entirely", {"story": "b"})


@pytest.mark.django_db
def test_draft_survives_storing_and_loading_the_session(session: SessionStore) -> None:
    draft = Draft(TOKEN, {"story": "𠮷野家👨‍👩‍👧 ﾊﾝｶｸ", "needs": ["no_phone"]})
    drafts.keep(session, draft, FRIDAY)
    session.save()
    assert drafts.draft_in(SessionStore(session.session_key), FRIDAY) == draft
