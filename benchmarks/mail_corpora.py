"""How many mails of other people's corpora are read as their tests expect: a table of peer × key, right of judged.

    .venv/bin/python benchmarks/mail_corpora.py PATH/TO/manifest.jsonl [--wrong]

The manifest has one mail a line: `id`, `peer`, `file`, `format` (rfc822, text-body, html-body), `expects`. Every mail
is read by the command `kikitori mail read --json`, as a stranger would. `--wrong` lists what differs.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_HEAD = (
    "From: a@shop.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/{}; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n\n"
)
_BODIES = {"text-body": "plain", "html-body": "html"}
#: Signs that peers set or leave out as they like when they make text of HTML.
_IGNORED = re.compile(r"[\s*_>\\]+")
_AT_ONCE = 200

Values = dict[str, Any]
Judge = Callable[[Values, Any, bool], bool]


def main() -> int:
    """Read, compare, print. Exit code 1 where a mail had no reading."""
    arguments = _arguments()
    mails = [json.loads(line) for line in arguments.manifest.read_text(encoding="utf-8").splitlines()]
    right, judged = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for mail, got in zip(mails, _read(mails, arguments.manifest.parent), strict=True):
        for key, wanted in (mail.get("expects") or {}).items():
            if key not in _JUDGES:
                continue
            good = _JUDGES[key](got, wanted, mail["format"] == "html-body")
            judged[mail["peer"], key] += 1
            right[mail["peer"], key] += good
            if arguments.wrong and not good:
                print(f"{mail['id']}\t{key}\t{wanted!r}\t{_shown(got, key)!r}")
    for peer, key in sorted(judged):
        print(f"{peer:28}{key:22}{right[peer, key]:5} / {judged[peer, key]}")
    print(f"{'all':50}{sum(right.values()):5} / {sum(judged.values())}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("manifest", type=Path, help="manifest.jsonl beside the mails")
    parser.add_argument("--wrong", action="store_true", help="list what differs")
    return parser.parse_args()


def _read(mails: list[Values], folder: Path) -> Iterator[Values]:
    """What the command prints for each mail, in their order."""
    with tempfile.TemporaryDirectory() as made:
        files = [_whole(mail, folder, Path(made) / f"{number}.eml") for number, mail in enumerate(mails)]
        for begin in range(0, len(files), _AT_ONCE):
            words = [sys.executable, "-m", "kikitori.config.cli", "mail", "read", "--json"]
            done = subprocess.run(
                [*words, *map(str, files[begin : begin + _AT_ONCE])], stdout=subprocess.PIPE, check=True
            )
            yield from (json.loads(line) for line in done.stdout.decode().split("\n") if line)


def _whole(mail: Values, folder: Path, place: Path) -> Path:
    """The mail itself, or one made around a body."""
    file: Path = folder / mail["file"]
    if mail["format"] not in _BODIES:
        return file
    place.write_bytes(_HEAD.format(_BODIES[mail["format"]]).encode() + file.read_bytes())
    return place


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _bare(text: str) -> str:
    return _IGNORED.sub("", text)


def _same(wanted: str, got: str) -> bool:
    """What a peer could not decode may be anything."""
    pattern = re.escape(_plain(wanted)).replace("\N{REPLACEMENT CHARACTER}", ".{0,3}")
    return re.fullmatch(pattern, _plain(got)) is not None


def _attached(got: Values, wanted: list[str], _html: bool) -> bool:  # noqa: FBT001 - as every judge
    return all(any(_same(name, one["name"]) for one in got["attachments"]) for name in wanted)


def _reply(got: Values, wanted: str, html: bool) -> bool:  # noqa: FBT001 - as every judge
    if html:
        return "".join(got["reply_text"].split()) == "".join(wanted.split())
    return bool(got["reply_text"].strip() == wanted.strip())


#: By key of `expects`; keys that the command does not print are not judged.
_JUDGES: dict[str, Judge] = {
    "no_crash": lambda got, _wanted, _html: bool(got),
    "subject": lambda got, wanted, _html: _same(wanted, got["subject"]),
    "from_email": lambda got, wanted, _html: got["from"]["address"].lower() == wanted.lower(),
    "from_name": lambda got, wanted, _html: _same(wanted, got["from"]["name"]),
    "to": lambda got, wanted, _html: [one["address"] for one in got["to"]] == wanted,
    "body_contains": lambda got, wanted, _html: all(_bare(line) in _bare(got["text"]) for line in wanted),
    "attachments": _attached,
    "attachment_count": lambda got, wanted, _html: len(got["attachments"]) == wanted,
    "is_auto_reply": lambda got, wanted, _html: got["is_auto_reply"] is wanted,
    "is_bounce": lambda got, wanted, _html: got["is_bounce"] is wanted,
    "reply_text": _reply,
    "reply_contains": lambda got, wanted, _html: all(words in got["reply_text"] for words in wanted),
    "reply_not_contains": lambda got, wanted, _html: not any(words in got["reply_text"] for words in wanted),
}


def _shown(got: Values, key: str) -> Any:
    """What of a reading was compared with a key."""
    return (
        got["from"]
        if key.startswith("from")
        else got.get(key, got["reply_text" if "reply" in key else "text"])
    )


if __name__ == "__main__":
    sys.exit(main())
