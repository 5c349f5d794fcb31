"""A visitor of the portal without a browser: goes to pages, reads them, fills in their forms and presses their buttons.

Forms are sent with everything that stands in them, hidden fields included, exactly as a browser would without scripts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from kikitori.casework.reissue import reissue_slip
from kikitori.interfaces.portal import holder
from kikitori.interfaces.portal.queries import speaker_of
from kikitori.records.complaints.models import Complaint, Receipt
from tests import makers
from tests.cast import Cast

STORY = "届いた皿が三枚割れていました。電話で三回、同じ説明をしました。"


class StillClock:
    """Stands in for `django.utils.timezone.now`."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass: `clock.forward(minutes=31)`."""
        self.now += timedelta(**span)


@dataclass
class Form:
    """A form as it stands on a page: where it goes and what is in it."""

    id: str = ""
    action: str = ""
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The one value of a field; empty if there is none."""
        return (self.values.get(name) or [""])[0]


class _Reader(HTMLParser):
    """Collects the forms of a page, with fields that belong to one by `form=`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.strays: list[tuple[str, str, str]] = []
        self._inside: Form | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = Form(
                given.get("id", ""), given.get("action", ""), given.get("method", "get").lower()
            )
            self.forms.append(self._inside)
        elif tag == "textarea" and self._inside is not None:
            self._textarea = given["name"]
            self._inside.values[self._textarea] = [""]
        elif tag in ("input", "button") and given.get("name"):
            self._field(given)

    def _field(self, given: dict[str, str]) -> None:
        if given.get("form"):
            self.strays.append((given["form"], given["name"], given.get("value", "")))
        elif self._inside is None or given.get("type") == "file":
            return
        elif given.get("type") == "submit":
            self._inside.buttons.append((given["name"], given.get("value", "")))
        elif given.get("type") not in ("radio", "checkbox") or "checked" in given:
            self._inside.values.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea and self._inside is not None:
            self._inside.values[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "textarea" and self._inside is not None and self._textarea:
            # The line break after the opening tag belongs to the markup.
            self._inside.values[self._textarea][0] = self._inside.values[self._textarea][0].removeprefix("\n")
            self._textarea = None


class Seen:
    """A page that was answered."""

    def __init__(self, answer: Any, path: str) -> None:
        self.answer = answer
        self.path = path
        self.status: int = answer.status_code
        self.html: str = answer.content.decode()
        reader = _Reader()
        reader.feed(self.html)
        self.forms = reader.forms
        for form in self.forms:
            form.buttons += [(name, value) for owner, name, value in reader.strays if owner == form.id]

    @property
    def text(self) -> str:
        """What a person reads, blanks collapsed."""
        return " ".join(strip_tags(self.html).split())

    @property
    def main(self) -> str:
        """The same without header and footer."""
        inner = re.search(r"<main\b.*?</main>", self.html, re.DOTALL)
        return " ".join(strip_tags(inner.group(0)).split()) if inner else ""

    @property
    def heading(self) -> str:
        """The first heading."""
        found = re.search(r"<h1\b[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        return " ".join(strip_tags(found.group(1)).split()) if found else ""

    @property
    def errors(self) -> list[str]:
        """The sentences beside wrong fields."""
        found = re.findall(r'<div class="field__error".*?<div>(.*?)</div>', self.html, re.DOTALL)
        return [
            " ".join(strip_tags(one.replace("エラー：", "").replace("Error:", "")).split()) for one in found
        ]

    def form(self, ident: str) -> Form:
        """The form with this id."""
        return next(form for form in self.forms if form.id == ident)

    def form_to(self, action: str) -> Form:
        """The form that goes to this address."""
        return next(form for form in self.forms if form.action == action)


class Visitor:
    """Somebody at the portal: remembers cookies, and the page that lies open."""

    def __init__(self, language: str = "ja", address: str = "203.0.113.7", **client: Any) -> None:
        self.client = Client(headers={"accept-language": language}, REMOTE_ADDR=address, **client)
        self.seen: Seen

    def go(self, path: str, **query: str) -> Seen:
        """Open a page and follow where it leads."""
        return self._look(self.client.get(path, query, follow=True), path)

    def get(self, path: str) -> Any:
        """The bare answer to a GET."""
        return self.client.get(path)

    def post(self, path: str, values: dict[str, Any] | None = None, **headers: Any) -> Seen:
        """Send values of one's own choosing, and do not follow."""
        return self._look(self.client.post(path, values or {}, **headers), path)

    def fill(self, ident: str = "complaint", *, press: tuple[str, str] | None = None, **typed: Any) -> Seen:
        """Fill in a form of the open page, press a button and follow where it leads."""
        form = self.seen.form(ident)
        return self._send(form, press, typed)

    def press(self, action: str, **typed: Any) -> Seen:
        """Press the button of the form that goes to `action`."""
        return self._send(self.seen.form_to(action), None, typed)

    def _send(self, form: Form, press: tuple[str, str] | None, typed: dict[str, Any]) -> Seen:
        values: dict[str, Any] = {name: list(many) for name, many in form.values.items()}
        for name, value in typed.items():
            values[name] = value if isinstance(value, list) else [value]
        if press is not None:
            assert press in form.buttons, (press, form.buttons)
            values[press[0]] = [press[1]]
        path = form.action or self.seen.path
        return self._look(self.client.post(path, values, follow=True), path)

    def _look(self, answer: Any, path: str) -> Seen:
        chain = getattr(answer, "redirect_chain", [])
        self.seen = Seen(answer, chain[-1][0] if chain else path)
        return self.seen

    # ── the usual ways ──

    def writes(self, story: str = STORY, wish: str = "", **reach: Any) -> Seen:
        """Through the three questions, up to the check page."""
        self.go("/complain/")
        self.fill(story=story)
        self.fill(wish=wish)
        return self.fill(**reach)

    def complains(self, story: str = STORY, wish: str = "", **reach: Any) -> Slip:
        """The whole way to the slip."""
        self.writes(story, wish, **reach)
        return Slip.on(self.fill())

    def opens(self, slip: Slip | Hand) -> Seen:
        """Show the slip and read how it stands."""
        self.go("/follow/")
        return self.fill("sign-in", locator=slip.locator, secret=slip.secret)

    def enters(self, complaint: Complaint) -> None:
        """Signed in with the slip of this complaint, without the pages on which one signs in."""
        request = HttpRequest()
        request.session, request.user = self.client.session, AnonymousUser()
        receipt = Receipt.objects.get(complaint=complaint)
        holder.enter(request, receipt, speaker_of(receipt), timezone.now())
        request.session.save()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)

    def reads(self, complaint: Complaint) -> Seen:
        """How this complaint stands, for its holder."""
        self.enters(complaint)
        return self.go("/follow/")


@dataclass(frozen=True)
class Slip:
    """What can be read on a slip."""

    reference: str
    locator: str
    secret: str

    @classmethod
    def on(cls, seen: Seen) -> Slip:
        """The slip on this page."""
        assert seen.status == 200, seen.text[:400]
        read = {name: re.search(rf'id="slip-{name}"[^>]*>(.*?)</(?:p|span|dd)>', seen.html, re.DOTALL)
                for name in ("reference", "locator")}  # fmt: skip
        groups = re.search(r'id="slip-secret"[^>]*>(.*?)</dd>', seen.html, re.DOTALL)
        assert groups is not None
        assert read["reference"] is not None
        assert read["locator"] is not None
        return cls(
            strip_tags(read["reference"].group(1)).strip(),
            strip_tags(read["locator"].group(1)).strip(),
            " ".join(strip_tags(groups.group(1)).split()),
        )


@dataclass(frozen=True)
class Hand:
    """A slip in somebody's hand, of a complaint that came by another road."""

    complaint: Complaint
    locator: str
    secret: str

    @classmethod
    def of(cls, cast: Cast, complaint: Complaint, now: datetime) -> Hand:
        """A new slip, as the desk hands it out when the first was lost."""
        made = reissue_slip(cast.actor("handler"), complaint, token=f"{makers.token()}-for-the-hand", now=now)
        return cls(complaint, made.locator, made.secret)
