"""The look at a letter is the letter: the very text that then goes out; and looking writes nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.schedule_reply import send_waiting_reply
from kikitori.records.people.actor import Actor
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import kinds, see, send
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import complainant_of


def remedied(cast: Cast) -> bench.Complaint:
    """Decided, nothing owed: finishing by hand is possible."""
    return bench.decided(cast)


def corrected(cast: Cast, *, ago: int, **changes: object) -> bench.Complaint:
    """They have asked for a correction so many days ago."""
    complaint, asked_at = bench.investigated(cast, **changes), timezone.now() - timedelta(days=ago)
    given = PetitionGiven(kind="summary", words="皿は四枚です。")
    petition(complainant_of(complaint), complaint, given, now=asked_at)
    return complaint


#: Every step that sends a letter one can look at: how it comes about, what is typed, the letter.
LETTERS: dict[str, tuple[bench.Made, dict[str, object], str]] = {
    "acknowledge": (bench.received, {"echo": "皿が割れて届いたとのこと、承りました。"}, "acknowledgement"),
    "investigate": (bench.assessed, {}, "in_hand"),
    "reply": (bench.investigated, {"body": "いま\n\n確かめています。"}, "reply"),
    "ask": (bench.investigated, {"question": "箱はつぶれていましたか。", "answer_by": bench.in_days(7)}, "question"),
    "propose": (
        bench.investigated,
        bench.offer(remedy_1_kind="refund", remedy_1_text="送料", remedy_1_amount="800",
                    remedy_1_due_on=bench.in_days(9)),
        "proposal",
    ),
    "decide": (bench.investigated, bench.decision(words="お待たせしました。"), "decision"),
    "decide with a remedy": (bench.investigated, {**bench.offer(), **bench.decision()}, "decision"),
    "finish": (remedied, {}, "remedies_done"),
    "ask-solved": (bench.confirming, {}, "is_it_solved"),
    "close-exhausted": (bench.decided, {"reason": "これ以上お示しできる解決がありません。"}, "closed"),
    "reopen": (bench.closed, {"reason": "新しい写真が届いたため。"}, "reopened"),
    "withdraw": (bench.investigated, {"how": "電話で"}, "withdrawn"),
    "withdraw with an answer that is owed": (partial(corrected, ago=0), {"how": "電話で"}, "withdrawn"),
    "withdraw with an answer that is late": (partial(corrected, ago=40), {"how": "電話で"}, "withdrawn"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("case", LETTERS)
def test_letter_looked_at_is_the_letter_that_goes_out(
    cast: Cast, browser_of: BrowserOf, case: str, language: str
) -> None:
    maker, typed, kind = LETTERS[case]
    word = case.partition(" ")[0]
    complaint = maker(cast, language=language) if maker is not remedied else maker(cast)
    lead = browser_of("lead")
    before = (kinds(complaint), complaint.letters.count(), complaint.promises.count())
    look = send(lead, complaint, word, look="1", **typed)
    assert look.status_code == 200
    assert (kinds(complaint), complaint.letters.count(), complaint.promises.count()) == before
    assert send(lead, complaint, word, **typed).status_code == 303
    for waiting in complaint.pending_replies.all():
        send_waiting_reply(Actor.system("outbox"), waiting.pk, now=waiting.goes_at)
    letter = complaint.letters.filter(kind=kind).order_by("pk").last()
    assert letter is not None
    shown = words_of(look)
    assert letter.subject in shown
    for line in letter.body.splitlines():
        assert " ".join(line.split()) in shown


def test_new_date_looked_at_is_the_letter_that_goes_out(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    promise = complaint.promises.get(kind="decision")
    typed = {"promise": promise.pk, "to": bench.in_days(80), "reason": "鑑定に日数がかかるため。"}
    shown = words_of(send(client, complaint, "new-date", look="1", **typed))
    send(client, complaint, "new-date", **typed)
    for line in complaint.letters.get(kind="new_date").body.splitlines():
        assert " ".join(line.split()) in shown


def test_confirmation_quotes_their_first_words_until_something_is_typed(client: Client, cast: Cast) -> None:
    complaint = bench.received(cast)
    page = words_of(see(client, complaint, "acknowledge"))
    assert "「届いた皿が三枚割れていました。電話で三回同じ説明をしました。」" in page
    echoed = words_of(send(client, complaint, "acknowledge", echo="三枚の皿の件、承りました。", look="1"))
    assert "お知らせいただき、ありがとうございます。三枚の皿の件、承りました。" in echoed


def test_late_confirmation_promises_no_day_that_has_passed(client: Client, cast: Cast) -> None:
    then = timezone.now() - timedelta(days=60)
    complaint = bench.received(cast, received_at=then)
    page = words_of(see(client, complaint, "acknowledge"))
    send(client, complaint, "acknowledge")
    promised = complaint.promises.filter(kind__in=("progress", "decision"))
    assert promised.count() == 2
    for promise in promised:
        assert promise.due_at > timezone.now()
        local = promise.due_at.astimezone(bench.JAPAN)
        assert f"{local.year}年{local.month}月{local.day}日" in page


def test_wrong_form_shows_its_errors_and_no_letter(client: Client, cast: Cast) -> None:
    answer = send(client, bench.investigated(cast), "propose", look="1", **bench.offer(text=""))
    assert answer.status_code == 422
    assert "受け取る方が読む文面" not in words_of(answer)


def test_letter_on_paper_says_that_it_goes_on_paper(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast, complainant=by_post())
    page = words_of(send(client, complaint, "reply", body="お手紙します。", look="1"))
    assert "印刷して郵送 〒100-0001 東京都見本区みほん町1-1" in page
    assert "返信を印刷に回す" in page
    assert "文野 ゆう 様" in page


def test_markup_in_a_letter_is_shown_as_it_was_typed(client: Client, cast: Cast) -> None:
    answer = send(
        client, bench.investigated(cast), "reply", look="1", body="<script>alert(1)</script>{{ 7 }}{% x %}"
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert words_of(answer).count("<script>alert(1)</script>{{ 7 }}{% x %}") == 2
