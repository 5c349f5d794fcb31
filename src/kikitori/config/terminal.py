"""Speaking to the person at the terminal, in their language: messages, failures, and argparse's own words."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from kikitori.config.trouble import FAILURE, USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

#: Makes the parser of one thing that a command can be asked to do: its name, and what it does in half a sentence.
Task = Callable[[str, Bilingual], argparse.ArgumentParser]

_TITLE = Bilingual(ja="すること", en="what to do")
_DATA = Bilingual(ja="データを置くフォルダ", en="folder of everything this site keeps")
_LANG = Bilingual(ja="表示の言語", en="language of the messages")
JAPANESE_ARGPARSE = {
    "usage: ": "使い方: ",
    "positional arguments": "引数",
    "options": "オプション",
    "show this help message and exit": "この説明を表示して終わる",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "次の引数が必要です: %s",
    "unrecognized arguments: %s": "解釈できない引数があります: %s",
    "expected one argument": "値を 1 つ指定してください",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r は使えません（使えるもの: %(choices)s）",
    "invalid %(type)s value: %(value)r": "値が正しくありません: %(value)r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s が曖昧です（候補: %(matches)s）",
    "not allowed with argument %s": "%s と同時には指定できません",
}


def chosen_language(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """Return `ja` or `en`: --lang wins, then LC_ALL, LC_MESSAGES, LANG as POSIX orders them; else English."""
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            return "ja" if word.removeprefix("--lang=") == "ja" else "en"
        if word == "--lang":
            return "ja" if words[at + 1 : at + 2] == ["ja"] else "en"
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "ja" if locale.lower().startswith("ja") else "en"


def say(text: Bilingual, language: str) -> None:
    """Tell the person something on the error stream; standard output is kept for results."""
    sys.stderr.write(text.in_(language) + "\n")
    sys.stderr.flush()


def complain(trouble: Trouble | DatabaseTrouble, language: str) -> int:
    """Tell an expected failure, and return its exit code."""
    mark = Bilingual(ja="できませんでした", en="That did not work").in_(language)
    detail = f"\n{trouble.detail.rstrip()}" if trouble.detail else ""
    sys.stderr.write(f"{mark}: {trouble.text.in_(language)}{detail}\n")
    return trouble.code if isinstance(trouble, Trouble) else FAILURE


@contextlib.contextmanager
def argparse_speaks(language: str) -> Iterator[None]:
    """Let argparse use Japanese for its own words. It looks them up in its module, for it knows no other way."""
    before = argparse._  # type: ignore[attr-defined]
    if language == "ja":
        argparse._ = lambda text: JAPANESE_ARGPARSE.get(text, text)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        argparse._ = before  # type: ignore[attr-defined]


def tasks_of(parser: argparse.ArgumentParser, language: str) -> Task:
    """What makes a parser for each thing the command can be asked to do; what was asked stands in `arguments.task`.

    `--data` and `--lang` may stand before or after its name.
    """
    tasks = parser.add_subparsers(
        metavar=_TITLE.in_(language), title=_TITLE.in_(language), required=True, dest="task"
    )

    def task(name: str, summary: Bilingual) -> argparse.ArgumentParser:
        text = summary.in_(language)
        made = tasks.add_parser(name, help=text, description=text, allow_abbrev=False)
        made.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=_DATA.in_(language))
        made.add_argument("--lang", choices=("ja", "en"), default=argparse.SUPPRESS, help=_LANG.in_(language))
        return made

    return task


def port_number(text: str) -> int:
    """Read a port for argparse."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"1–65535: {text!r}")
    return int(text)


__all__ = [
    "USAGE",
    "Task",
    "argparse_speaks",
    "chosen_language",
    "complain",
    "port_number",
    "say",
    "tasks_of",
]
