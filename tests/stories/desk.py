"""What staff do at the desk, for the stories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests.interfaces.windows import another_page
from tests.stories.conftest import Visitor


def in_days(days: int) -> str:
    """A day to come, as a date field takes it."""
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


#: Why a point came about, as somebody writes it into a decision.
CAUSE = {"cause_1_0_code": "process", "cause_1_0_evidence": "Our log of that day."}


class Desk:
    """A member of staff, signed in."""

    def __init__(self, visitor: Visitor, login: str, password: str) -> None:
        self.visitor = visitor
        visitor.open("/desk/sign-in/")
        visitor.page.fill("input[name=login]", login)
        visitor.page.fill("input[name=password]", password)
        self._send()
        assert "/desk/" in visitor.page.url
        assert "sign-in" not in visitor.page.url

    def speak(self, language: str) -> None:
        """Have the desk in another language than the one set for this member of staff."""
        self.visitor.page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": self.visitor.house.address}]
        )

    def open_complaint(self, reference: str) -> None:
        """Its page."""
        self.visitor.open(f"/desk/complaints/{reference}/")

    def step(self, reference: str, word: str, **values: str) -> None:
        """Open the form of a step, fill it in, send it, and be back at the complaint."""
        self.visitor.open(f"/desk/complaints/{reference}/{word}/")
        for name, value in values.items():
            self._fill(name, value)
        if self.visitor.page.locator("main [name='related_seen']").count():
            self._fill("related_seen", "on")
        self._send(f"/{word}/")
        self._is_back_at(reference)

    def assess(self, reference: str, *, severity: str, subject: str, points: Sequence[str]) -> None:
        """The initial assessment, nobody in danger."""
        values = {f"allegation_{n}_text": point for n, point in enumerate(points)}
        self.step(reference, "assess", severity=severity, subject=subject, rest_no="on", **values)

    def carry_out_all(self, reference: str) -> None:
        """Write down every remedy that is owed, one after the other."""
        for _ in range(5):
            self.visitor.open(f"/desk/complaints/{reference}/remedy/")
            owed = self.visitor.page.locator("input[name=remedy]")
            if not owed.count():
                return
            owed.first.check(force=True)
            self._fill("proof", "TR-0001")
            self._send("/remedy/")
            self._is_back_at(reference)

    def _is_back_at(self, reference: str) -> None:
        """At the complaint: the form was taken, and not shown again with what is in the way."""
        assert self.visitor.page.url.split("?")[0].split("#")[0].endswith(f"/complaints/{reference}/"), (
            self.visitor.page.locator("main").inner_text()
        )

    def _fill(self, name: str, value: str) -> None:
        field = self.visitor.page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("e => e.tagName + '/' + e.type")
        if kind.endswith("/radio"):
            self.visitor.page.locator(f"main [name='{name}'][value='{value}']").check(force=True)
        elif kind.endswith("/checkbox"):
            field.first.check(force=True)
        elif kind.startswith("SELECT"):
            field.first.select_option(value)
        else:
            # What the page keeps folded a person would unfold.
            self.visitor.page.evaluate(
                "document.querySelectorAll('main details').forEach(d => { d.open = true })"
            )
            field.locator("visible=true").first.fill(value)

    def _send(self, action: str = "") -> None:
        """The form's own button; never one that only shows a preview."""
        form = f"main form[action*='{action}']" if action else "main form"
        button = self.visitor.page.locator(f"{form} button[type=submit]:not([name=look]):visible")
        if not button.count():
            button = self.visitor.page.locator("main form button[type=submit]:not([name=look]):visible")
        with another_page(self.visitor.page):
            button.first.click()
        self.visitor.look()
