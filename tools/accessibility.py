"""Keeps docs/guide/{ja,en}/accessibility.md true, the self-test of the portal by WCAG 2.2; for developers.

python -m tools.accessibility write   write both guides anew
python -m tools.accessibility check   exit 1 when a guide differs from what would be written
"""

import sys
from pathlib import Path

from kikitori.interfaces.portal.criteria import Criterion, Result, SelfTest, self_test

GUIDES = Path(__file__).resolve().parent.parent / "docs/guide"
LANGUAGES = ("ja", "en")
TITLE = {"ja": "アクセシビリティの自己点検", "en": "Self-test of accessibility"}
LEAD = {
    "ja": "申出者のページについて、WCAG 2.2 のレベル A・AA の達成基準を1つずつ、どのように確かめたかの一覧です。"
    "`python -m tools.accessibility write` が `src/kikitori/interfaces/portal/data/wcag.yaml` から書きます。"
    "同じ内容を、どなたでも `/accessibility/self-test/` で読めます。方針と既知の課題は `/accessibility/` にあります。"
    "Lighthouse で測った点数は"
    "[性能の測定](../../performance.md#accessibility-as-lighthouse-counts-it)（英語）にあります。",
    "en": "How each criterion of WCAG 2.2 at levels A and AA is tested on the pages for complainants. "
    "`python -m tools.accessibility write` writes it from `src/kikitori/interfaces/portal/data/wcag.yaml`. "
    "Everybody can read the same at `/accessibility/self-test/`; what we go by and what is missing stands at "
    "`/accessibility/`. What Lighthouse counts stands in "
    "[performance](../../performance.md#accessibility-as-lighthouse-counts-it).",
}
LAST = {"ja": "最後に全体を点検した日: {day}", "en": "Gone through as a whole last on {day}."}
HEAD = {
    "ja": "| 基準 | レベル | 結果 | 自動テスト | 作った側が目で確かめたこと |",
    "en": "| criterion | level | result | tests that run with every change | looked at by its makers |",
}
RESULT = {
    Result.MET: {"ja": "満たす", "en": "met"},
    Result.NONE: {"ja": "該当なし", "en": "nothing of the kind"},
}


def row(criterion: Criterion, language: str) -> str:
    """One criterion as a line of the table."""
    tests = "<br>".join(f"`{test}`" for test in criterion.tests)
    hand = f"{criterion.by_hand.what.in_(language)} ({criterion.by_hand.on})" if criterion.by_hand else ""
    cells = (
        f"{criterion.number} {criterion.name.in_(language)}",
        criterion.level,
        RESULT[criterion.result][language],
        tests,
        hand,
    )
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def written(test: SelfTest, language: str) -> str:
    """The guide in one language."""
    lines = [
        *(f"# {TITLE[language]}", "", LEAD[language], "", LAST[language].format(day=test.checked_on), ""),
        *(HEAD[language], "|---|---|---|---|---|"),
        *(row(each, language) for each in test.criteria),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write, or check. Returns the exit code."""
    wrong = []
    for language in LANGUAGES:
        place, text = GUIDES / language / "accessibility.md", written(self_test(), language)
        if arguments == ["write"]:
            place.write_text(text, encoding="utf-8")
        elif not place.exists() or place.read_text(encoding="utf-8") != text:
            wrong.append(place.name)
            sys.stderr.write(f"{place} is out of date: python -m tools.accessibility write\n")
    return 1 if wrong or arguments not in (["write"], ["check"]) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
