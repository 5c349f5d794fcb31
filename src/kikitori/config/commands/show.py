"""`kikitori show REF`: one complaint, for a person or (`--json`) for a script."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from typing import Any

from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.language.text import REPLACEMENT, storable

HELP = Bilingual(ja="申出を 1 件表示する", en="show one complaint")
_REFERENCE = Bilingual(ja="受付番号（例: K-2026-000131）", en="its reference, such as K-2026-000131")
_JSON = Bilingual(ja="JSON で出力する", en="print JSON")
_PROMISES = Bilingual(ja="■ 約束", en="■ Promises")
_EVENTS = Bilingual(ja="■ 経過", en="■ What happened")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """REF and `--json`."""
    parser.add_argument("reference", metavar="REF", help=_REFERENCE.in_(language))
    parser.add_argument("--json", action="store_true", help=_JSON.in_(language))


def run(arguments: argparse.Namespace) -> int:
    """Print it; exit code 1 when there is no such complaint."""
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        # An argument in another encoding arrives with stand-ins for its bytes, which no table can hold.
        values = _values(storable(arguments.reference.strip()))
        text = (
            json.dumps(values, ensure_ascii=False, indent=1)
            if arguments.json
            else _for_a_person(values, arguments.language)
        )
    sys.stdout.write(text + "\n")
    return 0


def _values(reference: str) -> dict[str, Any]:
    from django.utils import timezone

    from kikitori.config.case_json import case_as_values
    from kikitori.foundation.postgres.session import signed_transaction
    from kikitori.records.access.visibility import visible_to
    from kikitori.records.people.actor import Actor

    actor = Actor.system("command_line")
    with signed_transaction(actor.signature, "command_line"):
        complaint = visible_to(actor).filter(reference__iexact=reference).first()
        if complaint is None:
            raise Trouble(
                Bilingual(
                    ja=f"受付番号 {reference} の申出はありません。", en=f"There is no complaint {reference}."
                )
            )
        return case_as_values(actor, complaint, timezone.now())


def _for_a_person(values: dict[str, Any], language: str) -> str:
    """The same in words: labels of the house, dates in the organisation's zone."""
    from django.utils.translation import override

    from kikitori.records.complaints import labels
    from kikitori.records.complaints.event_labels import EVENT
    from kikitori.records.complaints.lifecycle import State
    from kikitori.records.complaints.terms import EventKind, Severity
    from kikitori.records.deadlines.labels import PROMISE_KIND, PROMISE_STATE
    from kikitori.records.deadlines.promises import PromiseKind, PromiseState

    with override(language):
        state = labels.STATE[State(values["state"])]
        lines = [
            f"{values['reference']}  {_harmless(values['title'])}",
            f"{state} · {labels.SEVERITY[Severity(values['severity'])]} · {_day(values['received_at'], language)}",
            "",
            _harmless(values["story"]),
            "",
            _PROMISES.in_(language),
        ]
        for promise in values["promises"]:
            what, kept = (
                PROMISE_KIND[PromiseKind(promise["kind"])],
                PROMISE_STATE[PromiseState(promise["state"])],
            )
            lines.append(f"  {_day(promise['due_at'], language)}  {what}  {kept}")
        lines += ["", _EVENTS.in_(language)]
        for event in values["timeline"]:
            what = EVENT[EventKind(event["kind"])]
            lines.append(f"  {_day(event['at'], language)}  {what}  ({event['actor']})")
        return "\n".join(lines)


def _harmless(text: str) -> str:
    """What a person wrote, without the signs by which a terminal would take orders."""
    return "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) != "Cc" else REPLACEMENT for sign in text
    )


def _day(iso: str, language: str) -> str:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kikitori.foundation.language.dates import moment_in_words
    from kikitori.records.people.queries import the_organisation

    zone = ZoneInfo(the_organisation().time_zone)
    return moment_in_words(datetime.fromisoformat(iso), language, zone, year=True)
