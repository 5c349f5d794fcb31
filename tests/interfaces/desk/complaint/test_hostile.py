"""Text from outside, in every field and place, comes out as text: no markup, no disguise, no failure."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.confirm import confirm_unsolved
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import see, send
from tests.interfaces.desk.conftest import BrowserOf

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% url %}&lt;"
TAGS = re.compile(r"<script>alert|<img src=x", re.IGNORECASE)


def nothing_runs(answer: object) -> bool:
    """Is there no tag of theirs in the page, while their words are?"""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return not TAGS.search(page) and "alert(1)" in page


def test_intake_full_of_markup_is_shown_as_text_everywhere(client: Client, cast: Cast) -> None:
    person = PersonGiven(
        name=EVIL,
        kana=EVIL,
        authority=EVIL,
        contact_points=(ContactGiven(kind="other", value=EVIL, note=EVIL[:90]),),
    )
    complaint = bench.investigated(
        cast,
        story=EVIL,
        desired_outcome=EVIL,
        title=EVIL,
        accommodation=EVIL,
        complainant=person,
        representative=person,
    )
    for word in (
        "",
        "as-seen",
        "slip",
        "assess",
        "propose",
        "decide",
        "reply",
        "note",
        "hear",
        "acknowledge",
    ):
        assert nothing_runs(see(client, complaint, word)), word


def test_answers_of_the_complainant_are_shown_as_text(client: Client, cast: Cast) -> None:
    now = timezone.now()
    offered = bench.proposed(cast)
    decline_proposal(makers.complainant_of(offered), offered, words=EVIL, how=EVIL, now=now)
    hear(makers.complainant_of(offered), offered, body=EVIL, now=now)
    accepted = bench.proposed(cast)
    accept_proposal(makers.complainant_of(accepted), accepted, words=EVIL, now=now)
    unsolved = bench.solution_asked(cast)
    confirm_unsolved(makers.complainant_of(unsolved), unsolved, comment=EVIL, how=EVIL, now=now)
    reopened = bench.closed(cast)
    reopen_complaint(makers.complainant_of(reopened), reopened, reason=EVIL, now=now)
    gone = bench.investigated(cast)
    withdraw_complaint(makers.complainant_of(gone), gone, reason=EVIL, now=now)
    for complaint in (offered, accepted, unsolved, reopened, gone):
        assert nothing_runs(see(client, complaint))
        assert nothing_runs(see(client, complaint, "as-seen"))


#: What staff type in each step, everywhere it can be typed.
TYPED: dict[str, tuple[bench.Made, dict[str, object]]] = {
    "acknowledge": (bench.received, {"echo": EVIL, "how": EVIL}),
    "assess": (
        bench.acknowledged,
        bench.assessment(allegation_0_text=EVIL, allegation_0_expected=EVIL, allegation_0_actual=EVIL,
                         title_line=EVIL, note=EVIL),
    ),
    "ask": (bench.investigated, {"question": EVIL, "answer_by": bench.in_days(5)}),
    "ask-third-party": (bench.investigated, {"question": EVIL, "whom": EVIL, "answer_by": bench.in_days(5)}),
    "reply": (bench.investigated, {"body": EVIL}),
    "note": (bench.investigated, {"body": EVIL}),
    "hear": (bench.investigated, {"body": EVIL, "channel": "phone"}),
    "propose": (bench.investigated, bench.offer(text=EVIL, remedy_0_text=EVIL)),
    "accept": (bench.proposed, {"how": EVIL, "words": EVIL}),
    "decline": (bench.proposed, {"how": EVIL, "words": EVIL}),
    "decide": (bench.investigated, {**bench.offer(remedy_0_text=EVIL), **bench.decision(reasons_1=EVIL, words=EVIL)}),
    "unsolved": (bench.solution_asked, {"how": EVIL, "comment": EVIL}),
    "withdraw": (bench.investigated, {"how": EVIL, "reason": EVIL}),
    "escalate": (bench.investigated, {"reason": EVIL}),
    "promise-call": (bench.investigated, {"day": bench.in_days(3), "time": "10:00", "note": EVIL}),
    "call": (bench.investigated, {"body": EVIL}),
    "reopen": (bench.closed, {"reason": EVIL}),
}  # fmt: skip


@pytest.mark.parametrize("word", TYPED)
def test_markup_typed_into_a_step_comes_out_as_text(
    client: Client, cast: Cast, browser_of: BrowserOf, word: str
) -> None:
    maker, typed = TYPED[word]
    complaint = maker(cast)
    assert nothing_runs(send(client, complaint, word, look="1", **typed))
    assert nothing_runs(send(browser_of("auditor"), complaint, word, **typed))
    assert send(client, complaint, word, **typed).status_code == 303
    for place in ("", "as-seen", "assess", "propose", "decide", "new-date", "answer", "remedy"):
        page = see(client, complaint, place).content.decode()
        assert not TAGS.search(page), place
    assert nothing_runs(see(client, complaint))


def test_markup_in_both_texts_of_two_editors_comes_out_as_text(client: Client, cast: Cast) -> None:
    complaint = bench.assessed(cast)
    seen = bench.hidden(see(client, complaint, "assess"))
    send(client, complaint, "assess", **bench.assessment(title_line=EVIL, note=EVIL))
    answer = send(client, complaint, "assess", **bench.assessment(title_line=EVIL + "2"), **seen)
    assert answer.status_code == 409
    assert nothing_runs(answer)


def test_direction_overrides_are_not_shown_to_the_reader(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "hear", body="支払い\u202e円000,1\u2066済み\u200b", channel="phone")
    assert "支払い円000,1済み" in words_of(see(client, complaint))
    assert complaint.messages.get().body == "支払い\u202e円000,1\u2066済み\u200b"


@pytest.mark.parametrize("raw", [b"body=%00", b"body=a%00b", b"body=%ed%a0%80", b"body=%ff%fe"])
def test_text_that_cannot_be_stored_is_refused_and_nothing_happens(
    client: Client, cast: Cast, raw: bytes
) -> None:
    complaint = bench.investigated(cast)
    answer = client.post(bench.at(complaint, "reply"), raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "replied" not in bench.kinds(complaint)


def test_text_is_not_taken_from_the_address(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = see(client, complaint, "reply", body="だまされた返信", token="x").content.decode()
    assert "だまされた返信" not in page.partition("<main")[2]


@pytest.mark.parametrize("reference", ["K-2026-0", "..", "%00", "K-2026-000001%27", "あ" * 200, "-1"])
def test_strange_number_is_simply_not_found(client: Client, reference: str) -> None:
    assert client.get(f"/desk/complaints/{reference}/").status_code in (400, 404)


def test_emoji_half_width_kana_and_old_characters_survive(client: Client, cast: Cast) -> None:
    text = "髙橋・𠮷野家・ﾅﾝﾄﾞﾓ・👨‍👩‍👧‍👦🇯🇵・が（か\u3099）・①㈱"
    complaint = bench.investigated(cast)
    send(client, complaint, "note", body=text)
    stored = complaint.messages.get().body
    assert stored.replace("が", "") == text.replace("か\u3099", "が").replace("が", "")
    assert stored in words_of(see(client, complaint))
