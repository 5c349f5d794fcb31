"""Rules in words for the terminal, in Japanese and English: „20 business days after receipt“."""

from __future__ import annotations

from kikitori.config.rulebook.files import shown
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.deadlines.rule_parts import Audience, Begins, Direction
from kikitori.records.deadlines.rules import (
    HOUSE,
    Certainty,
    OutsideHours,
    Pack,
    PackRole,
    Roll,
    Rule,
    Source,
    Trigger,
    Unit,
)

_UNITS = {
    Unit.BUSINESS_DAY: ("営業日", "business day"),
    Unit.CALENDAR_DAY: ("日", "day"),
    Unit.HOUR: ("時間", "hour"),
    Unit.WEEK: ("週間", "week"),
    Unit.MONTH: ("か月", "month"),
    Unit.YEAR: ("年", "year"),
}
_TRIGGERS = {
    Trigger.RECEIVED: Bilingual("受付", "receipt"),
    Trigger.KNOWN: Bilingual("知った時", "we learned of it"),
    Trigger.LOGGED: Bilingual("記録", "it was written down"),
    Trigger.SERVED: Bilingual("送達", "it was served"),
    Trigger.ACKNOWLEDGED: Bilingual("受付通知", "the confirmation of receipt"),
    Trigger.TOLD: Bilingual("前回の連絡", "our last word"),
    Trigger.DECIDED: Bilingual("決定・合意", "the decision or agreement"),
    Trigger.REMEDIED: Bilingual("救済の完了", "everything was put right"),
    Trigger.NAMED: Bilingual("指定の日時", "the moment that is named"),
}
_AUDIENCES = {
    Audience.COMPLAINANT: Bilingual("申出者", "complainant"),
    Audience.RESPONDENT: Bilingual("対象者", "respondent"),
    Audience.AFFECTED: Bilingual("影響を受ける人", "people affected"),
    Audience.AUTHORITY: Bilingual("官公庁", "authority"),
    Audience.HOUSE: Bilingual("自組織", "the organisation itself"),
}
_CERTAINTIES = {
    Certainty.VERIFIED: Bilingual("原典で確認済み", "checked at the source"),
    Certainty.FROM_MEMORY: Bilingual("記憶による", "from memory"),
    Certainty.UNVERIFIED: Bilingual("未確認", "not checked"),
    Certainty.PROPOSAL: Bilingual("自主基準（法令の定めなし）", "our own choice; no law asks for it"),
}
_ROLES = {
    PackRole.SERVICE: Bilingual("対応の標準", "standard of service"),
    PackRole.LAW: Bilingual("法令・規程", "law or bylaws"),
}


def span(rule: Rule, language: str) -> str:
    """When it falls due, with what is unusual about the count in brackets."""
    number, moment = rule.quantity, _TRIGGERS[rule.trigger].in_(language)
    before = rule.direction is Direction.BEFORE
    ja, en = _UNITS[rule.unit]
    if language == "ja":
        text = f"{moment}の{number}{ja}前まで" if before else f"{moment}から{number}{ja}以内"
    else:
        unit = en if number == 1 else f"{en}s"
        text = f"{number} {unit} {'before' if before else 'after'} {moment}"
    details = [each.in_(language) for each in _details(rule)]
    if not details:
        return text
    return f"{text}（{'、'.join(details)}）" if language == "ja" else f"{text} ({', '.join(details)})"


def _details(rule: Rule) -> list[Bilingual]:
    said: list[tuple[bool, Bilingual]] = [
        (rule.first_day_counts, Bilingual("初日算入", "the first day counts")),
        (rule.calendar != HOUSE, Bilingual(f"{rule.calendar} の祝日による", f"holidays of {rule.calendar}")),
        (
            rule.roll is Roll.NEXT,
            Bilingual("末日が休みなら翌営業日", "moved on from a closed day"),
        ),
        (
            rule.roll is Roll.PREVIOUS,
            Bilingual("末日が休みなら前の営業日", "moved back from a closed day"),
        ),
        (
            rule.outside_hours is OutsideHours.SAME_DAY,
            Bilingual("営業時間外も当日起算", "from the day itself, out of hours too"),
        ),
        (rule.pausable, Bilingual("申出者の回答待ちは除く", "waiting for the complainant is left out")),
        (rule.begins is Begins.BY_HAND, Bilingual("手動で開始", "begun by hand")),
        (
            rule.audience is not Audience.COMPLAINANT,
            Bilingual(f"{_AUDIENCES[rule.audience].ja}に対して", f"owed to: {_AUDIENCES[rule.audience].en}"),
        ),
        (bool(rule.applies_if.wanted), Bilingual("条件あり", "only for some complaints")),
    ]
    return [text for holds, text in said if holds]


def name_of(rule: Rule, language: str) -> str:
    """What it is called; its id where it has no name."""
    return shown(rule.name.in_(language)) if rule.name else rule.id


def source_of(source: Source) -> str:
    """Title and clause."""
    return shown(f"{source.title} {source.clause}".strip())


def certainty_of(rule: Rule, language: str) -> str:
    """How far its number can be trusted."""
    return _CERTAINTIES[rule.certainty].in_(language)


def heading(pack: Pack, language: str, *, in_use: bool) -> str:
    """Id, version, title, kind, jurisdiction, validity, and whether new complaints are counted by it."""
    title = f"  {shown(pack.title.in_(language))}" if pack.title else ""
    until = f" – {pack.valid_to}" if pack.valid_to else " –"
    used = (
        Bilingual("使用中", "in use").in_(language)
        if in_use
        else Bilingual("不使用", "not in use").in_(language)
    )
    role = _ROLES[pack.role].in_(language)
    return f"{pack.id}/{pack.version}{title}  [{role}, {pack.jurisdiction}, {pack.valid_from}{until}, {used}]"
