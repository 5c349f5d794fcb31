"""`kikitori demo`: a shop and an association with six months of complaints, each a site of its own, on two ports.

Letters never leave the house: they become pages of a readable mailbox.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kikitori.config.commands.serve import add_address, chosen
from kikitori.config.terminal import say
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.config.environment import Environment

HELP = Bilingual(
    ja="架空のお店と学会のデモを動かす（初回に 6 か月分の申出を作る）",
    en="run the demonstration: a shop and an association with six months of complaints",
)
FOLDER = "demo-data"
HOUSES = ("shop", "association")
NAMES = {
    "shop": Bilingual(ja="お店（お客様相談室）", en="The shop (customer service)"),
    "association": Bilingual(ja="学会（会員・倫理の窓口）", en="The association (members and conduct)"),
}


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Where to listen; the association takes the next port."""
    add_address(parser, language)
    parser.add_argument("--fill", choices=HOUSES, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Run both sites until told to stop, filling them at the first start."""
    if arguments.fill:
        return _fill(arguments.fill)
    from kikitori.config.filling import fill_all, sign_ins
    from kikitori.config.lifeline import supervise
    from kikitori.config.running import RunningSite
    from kikitori.config.supervisor import Supervisor

    language = arguments.language
    environments = _environments(arguments)
    supervise()
    supervisor = Supervisor(
        [RunningSite(each, lambda text: say(text, language)) for each in environments.values()]
    )
    empty = {house: each for house, each in environments.items() if sign_ins(each.data) is None}

    def fill() -> None:
        _tell_of_filling(environments, language)
        fill_all(empty, language, supervisor.look_after)

    say(Bilingual(ja="デモを起動しています…", en="Starting the demonstration …"), language)
    return supervisor.run(lambda: _tell(environments, language), fill if empty else None)


def _environments(arguments: argparse.Namespace) -> dict[str, Environment]:
    """Return the two sites. What is set for a real site (its database, mail server, address) is left out on purpose."""
    from kikitori.config.environment import load
    from kikitori.config.trouble import USAGE, Trouble

    first = load(
        **{
            "data": Path(os.environ.get("KIKITORI_DATA") or FOLDER),
            **chosen(arguments),
            "demo": True,
            "database_url": None,
            "database_owner_url": None,
            "base_url": "",
            "mail": "",
        }
    )
    if first.port == 65535:  # noqa: PLR2004 - the last port there is
        raise Trouble(
            Bilingual(
                ja="--port は 65534 以下にしてください（2 つ使います）。",
                en="--port must be 65534 or less: two are used.",
            ),
            code=USAGE,
        )
    second = first.model_copy(update={"data": first.data / "association", "port": first.port + 1})
    return {"shop": first, "association": second}


def _tell_of_filling(environments: dict[str, Environment], language: str) -> None:
    addresses = "\n".join(f"  {each.address}/" for each in environments.values())
    say(
        Bilingual(
            ja=f"申出の窓口はもう開いています。\n{addresses}\n"
            "いま 6 か月分の申出を作っています。できあがると、サインインのしかたを表示します。",
            en=f"The pages for complainants are open already:\n{addresses}\n"
            "Six months of complaints are being made now. How to sign in is shown when they are there.",
        ),
        language,
    )


def _tell(environments: dict[str, Environment], language: str) -> None:
    from kikitori.config.filling import sign_ins

    lines = [Bilingual(ja="デモが動いています。", en="The demonstration is running.").in_(language), ""]
    for house, environment in environments.items():
        lines += [
            NAMES[house].in_(language),
            f"  {Bilingual(ja='窓口', en='For complainants').in_(language)}  {environment.address}/",
            f"  {Bilingual(ja='受付デスク', en='Desk').in_(language)}  {environment.address}/desk/",
        ]
        for person in sign_ins(environment.data) or []:
            role = person["ja" if language == "ja" else "en"]
            lines.append(f"    {role}: {person['login']} / {person['password']}")
        lines.append("")
    lines.append(
        Bilingual(
            ja=f"データ: {environments['shop'].data}（消せば最初からになります）。Ctrl-C で止まります。",
            en=f"Data: {environments['shop'].data} (delete it to begin anew). Ctrl-C stops it.",
        ).in_(language)
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _fill(house: str) -> int:
    """Fill the site of this process's environment; progress goes to standard output as `done/total` lines."""
    from kikitori.config.filling import note_filled
    from kikitori.config.lifeline import die_with_parent
    from kikitori.config.prepared import prepared_site

    die_with_parent()
    with prepared_site() as environment:
        from django.utils import timezone, translation

        from kikitori.config import demo
        from kikitori.records.people.labels import ROLE
        from kikitori.records.people.terms import Role

        def report(done: int, total: int) -> None:
            sys.stdout.write(f"{done}/{total}\n")
            sys.stdout.flush()

        demo.fill(house, now=timezone.now(), report=report)
        people = []
        for role, login, password in demo.sign_ins(house):
            names = {}
            for language in ("ja", "en"):
                with translation.override(language):
                    names[language] = str(ROLE[Role(role)])
            people.append({**names, "login": login, "password": password})
        note_filled(environment.data, people)
    return 0
