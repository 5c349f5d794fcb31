"""Where a page goes on to: to pages of ours alone, whatever the form or the address says."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from kikitori.interfaces.desk.onward import onward, see

HOME = "/desk/"


@pytest.mark.parametrize(
    "wanted", ["/desk/queue/main/?state=closed", "/desk/#tour", "http://testserver/desk/"]
)
def test_page_of_ours_is_followed(wanted: str) -> None:
    assert onward(RequestFactory().post("/desk/tour/", {"next": wanted}), HOME) == wanted
    assert onward(RequestFactory().get("/desk/sign-in/", {"next": wanted}), HOME) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://example.com/",
        "//example.com/desk/",
        "///example.com",
        "javascript:alert(1)",
        "/\\example.com",
        "\nhttps://example.com",
        "\x00/desk/",
        "data:text/html,x",
    ],
)
def test_anything_else_is_not(wanted: str) -> None:
    assert onward(RequestFactory().post("/desk/tour/", {"next": wanted}), HOME) == HOME


def test_what_was_sent_stands_before_what_the_address_says() -> None:
    request = RequestFactory().post("/desk/tour/?next=/desk/keys/", {"next": "/desk/find/"})
    assert onward(request, HOME) == "/desk/find/"


def test_over_tls_nobody_is_led_to_a_page_without_it() -> None:
    request = RequestFactory().post("/desk/tour/", {"next": "http://testserver/desk/"}, secure=True)
    assert onward(request, HOME) == HOME


def test_answer_says_that_it_is_done_and_what_to_see_next() -> None:
    answer = see("/desk/#tour")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/#tour")
