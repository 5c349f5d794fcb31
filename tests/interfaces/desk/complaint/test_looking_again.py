"""Before a reply goes its writer sees what is worth another look, and decides."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import in_days, see, send
from tests.interfaces.desk.conftest import BrowserOf


def seen(answer: object) -> str:
    """What the button says back."""
    found = re.search(r'name="checked" value="([^"]+)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("どうぞご理解ください。", "相手に納得を求める言い方です。"),
        ("外人の方へ", "このまま送った場合は、内部に記録されます。"),
        ("明細を添付いたします。", "「添付」と書かれていますが、何も添付されていません。"),
        ("【要記入：約束の日】までに", "【要記入：約束の日】"),
    ],
)
def test_what_was_found_is_explained_and_the_sender_decides(
    client: Client, cast: Cast, body: str, said: str
) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "reply", body=body)
    assert answer.status_code == 200
    assert said in words_of(answer)
    assert body in answer.content.decode()
    assert not complaint.pending_replies.exists()
    assert send(client, complaint, "reply", body=body, checked=seen(answer)).status_code == 303
    assert complaint.pending_replies.get().body == body


def test_text_that_was_changed_is_looked_at_anew(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "reply", body="ご理解ください。")
    again = send(client, complaint, "reply", body="ご理解ください。絶対に直します。", checked=seen(answer))
    assert again.status_code == 200
    assert not complaint.pending_replies.exists()


def test_reply_for_later_stays_one_for_later(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    typed = {"body": "ご理解ください。", "day": in_days(3), "time": "09:00"}
    answer = send(client, complaint, "reply", later="1", **typed)
    assert send(client, complaint, "reply", checked=seen(answer), **typed).status_code == 303
    assert complaint.pending_replies.get().chosen


def test_ordinary_reply_goes_without_a_question(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert send(client, complaint, "reply", body="いま確かめています。").status_code == 303


def test_note_is_not_looked_at(client: Client, cast: Cast) -> None:
    assert (
        send(client, bench.investigated(cast), "note", body="本人は「外人」と言われたとのこと").status_code
        == 303
    )


def test_preview_shows_it_too(client: Client, cast: Cast, browser_of: BrowserOf) -> None:
    page = words_of(
        send(browser_of("handler", "en"), bench.investigated(cast), "reply", body="Shortly.", look="1")
    )
    assert "A promise without a date leaves the person waiting." in page
    assert "As the recipient will read it" in page


def test_what_was_sent_all_the_same_stands_on_the_timeline_for_colleagues(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "reply", body="外人の方へ")
    send(client, complaint, "reply", body="外人の方へ", checked=seen(answer))
    assert "確かめたうえで送られた言葉: 外人" in words_of(see(client, complaint))
    assert "確かめたうえで" not in words_of(see(client, complaint, "as-seen"))
