"""The writing room as a whole: whatever happens between typing and sending, no text and no file is lost or sent twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction

from kikitori.casework import write
from kikitori.casework.drafts import Page, discard_draft, draft_sent, drafts_of, save_draft
from kikitori.casework.enclosures import FileGiven, enclose
from kikitori.casework.errors import Invalid, NotNow, Refused, Unseen
from kikitori.casework.schedule_reply import (
    UNDO,
    replies_left_behind,
    schedule_reply,
    send_waiting_reply,
    take_back_reply,
)
from kikitori.casework.templates import TemplateGiven, save_template, set_signature, signature_for
from kikitori.casework.wording import noted_in, save_entry, switch_entry
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.placeholders import Placeholder, Politeness, best_key, fill, key_of
from kikitori.records.letters.wording import Entry, WordingKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=1)
GOES = NOW + UNDO
OUTBOX = Actor.system("outbox")
PDF = b"%PDF-1.7 x"


class Crash(Exception):
    """The process dies."""


@contextmanager
def crashing() -> Iterator[None]:
    """Everything within happens, and then the process dies before it is committed."""
    with suppress(Crash), transaction.atomic():
        yield
        raise Crash


def handed_in(cast: Cast, body: str = "確認しています。", **more: object) -> tuple[Complaint, PendingReply]:
    complaint = makers.investigated(cast)
    files = [FileGiven("a.pdf", len(PDF), lambda: PDF)]
    actor = cast.actor("handler")
    kept = enclose(actor, complaint, form=Step.REPLY, text=body, files=files, page=Page("p"), now=NOW)
    numbers = [row.pk for row in kept.added]
    return complaint, schedule_reply(actor, complaint, body=body, now=NOW, enclosed=numbers)


def where_the_file_lies() -> str:
    row = Enclosure.objects.get()
    return next(place for place in ("draft", "pending", "message") if getattr(row, f"{place}_id"))


# ---- crashes between two states


def test_crash_while_it_goes_leaves_it_waiting_and_it_goes_once_afterwards(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    with crashing():
        assert send_waiting_reply(OUTBOX, pending.pk, now=GOES) == "out"
    pending.refresh_from_db()
    assert (pending.state, pending.body, where_the_file_lies()) == ("waiting", "確認しています。", "pending")
    assert not complaint.messages.exists()
    assert replies_left_behind(GOES + timedelta(minutes=2)) == [pending.pk]
    later = GOES + timedelta(minutes=2)
    assert [send_waiting_reply(OUTBOX, pending.pk, now=later) for _ in range(2)] == ["out", None]
    assert (complaint.messages.count(), where_the_file_lies()) == (1, "message")
    assert complaint.letters.filter(kind="reply").count() == 1


def test_crash_while_it_is_taken_back_leaves_it_waiting(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    with crashing():
        take_back_reply(cast.actor("handler"), complaint, pending=pending, now=NOW)
    assert (PendingReply.objects.get().state, where_the_file_lies()) == ("waiting", "pending")
    draft = take_back_reply(cast.actor("handler"), complaint, pending=pending, now=NOW)
    assert draft is not None
    assert (draft.text, where_the_file_lies()) == ("確認しています。", "draft")


def test_crash_while_it_is_handed_in_leaves_the_draft_with_its_file(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    actor, files = cast.actor("handler"), [FileGiven("a.pdf", len(PDF), lambda: PDF)]
    kept = enclose(actor, complaint, form=Step.REPLY, text="文", files=files, page=Page("p"), now=NOW)
    with crashing():
        schedule_reply(actor, complaint, body="文", now=NOW, enclosed=[kept.added[0].pk])
        draft_sent(actor, complaint, form=Step.REPLY, text="文", page=Page("p"), now=NOW)
    assert not PendingReply.objects.exists()
    assert (Draft.objects.get().text, where_the_file_lies()) == ("文", "draft")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name like '%send_reply'")
        assert cursor.fetchone() == (0,)


def test_refused_sending_leaves_everything_where_it_was(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    actor, files = cast.actor("handler"), [FileGiven("a.pdf", len(PDF), lambda: PDF)]
    kept = enclose(actor, complaint, form=Step.REPLY, text="文", files=files, page=Page("p"), now=NOW)
    number = kept.added[0].pk
    for body, enclosed, error in ((" ", [number], Invalid), ("文", [number, number + 1], NotNow)):
        with pytest.raises(error), transaction.atomic():
            schedule_reply(actor, complaint, body=body, now=NOW, enclosed=enclosed)
    assert (where_the_file_lies(), PendingReply.objects.count()) == ("draft", 0)


# ---- two windows, a hundred ways through each other


@pytest.mark.parametrize("seed", range(6))
def test_no_text_is_lost_whatever_two_windows_do(cast: Cast, seed: int) -> None:
    """What each window typed last and has not sent, emptied or thrown away is there, exactly once."""
    chance = random.Random(seed)
    complaint, actor = makers.investigated(cast), cast.actor("handler")
    last: dict[str, str] = {}
    for step in range(25):
        token = chance.choice(["a", "b"])
        page = Page(f"{token}-{seed}")
        match chance.choice(["type", "type", "type", "same", "empty"]):
            case "type":
                last[token] = f"{token}{step}"
            case "same":
                last[token] = last.get(token) or f"{token}{step}"
            case _:
                last[token] = ""
        save_draft(actor, complaint, form=Step.REPLY, text=last[token], page=page, now=NOW)
        kept = sorted(row.text for row in drafts_of(actor, complaint))
        assert kept == sorted(text for text in last.values() if text), (seed, step)


@pytest.mark.parametrize("seed", range(4))
def test_no_file_is_lost_whatever_is_done_with_its_text(cast: Cast, seed: int) -> None:
    """Each file lies somewhere until its draft is thrown away, and what is said is said once."""
    chance = random.Random(seed)
    complaint, actor = makers.investigated(cast), cast.actor("handler")
    added, thrown, said = 0, 0, 0
    for step in range(18):
        now = NOW + step * timedelta(minutes=5)
        drafts = list(drafts_of(actor, complaint))
        waiting = list(PendingReply.objects.filter(state="waiting"))
        match chance.choice(["add", "add", "send", "go", "back", "throw"]):
            case "add":
                given = [FileGiven(f"{step}.pdf", len(PDF), lambda: PDF)]
                page = Page(f"{seed}-{step}")
                enclose(actor, complaint, form=Step.REPLY, text=f"文{step}", files=given, page=page, now=now)
                added += 1
            case "send" if drafts:
                draft = drafts[0]
                numbers = list(draft.enclosures.values_list("pk", flat=True))
                schedule_reply(actor, complaint, body=draft.text, now=now, enclosed=numbers)
                page = Page(f"s{step}", draft.pk, draft.revision)
                draft_sent(actor, complaint, form=Step.REPLY, text=draft.text, page=page, now=now)
            case "go" if waiting:
                said += send_waiting_reply(OUTBOX, waiting[0].pk, now=now + UNDO) == "out"
            case "back" if waiting:
                take_back_reply(actor, complaint, pending=waiting[0], now=now)
            case "throw" if drafts:
                thrown += drafts[0].enclosures.count()
                discard_draft(actor, complaint, draft=drafts[0].pk)
        assert Enclosure.objects.count() == added - thrown, (seed, step)
    assert complaint.messages.count() == said
    assert Enclosure.objects.filter(message__isnull=False).count() == said


# ---- who may


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_may_not_write_can_do_nothing_here(cast: Cast, role: str) -> None:
    complaint, pending = handed_in(cast)
    actor = cast.actor(role)
    for attempt in (
        lambda: save_draft(actor, complaint, form=Step.REPLY, text="x", page=Page("x"), now=NOW),
        lambda: schedule_reply(actor, complaint, body="x", now=NOW),
        lambda: take_back_reply(actor, complaint, pending=pending, now=NOW),
        lambda: write.note(actor, complaint, body="x", now=NOW),
        lambda: write.reply(actor, complaint, body="x", now=NOW),
    ):
        with pytest.raises((Refused, Unseen)):
            attempt()
    assert PendingReply.objects.get().state == "waiting"
    assert not complaint.messages.exists()


def test_draft_of_a_complaint_that_is_out_of_sight_is_kept_and_cannot_be_added_to(cast: Cast) -> None:
    complaint, actor = makers.investigated(cast), cast.actor("colleague")
    save_draft(actor, complaint, form=Step.REPLY, text="途中", page=Page("x"), now=NOW)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    with pytest.raises(Unseen):
        save_draft(actor, complaint, form=Step.REPLY, text="途中の続き", page=Page("x"), now=NOW)
    assert Draft.objects.get().text == "途中"


def test_throwing_away_somebody_elses_draft_does_nothing(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    saved = save_draft(cast.actor("colleague"), complaint, form=Step.REPLY, text="x", page=Page("x"), now=NOW)
    assert saved.draft is not None
    for role in ("handler", "lead"):
        assert not discard_draft(cast.actor(role), complaint, draft=saved.draft.pk)
    assert not discard_draft(cast.actor("colleague"), makers.investigated(cast), draft=saved.draft.pk)
    assert discard_draft(cast.actor("colleague"), complaint, draft=saved.draft.pk)


# ---- languages, tone, signatures


@pytest.mark.parametrize(
    ("body", "language"), [("お調べしています。", "ja"), ("We are looking into it.", "en")]
)
def test_reply_is_kept_in_the_language_it_is_written_in(cast: Cast, body: str, language: str) -> None:
    _, pending = handed_in(cast, body)
    assert pending.language == language
    send_waiting_reply(OUTBOX, pending.pk, now=GOES)
    assert Complaint.objects.get(pk=pending.complaint_id).messages.get().language == language


@pytest.mark.parametrize("politeness", Politeness)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_template_has_a_text_of_each_tone_and_language(
    cast: Cast, language: str, politeness: Politeness
) -> None:
    texts = {
        key_of(tongue, tone): f"{tongue} {tone} {{お名前}}" for tongue in ("ja", "en") for tone in Politeness
    }
    own = save_template(cast.actor("lead"), TemplateGiven(name="全部", texts=texts), now=NOW)
    chosen = own.texts[best_key(own.texts, language, politeness)]
    assert fill(chosen, {Placeholder.PERSON: "花"}, language).text == f"{language} {politeness} 花"


@pytest.mark.parametrize(
    ("house", "own", "language", "found"),
    [
        (("家", "House"), ("私", "Me"), "ja", "私"),
        (("家", "House"), ("私", "Me"), "en", "Me"),
        (("家", "House"), ("", "Me"), "ja", "家"),
        (("家", ""), ("私", ""), "en", ""),
        (("", ""), ("", ""), "ja", ""),
    ],
)
def test_signature_is_found_for_the_reader(
    cast: Cast, house: tuple[str, str], own: tuple[str, str], language: str, found: str
) -> None:
    set_signature(cast.actor("lead"), staff=None, ja=house[0], en=house[1], now=NOW)
    set_signature(cast.actor("handler"), staff=cast.handler.pk, ja=own[0], en=own[1], now=NOW)
    assert signature_for(cast.handler.pk, language) == found


@pytest.mark.parametrize(
    "text", ["{% include 'x' %}", "{{ complaint.story }}", "<script>x</script>", "%(x)s"]
)
def test_hostile_signature_and_text_stand_in_the_letter_as_they_are(cast: Cast, text: str) -> None:
    set_signature(cast.actor("handler"), staff=cast.handler.pk, ja=text, en=text, now=NOW)
    complaint, pending = handed_in(cast, f"本文 {text}")
    send_waiting_reply(OUTBOX, pending.pk, now=GOES)
    body = complaint.letters.get(kind="reply").body
    assert f"本文 {text}\n\n{text}\n" in body


# ---- the wording list


def test_entry_written_here_is_noted_from_now_on_and_can_be_switched_off(cast: Cast) -> None:
    lead = cast.actor("lead")
    given = Entry(key="", kind=WordingKind.OTHER, words=("弊社ルール",), why_ja="社内の言葉", noted=True)
    saved = save_entry(lead, given, now=NOW)
    assert [hit.found for hit in noted_in("弊社ルールです")] == [("弊社ルール",)]
    switch_entry(lead, saved.entry.key, on=False, now=NOW)
    assert noted_in("弊社ルールです") == []
    kept = SettingChange.objects.filter(kind="writing").order_by("pk")
    assert [change.after["active"] for change in kept] == [True, False]


@pytest.mark.parametrize("words", [("(",), ("[a-z]+",), (".*",), ("\\",), ("$^",)])
def test_words_of_an_entry_are_words_and_no_patterns(cast: Cast, words: tuple[str, ...]) -> None:
    given = Entry(key="", kind=WordingKind.OTHER, words=words, why_ja="理由", noted=True)
    save_entry(cast.actor("lead"), given, now=NOW)
    assert noted_in("abc 何もない文") == []
    assert [hit.found for hit in noted_in(f"。{words[0]}。")] == [words]
