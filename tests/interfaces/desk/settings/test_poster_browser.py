"""A poster on paper: one sheet of its size, however long the names, with a code large enough for an old phone."""

from __future__ import annotations

import pypdfium2
import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Organisation
from tests.cast import summon
from tests.interfaces.windows import Windows, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Points, and how wide the code is at least: a tenth of the distance it is read from.
SIZES = {"a4": (595, 842, 80), "a5": (420, 595, 52)}
LONG = "一般社団法人日本全国うつわとくらしの会連合会中央本部 "


def lowest_words(sheet: pypdfium2.PdfPage) -> float:
    """How far up from the lower edge the lowest words stand, as a part of the sheet."""
    words = sheet.get_textpage()
    return float(min(words.get_rect(number)[1] for number in range(words.count_rects())) / sheet.get_height())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("names", ["short", "long"])
def test_poster_is_one_sheet_of_its_size(
    browser: Browser, live_server: LiveServer, size: str, names: str
) -> None:
    cast = summon()
    name = "銀座店" if names == "short" else LONG * 2
    branch = Branch.objects.create(name_ja=name, name_en="Ginza", code="ginza-no-eki-mae-10")
    if names == "long":
        Organisation.objects.update(name_ja=LONG * 2, name_en="The Japanese Federation of Tableware " * 2)
    client = Client()
    client.force_login(cast.lead)
    with Windows(browser, live_server.url) as windows:
        address = f"/desk/settings/branches/{branch.pk}/poster/?size={size}"
        page = windows.open(address, cookies=client.cookies, width=1280)
        assert faults(page) == []
        width, height, code = SIZES[size]
        paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        assert len(paper) == 1
        assert tuple(round(side) for side in paper[0].get_size()) == (width, height)
        page.emulate_media(media="print")
        drawn = page.locator(".poster__code svg").bounding_box()
        assert drawn is not None
        assert drawn["width"] * 25.4 / 96 >= code
        assert lowest_words(paper[0]) < 0.1
