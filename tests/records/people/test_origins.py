"""Origins as people paste them; and nothing that could write itself into a header."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.people.origins import NotAnOrigin, origin_of


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://www.example.jp", "https://www.example.jp"),
        ("  https://www.example.jp/contact/?q=1#top ", "https://www.example.jp"),
        ("www.example.jp", "https://www.example.jp"),
        ("HTTPS://WWW.Example.JP/", "https://www.example.jp"),
        ("https://www.example.jp:443", "https://www.example.jp"),
        ("https://www.example.jp:8443/x", "https://www.example.jp:8443"),
        ("https://みほん.jp", "https://xn--79jh5d.jp"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("https://intranet", "https://intranet"),
    ],
)
def test_address_of_a_page_names_its_site(written: str, origin: str) -> None:
    assert origin_of(written) == origin


@pytest.mark.parametrize(
    "written",
    [
        *("", "https://", "*", "https://*", "https://*.example.jp", "'none'", "'self'", "data:", "javascript:alert(1)"),
        *("http://www.example.jp", "ftp://www.example.jp", "https://user@www.example.jp", "https://a b.example.jp"),
        *("https://example.jp; script-src *", "https://example.jp\r\nX: y", "https://example.jp:99999", "https://-a.jp"),
        *("https://a..jp", "https://[::1]", "https://" + "a" * 200 + ".jp", "https://exa_mple.jp", "https://a.jp,b.jp"),
    ],
)  # fmt: skip
def test_what_names_no_site_is_refused(written: str) -> None:
    with pytest.raises(NotAnOrigin):
        origin_of(written)


@given(st.text(max_size=60))
def test_whatever_is_written_nothing_but_an_origin_comes_out(written: str) -> None:
    try:
        origin = origin_of(written)
    except NotAnOrigin:
        return
    assert re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", origin)
    assert origin_of(origin) == origin
