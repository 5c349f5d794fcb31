"""`kikitori mail …`: what is understood of a raw mail, for a person or (`--json`) for a script. Needs no site."""

from __future__ import annotations

import argparse
import contextlib
import mmap
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kikitori.config.terminal import say
from kikitori.config.trouble import FAILURE
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.mail.transfer import Bytes

HELP = Bilingual(ja="メールのファイルを読み取って表示する", en="read mails in files and show what they say")
_READ = Bilingual(
    ja="メールのファイルを読み、差出人・本文・添付・注意点を表示する",
    en="show the sender, text, attachments and flaws of mails in files",
)
_FILES = Bilingual(
    ja="メールのファイル（.eml など、受け取ったままのもの）。「-」は標準入力",
    en="files that hold one mail each, as it was received (.eml); - is standard input",
)
_JSON = Bilingual(ja="1 通につき 1 行の JSON で出力する", en="print JSON, one line a mail")
_TITLE = Bilingual(ja="すること", en="what to do")
_DATA = Bilingual(
    ja="この命令では使いません（ほかの命令と同じ書き方のため）",
    en="not used by this command; taken as by all others",
)
_LANG = Bilingual(ja="表示の言語", en="language of the messages")
_STANDARD_INPUT = "-"


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """One parser for each thing to do; `--data` and `--lang` may stand before or after its name."""
    tasks = parser.add_subparsers(
        metavar=_TITLE.in_(language), title=_TITLE.in_(language), required=True, dest="task"
    )
    text = _READ.in_(language)
    read = tasks.add_parser("read", help=text, description=text, allow_abbrev=False)
    read.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=_DATA.in_(language))
    read.add_argument("--lang", choices=("ja", "en"), default=argparse.SUPPRESS, help=_LANG.in_(language))
    read.add_argument("--json", action="store_true", help=_JSON.in_(language))
    read.add_argument("files", metavar="FILE", nargs="+", help=_FILES.in_(language))


def run(arguments: argparse.Namespace) -> int:
    """Read every file. Exit code 0 whatever they hold; 1 when one cannot be opened: the others are read nonetheless."""
    from kikitori.config.mail_shown import as_line, for_a_person
    from kikitori.foundation.mail.reading import read_mail

    worst = 0
    for name in arguments.files:
        # A name in another encoding arrives with stand-ins for its bytes, which cannot be printed.
        shown = os.fsencode(name).decode("utf-8", "replace")
        try:
            with _bytes_of(name) as raw:
                reading = read_mail(raw)
        except OSError as error:
            say(_cannot_open(shown, error), arguments.language)
            worst = FAILURE
            continue
        _write(
            as_line(shown, reading) if arguments.json else for_a_person(shown, reading, arguments.language)
        )
    return worst


def _cannot_open(name: str, error: OSError) -> Bilingual:
    return Bilingual(
        ja=f"{name} を開けません: {error.strerror}", en=f"{name} cannot be opened: {error.strerror}"
    )


@contextlib.contextmanager
def _bytes_of(name: str) -> Iterator[Bytes]:
    """The bytes of a file, mapped into memory where it is one that can be."""
    if name == _STANDARD_INPUT:
        yield sys.stdin.buffer.read()
        return
    with Path(name).open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (ValueError, OSError):
            # Empty files and pipes have no map.
            yield file.read()
            return
        with mapped:
            yield mapped


def _write(text: str) -> None:
    """On standard output in UTF-8, whatever the terminal is set to: a mail holds the letters it holds."""
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()
