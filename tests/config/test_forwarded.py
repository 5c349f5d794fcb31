"""Whose address counts when a proxy stands in front, and what a stranger can make us believe."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django.fixtures import Settings

from kikitori.config import environment
from kikitori.config.forwarded import client_address, networks_named
from kikitori.config.middleware import ForwardedMiddleware
from kikitori.config.trouble import Trouble

PROXIES = networks_named("10.0.0.0/8, 127.0.0.1, 2001:db8:1::/48")


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        # nobody in between
        ("198.51.100.7", "", "198.51.100.7"),
        # a stranger's header is not believed
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("198.51.100.7", "10.0.0.1", "198.51.100.7"),
        # one proxy, two proxies
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.2.3.4", "203.0.113.9"),
        # what the person wrote before the first proxy is theirs to invent
        ("10.0.0.1", "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1,203.0.113.9 , 10.2.3.4", "203.0.113.9"),
        # a proxy that says nothing, or nonsense
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, , 10.2.3.4", "10.2.3.4"),
        ("10.0.0.1", "203.0.113.9:4711", "10.0.0.1"),
        # all of them ours: the farthest
        ("10.0.0.1", "10.7.7.7, 10.2.3.4", "10.7.7.7"),
        # IPv6, and IPv4 within it
        ("2001:db8:1::5", "2001:db8:ffff::9", "2001:db8:ffff::9"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        # no address of the peer (a socket)
        ("", "203.0.113.9", ""),
    ],
)
def test_address_nearest_to_us_that_is_no_proxy_counts(peer: str, header: str, address: str) -> None:
    assert client_address(peer, header, PROXIES) == address


def test_without_proxies_the_header_is_nothing() -> None:
    assert client_address("127.0.0.1", "203.0.113.9", networks_named("")) == "127.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "address"), [("", "10.0.0.1"), ("10.0.0.1", "203.0.113.9"), ("10.0.0.2", "10.0.0.1")]
)
def test_middleware_gives_the_address_the_settings_allow(
    proxies: str, address: str, settings: Settings
) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"proxies": proxies})
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    ForwardedMiddleware(view)(request)
    assert seen == [address]


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.0/99", "10.0.0.1;10.0.0.2"])
def test_setting_that_names_no_network_is_refused_at_start(text: str) -> None:
    with pytest.raises(Trouble) as refused:
        environment.load(proxies=text)
    assert "KIKITORI_PROXIES" in str(refused.value)
