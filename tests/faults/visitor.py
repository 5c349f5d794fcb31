"""A small browser: cookies, forms, no JavaScript; every visitor comes from an address of their own.

`ask` and `send` raise `Broken` when the connection breaks before the whole answer has come, as a killed server does.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPMessage
from itertools import count
from urllib.parse import urlencode, urlsplit

_numbers = count(1)
Fields = Mapping[str, str | Sequence[str]]


class Broken(Exception):
    """No whole answer: it cannot be told whether the request was carried out."""


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: HTTPMessage
    text: str

    @property
    def location(self) -> str:
        """Where it leads, without the host."""
        return urlsplit(self.headers.get("Location", "")).path

    def by_id(self, name: str) -> str:
        """The words of the element with this id."""
        reader = _ById(name)
        reader.feed(self.text)
        return " ".join("".join(reader.words).split())

    def form(self, *needed: str) -> dict[str, str]:
        """What the first form holds that has all these fields, as a browser would send it untouched."""
        reader = _Forms()
        reader.feed(self.text)
        for form in reader.forms:
            if set(needed) <= form.keys():
                return form
        raise AssertionError(f"no form with {needed} among {[sorted(form) for form in reader.forms]}")


@dataclass
class Visitor:
    """One browser of one person."""

    port: int
    language: str = "ja"
    number: int = field(default_factory=lambda: next(_numbers))
    cookies: dict[str, str] = field(default_factory=dict)
    timeout: float = 30.0

    @property
    def address(self) -> str:
        """The address they come from: another one of this machine's own for each, where the system has many."""
        if not sys.platform.startswith("linux"):
            return "127.0.0.1"
        return f"127.{1 + self.number // 62500 % 200}.{self.number // 250 % 250}.{2 + self.number % 250}"

    def ask(self, path: str) -> Reply:
        """GET."""
        return self.request("GET", path)

    def send(self, path: str, fields: Fields) -> Reply:
        """POST a form with the site's own cookie against forgery."""
        token = next((value for name, value in self.cookies.items() if "csrf" in name), "")
        body = urlencode({"csrfmiddlewaretoken": token, **fields}, doseq=True).encode()
        return self.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request on a connection of its own."""
        connection = HTTPConnection(
            "127.0.0.1", self.port, timeout=self.timeout, source_address=(self.address, 0)
        )
        sent = {
            "Host": f"localhost:{self.port}",
            "Accept-Language": self.language,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **(headers or {}),
        }
        try:
            connection.request(method, path, body or None, sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as trouble:
            raise Broken(type(trouble).__name__) from trouble
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = line.strip().partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Reply(answer.status, answer.headers, text)


class _ById(HTMLParser):
    """Gathers the words of one element."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.depth = 0
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or dict(attrs).get("id") == self.name:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words.append(data)


class _Forms(HTMLParser):
    """Gathers forms with the values a browser would send if nothing were touched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self.forms.append({})
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "option" and self.select and ("selected" in given or self.select not in form):
            form[self.select] = value
        elif tag == "select":
            self.select = name
        elif tag == "textarea" and name:
            self.textarea = name
            form[name] = ""
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("submit", "button", "radio", "checkbox") or "checked" in given:
                form[name] = value or ("on" if kind == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            # The first line break after the tag is the page's, not the text's.
            before = self.forms[-1][self.textarea]
            self.forms[-1][self.textarea] = before + (data if before else data.removeprefix("\n"))
