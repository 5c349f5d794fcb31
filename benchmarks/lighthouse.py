"""What Lighthouse says of the accessibility of a running demonstration, page by page; exit 1 below 100.

    npm install lighthouse@12                      # needs Node 18 or newer; Kikitori itself needs none
    kikitori demo --data NEW --port 8641
    .venv/bin/python benchmarks/lighthouse.py --site http://localhost:8641 --lighthouse node_modules/.bin/lighthouse

The portal in Japanese, English and easy Japanese, the desk in Japanese and English, each as on a phone and on a desk.
Debian's chromium is driven by playwright with a port for debugging: it signs in, and lighthouse opens the page anew in
the same profile. What is the answer to a form (the slip) or a refusal cannot be opened anew; there lighthouse looks at
the page that lies open. The browser knows no host but the site's. Four complaints get new slips, others are made.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

LANGUAGES = ("ja", "en", "ja-easy")
#: As lighthouse emulates them: width, height, points a point.
SCREENS = {"phone": (412, 823, 1.75), "desktop": (1350, 940, 1)}
PUBLIC = (
    *("/", "/promises/", "/accessibility/", "/accessibility/self-test/", "/improvements/", "/embed/"),
    *("/complain/", "/complain/erased/", "/follow/", "/left/"),
)
WRITING = ("/complain/", "/complain/files/", "/complain/wish/", "/complain/reach/", "/complain/check/")
#: Stand for the first complaint that is looked into, and for whoever made it.
COMPLAINT, PERSON = "complaints/NUMBER/", "people/NUMBER/"
#: In which state of a complaint which answers are open; the first page is the complaint itself.
BEHIND_THE_SLIP = {
    "proposal": ("", "write", "accept", "decline", "withdraw", "correct", "help", "unwanted", "reopen"),
    "confirming": ("", "solved", "unsolved", "rate", "review"),
    "closed_accepted": ("", "rate", "reopen", "review"),
    "withdrawn": ("", "reopen"),
}
AT_THE_DESK = {
    "lead": (
        *("", "queue/main/", "queue/urgent/?state=closed", "register/", "conversations/", "letters/"),
        *("letters/replies/", "alerts/", "tasks/", "notices/", "notices/choices/", "find/?q=配送", "mails/"),
        *("views/", "macros/", "automation/", "ladder/", "ladder/absences/", "away/", "keys/", "templates/"),
        *("wording/", "settings/improvements/", "settings/improvements/new/"),
        *(COMPLAINT, f"{COMPLAINT}reply/", f"{COMPLAINT}note/", f"{COMPLAINT}assess/", f"{COMPLAINT}slip/"),
        PERSON,
    ),
    "admin": (
        *("settings/", "settings/changes/", "settings/look/", "settings/branches/", "settings/branches/new/"),
        *("settings/embedding/", "settings/mailboxes/", "settings/webhooks/", "calendar/", "protocols/"),
        *("questions/", "rules/", "staff/"),
    ),
}
WHOLE = 100
PASSWORD = "kikitori-demo"  # noqa: S105 - the demonstration prints it
STORY = "届いた皿が三枚割れていました。電話で三度、同じ説明をしました。"
PROGRAM = Path(__file__).with_name("lighthouse_pages.mjs")


@dataclass
class Lighthouse:
    """Asks lighthouse, and keeps what it said: page → [(where, score, audits that failed)]."""

    package: Path
    site: str
    said: dict[str, list[tuple[str, float, list[str]]]] = field(default_factory=lambda: defaultdict(list))
    _asked: subprocess.Popen[str] | None = None

    @contextmanager
    def beside(self, port: int) -> Iterator[None]:
        """Started beside the browser that listens there."""
        command = ["node", str(PROGRAM), str(self.package), str(port)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as self._asked:
            yield

    def visit(self, name: str, where: str, address: str, *, desktop: bool) -> None:
        """Open an address anew and note what is found there."""
        answer = self._answer({"url": self.site + address, "desktop": desktop})
        led = urlsplit(answer["url"]).path
        self._note(name, where, answer, [f"led to {led}"] if led != urlsplit(address).path else [])

    def look(self, page: Page, name: str, where: str) -> None:
        """Note what is found on the page that lies open."""
        page.evaluate("window.name = 'looked at'")
        self._note(name, where, self._answer({"mark": "looked at"}), [])
        page.evaluate("window.name = ''")

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        running = self._asked
        if running is None or running.stdin is None or running.stdout is None:
            raise RuntimeError("lighthouse was not started")
        running.stdin.write(json.dumps(asked) + "\n")
        running.stdin.flush()
        answer: dict[str, Any] = json.loads(running.stdout.readline() or '{"error": "lighthouse has ended"}')
        if "error" in answer:
            return {"score": 0, "url": asked.get("url", ""), "failed": {answer["error"]: []}}
        return answer

    def _note(self, name: str, where: str, answer: dict[str, Any], wrong: list[str]) -> None:
        failed = [*answer["failed"], *wrong]
        score = 100 * (answer["score"] or 0)
        self.said[name].append((where, score, failed))
        print(f"{score:.0f} {name} ({where}) {' '.join(failed)}", file=sys.stderr)
        for audit, found in answer["failed"].items():
            print(*(f"    {audit}: {each}" for each in found), sep="\n", file=sys.stderr)

    def table(self) -> str:
        """A line for each page: how often it was looked at, its lowest score, and what failed where."""
        lines = ["| page | looked at | lowest score | failing |", "|---|---:|---:|---|"]
        for name, seen in self.said.items():
            failing = "; ".join(f"{where}: {', '.join(failed)}" for where, _, failed in seen if failed)
            lines.append(f"| {name} | {len(seen)} | {min(score for _, score, _ in seen):.0f} | {failing} |")
        return "\n".join(lines)

    @property
    def is_whole(self) -> bool:
        """Has every page 100, and was it the page that was meant?"""
        return all(score >= WHOLE and not failed for seen in self.said.values() for _, score, failed in seen)


@dataclass
class Walk:
    """One window, in one language and of one size."""

    context: BrowserContext
    lighthouse: Lighthouse
    language: str
    screen: str

    @property
    def where(self) -> str:
        """Which window it was."""
        return f"{self.language}, {self.screen}"

    def begin(self) -> Page:
        """A stranger's empty page."""
        self.context.clear_cookies()
        site = self.lighthouse.site
        self.context.add_cookies([{"name": "django_language", "value": self.language, "url": site}])
        return self.context.pages[0]

    def visit(self, name: str, address: str) -> None:
        """Lighthouse opens this address, or looks at what stands there where that is a refusal."""
        page = self.context.pages[0]
        answer = page.goto(self.lighthouse.site + address)
        if answer is not None and answer.ok:
            self.lighthouse.visit(name, self.where, address, desktop=self.screen == "desktop")
        else:
            self.look(page, f"{name} ({answer.status if answer else '-'})")

    def look(self, page: Page, name: str) -> None:
        """Lighthouse looks at the page that lies open."""
        self.lighthouse.look(page, name, self.where)

    def stranger(self) -> None:
        """The public pages, all steps of a complaint, the slip, and what goes wrong."""
        page, site = self.begin(), self.lighthouse.site
        for address in PUBLIC:
            self.visit(address, address)
        self.visit("a page that is not there", "/no-such-page/")
        page.goto(f"{site}/follow/")
        page.fill("#id_locator", "K7FM-3QTA")
        press(page, "form#sign-in .buttons button")
        self.look(page, "/follow/ refused")
        page.goto(f"{site}/complain/")
        press(page, MAIN)
        self.look(page, "/complain/ refused")
        page.fill("#id_story", STORY)
        for _ in range(3):
            press(page, MAIN)
        for address in WRITING:
            self.visit(f"{address} begun", address)

    def complains(self) -> None:
        """A complaint is made: the slip, small and in large letters."""
        page = self.begin()
        page.goto(f"{self.lighthouse.site}/complain/")
        page.fill("#id_story", STORY)
        for _ in range(4):
            press(page, MAIN)
        self.look(page, "the slip")
        press(page, "button[value=large]")
        self.look(page, "the slip in large letters")

    def holds(self, state: str, slip: tuple[str, str]) -> None:
        """Everything behind a slip."""
        page = self.begin()
        page.goto(f"{self.lighthouse.site}/follow/")
        page.fill("#id_locator", slip[0])
        page.fill("#id_secret", slip[1])
        press(page, "form#sign-in .buttons button")
        for answer in BEHIND_THE_SLIP[state]:
            address = f"/follow/{answer}/" if answer else "/follow/"
            self.visit(f"{address} of a complaint that is {state}", address)

    def works(self, login: str) -> None:
        """The main pages of the desk, signed in."""
        page = self.begin()
        sign_in(page, self.lighthouse.site, login)
        found: dict[str, str] = {}
        if login == "lead":
            found[COMPLAINT] = of_state(page, self.lighthouse.site, "investigating").removeprefix("/desk/")
            page.goto(f"{self.lighthouse.site}/desk/{found[COMPLAINT]}")
            found[PERSON] = first_link(page, "people").removeprefix("/desk/")
        for place in AT_THE_DESK[login]:
            path = place
            for name, real in found.items():
                path = path.replace(name, real)
            self.visit(f"/desk/{place} ({login})", f"/desk/{path}")


