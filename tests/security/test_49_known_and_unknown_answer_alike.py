"""49. CVE-2026-45294, GHSA-3vqc-c545-w7jg (Frappe), osTicket 86165c2e6: what exists is told by no difference of answers.

Wherever a stranger gives us a code, an address or a number, one that is known and one that is not get the same status,
headers, body and length, and cost the same statements and slow hashes. Time itself is measured on a running server by
`benchmarks/known_and_unknown.py`. The pages come from the table of addresses: a new one fails here until it is listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher, _password_hasher, low_level
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.mail_link import end_links, token_of
from kikitori.casework.parcels import Owner, hand_in
from kikitori.foundation import crypto
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.records.complaints.models import Receipt
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from tests import makers
from tests.cast import Cast, summon
from tests.foundation.mail.pictures import JPEG
from tests.interfaces.portal.visitor import STORY, Hand, StillClock, Visitor
from tests.interfaces.test_permission_matrix import OPEN, PAGES
from tests.makers import FRIDAY
from tests.represented import party_of, represented, slip_of

WRONG = "0000 0000 0000 0000"
NOWHERE = "ACDE-FGHJ"
#: Pages for everybody that take something from outside by which somebody or something could be known.
ASKED = {
    "portal:follow",
    "portal:link_ask",
    "portal:complain_reach",
    "portal:complain_check",
    "portal:complain_files",
    "desk:sign_in",
}
#: All others, each with its reason.
TAKE_NOTHING = {
    "portal:home": "shows the same to everybody",
    "portal:promises": "shows the same to everybody",
    "portal:accessibility": "shows the same to everybody",
    "portal:criteria": "shows the same to everybody",
    "portal:improvements": "shows the same to everybody",
    "portal:at": "a branch stands on a poster, and whichever it is, the answer is the same",
    "portal:embed": "shows the same to everybody",
    "portal:begin": "words alone",
    "look:colours": "a colour, which stands on every page",
    "look:logo": "a picture, which stands on every page",
    "portal:complain_story": "words alone",
    "portal:complain_wish": "words alone",
    "portal:erase": "of the own browser",
    "portal:erased": "shows the same to everybody",
    "portal:leave": "of the own browser",
    "portal:left": "shows the same to everybody",
    "healthz": "no word from outside",
    "readyz": "no word from outside",
    "set_language": "one of the languages, for the own browser",
    "desk:sign_out": "of the own browser",
    "portal:link_asked": "shows the same to everybody",
    "portal:mail_link": "its address is the secret, 128 bits of chance; there is no name to be known",
    "desk:confirm_address": "its address is the secret, 128 bits of chance; there is no name to be known",
    "desk:new_password": "its address is the secret, 128 bits of chance; there is no name to be known",
    "mail:hook": "its address is the secret, 128 bits of chance; there is no name to be known",
}
#: Fields that name somebody or something; all others say the same in both questions.
NAMES = ("locator", "email", "phone", "login", "enclosed", "drop", "proposal", "remedy", "code", "over")
#: Shorter ones are numbers, which may stand anywhere on a page.
_A_NAME = 6
#: Pages of the holder that take nothing.
READ_ALONE = ("portal:file", "portal:receipt", "portal:agreement", "portal:leaflet")
HOLDERS = sorted(name for name, page in PAGES.items() if page.audience == "holder")
STRANGERS = sorted(
    name
    for name, page in PAGES.items()
    if name in OPEN or (name.startswith("portal:") and page.audience != "holder")
)


def test_every_page_for_strangers_is_asked_or_takes_nothing() -> None:
    """A new page is listed in one of the two, with what is asked of it or with the reason why nothing is."""
    assert sorted({*ASKED, *TAKE_NOTHING}) == STRANGERS
    assert set(HOLDERS) == {*READ_ALONE, *(f"portal:{name}" for name in ANSWERS)}


@dataclass(frozen=True)
class Told:
    """All that somebody outside can see of an answer, and what it cost us."""

    status: int
    headers: dict[str, str]
    body: str
    length: int
    statements: list[str]
    hashes: int


@dataclass
class Ask:
    """Asks from a network of its own each time, so that no brake of one question is felt by another."""

    hashed: list[str]
    visitors: int = 0

    def __call__(self, path: str, values: dict[str, Any] | None = None, **how: Any) -> Told:
        """POST, or GET where there are no values. `before`: what the same visitor did first."""
        before: Callable[[Visitor], None] = how.pop("before", lambda _visitor: None)
        self.visitors += 1
        visitor = Visitor("ja", address=f"198.51.100.{self.visitors}")
        before(visitor)
        already = len(self.hashed)
        with CaptureQueriesContext(connection) as queries:
            answer = (
                visitor.client.get(path, **how)
                if values is None
                else visitor.client.post(path, values, **how)
            )
        named = [str(value) for name, value in (values or {}).items() if name in NAMES]
        return Told(
            answer.status_code,
            {name: plain(value, named) for name, value in answer.headers.items()},
            plain(answer.content.decode(), named),
            len(answer.content),
            [shape(str(query["sql"])) for query in queries],
            len(self.hashed) - already,
        )


def plain(text: str, named: list[str]) -> str:
    """Without what was asked for and what chance makes for each answer: tokens, tickets, ids, the codes of a slip."""
    for words in named:
        text = text.replace(f'value="{words}"', 'value="…"')
        text = text.replace(words, "…") if len(words) >= _A_NAME else text
    text = re.sub(r'(name="(?:csrfmiddlewaretoken|ticket|token)" value=")[^"]*', r"\1…", text)
    text = re.sub(r'("X-CSRFToken": ")\w{64}', r"\1…", text)
    text = re.sub(r"\b[0-9a-f]{16}\b|\b[0-9a-f]{64}\b|(?:[0-9a-f]{8} ){7}[0-9a-f]{8}", "…", text)
    text = re.sub(r"K-\d{4}-\d{6}|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", "…", text)
    return re.sub(r"(?<=>)\d{4}(?=<)|(?:\d{4} ){3}\d{4}", "…", text)


def shape(sql: str) -> str:
    """A statement without its values: what is asked of which table, in which order."""
    text = re.sub(r"'(?:[^']|'')*'|(?<=SAVEPOINT )\S+", "?", sql)
    return re.sub(r"\b\d+(?:\.\d+)?\b|\b(?:true|false|NULL)\b", "?", text)


def assert_alike(known: Told, unknown: Told) -> None:
    """One by one, so that what differs is named."""
    assert known.status == unknown.status
    assert known.headers == unknown.headers
    assert known.body == unknown.body
    assert known.length == unknown.length
    assert known.statements == unknown.statements
    assert known.hashes == unknown.hashes


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("django.utils.timezone.now", StillClock(FRIDAY))
    return summon()


@pytest.fixture
def clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> StillClock:
    still = StillClock(FRIDAY)
    monkeypatch.setattr("django.utils.timezone.now", still)
    return still


@pytest.fixture
def ask(clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Every slow hash is counted where Argon2 is really called; the work itself is done as ever."""
    hashed: list[str] = []

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            hashed.append(work.__name__)
            return work(*given, **named)

        return done

    for module in (_password_hasher, low_level):
        for name in ("hash_secret", "verify_secret"):
            monkeypatch.setattr(module, name, counted(getattr(module, name)))
    with translation.override("ja"):
        yield Ask(hashed)


