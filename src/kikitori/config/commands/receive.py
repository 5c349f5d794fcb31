"""`kikitori receive --json FILE|-`: take one complaint in through the real verb, for scripts and checks."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.language.text import storable

HELP = Bilingual(
    ja="JSON で書かれた申出を 1 件受け付け、受付番号・照会番号・暗証番号を JSON で返す",
    en="take in one complaint written as JSON; prints its reference, locator and secret as JSON",
)
_JSON = Bilingual(
    ja="申出の JSON ファイル（- は標準入力）。例: "
    '{"channel":"phone","language":"ja","received_at":"2026-11-20T16:40:00+09:00","story":"…"}',
    en="file with the complaint as JSON (-: standard input). Example: "
    '{"channel":"phone","language":"en","received_at":"2026-11-20T16:40:00+09:00","story":"…"}',
)
_TOKEN = Bilingual(
    ja="同じ申出を二重に受け付けないための、推測できない合言葉（16 文字以上。省くと毎回新しい申出になる）",
    en="unguessable word of 16 or more characters that makes a repeated call the same complaint",
)
#: What is wrong with a value, by the verb's word for it.
_PROBLEMS = {
    "missing": Bilingual(ja="書かれていません", en="is missing"),
    "too_long": Bilingual(ja="長すぎます", en="is too long"),
    "unknown_word": Bilingual(ja="使える値ではありません", en="is not one of the known words"),
    "in_the_future": Bilingual(ja="これからの日時です", en="lies in the future"),
    "in_the_past": Bilingual(ja="過ぎた日です", en="lies in the past"),
    "not_a_number": Bilingual(ja="数ではありません", en="is not a number"),
    "out_of_range": Bilingual(ja="扱える範囲の外です", en="is out of range"),
    "not_an_address": Bilingual(ja="メールアドレスとして読めません", en="is not a mail address"),
    "not_storable": Bilingual(
        ja="保存できない文字（NUL など）があります", en="holds characters that cannot be stored, such as NUL"
    ),
}
_SHORTEST_TOKEN = 16
_LARGEST = 4_000_000


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """`--json FILE` and `--token WORD`."""
    parser.add_argument("--json", metavar="FILE", required=True, help=_JSON.in_(language))
    parser.add_argument("--token", metavar="WORD", help=_TOKEN.in_(language))


def run(arguments: argparse.Namespace) -> int:
    """Read, receive, print. Nothing is written unless the exit code is 0."""
    document = _document(arguments.json)
    _require_token(arguments.token)
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        result = _receive(document, arguments.token)
    json.dump(result, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
    return 0


def _require_token(token: str | None) -> None:
    """A token, if there is one, must be hard to guess, and text: not bytes of another encoding."""
    if token is None or (len(token) >= _SHORTEST_TOKEN and storable(token) == token):
        return
    raise Trouble(
        Bilingual(
            ja=f"--token は UTF-8 で {_SHORTEST_TOKEN} 文字以上にしてください。",
            en=f"--token must have {_SHORTEST_TOKEN} characters or more, in UTF-8.",
        ),
        code=USAGE,
    )


def _document(name: str) -> object:
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as source:
            raw = source.read(_LARGEST + 1)
    except OSError as error:
        raise Trouble(
            Bilingual(ja=f"{name} を読めません。", en=f"{name} cannot be read."), str(error)
        ) from error
    if len(raw) > _LARGEST:
        raise Trouble(
            Bilingual(
                ja=f"大きすぎます（{_LARGEST // 1_000_000} MB まで）。",
                en=f"This is too large; {_LARGEST // 1_000_000} MB at most.",
            ),
            code=USAGE,
        )
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Trouble(
            Bilingual(
                ja="JSON として読めません（UTF-8 で書いてください）。", en="This is not JSON in UTF-8."
            ),
            str(error),
            code=USAGE,
        ) from error


def _receive(document: object, token: str | None) -> dict[str, str]:
    from zoneinfo import ZoneInfo

    from django.utils import timezone

    from kikitori.casework.errors import Invalid
    from kikitori.casework.receive import receive_complaint
    from kikitori.config.intake_json import BadDocument, read_intake
    from kikitori.foundation.crypto import new_token
    from kikitori.foundation.postgres.session import signed_transaction
    from kikitori.records.people.actor import Actor
    from kikitori.records.people.queries import the_organisation

    now = timezone.now()
    actor = Actor.system("command_line")
    try:
        with signed_transaction(actor.signature, "command_line"):
            given = read_intake(document, now, ZoneInfo(the_organisation().time_zone))
            received = receive_complaint(actor, given, token=token or new_token(), now=now)
    except BadDocument as bad:
        text = Bilingual(ja=f"{bad.place}: {bad.fault.ja}。", en=f"{bad.place} {bad.fault.en}.")
        raise Trouble(text, code=USAGE) from bad
    except Invalid as invalid:
        faults = [(field, _PROBLEMS[problem]) for field, problem in invalid.problems.items()]
        text = Bilingual(
            ja="\n".join(
                ["次の項目を受け付けられません。", *(f"  {field}: {one.ja}" for field, one in faults)]
            ),
            en="\n".join(
                ["These values cannot be taken.", *(f"  {field} {one.en}" for field, one in faults)]
            ),
        )
        raise Trouble(text, code=USAGE) from invalid
    return {
        "reference": received.complaint.reference,
        "locator": received.locator,
        "secret": received.secret,
    }
