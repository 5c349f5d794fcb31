"""From which list a round was asked for: read from a form as it was written, and nothing else is ever taken for a list."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.interfaces.desk.queues import STATES, QueueName
from kikitori.interfaces.desk.rounds.asking import Source, chosen
from kikitori.records.complaints.lifecycle import State
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role

HANDLER = Actor.staff(3, Role.HANDLER, "受田 ひかり")
LISTS = [
    *(Source(queue=name, state=state) for name, state in product(QueueName, STATES)),
    *(Source(mass=7, state=state) for state in ("all", *(each.value for each in State))),
    *(Source(view=number) for number in (0, 1, 10**18 - 1)),
]


def asked(**values: str | list[str]) -> HttpRequest:
    """A form as it was sent."""
    data = QueryDict(mutable=True)
    for name, several in values.items():
        data.setlist(name, several if isinstance(several, list) else [several])
    request = HttpRequest()
    request.POST = data  # type: ignore[assignment]
    return request


@pytest.mark.parametrize("source", LISTS, ids=str)
def test_list_is_read_as_it_was_written(source: Source) -> None:
    assert Source.read(str(source)) == source


def test_no_two_lists_are_written_alike() -> None:
    assert len({str(source) for source in LISTS}) == len(LISTS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "view",
        "view:",
        "view:x",
        "view:-1",
        "view:1.0",
        "view: 1",
        "view:１",
        "view:²",
        "view:1:open",
        "view:" + "9" * 19,
        "queue:main",
        "queue:main:",
        "queue:nowhere:open",
        "queue:main:nowhere",
        "queue:MAIN:open",
        "queue:main:open:x",
        "mass:7",
        "mass:7:",
        "mass:x:all",
        "mass:7:lost",
        "mass::all",
        "Queue:main:open",
        "https://evil.example/",
        "//evil.example:1",
        "view:1\nview:2",
        "\x00",
        "view:1' or 1=1",
    ],
)
def test_what_names_no_list_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        Source.read(text)


@settings(max_examples=60)
@given(st.text(st.sampled_from("viewqumas:0127open-é \n"), max_size=20))
def test_any_text_names_a_list_or_none(text: str) -> None:
    try:
        source = Source.read(text)
    except BadRequest:
        return
    assert Source.read(str(source)) == source
    assert source.url.startswith("/desk/")


@pytest.mark.parametrize("source", LISTS[::7], ids=str)
@pytest.mark.parametrize("number", [1, 10**9])
def test_way_back_leads_to_the_list_with_what_became_of_it(source: Source, number: int) -> None:
    path, _, query = source.back(number).partition("?")
    assert path == source.url.partition("?")[0]
    found = QueryDict(query)
    assert found["round"] == str(number)
    if source.state:
        assert found["state"] == source.state


@pytest.mark.parametrize(
    ("ticked", "numbers"),
    [
        ([], []),
        (["7"], [7]),
        (["7", "3", "5"], [3, 5, 7]),
        (["7", "7", "07"], [7]),
        ([str(10**18 - 1)], [10**18 - 1]),
        ([str(number) for number in range(1, 201)], list(range(1, 201))),
    ],
)
def test_ticked_ones_are_taken_once_each_in_order(ticked: list[str], numbers: list[int]) -> None:
    assert chosen(asked(picked=ticked), HANDLER, Source(view=1)) == numbers


@pytest.mark.parametrize(
    "ticked",
    [
        ["x"],
        ["7", ""],
        ["-7"],
        ["7.0"],
        ["７"],
        ["9" * 19],
        ["7 or 1=1"],
        ["\x00"],
        [str(number) for number in range(201)],
    ],
)
def test_ticks_that_no_page_of_ours_has_are_refused(ticked: list[str]) -> None:
    with pytest.raises(BadRequest):
        chosen(asked(picked=ticked), HANDLER, Source(view=1))


@pytest.mark.parametrize("everything", ["", "0", "2", "true", "1 "])
def test_everything_is_meant_only_where_it_is_said_exactly(everything: str) -> None:
    assert chosen(asked(picked=["7"], everything=everything), HANDLER, Source(view=1)) == [7]
