"""A lost slip: a new secret is shown once, to whoever made sure; the old one opens nothing."""

from __future__ import annotations

import re

from django.test import Client

from kikitori.foundation import crypto
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import see, send
from tests.interfaces.desk.conftest import BrowserOf


def secret_on(answer: object) -> str:
    """The sixteen digits on a slip."""
    digits = re.findall(r'<span class="code">(\d{4})</span>', answer.content.decode())  # type: ignore[attr-defined]
    assert len(digits) >= 4
    return "".join(digits[:4])


def test_new_slip_opens_and_the_old_one_does_not(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    old = complaint.receipt.secret_hash
    answer = send(client, complaint, "slip", sure="on")
    assert answer.status_code == 200
    complaint.receipt.refresh_from_db()
    assert complaint.receipt.secret_hash != old
    assert crypto.matches(secret_on(answer), complaint.receipt.secret_hash)
    assert complaint.receipt.locator in answer.content.decode()
    assert bench.kinds(complaint)[-1] == "receipt_issued"


def test_same_form_twice_shows_the_same_secret(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    form = {"token": makers.token(), "sure": "on"}
    first, second = (client.post(bench.at(complaint, "slip"), form) for _ in range(2))
    assert secret_on(first) == secret_on(second)


def test_secret_is_nowhere_to_be_read_again(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    secret = secret_on(send(client, complaint, "slip", sure="on"))
    grouped = crypto.in_groups(secret)
    for word in ("", "as-seen", "slip"):
        page = see(client, complaint, word).content.decode()
        assert secret not in page
        assert grouped not in page


def test_slip_is_not_issued_before_somebody_made_sure(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    answer = send(client, complaint, "slip")
    assert answer.status_code == 422
    assert "先に本人であることを確かめてください。" in words_of(answer)
    assert "receipt_issued" not in bench.kinds(complaint)


def test_looking_at_the_form_issues_nothing(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    assert "新しい暗証番号を作り、一度だけ表示します。" in words_of(see(client, complaint, "slip"))
    assert "receipt_issued" not in bench.kinds(complaint)


def test_auditor_may_issue_no_slip(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = taken_in(cast)
    assert send(browser_of("auditor"), complaint, "slip", sure="on").status_code == 403
    assert "receipt_issued" not in bench.kinds(complaint)
