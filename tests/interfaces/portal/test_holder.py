"""Who holds a slip: half an hour from page to page, half a day in all, and nobody's sign-in but one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from kikitori.interfaces.portal import holder
from kikitori.interfaces.portal.holder import IDLE, LONGEST, Holder, Kept
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY


def held(**changes: object) -> Holder:
    known = {"complaint_id": 7, "person_id": 3, "name": "試野 はな", "slip": "2026-11-20", "since": FRIDAY,
             "seen": FRIDAY}  # fmt: skip
    return Holder(**{**known, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "since", "fresh"),
    [
        (timedelta(0), timedelta(0), True),
        (IDLE - timedelta(seconds=1), IDLE, True),
        (IDLE, IDLE, False),
        (timedelta(0), LONGEST - timedelta(seconds=1), True),
        (timedelta(0), LONGEST, False),
        (timedelta(days=30), timedelta(days=30), False),
    ],
)
def test_sign_in_is_fresh_for_half_an_hour_between_pages(
    seen: timedelta, since: timedelta, fresh: bool
) -> None:
    assert held(seen=FRIDAY - seen, since=FRIDAY - since).is_fresh(FRIDAY) is fresh


def test_holder_acts_as_the_complainant_of_that_one_complaint() -> None:
    assert held().actor == Actor.complainant(7, 3, "試野 はな")
    assert held(person_id=None, name="").actor == Actor.complainant(7)


def test_holder_survives_the_session() -> None:
    assert Holder.from_values(held().as_values()) == held()


def test_nobody_is_signed_in_to_an_empty_session() -> None:
    assert holder.holder_in(SessionStore()) is None


def test_sign_of_life_is_written_down_once_a_minute() -> None:
    """Reading a page must not mean writing a row each time."""
    session = SessionStore()
    session["portal_holder"] = held().as_values()
    session.modified = False
    holder.touch(session, held(), FRIDAY + timedelta(seconds=59))
    assert not session.modified
    holder.touch(session, held(), FRIDAY + timedelta(seconds=60))
    found = holder.holder_in(session)
    assert found is not None
    assert found.seen == FRIDAY + timedelta(seconds=60)
    assert found.since == FRIDAY


@pytest.mark.parametrize(
    ("kept", "page", "words"),
    [
        (Kept("write", "続きの文"), "write", "続きの文"),
        (Kept("write", "続きの文"), "accept", ""),
        (Kept("write", ""), "write", ""),
        (Kept("write", "あ" * 100_000), "write", "あ" * 100_000),
        (Kept("write", "あ" * 100_001), "write", ""),
    ],
)
def test_words_are_kept_for_the_page_they_were_written_on(kept: Kept, page: str, words: str) -> None:
    session = SessionStore()
    holder.keep(session, kept)
    assert holder.kept_for(session, page) == words


def test_words_that_were_sent_are_forgotten() -> None:
    session = SessionStore()
    holder.keep(session, Kept("write", "続きの文"))
    holder.forget_kept(session)
    assert holder.kept_for(session, "write") == ""
    holder.forget_kept(session)


def request_of(session: SessionStore, user: object) -> HttpRequest:
    request = HttpRequest()
    request.session = session
    request.user = user  # type: ignore[assignment]
    return request


@pytest.mark.django_db
class TestEnteringAndLeaving:
    """With real sessions."""

    def test_entering_changes_the_key_and_keeps_a_draft(self, cast: Cast) -> None:
        session = SessionStore()
        session["portal_draft"] = {"token": "x", "values": {}, "at": FRIDAY.isoformat()}
        session.save()
        before = session.session_key
        made = makers.received(cast)
        holder.enter(request_of(session, AnonymousUser()), made.complaint.receipt, None, FRIDAY)
        session.save()
        assert session.session_key != before
        assert not SessionStore().exists(str(before))
        assert "portal_draft" in session
        found = holder.holder_in(session)
        assert found is not None
        assert found.complaint_id == made.complaint.pk

    def test_leaving_forgets_everything(self, cast: Cast) -> None:
        session = SessionStore()
        session["portal_draft"] = {"token": "x"}
        made = makers.received(cast)
        holder.enter(request_of(session, AnonymousUser()), made.complaint.receipt, None, FRIDAY)
        holder.leave(request_of(session, AnonymousUser()))
        assert list(session.keys()) == []

    def test_leaving_does_not_sign_staff_out_of_the_desk(self, cast: Cast) -> None:
        """Somebody at the desk looks at the portal with a slip; both sign-ins live in one browser."""
        session = SessionStore()
        session["_auth_user_id"] = str(cast.handler.pk)
        made = makers.received(cast)
        holder.enter(request_of(session, cast.handler), made.complaint.receipt, None, FRIDAY)
        holder.leave(request_of(session, cast.handler))
        assert list(session.keys()) == ["_auth_user_id"]

    def test_sign_in_of_staff_keeps_its_own_time(self, cast: Cast) -> None:
        staff, visitor = SessionStore(), SessionStore()
        holder.limit_session(request_of(staff, cast.handler))
        holder.limit_session(request_of(visitor, AnonymousUser()))
        assert "_session_expiry" not in staff
        assert "_session_expiry" in visitor