MAIN = "form#complaint .buttons button.button >> nth=0"


def press(page: Page, button: str) -> None:
    """Press what leads to another page."""
    with page.expect_navigation(wait_until="load"):
        page.click(button)


def sign_in(page: Page, site: str, login: str) -> None:
    """As somebody of the demonstration's staff."""
    page.goto(f"{site}/desk/sign-in/")
    page.fill("#id_login", login)
    page.fill("#id_password", PASSWORD)
    press(page, "form.card--form button[type=submit]")


def of_state(page: Page, site: str, state: str) -> str:
    """The address of the first complaint in this state."""
    page.goto(f"{site}/desk/queue/main/?state={state}")
    return first_link(page, "complaints")


def first_link(page: Page, room: str) -> str:
    """The address of the first page of this room that the page leads to."""
    return urlsplit(str(page.get_attribute(f"main a[href^='/desk/{room}/'] >> nth=0", "href"))).path


def slips(page: Page, site: str) -> dict[str, tuple[str, str]]:
    """A new slip for a complaint in each state, issued by a lead: locator and secret."""
    sign_in(page, site, "lead")
    found = {}
    for state in BEHIND_THE_SLIP:
        page.goto(f"{site}{of_state(page, site, state)}slip/")
        page.check("#id_sure")
        press(page, "form.card button[type=submit]")
        _number, locator, *groups = page.locator(".slip-codes .code").all_inner_texts()
        found[state] = (locator, "".join(groups))
    return found


