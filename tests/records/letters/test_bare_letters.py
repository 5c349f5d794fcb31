"""Every letter with everything known and with nothing known: no hole, no code, no half sentence, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Outcome
from kikitori.records.letters.compose import Composed, Reader, compose
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.letter_tags import FINDING
from kikitori.records.people.models import Organisation, Person
from kikitori.records.people.terms import Honorific, PersonKind

NOW = datetime(2026, 12, 30, 15, 30, tzinfo=UTC)
LANGUAGES = ("ja", "en")
HOSTILE = "{{ complaint.story }}{% if 1 %}<b>%(x)s"
REMEDY = SimpleNamespace(
    label="返金", text="皿三枚の代金", amount=12800, currency="JPY", due_on=date(2027, 1, 15)
)
FINDING_MADE = SimpleNamespace(
    allegation=SimpleNamespace(number=1, text="皿が割れていた"),
    outcome="upheld",
    reasons="写真で確かめました。",
)
#: What its verb always gives to a letter.
NEEDED: dict[str, Any] = {
    "answer_by": date(2027, 1, 8),
    "before": NOW,
    "after": datetime(2027, 1, 15, 8, tzinfo=UTC),
    "what": "結論のお知らせ",
    "reason": "記録を待っています。",
    "question": "ご注文番号をお聞かせください。",
    "text": "新しい品と交換いたします。",
    "body": "確かめています。",
    "because": "",
    "findings": [FINDING_MADE],
    "remedies": [],
    "told": "2027-01-08",
    "referral": {
        "name": "ADR 1",
        "lines": ["ADR 1"],
        "is_outside": True,
        "shared": ["1"],
        "leaflet": "",
        "by_themselves": False,
        "expected_on": date(2027, 1, 8),
        "came_of_it": "1.",
        "goes_on": False,
    },
}
#: What may be there.
MORE: dict[str, Any] = {
    "echo": "器が割れて届いたとのこと、承りました。",
    "words_given": "お待たせいたしました。",
    "remedies": [REMEDY],
    "agreed": True,
    "signature": "受田 ひかり",
    "enclosed": ["写真.jpg"],
    "medium": "email",
    "bodies": [["ADR 1", "03-0000-0001"], ["ADR 2"]],
}
PROMISES = [
    SimpleNamespace(kind=kind, due_at=NOW)
    for kind in ("progress", "decision", "remedy", "follow_up", "acknowledgement")
]
COMPLAINT = Complaint(reference="K-2026-000118", story="届いた皿が三枚割れていました。", received_at=NOW)


def organisation(*, known: bool) -> Organisation:
    if not known:
        return Organisation(name_ja="みほん堂", name_en="Mihon-do", time_zone="Asia/Tokyo")
    return Organisation(
        name_ja="みほん堂",
        name_en="Mihon-do",
        time_zone="Asia/Tokyo",
        phone="0120-000-000",
        phone_hours="9:00–17:00",
        external_route_ja="消費生活センター（電話188）",
        external_route_en="Consumer affairs centre (phone 188)",
    )


def letter(
    kind: LetterKind,
    language: str,
    *,
    known: bool = True,
    promised: bool = True,
    reader: Reader | None = None,
    **values: Any,
) -> Composed:
    return compose(
        kind,
        language,
        complaint=COMPLAINT,
        organisation=organisation(known=known),
        reader=reader or Reader("試野 はな", "様"),
        promises=PROMISES if promised else [],
        why={"progress": "1月1日を除いて数えています。"} if promised else {},
        now=NOW,
        values={**NEEDED, **(MORE if known else {}), **values},
    )


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_has_no_hole_whatever_is_known(kind: LetterKind, language: str) -> None:
    for known, promised in product((True, False), repeat=2):
        written = letter(kind, language, known=known, promised=promised)
        whole = f"{written.subject}\n{written.body}"
        assert not re.search(r"None|\{\{|\{%|%\(|\[\]|Undefined", whole)
        assert "\n\n\n" not in written.body
        assert not re.search(r"[（(][)）]|「」|：\n*$|: *$", written.body)
        assert written.body == f"{written.body.strip()}\n"


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_subject_names_the_organisation_and_the_complaint_on_one_line(
    kind: LetterKind, language: str
) -> None:
    subject = letter(kind, language).subject
    assert "K-2026-000118" in subject
    assert ("みほん堂" if language == "ja" else "Mihon-do") in subject
    assert len(subject.splitlines()) == 1


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_heading_is_never_left_without_words_below_it(kind: LetterKind, language: str) -> None:
    for known, promised in product((True, False), repeat=2):
        lines = [
            line for line in letter(kind, language, known=known, promised=promised).body.split("\n") if line
        ]
        for line, following in zip(lines, [*lines[1:], "■"], strict=True):
            assert not (line.startswith("■") and following.startswith("■")), line


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_is_signed_by_the_organisation_and_tells_how_to_answer(
    kind: LetterKind, language: str
) -> None:
    body = letter(kind, language).body
    assert ("みほん堂" if language == "ja" else "Mihon-do") in body
    assert "0120-000-000" in body


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_telephone_that_does_not_exist_is_not_offered(kind: LetterKind, language: str) -> None:
    body = letter(kind, language, known=False).body
    assert not re.search("お電話|by phone|call us", body)


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_to_nobody_in_particular_is_greeted_all_the_same(kind: LetterKind, language: str) -> None:
    body = letter(kind, language, reader=Reader("")).body
    assert body.startswith("お申し出くださった方へ" if language == "ja" else "Hello,")


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_write_is_put_in_as_it_is_and_never_carried_out(kind: LetterKind, language: str) -> None:
    hostile = dict.fromkeys(("what", "reason", "question", "text", "body", "echo", "words_given"), HOSTILE)
    body = letter(kind, language, reader=Reader(HOSTILE), **hostile).body
    assert HOSTILE in body
    assert COMPLAINT.story not in body.replace(HOSTILE, "") or kind is LetterKind.ACKNOWLEDGEMENT


@pytest.mark.parametrize("kind", LetterKind)
def test_letter_speaks_one_language_but_for_what_people_wrote(kind: LetterKind) -> None:
    texts = dict.fromkeys(
        ("what", "reason", "question", "text", "body", "echo", "words_given", "signature"), "x"
    )
    body = letter(kind, "en", **texts, findings=[], remedies=[], enclosed=[], reader=Reader("Hannah")).body
    body = body.replace(COMPLAINT.story, "").replace("1月1日を除いて数えています。", "")
    assert not re.search("[぀-ヿ一-鿿]", body)


@pytest.mark.parametrize("kind", LetterKind)
def test_letter_speaks_of_days_in_the_zone_of_the_house(kind: LetterKind) -> None:
    """30 December, 15:30 in Greenwich is the last day of the year in Tokyo."""
    body = letter(kind, "ja").body
    assert "12月30日" not in body.replace(str(NEEDED["what"]), "") or kind is LetterKind.IS_IT_SOLVED


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_a_sentence_in_the_decision(outcome: Outcome, language: str) -> None:
    made = SimpleNamespace(**{**vars(FINDING_MADE), "outcome": outcome.value})
    body = letter(LetterKind.DECISION, language, findings=[made]).body
    with override(language):
        said = {each: str(FINDING[each]) for each in Outcome}
    assert len(set(said.values())) == len(Outcome)
    assert [each for each in Outcome if said[each] in body] == [outcome]


@pytest.mark.parametrize(
    ("amount", "said"), [(None, ""), (1, "1"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")]
)
@pytest.mark.parametrize("kind", [LetterKind.DECISION, LetterKind.PROPOSAL, LetterKind.ACCEPTED])
def test_money_is_told_where_there_is_any(kind: LetterKind, amount: int | None, said: str) -> None:
    remedy = SimpleNamespace(**{**vars(REMEDY), "amount": amount})
    body = letter(kind, "ja", remedies=[remedy]).body
    assert ("円" in body) is (amount is not None)
    assert said in body


@pytest.mark.parametrize("honorific", Honorific)
@pytest.mark.parametrize("kind", PersonKind)
def test_greeting_carries_the_title_they_wish_for_once(honorific: Honorific, kind: PersonKind) -> None:
    person = Person(name="試野 はな", kind=kind.value, honorific=honorific.value)
    greeting = Reader.of(person, anonymous=False).greeting("ja")
    assert greeting == f"試野 はな {person.title}".strip()
    assert Reader.of(person, anonymous=True).greeting("ja") == "お申し出くださった方へ"
    assert Reader.of(person, anonymous=False).greeting("en") == "Dear 試野 はな,"


@pytest.mark.parametrize("name", ["試野 はな様", "みほん会 御中", "試野先生", "はなさま"])
def test_name_that_bears_its_title_gets_no_second_one(name: str) -> None:
    assert Reader(name, "様").greeting("ja") == name
