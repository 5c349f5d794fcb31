"""The same form with the same words takes its step once, however often and however parallel it arrives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, kinds, send
from tests.interfaces.desk.conftest import BrowserOf

#: Steps that the state would allow twice, so that nothing but the token tells a second click from a second wish.
TWICE: dict[str, tuple[bench.Made, dict[str, object]]] = {
    "reply": (bench.investigated, {"body": "一度だけ"}),
    "note": (bench.investigated, {"body": "一度だけ"}),
    "hear": (bench.investigated, {"body": "一度だけ", "channel": "phone"}),
    "ask": (bench.investigated, {"question": "一度だけ", "answer_by": bench.in_days(5)}),
    "ask-third-party": (
        bench.investigated,
        {"question": "一度だけ", "whom": "配送会社", "answer_by": bench.in_days(5)},
    ),
    "propose": (bench.investigated, bench.offer()),
    "escalate": (bench.investigated, {"reason": "一度だけ"}),
    "promise-call": (bench.investigated, {"day": bench.in_days(2), "time": "10:00"}),
    "call": (bench.investigated, {"body": "一度だけ"}),
    "assess": (bench.assessed, bench.assessment()),
    "ask-solved": (bench.confirming, {}),
    "rate": (bench.closed, {"rating": "4"}),
}


@pytest.mark.parametrize("word", TWICE)
def test_second_click_does_nothing_and_leads_to_the_same_entry(client: Client, cast: Cast, word: str) -> None:
    maker, typed = TWICE[word]
    complaint = maker(cast)
    form = {"token": makers.token(), **typed}
    first = client.post(at(complaint, word), form)
    stand = (kinds(complaint), complaint.letters.count())
    second = client.post(at(complaint, word), form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert (kinds(complaint), complaint.letters.count()) == stand


def test_other_words_under_an_old_token_are_a_new_message(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    token = makers.token()
    for body in ("はじめの返信", "書き直した返信"):
        assert client.post(at(complaint, "reply"), {"token": token, "body": body}).status_code == 303
    assert [row.body for row in complaint.pending_replies.all()] == ["はじめの返信", "書き直した返信"]


def test_same_words_under_another_token_are_meant(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for _ in range(2):
        send(client, complaint, "note", body="電話に出ない")
    assert complaint.messages.count() == 2


def test_same_token_on_another_complaint_is_another_message(client: Client, cast: Cast) -> None:
    token = makers.token()
    for complaint in (bench.investigated(cast), bench.investigated(cast)):
        client.post(at(complaint, "note"), {"token": token, "body": "同じ言葉"})
        assert complaint.messages.count() == 1


def test_form_without_a_token_is_taken_every_time(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for _ in range(2):
        assert client.post(at(complaint, "note"), {"body": "電話に出ない"}).status_code == 303
    assert complaint.messages.count() == 2


def test_look_at_a_letter_uses_up_no_token(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    form = {"token": makers.token(), "body": "見てから送る"}
    assert client.post(at(complaint, "reply"), {**form, "look": "1"}).status_code == 200
    assert complaint.pending_replies.count() == 0
    assert client.post(at(complaint, "reply"), form).status_code == 303
    assert complaint.pending_replies.count() == 1


def test_refused_sending_can_be_sent_again(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    form = {"token": makers.token(), **bench.offer(remedy_0_kind="refund", remedy_0_amount="40000")}
    for _ in range(2):
        assert client.post(at(complaint, "propose"), form).status_code == 409


def test_old_tokens_are_forgotten_in_time(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for n in range(25):
        send(client, complaint, "note", body=f"メモ {n}")
    assert len(client.session["sent_forms"]) == 20


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_are_one_question(
    transactional_db: None, browser_of: BrowserOf, cast: Cast
) -> None:
    complaint = bench.investigated(cast)
    cookies = browser_of("handler").cookies
    form = {"token": makers.token(), "question": "一度だけ", "answer_by": bench.in_days(5)}

    def click(_number: int) -> HttpResponse:
        browser = Client(headers={"accept-language": "ja"})
        browser.cookies = cookies
        try:
            return browser.post(at(complaint, "ask"), form)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(click, range(20)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert kinds(complaint).count("question_asked") == 1
    assert complaint.letters.filter(kind="question").count() == 1