@pytest.fixture
def slip(cast: Cast, clock: StillClock) -> Hand:
    """The slip of a complaint that is there, with a name, a mail address and a telephone."""
    return Hand.of(cast, makers.proposed(cast), clock.now)


# ── the slip number ──


def missed(times: int, locator: str) -> Callable[[Visitor], None]:
    """The same visitor has tried so often before."""

    def before(visitor: Visitor) -> None:
        for _ in range(times):
            visitor.post("/follow/", {"locator": locator, "secret": WRONG})

    return before


@pytest.mark.parametrize("times", [0, 3, 4, 8])
def test_slip_number_that_exists_is_answered_as_one_that_does_not(ask: Ask, slip: Hand, times: int) -> None:
    """From the first try to the one that is told to wait."""
    known, unknown = (
        ask("/follow/", {"locator": code, "secret": WRONG}, before=missed(times, code))
        for code in (slip.locator, NOWHERE)
    )
    assert_alike(known, unknown)
    assert known.status == (422 if times < 4 else 429)
    assert known.hashes == (1 if times < 4 else 0)


@pytest.mark.parametrize("secret", ["1", "x", "1" * 100, "０" * 16, "\x00", "1234\u200b"])
def test_odd_secrets_are_no_way_to_tell(ask: Ask, slip: Hand, secret: str) -> None:
    assert_alike(*(ask("/follow/", {"locator": code, "secret": secret}) for code in (slip.locator, NOWHERE)))


def test_complaint_for_which_no_slip_was_made_is_as_if_it_were_not_there(ask: Ask, cast: Cast) -> None:
    """One that came by mail: there is a slip number in the records, and no secret that could fit."""
    code = Receipt.objects.get(complaint=makers.received(cast).complaint)
    code.secret_hash = ""
    code.save()
    for secret in (WRONG, "", " ", "x"):
        known, unknown = (
            ask("/follow/", {"locator": each, "secret": secret}) for each in (code.locator, NOWHERE)
        )
        assert_alike(known, unknown)
        assert known.status == 422


