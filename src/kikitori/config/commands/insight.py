"""`kikitori insight …`: how the derived tables stand, and making all of them anew from the records."""

from __future__ import annotations

import argparse
import time

from kikitori.config.terminal import say
from kikitori.foundation.language.bilingual import Bilingual

HELP = Bilingual(
    ja="検索用の控えなど、記録から作り直せるものの状態を表示し、作り直す",
    en="show how the derived tables (search) stand, and rebuild them from the records",
)
_TITLE = Bilingual(ja="すること", en="what to do")
_STATUS = Bilingual(ja="控えがどこまで作られているかを表示する", en="show how far they have been made")
_REBUILD = Bilingual(
    ja="すべてを記録から作り直す（その間も検索できます）",
    en="make all of them anew from the records (search goes on meanwhile)",
)
_DATA = Bilingual(ja="データを置くフォルダ", en="folder of everything this site keeps")
_LANG = Bilingual(ja="表示の言語", en="language of the messages")
_PAUSE_SECONDS = 0.2
_MEGABYTE = 1024 * 1024
_TOLD_EVERY = 5000


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """`status` and `rebuild`; `--data` and `--lang` may stand before or after."""
    tasks = parser.add_subparsers(
        metavar=_TITLE.in_(language), title=_TITLE.in_(language), required=True, dest="task"
    )
    for name, summary in (("status", _STATUS), ("rebuild", _REBUILD)):
        text = summary.in_(language)
        task = tasks.add_parser(name, help=text, description=text, allow_abbrev=False)
        task.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=_DATA.in_(language))
        task.add_argument("--lang", choices=("ja", "en"), default=argparse.SUPPRESS, help=_LANG.in_(language))


def run(arguments: argparse.Namespace) -> int:
    """Do it. Exit code of `status`: 0 where everything there is can be found, 1 where some of it cannot yet."""
    from kikitori.config.prepared import prepared_site

    language = getattr(arguments, "lang", None) or arguments.language
    with prepared_site(arguments.data):
        return _rebuild(language) if arguments.task == "rebuild" else _status(language)


def _rebuild(language: str) -> int:
    from kikitori.insight.search.upkeep import rebuild

    def told(made: int) -> None:
        if made and made % _TOLD_EVERY == 0:
            say(Bilingual(ja=f"検索: {made} 件…", en=f"Search: {made} …"), language)

    made = rebuild(lambda: time.sleep(_PAUSE_SECONDS), told)
    say(
        Bilingual(
            ja=f"検索: {made} 件の控えを作り直しました。", en=f"Search: {made} documents have been made anew."
        ),
        language,
    )
    return 0


def _status(language: str) -> int:
    from kikitori.insight.search.upkeep import standing

    now = standing()
    size = now.size // _MEGABYTE
    say(
        Bilingual(
            ja=f"検索: 苦情 {now.complaints} 件のうち {now.documents} 件の控えがあります（{size} MB）。"
            f"変更の反映待ちは {now.waiting} 件です。",
            en=f"Search: {now.documents} of {now.complaints} complaints have a document ({size} MB);"
            f" {now.waiting} have changed since.",
        ),
        language,
    )
    if now.walked_to is not None:
        say(
            Bilingual(
                ja="すべての控えを順に作り直しているところです。",
                en="All documents are being made anew, one after the other.",
            ),
            language,
        )
    return 0 if now.is_complete else 1
