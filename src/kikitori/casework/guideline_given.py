"""A guideline as somebody types it, checked: every problem by the place of its value, such as `items.2.text_ja`."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from kikitori.casework.errors import Problem
from kikitori.casework.given import Checked
from kikitori.records.complaints.terms import Kind, Severity, Subject
from kikitori.records.prevention.terms import ItemNeed
from kikitori.records.prevention.text import Contact, GuidelineText, InTwo, Item

MOST_CONTACTS, MOST_ITEMS = 10, 40
_TITLE, _WORDS, _ITEM, _NAME, _REACH = 120, 20_000, 400, 120, 200


def read_guideline(given: GuidelineText, known: Collection[str]) -> GuidelineText:
    """The same, as it can be kept. `known`: ids of items it has, or had; an item with another id is a new one.

    Raises Invalid: `title_ja` or `do_ja` MISSING without any; contacts without a name, items without a text.
    """
    check = Checked()
    title = _lines(check, "title", given.title, _TITLE)
    do = _texts(check, "do", given.do)
    for name, said in (("title_ja", title), ("do_ja", do)):
        if not said:
            check.problems.setdefault(name, Problem.MISSING)
    read = GuidelineText(
        title=title,
        subjects=_chosen(check, "subjects", given.subjects, Subject),
        severities=_chosen(check, "severities", given.severities, Severity),
        kinds=_chosen(check, "kinds", given.kinds, Kind),
        do=do,
        never=_texts(check, "never", given.never),
        escalation=_texts(check, "escalation", given.escalation),
        contacts=_contacts(check, given.contacts),
        items=_items(check, given.items, known),
    )
    check.done()
    return read


def numbered(text: GuidelineText, first: int) -> tuple[GuidelineText, int]:
    """With an id for each new item, from this number on; and the number after the last one."""
    items = []
    for item in text.items:
        if item.id:
            items.append(item)
        else:
            items.append(Item(id=f"i{first}", text=item.text, need=item.need))
            first += 1
    kept = {
        **{name: getattr(text, name) for name in GuidelineText.__dataclass_fields__},
        "items": tuple(items),
    }
    return GuidelineText(**kept), first


def _lines(check: Checked, name: str, said: InTwo, longest: int) -> InTwo:
    return InTwo(
        ja=check.line(f"{name}_ja", said.ja, longest=longest),
        en=check.line(f"{name}_en", said.en, longest=longest),
    )


def _texts(check: Checked, name: str, said: InTwo) -> InTwo:
    return InTwo(
        ja=check.text(f"{name}_ja", said.ja, longest=_WORDS),
        en=check.text(f"{name}_en", said.en, longest=_WORDS),
    )


def _chosen(check: Checked, name: str, given: Iterable[str], words: type[StrEnum]) -> tuple[str, ...]:
    """In the order of the list they are from, so that the same choice is always kept the same."""
    chosen = {check.word(name, word, words) for word in given}
    return tuple(word.value for word in words if word in chosen)


def _contacts(check: Checked, given: Sequence[Contact]) -> tuple[Contact, ...]:
    if len(given) > MOST_CONTACTS:
        check.problems["contacts"] = Problem.OUT_OF_RANGE
    found = []
    for n, one in enumerate(given[:MOST_CONTACTS]):
        place = f"contacts.{n}"
        name = _lines(check, f"{place}.name", one.name, _NAME)
        if not name:
            check.problems.setdefault(f"{place}.name_ja", Problem.MISSING)
        found.append(
            Contact(
                name=name,
                phone=check.line(f"{place}.phone", one.phone, longest=_REACH),
                mail=check.line(f"{place}.mail", one.mail, longest=_REACH),
                hours=_lines(check, f"{place}.hours", one.hours, _REACH),
            )
        )
    return tuple(found)


def _items(check: Checked, given: Sequence[Item], known: Collection[str]) -> tuple[Item, ...]:
    if len(given) > MOST_ITEMS:
        check.problems["items"] = Problem.OUT_OF_RANGE
    found: list[Item] = []
    for n, one in enumerate(given[:MOST_ITEMS]):
        text = _lines(check, f"items.{n}.text", one.text, _ITEM)
        if not text:
            check.problems.setdefault(f"items.{n}.text_ja", Problem.MISSING)
        need = check.word(f"items.{n}.need", one.need, ItemNeed, ItemNeed.OPTIONAL)
        is_old = one.id in known and all(each.id != one.id for each in found)
        found.append(Item(id=one.id if is_old else "", text=text, need=need.value))
    return tuple(found)