@contextmanager
def window(chromium: str, port: int, screen: str, site: str) -> Iterator[BrowserContext]:
    """The browser with a profile of its own that knows no host but the site's."""
    wide, high, points = SCREENS[screen]
    host = urlsplit(site).hostname
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            viewport={"width": wide, "height": high},
            device_scale_factor=points,
            is_mobile=screen == "phone",
            args=[
                *("--no-sandbox", "--disable-gpu", "--no-first-run", f"--remote-debugging-port={port}"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {host} , EXCLUDE 127.0.0.1",
            ],
        )
        yield context
        context.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as heard:
        heard.bind(("127.0.0.1", 0))
        return int(heard.getsockname()[1])


def main() -> None:
    """Walk everywhere, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", default="http://localhost:8641")
    parser.add_argument("--lighthouse", default="lighthouse", help="the program, where it is not on the PATH")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--screens", nargs="+", choices=list(SCREENS), default=list(SCREENS))
    given = parser.parse_args()
    program = shutil.which(given.lighthouse)
    if program is None:
        sys.exit(f"{given.lighthouse} is not there: npm install lighthouse@12")
    site, port = given.site.rstrip("/"), free_port()
    # The program is node_modules/lighthouse/cli/index.js.
    lighthouse = Lighthouse(Path(program).resolve().parents[1], site)
    codes: dict[str, tuple[str, str]] = {}
    for screen in given.screens:
        with window(given.chromium, port, screen, site) as context, lighthouse.beside(port):
            codes = codes or slips(context.pages[0], site)
            for language in given.languages:
                walk = Walk(context, lighthouse, language, screen)
                walk.stranger()
                walk.complains()
                for state, slip in codes.items():
                    walk.holds(state, slip)
                if language != "ja-easy":
                    for login in AT_THE_DESK:
                        walk.works(login)
    print(lighthouse.table())
    sys.exit(0 if lighthouse.is_whole else 1)


if __name__ == "__main__":
    main()
