"""Does time tell whether a slip number exists? `.venv/bin/python benchmarks/known_and_unknown.py DATA`.

DATA is a folder made for measuring; complaints are added to it. A real web server is asked in pairs, one slip number
that exists and one that does not, each with a wrong secret, in an order that a coin decides and from an address of its
own. Printed are the medians, the median of the differences, and how often as large a difference comes about where there
is none: each pair's sign is thrown anew ten thousand times (permutation test, two-sided).
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from secrets import SystemRandom
from statistics import median
from urllib.parse import urlencode

from kikitori.config.bench_site import served
from kikitori.config.prepared import prepared_site
from kikitori.foundation.crypto import new_locator

#: A slip number may be missed so often before anybody has to wait.
TRIES = 3
WARM_UP = 20
THROWS = 10_000
#: One in so many: what is rarer is called a difference.
RARE = 0.05
STORY = "届いた皿が三枚割れていました。電話で三回、同じ説明をしました。"


def taken_in(number: int) -> list[str]:
    """So many complaints as the portal takes them in; their slip numbers."""
    from django.utils import timezone

    from kikitori.casework.intake import Intake
    from kikitori.casework.receive import receive_complaint
    from kikitori.foundation.crypto import new_token
    from kikitori.records.people.actor import Actor

    now, newcomer = timezone.now(), Actor.newcomer()
    given = Intake(channel="web", story=STORY, received_at=now, anonymous=True)
    return [receive_complaint(newcomer, given, token=new_token(), now=now).locator for _ in range(number)]


def asked(port: int, locator: str, form: tuple[str, str], address: str) -> float:
    """Milliseconds until the answer to a wrong secret had come whole."""
    cookie, token = form
    values = {"csrfmiddlewaretoken": token, "locator": locator, "secret": f"{secrets.randbelow(10**16):016d}"}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "ja"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))) as connection:
        connection.connect()
        began = time.perf_counter()
        connection.request("POST", "/follow/", urlencode(values), headers)
        answer = connection.getresponse()
        answer.read()
        took = 1000 * (time.perf_counter() - began)
    if answer.status != 422:  # noqa: PLR2004 - „do not open a complaint“, and nothing else
        raise SystemExit(f"answered {answer.status}: its time means nothing")
    return took


def form_of(port: int) -> tuple[str, str]:
    """The cookie and the token of a sign-in form."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/follow/", headers={"Accept-Language": "ja"})
        answer = connection.getresponse()
        page = answer.read().decode()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None or not cookie:
        raise SystemExit("the sign-in form was not understood")
    return cookie, token.group(1)


def addresses() -> Iterator[str]:
    """Of this machine, none twice."""
    return (f"127.{1 + n // 62_500}.{n // 250 % 250}.{2 + n % 250}" for n in count())


def measured(
    port: int, known: Sequence[str], unknown: Sequence[str], coin: SystemRandom
) -> tuple[list[float], list[float]]:
    """Milliseconds per pair: of the one that exists, and of the one that does not, both tried equally often before."""
    form, own = form_of(port), addresses()
    taken: tuple[list[float], list[float]] = ([], [])
    for codes in zip(known, unknown, strict=True):
        pair = list(enumerate(codes))
        coin.shuffle(pair)
        for which, code in pair:
            taken[which].append(asked(port, code, form, next(own)))
    return taken[0][WARM_UP:], taken[1][WARM_UP:]


def chance(differences: Sequence[float], coin: SystemRandom) -> tuple[float, float]:
    """(share of throws of all signs with a median at least as far from zero; what 95 in 100 of them stay below)."""
    medians = sorted(abs(_thrown(differences, coin)) for _ in range(THROWS))
    own = abs(median(differences))
    return sum(each >= own for each in medians) / THROWS, medians[int((1 - RARE) * THROWS)]


def _thrown(differences: Sequence[float], coin: SystemRandom) -> float:
    """The median with a sign for each by chance."""
    signs = coin.getrandbits(len(differences))
    return median(each if signs >> at & 1 else -each for at, each in enumerate(differences))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--pairs", type=int, default=400)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kikitori.config.settings")
    pairs, coin = given.pairs + WARM_UP, SystemRandom()
    with prepared_site(given.data) as environment:
        there = taken_in(-(-pairs // TRIES))
        nowhere = [new_locator() for _ in there]
        with served(environment) as site:
            known, unknown = measured(site.port, there * TRIES, nowhere * TRIES, coin)
    differences = [one - other for one, other in zip(known, unknown, strict=True)]
    share, noise = chance(differences, coin)
    print(
        f"{len(differences)} pairs; medians: known {median(known):.2f} ms, unknown {median(unknown):.2f} ms"
    )
    print(f"median of the differences {median(differences):+.3f} ms; by chance up to {noise:.3f} ms")
    print(f"p = {share:.2f}: {'a difference' if share < RARE else 'within noise'}")


if __name__ == "__main__":
    main()