@pytest.mark.parametrize("how", ["handed over", "never handed over", "ended"])
def test_slip_of_a_representative_is_told_from_nothing_and_from_no_other(
    ask: Ask, cast: Cast, slip: Hand, how: str
) -> None:
    """Neither that there is one, nor whose it is, nor that it was one."""
    complaint = represented(cast)
    code = Receipt.objects.get(party=party_of(complaint)).locator
    if how != "never handed over":
        slip_of(cast, complaint)
    if how == "ended":
        end_appointment(makers.complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=5))
    told = [ask("/follow/", {"locator": each, "secret": WRONG}) for each in (code, slip.locator, NOWHERE)]
    assert_alike(told[0], told[2])
    assert_alike(told[0], told[1])
    assert told[0].hashes == 1


def test_words_on_their_way_make_no_difference(ask: Ask, slip: Hand) -> None:
    words = {"secret": WRONG, "page": "write", "words": "写真があります。"}
    assert_alike(*(ask("/follow/", {"locator": code, **words}) for code in (slip.locator, NOWHERE)))


def test_right_secret_of_another_slip_is_a_wrong_one(
    ask: Ask, slip: Hand, cast: Cast, clock: StillClock
) -> None:
    other = Hand.of(cast, makers.received(cast, story="別の件").complaint, clock.now)
    assert_alike(
        *(ask("/follow/", {"locator": code, "secret": other.secret}) for code in (slip.locator, NOWHERE))
    )


def test_another_language_asks_nothing_of_the_codes(ask: Ask, slip: Hand) -> None:
    for show_in in ("en", "ja-easy"):
        values = {"secret": slip.secret, "show_in": show_in}
        known, unknown = (ask("/follow/", {"locator": code, **values}) for code in (slip.locator, NOWHERE))
        assert_alike(known, unknown)
        assert known.hashes == 0


def test_number_of_a_complaint_opens_and_tells_nothing(ask: Ask, slip: Hand) -> None:
    known, unknown = (
        ask("/follow/", {"locator": number, "secret": slip.secret})
        for number in (slip.complaint.reference, "K-2026-999999")
    )
    assert_alike(known, unknown)


def test_codes_in_an_address_are_looked_at_by_nobody(ask: Ask, slip: Hand) -> None:
    known, unknown = (
        ask("/follow/", query_params={"locator": code, "secret": slip.secret})
        for code in (slip.locator, NOWHERE)
    )
    assert_alike(known, unknown)
    assert known.status == 200


def test_unknown_slip_number_costs_a_hash_of_the_same_setting() -> None:
    """One that was cheaper would be answered sooner."""
    setting = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", crypto._NOBODY)
    assert setting is not None
    usual = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    assert [int(each) for each in setting.groups()] == [usual.memory_cost, usual.time_cost, usual.parallelism]


# ── mail addresses and telephone numbers ──


REACH = (
    ({"email": "hana@example.jp"}, {"email": "iiei@example.jp"}),
    ({"phone": "03-0000-0001"}, {"phone": "03-0000-9999"}),
)


@pytest.fixture
def known_person(slip: Hand) -> None:
    """Whose address and telephone these are."""
    person = slip.complaint.parties.get(role="complainant").person
    person.contact_points.all().delete()
    for kind, value in (("email", REACH[0][0]["email"]), ("phone", REACH[1][0]["phone"])):
        person.contact_points.create(kind=kind, value=value)


@pytest.mark.parametrize(("known", "unknown"), REACH)
@pytest.mark.parametrize("page", ["reach", "check"])
@pytest.mark.as_owner
def test_address_of_somebody_we_know_is_taken_as_any_other(
    ask: Ask, known_person: None, page: str, known: dict[str, str], unknown: dict[str, str]
) -> None:
    """Nobody learns from the page whether somebody has complained here before."""
    told = [
        ask(
            f"/complain/{page}/",
            {"story": STORY, "wish": "", "reach": "open", "token": crypto.new_token(), **given},
        )
        for given in (known, unknown)
    ]
    assert_alike(*told)
    assert told[0].status == (303 if page == "reach" else 200)


# ── links by mail ──


def test_who_asks_for_a_link_learns_nothing(ask: Ask, known_person: None, slip: Hand) -> None:
    """Neither of numbers nor of addresses, nor whether the two belong together."""
    email = {"email": "hana@example.jp"}
    number, code = {"code": slip.complaint.reference}, {"code": slip.locator}
    told = [
        ask("/follow/link/", {**number, **email}),
        ask("/follow/link/", {**code, **email}),
        ask("/follow/link/", {**number, "email": "iiei@example.jp"}),
        ask("/follow/link/", {"code": "K-2026-999999", **email}),
        ask("/follow/link/", {"code": NOWHERE, "email": "iiei@example.jp"}),
    ]
    for each in told[1:]:
        assert_alike(told[0], each)
    assert told[0].status == 303


