"""Work instead of waiting: checked by one digest, good once for one form of one network, and bounded itself."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.portal import pace
from kikitori.interfaces.portal.pace_store import Work, challenge_for, seconds_before_complaint
from kikitori.interfaces.portal.work import BITS, is_done
from kikitori.records.complaints.models import Complaint
from tests.interfaces.portal.visitor import STORY, Slip, StillClock, Visitor
from tests.makers import FRIDAY

HOME, AWAY = "203.0.113.7", "198.51.100.9"


def solved(challenge: str, bits: int = BITS) -> str:
    """The first number that fits, as the script finds it."""
    number = 0
    while not is_done(challenge, str(number), bits):
        number += 1
    return str(number)


# ── the check ──


@pytest.mark.parametrize("bits", [1, 4, 8, 12])
def test_answer_fits_exactly_where_its_digest_begins_with_zeros(bits: int) -> None:
    answer = solved("a challenge", bits)
    digest = hashlib.sha256(f"a challenge:{answer}".encode()).digest()
    assert f"{int.from_bytes(digest, 'big'):0256b}".startswith("0" * bits)
    assert not any(is_done("a challenge", str(number), bits) for number in range(int(answer)))


@pytest.mark.parametrize("answer", ["", "-1", "1.5", "0x1", "１", " 1", "1 ", "1" * 13, "abc", "\0", "1\n"])
def test_what_is_no_number_of_ours_is_no_answer(answer: str) -> None:
    assert not is_done("a challenge", answer, 0)


@given(st.text(max_size=60), st.text(max_size=20))
def test_nothing_whatever_is_too_odd(challenge: str, answer: str) -> None:
    assert is_done(challenge.replace("\ud800", ""), answer) in (True, False)


def test_work_is_some_seconds_on_a_phone_and_not_more() -> None:
    assert 14 <= BITS <= 18


# ── instead of waiting ──


@pytest.fixture
def flooded(visitor: Visitor) -> None:
    """So many complaints have come from this network that the next one has to wait."""
    for number in range(pace.COMPLAINTS.size):
        seconds_before_complaint(HOME, f"form-{number}", FRIDAY)


def worked(form: str = "mine", network: str = HOME, at: datetime = FRIDAY) -> Work:
    challenge = challenge_for(network, form, at)
    return Work(challenge, solved(challenge))


@pytest.mark.usefixtures("flooded")
def test_device_that_has_worked_need_not_wait() -> None:
    assert seconds_before_complaint(HOME, "mine", FRIDAY) == 20
    assert seconds_before_complaint(HOME, "mine", FRIDAY, work=worked()) == 0


@pytest.mark.usefixtures("flooded")
def test_same_form_again_costs_neither_work_nor_wait() -> None:
    done = worked()
    assert [seconds_before_complaint(HOME, "mine", FRIDAY, work=done) for _ in range(3)] == [0, 0, 0]
    assert seconds_before_complaint(HOME, "mine", FRIDAY) == 0


@pytest.mark.usefixtures("flooded")
@pytest.mark.parametrize(
    "work",
    [
        Work("", ""),
        Work("x", "1"),
        Work("x:y:z", "1"),
        Work("a" * 5000, "1"),
    ],
)
def test_work_on_what_we_never_gave_is_worth_nothing(work: Work) -> None:
    assert seconds_before_complaint(HOME, "mine", FRIDAY, work=work) == 20


@pytest.mark.usefixtures("flooded")
def test_wrong_answer_is_worth_nothing() -> None:
    challenge = challenge_for(HOME, "mine", FRIDAY)
    wrong = next(str(number) for number in range(9) if not is_done(challenge, str(number)))
    assert seconds_before_complaint(HOME, "mine", FRIDAY, work=Work(challenge, wrong)) == 20


@pytest.mark.usefixtures("flooded")
@pytest.mark.parametrize(
    ("form", "network", "before"),
    [("another", HOME, 0), ("mine", AWAY, 0), ("mine", HOME, pace.FORGOTTEN_AFTER + 1), ("mine", HOME, -60)],
    ids=["of another form", "of another network", "too old", "from the future"],
)
def test_work_that_was_given_elsewhere_is_worth_nothing(form: str, network: str, before: int) -> None:
    work = worked(form, network, FRIDAY - timedelta(seconds=before))
    assert seconds_before_complaint(HOME, "mine", FRIDAY, work=work) == 20


@pytest.mark.usefixtures("flooded")
def test_work_opens_a_second_bucket_and_no_flood_gate() -> None:
    let_in = [
        seconds_before_complaint(HOME, f"w{number}", FRIDAY, work=worked(f"w{number}"))
        for number in range(pace.WORKED.size + 2)
    ]
    assert let_in == [0] * pace.WORKED.size + [10, 10]
    later = FRIDAY + timedelta(seconds=10)
    assert seconds_before_complaint(HOME, "w-last", later, work=worked("w-last", at=later)) == 0


@pytest.mark.usefixtures("flooded")
def test_other_networks_know_nothing_of_it() -> None:
    assert seconds_before_complaint(AWAY, "mine", FRIDAY) == 0


# ── on the page ──


@pytest.mark.usefixtures("flooded")
def test_page_that_asks_to_wait_offers_work_to_the_device(visitor: Visitor) -> None:
    visitor.writes()
    page = visitor.fill()
    assert page.status == 429
    form = page.form("complaint")
    assert form.value("work") == form.value("work_answer") == ""
    challenge = page.html.split('data-work="')[1].split('"')[0]
    assert f'data-bits="{BITS}"' in page.html
    assert "portal/work.js" in page.html
    Slip.on(visitor.fill(work=challenge, work_answer=solved(challenge)))
    assert Complaint.objects.get().story == STORY


@pytest.mark.usefixtures("flooded")
def test_whoever_has_no_scripts_waits_as_before(visitor: Visitor, clock: StillClock) -> None:
    visitor.writes()
    assert visitor.fill().status == 429
    clock.forward(seconds=20)
    Slip.on(visitor.fill())


def test_page_without_a_wait_offers_none(visitor: Visitor) -> None:
    page = visitor.writes()
    assert "data-work" not in page.html
    assert "work.js" not in page.html
