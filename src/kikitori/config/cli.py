"""The command `kikitori`: finds the command's module, and turns expected failures into words and exit codes.

0: done, 1: it did not work, 2: asked in a way that cannot be understood. No tracebacks for what can be expected.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from kikitori.config.terminal import argparse_speaks, chosen_language, complain
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

COMMANDS = (
    "up",
    "demo",
    "serve",
    "work",
    "migrate",
    "create-admin",
    "doctor",
    "receive",
    "mail",
    "show",
    "rules",
    "evidence",
    "insight",
    "bench",
)
"""In the order of the help: each a module of `commands` with HELP, add_arguments(parser, language), run(arguments)."""

INTERRUPTED = 130
BEYOND_US = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT})
"""What the machine may refuse: files of another user, a disk that is full or read-only."""

_ABOUT = Bilingual(
    ja="聴き取り（Kikitori）: 申出を受け付け、約束の期日までに答え、解決を確かめるまで見届けます。",
    en="Kikitori takes complaints in, answers them in time, and sees them through until they are solved.",
)
_DATA = Bilingual(
    ja="データを置くフォルダ（環境変数 KIKITORI_DATA でも指定できます）",
    en="folder of everything this site keeps (or set KIKITORI_DATA)",
)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line `words` (default: those of the process); returns the exit code."""
    words = list(sys.argv[1:] if words is None else words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kikitori.config.settings")
    language = chosen_language(words, os.environ)
    try:
        if words[:1] == ["manage"]:
            return int(import_module("kikitori.config.commands.manage").run(words[1:]))
        with argparse_speaks(language):
            arguments = build_parser(language).parse_args(words)
        return int(arguments.run(arguments))
    except (Trouble, DatabaseTrouble) as trouble:
        return complain(trouble, language)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # nobody reads us any more; leave quietly
        return 1
    except OSError as error:
        if error.errno not in BEYOND_US or error.filename is None:
            raise
        return complain(_refused(error), language)


def build_parser(language: str) -> argparse.ArgumentParser:
    """Return the parser for all commands, with help in `language`."""
    parser = argparse.ArgumentParser(prog="kikitori", description=_ABOUT.in_(language), allow_abbrev=False)
    _add_language(parser, language)
    choices = parser.add_subparsers(
        metavar=Bilingual(ja="命令", en="COMMAND").in_(language),
        title=Bilingual(ja="命令", en="commands").in_(language),
        required=True,
        dest="command",
    )
    for name in COMMANDS:
        if find_spec(f"kikitori.config.commands.{name.replace('-', '_')}") is None:
            continue
        module = command_module(name)
        summary = module.HELP.in_(language)
        command = choices.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        _add_language(command, language)
        command.add_argument("--data", metavar="DIR", help=_DATA.in_(language))
        module.add_arguments(command, language)
        command.set_defaults(run=module.run, language=language)
    return parser


def _refused(error: OSError) -> Trouble:
    return Trouble(
        Bilingual(
            ja=f"{error.filename} を読み書きできません。ファイルの持ち主と権限、ディスクの空きを確認してください。",
            en=f"{error.filename} cannot be read or written. Check its owner, its mode and the space on the disk.",
        ),
        str(error.strerror),
    )


def command_module(name: str) -> ModuleType:
    """Return the module of a command."""
    return import_module(f"kikitori.config.commands.{name.replace('-', '_')}")


def _add_language(parser: argparse.ArgumentParser, language: str) -> None:
    parser.add_argument(
        "--lang",
        choices=("ja", "en"),
        help=Bilingual(ja="表示の言語", en="language of the messages").in_(language),
    )


if __name__ == "__main__":
    sys.exit(main())
