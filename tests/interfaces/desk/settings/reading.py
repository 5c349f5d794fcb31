"""Reading a form on a page: what stands in a field, what is said beside it, and where the summary leads."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

_TAG = re.compile(r"<[^>]+>")


def _content(page: Any) -> str:
    return str(page.content.decode())


def _words(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", re.sub(r"<svg.*?</svg>", " ", markup, flags=re.DOTALL))).split())


def beside(page: Any) -> dict[str, str]:
    """What is said beside each field that is wrong, by the name of the field."""
    found = re.findall(r'id="id_(\w+)_error">(.*?)</div></div>', _content(page), flags=re.DOTALL)
    return {name: _words(said).removeprefix("エラー： ").removeprefix("Error: ") for name, said in found}


def summed_up(page: Any) -> list[str]:
    """The fields to which the summary at the top leads, in its order."""
    summary = _content(page).partition("data-error-summary")[2].partition("</div>")[0]
    return re.findall(r'href="#id_(\w+)"', summary)


def value_of(page: Any, name: str) -> str:
    """What stands in a line or a text of the form."""
    content = _content(page)
    if found := re.search(rf'<textarea name="{name}".*?>\n?(.*?)</textarea>', content, flags=re.DOTALL):
        return unescape(found[1])
    (tag,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', content)
    found = re.search(r'value="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def chosen(page: Any, name: str) -> list[str]:
    """The values that are chosen in a list of choices."""
    content = _content(page)
    found = re.search(rf'<select name="{name}".*?</select>', content, flags=re.DOTALL)
    if found:
        return re.findall(r'<option value="([^"]*)" selected', found[0])
    tags = re.findall(rf'<input[^>]*name="{name}"[^>]*>', content)
    return [match[1] for tag in tags if "checked" in tag and (match := re.search(r'value="([^"]*)"', tag))]


def is_ticked(page: Any, name: str) -> bool:
    """Is the box ticked?"""
    (tag,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', _content(page))
    return "checked" in tag


def table_rows(page: Any) -> list[str]:
    """The rows of the page's tables, in words."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", _content(page), flags=re.DOTALL)
    return [_words(row) for body in bodies for row in re.findall(r"<tr.*?</tr>", body, flags=re.DOTALL)]


def card(page: Any, name: str) -> str:
    """The words of one section of the page, by the id of its heading."""
    after = _content(page).partition(f'aria-labelledby="{name}"')[2].partition(">")[2]
    return _words(after.partition("</section>")[0])
