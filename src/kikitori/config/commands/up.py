"""`kikitori up`: database, web server and worker of one site, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse

from kikitori.config.commands.serve import add_address, chosen
from kikitori.config.terminal import say
from kikitori.foundation.language.bilingual import Bilingual

HELP = Bilingual(
    ja="サイトを動かす（データベース・Web・ジョブ）。Ctrl-C で止まる",
    en="run the site (database, web, jobs) until Ctrl-C",
)


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Where to listen."""
    add_address(parser, language)


def run(arguments: argparse.Namespace) -> int:
    """Run one site until told to stop."""
    from kikitori.config.environment import load
    from kikitori.config.running import RunningSite
    from kikitori.config.supervisor import Supervisor

    environment = load(**chosen(arguments))
    language = arguments.language
    site = RunningSite(environment, lambda text: say(text, language))

    def ready() -> None:
        address = environment.address
        say(
            Bilingual(
                ja=f"動いています。\n  窓口（申出者）: {address}/\n  受付デスク（担当者）: {address}/desk/\n"
                f"  データ: {environment.data}\nCtrl-C で止まります。",
                en=f"Kikitori is running.\n  For complainants: {address}/\n  Desk (staff): {address}/desk/\n"
                f"  Data: {environment.data}\nCtrl-C stops it.",
            ),
            language,
        )

    say(Bilingual(ja="起動しています…", en="Starting …"), language)
    return Supervisor([site]).run(ready)
