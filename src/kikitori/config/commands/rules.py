"""`kikitori rules …`: show, count, test, check, add, choose, remove and try out the rules of deadlines."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from kikitori.config.terminal import Task, tasks_of
from kikitori.foundation.language.bilingual import Bilingual

HELP = Bilingual(
    ja="期限の規則集を表示・計算・検算・点検・追加・選択・削除・試算する",
    en="show, count, test, check, add, choose, remove and simulate the rules of deadlines",
)
_SHOW = Bilingual(ja="使用中の規則集を表示する", en="show the rule packs in use")
_ALL = Bilingual(ja="同梱のものとここで加えたものの、すべての版", en="every version, shipped or added here")
_PACK = Bilingual(ja="この規則集だけ", en="only this pack")
_JSON = Bilingual(ja="JSON で出力する", en="print JSON")
_DUE = Bilingual(
    ja="規則ひとつの期日を、数え方とともに計算する", en="count when a rule falls due, day by day"
)
_DUE_PACK = Bilingual(
    ja="規則集の名前、または追加前の YAML ファイル",
    en="a pack by its id, or a YAML file that is not installed yet",
)
_RULE = Bilingual(ja="規則の名前（例: decision）", en="the rule's id, such as decision")
_AT = Bilingual(
    ja="起算する日時（時差つき。例: 2026-11-20T16:40:00+09:00）",
    en="moment to count from, with its time zone, such as 2026-11-20T16:40:00+09:00",
)
_TEAM = Bilingual(ja="このチームの営業日で数える", en="count by the working days of this team")
_TEST = Bilingual(
    ja="検算用の日付（別の方法で計算して記録した期日）と突き合わせる",
    en="hold the engine against golden dates, which were computed by other means",
)
_TEST_FILES = Bilingual(
    ja="検算用の CSV（省くと同梱のもの）", en="CSV of golden dates (default: those shipped)"
)
_CHECK = Bilingual(ja="規則集のファイルを点検する", en="check files of rule packs")
_FILE = Bilingual(ja="規則集の YAML ファイル", en="YAML file of a rule pack")
_ADD = Bilingual(ja="ファイルを規則集の新しい版として加える", en="add a file as a new version of its pack")
_NOTE = Bilingual(ja="変更の理由", en="why it is changed")
_ADD_USE = Bilingual(ja="加えた規則集を使い始める", en="use the pack from now on")
_USE = Bilingual(
    ja="使う規則集を選ぶ（対応の標準はちょうど 1 つ）",
    en="choose the packs in use (exactly one standard of service)",
)
_ID = Bilingual(ja="規則集の名前", en="id of a pack")
_REMOVE = Bilingual(
    ja="ここで加え、どの申出にも使われていない版を取り除く",
    en="remove a version added here that nothing is counted by",
)
_VERSION = Bilingual(ja="版の番号", en="number of the version")
_SIMULATE = Bilingual(
    ja="過去の申出に規則集の案を当てはめ、遅れの増減を試算する",
    en="replay past complaints under a changed pack: who would have been late",
)
_SINCE = Bilingual(
    ja="この日以降に受け付けた申出（例: 2026-04-01）",
    en="complaints received from this day on, such as 2026-04-01",
)
_UNTIL = Bilingual(ja="この日までに受け付けた申出", en="complaints received up to this day")
_EVERY = Bilingual(ja="申出 1 件ごとの結果を JSON で出力する", en="print JSON, with every complaint")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """One parser for each thing to do."""
    task = tasks_of(parser, language)
    _reading(task, language)
    _writing(task, language)
    trial = task("simulate", _SIMULATE)
    trial.add_argument("file", metavar="PACK.yaml", help=_FILE.in_(language))
    trial.add_argument("--since", metavar="DATE", required=True, type=_day, help=_SINCE.in_(language))
    trial.add_argument("--until", metavar="DATE", type=_day, help=_UNTIL.in_(language))
    trial.add_argument("--json", action="store_true", help=_EVERY.in_(language))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked. Exit code 0: done; 1: it did not work, or there is a difference; 2: asked wrongly."""
    from kikitori.config.rulebook import changed, counted, shown, simulated, tested

    tasks: dict[str, Callable[[argparse.Namespace], int]] = {
        "show": shown.run,
        "due": counted.run,
        "test": tested.test,
        "check": tested.check,
        "add": changed.add,
        "use": changed.use,
        "remove": changed.remove,
        "simulate": simulated.run,
    }
    return tasks[arguments.task](arguments)


def _reading(task: Task, language: str) -> None:
    show = task("show", _SHOW)
    show.add_argument("--json", action="store_true", help=_JSON.in_(language))
    show.add_argument("--pack", metavar="ID", help=_PACK.in_(language))
    show.add_argument("--all", action="store_true", help=_ALL.in_(language))
    due = task("due", _DUE)
    due.add_argument("--pack", metavar="PACK", required=True, help=_DUE_PACK.in_(language))
    due.add_argument("--rule", metavar="RULE", required=True, help=_RULE.in_(language))
    due.add_argument("--at", metavar="ISO8601", required=True, help=_AT.in_(language))
    due.add_argument("--team", metavar="NAME", help=_TEAM.in_(language))
    due.add_argument("--json", action="store_true", help=_JSON.in_(language))
    test = task("test", _TEST)
    test.add_argument("files", metavar="FILE", nargs="*", help=_TEST_FILES.in_(language))
    check = task("check", _CHECK)
    check.add_argument("files", metavar="FILE", nargs="+", help=_FILE.in_(language))


def _writing(task: Task, language: str) -> None:
    add = task("add", _ADD)
    add.add_argument("file", metavar="FILE", help=_FILE.in_(language))
    add.add_argument("--note", metavar="WHY", default="", help=_NOTE.in_(language))
    add.add_argument("--use", action="store_true", help=_ADD_USE.in_(language))
    use = task("use", _USE)
    use.add_argument("packs", metavar="ID", nargs="+", help=_ID.in_(language))
    remove = task("remove", _REMOVE)
    remove.add_argument("pack", metavar="ID", help=_ID.in_(language))
    remove.add_argument("version", metavar="VERSION", type=_number, help=_VERSION.in_(language))


def _day(text: str) -> date:
    """A day for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"YYYY-MM-DD: {text!r}") from None


def _number(text: str) -> int:
    """The number of a version for argparse; what a table can hold."""
    most = 2**31 - 1
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"1–{most}: {text!r}")
    return int(text)