def test_link_that_is_over_is_answered_as_one_that_never_was(ask: Ask, slip: Hand, clock: StillClock) -> None:
    letter = slip.complaint.letters.filter(medium="email").latest("id")
    number, mark = token_of(letter).split("-")
    end_links([letter.pk], now=clock.now)
    tokens = [f"{number}-{mark}", f"{number}-{mark[::-1]}", f"{int(number) - 1}-{mark}"]
    told = [ask(f"/follow/link/{token}/", {"over": token}) for token in tokens]
    told += [ask("/follow/link/", {"over": token}) for token in tokens]
    assert_alike(told[1], told[2])
    assert_alike(told[0], told[1])
    for each in told[4:]:
        assert_alike(told[3], each)


# ── numbers of rows ──


@pytest.fixture
def foreign(slip: Hand, clock: StillClock) -> dict[str, int]:
    """Numbers of rows that are somebody else's, by the field that could name them."""
    owner = Owner(crypto.new_token())
    given = FileGiven("IMG_2031.jpg", len(JPEG), lambda: JPEG)
    kept = hand_in(Actor.newcomer(), owner, [given], now=clock.now)
    number, proposal = kept.added[0].pk, slip.complaint.proposals.get()
    # The last of them: so none that is made afterwards has the number that nobody has.
    remedy = slip.complaint.remedies.order_by("pk").last()
    assert remedy is not None
    return {"enclosed": number, "drop": number, "proposal": proposal.pk, "remedy": remedy.pk}


@pytest.mark.parametrize("field", ["enclosed", "drop"])
@pytest.mark.parametrize("page", ["files", "check"])
def test_file_of_another_browser_is_as_if_it_were_not_there(
    ask: Ask, foreign: dict[str, int], page: str, field: str
) -> None:
    told = [
        ask(f"/complain/{page}/", {"story": STORY, "token": crypto.new_token(), field: str(number)})
        for number in (foreign[field], foreign[field] + 5)
    ]
    assert_alike(*told)


@pytest.mark.parametrize("name", HOLDERS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_stranger_learns_nothing_from_the_pages_behind_a_slip(
    ask: Ask, foreign: dict[str, int], name: str, method: str
) -> None:
    number = foreign["enclosed"]
    known, unknown = (
        ask(
            PAGES[name].at(enclosed=each, round_=each, referral=each),
            dict.fromkeys(("proposal", "remedy", "enclosed"), str(each)) if method == "POST" else None,
        )
        for each in (number, number + 5)
    )
    assert_alike(known, unknown)
    assert known.status == (403 if method == "POST" else 303)


@pytest.mark.parametrize("name", HOLDERS)
def test_holder_of_one_slip_learns_nothing_of_the_rows_of_another(
    ask: Ask, foreign: dict[str, int], cast: Cast, name: str
) -> None:
    """A proposal, a remedy or a file of another complaint, and one that was never there."""
    own = makers.proposed(cast, story="自分の件")
    values = {"words": "はい。", "rating": "3"}

    def enters(visitor: Visitor) -> None:
        visitor.enters(own)

    told = []
    for step in (0, 5):
        numbers = {field: str(number + step) for field, number in foreign.items() if field != "drop"}
        told.append(
            ask(
                PAGES[name].at(enclosed=foreign["enclosed"] + step, round_=1 + step, referral=1 + step),
                None if name in READ_ALONE else {**values, **numbers},
                before=enters,
            )
        )
        own.refresh_from_db()
        # What was done, or refused and noted, leaves the complaint other than it was: the next question is asked of one anew.
        if told[-1].status == 303 or own.refusals.exists():
            Person.objects.update(accommodation="")  # what was noted on their card is noted anew
            own = makers.proposed(cast, story="自分の件")
    assert_alike(*told)


# ── names of staff ──


def test_name_of_staff_is_told_by_no_answer_and_no_hash(
    ask: Ask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", hashers)
    from django.contrib.auth.hashers import get_hashers, get_hashers_by_algorithm

    get_hashers.cache_clear()
    get_hashers_by_algorithm.cache_clear()
    cast.handler.set_password("ein-geheimes-Wort-7")
    cast.handler.save()
    known, unknown = (
        ask("/desk/sign-in/", {"login": name, "password": "falsch-falsch-falsch"})
        for name in ("handler", "nemand7")
    )
    get_hashers.cache_clear()
    get_hashers_by_algorithm.cache_clear()
    assert (known.status, known.hashes) == (422, 1)
    assert_alike(known, unknown)
