"""Keeps the lists of shipped packs in docs/guide/{ja,en}/deadlines.md true; for developers.

python -m tools.deadline_guide write   write the lists anew, between their two marks
python -m tools.deadline_guide check   exit 1 when a guide differs from what would be written
"""

import sys
from pathlib import Path

from kikitori.records.deadlines.pack_reader import built_in_pack, shipped_packs
from kikitori.records.deadlines.rule_parts import Begins, Direction
from kikitori.records.deadlines.rules import HOUSE, Pack, Roll, Rule, Unit

GUIDES = Path(__file__).resolve().parent.parent / "docs/guide"
BEGIN, END = "<!-- packs: python -m tools.deadline_guide write -->", "<!-- /packs -->"
UNITS = {
    "business_day": ("営業日", "working day"),
    "calendar_day": ("日", "calendar day"),
    "hour": ("時間", "hour"),
    "week": ("週間", "week"),
    "month": ("か月", "month"),
    "year": ("年", "year"),
}
TRIGGERS = {
    "received": ("受付", "receipt"),
    "known": ("知った時", "when it was known"),
    "logged": ("記録", "logging"),
    "served": ("送達", "service"),
    "acknowledged": ("受付のお知らせ", "confirmation of receipt"),
    "told": ("前回のお知らせ", "the last news"),
    "decided": ("決定", "decision"),
    "remedied": ("救済の完了", "putting it right"),
    "named": ("担当者が入れる日時", "a moment somebody names"),
}
AUDIENCES = {
    "complainant": ("申出者", "complainant"),
    "respondent": ("対象者", "respondent"),
    "affected": ("影響を受ける方", "people affected"),
    "authority": ("官庁など", "authority"),
    "house": ("自組織", "ourselves"),
}
CLOCKS = {
    "itself": ("自動", "by itself"),
    "by_hand": ("手で開始", "by hand"),
    "none": ("なし（日付のみ）", "none, a date only"),
}
HEADS = (
    "| 規則 | 期間 | 起点 | 誰のため | 期限の開始 | 確かさ |",
    "| rule | time | from | for | clock | certainty |",
)


def time_in_words(rule: Rule, language: str) -> str:
    """The days of a rule, with everything that changes them."""
    ja = language == "ja"
    unit_ja, unit_en = UNITS[rule.unit]
    before = rule.direction is Direction.BEFORE
    if ja:
        words = f"{rule.quantity}{unit_ja}{'前まで' if before else ''}"
        words += "（初日を含む）" if rule.first_day_counts else ""
    else:
        words = f"{rule.quantity} {unit_en}{'s' if rule.quantity > 1 else ''}{' before' if before else ''}"
        words += ", first day counted" if rule.first_day_counts else ""
    if rule.roll is not Roll.NONE:
        words += "、休みなら次の営業日" if ja else ", moves to the next working day"
    if rule.calendar != HOUSE and (rule.unit is Unit.BUSINESS_DAY or rule.roll is not Roll.NONE):
        words += f"、{rule.calendar}の暦" if ja else f", days of {rule.calendar}"
    if rule.extension:
        most = rule.extension.quantity * rule.extension.times
        words += f"、延長は{most}{unit_ja}まで" if ja else f", may be extended by {most}"
    return words


def row(rule: Rule, language: str) -> str:
    """One line of the table."""
    here = 0 if language == "ja" else 1
    name = getattr(rule.name, language, rule.id)
    begins = "none" if not rule.has_clock else "by_hand" if rule.begins is Begins.BY_HAND else "itself"
    cells = (
        f"{name} `{rule.id}`",
        time_in_words(rule, language),
        TRIGGERS[rule.trigger][here],
        AUDIENCES[rule.audience][here],
        CLOCKS[begins][here],
        f"`{rule.certainty}`",
    )
    return f"| {' | '.join(cells)} |"


def section(pack: Pack, language: str) -> str:
    """One pack: its title, its table, and where its rules are written."""
    title = getattr(pack.title, language, pack.id)
    sources = {
        f"{rule.source.title}, {rule.source.clause}" + (f" <{rule.source.url}>" if rule.source.url else "")
        for rule in pack.rules
    }
    lines = [f"### {title} `{pack.id}`", HEADS[0 if language == "ja" else 1], "|---|---|---|---|---|---|"]
    lines += [row(rule, language) for rule in pack.rules]
    said = "出典" if language == "ja" else "Sources"
    return "\n".join([*lines, "", f"{said}: {' · '.join(sorted(sources))}", ""])


def written(language: str) -> str:
    """The guide of one language with its list made anew."""
    text = (GUIDES / language / "deadlines.md").read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    packs = "\n".join(section(built_in_pack(pack_id), language) for pack_id in shipped_packs())
    return f"{head}{BEGIN}\n{packs}{END}{tail}"


def main(arguments: list[str]) -> int:
    """Write or check. Exit code 0, 1 (differs), 2 (wrong call)."""
    if arguments not in (["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    differing = []
    for language in ("ja", "en"):
        file, text = GUIDES / language / "deadlines.md", written(language)
        if arguments == ["write"]:
            file.write_text(text, encoding="utf-8")
        if file.read_text(encoding="utf-8") != text:
            differing.append(language)
    for language in differing:
        print(
            f"docs/guide/{language}/deadlines.md differs; run: python -m tools.deadline_guide write",
            file=sys.stderr,
        )
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
