"""Name and logo side by side: neither cuts the other, at the desk on a laptop and at the portal on a phone."""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from kikitori.records.people.logos import HIGHEST, WIDEST, Logo
from kikitori.records.people.models import Organisation
from tests.cast import Cast, summon
from tests.foundation.mail import pictures
from tests.interfaces.windows import Windows, too_wide_at

#: Pixels: less than this cannot hold a line.
LINE = 10
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """With the widest logo there is."""
    cast = summon()
    size = WIDEST.to_bytes(4) + HIGHEST.to_bytes(4) + bytes([8, 0, 0, 0, 0])
    drawn = zlib.compress((b"\0" + b"\x40" * WIDEST) * HIGHEST)
    made = pictures.png((b"IHDR", size), (b"IDAT", drawn), (b"IEND", b""))
    content = pictures.PNG[:8] + made[33 : len(made) - len(pictures.PNG[33:])]
    logo = Logo.objects.create(
        digest=hashlib.sha256(content).hexdigest(), content=content, width=WIDEST, height=HIGHEST,
        added_at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip
    Organisation.objects.update(logo=logo)
    return cast


@pytest.mark.parametrize(("width", "role"), [(1280, "lead"), (1280, "handler"), (1440, "lead")])
def test_name_is_whole_beside_the_logo_in_the_bar_of_the_desk(
    browser: Browser, live_server: LiveServer, cast: Cast, width: int, role: str
) -> None:
    client = Client()
    client.force_login(getattr(cast, role))
    with Windows(browser, live_server.url) as windows:
        page = windows.open("/desk/", cookies=client.cookies, width=width)
        assert page.locator(".bar .brand__logo").evaluate("each => each.naturalWidth") == WIDEST
        cut = """each => [each.scrollWidth > each.clientWidth, each.scrollHeight > each.clientHeight,
                          each.clientHeight > 2.2 * parseFloat(getComputedStyle(each).fontSize)]"""
        assert page.locator(".bar .brand__name").evaluate(cut) == [False, False, False]
        assert too_wide_at(page, width) == []


@pytest.mark.parametrize("width", [320, 390])
def test_name_is_not_broken_within_a_word_on_a_phone(
    browser: Browser, live_server: LiveServer, cast: Cast, width: int
) -> None:
    with Windows(browser, live_server.url) as windows:
        page = windows.open("/", width=width)
        lines = page.locator(".portal__name").evaluate(
            """each => {
              const range = document.createRange();
              range.selectNodeContents(each.firstChild);
              return range.getClientRects().length;
            }"""
        )
        assert lines == 1
        logo = page.locator(".portal .brand__logo").bounding_box()
        assert logo is not None
        assert logo["width"] <= 7 * 16
        assert too_wide_at(page, width) == []


@pytest.mark.parametrize("role", ["lead", "handler", "administrator"])
def test_long_name_takes_the_room_that_is_free_in_the_bar_and_no_more(
    browser: Browser, live_server: LiveServer, cast: Cast, role: str
) -> None:
    """Nothing of it is cut where there is room; where there is none, it gives way before the window does."""
    Organisation.objects.update(
        logo=None, name_ja="うつわと暮らしの店 みなも堂", name_en="Minamodo, Tableware & Home"
    )
    client = Client()
    client.force_login(getattr(cast, role))
    with Windows(browser, live_server.url) as windows:
        for lang in ("ja", "en"):
            page = windows.open("/desk/keys/", lang=lang, cookies=client.cookies, width=1280)
            for width in (700, 1280, 1440, 1600):
                page.set_viewport_size({"width": width, "height": 800})
                name = page.locator(".bar .brand__name")
                assert name.evaluate("each => each.scrollHeight - each.clientHeight") < LINE, (lang, width)
            end = page.locator(".bar__end").bounding_box()
            inner = page.locator(".bar__in").evaluate(
                "each => each.getBoundingClientRect().right - parseFloat(getComputedStyle(each).paddingRight)"
            )
            assert end is not None
            assert abs(end["x"] + end["width"] - inner) < 1
            assert too_wide_at(page, 320, 390, 640, 1000, 1024, 1280) == []
