"""やさしい日本語 through the verbs: kept with complaint and person, in every letter, Japanese for everything of the house."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.change_person import DetailsGiven, change_person, details_of, newest_details
from kikitori.casework.converse import begin_conversation
from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven, is_language
from kikitori.casework.read_again import read_again
from kikitori.casework.receive import receive_complaint
from kikitori.config.intake_json import read_intake
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import the_organisation
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.queries import Reader, as_q
from kikitori.records.selection.terms import Field, Operator
from tests import makers
from tests.cast import Cast
from tests.mails import filed, raw
from tests.makers import FRIDAY, JAPAN

STORY = "さらが われて いました。"
HOSTILE = [
    "ja-Easy",
    "JA-EASY",
    "easy",
    "ja_easy",
    "ja-easy ",
    "ja-easy\n",
    "../ja-easy",
    "ja-easy;--",
    "x" * 9_000,
    "\ufff9",
]


def taken(cast: Cast, language: str, **person: Any) -> Complaint:
    """A complaint through the portal's verb."""
    given = Intake(
        channel="web",
        story=STORY,
        received_at=FRIDAY,
        language=language,
        complainant=PersonGiven(name="ニュエン ラン", **person),
    )
    return receive_complaint(Actor.newcomer(), given, token=makers.token(), now=FRIDAY).complaint


def test_language_stays_with_complaint_person_and_letter(cast: Cast) -> None:
    complaint = taken(cast, "ja-easy", contact_points=(ContactGiven(kind="email", value="lan@example.jp"),))
    assert complaint.language == "ja-easy"
    assert complaint.parties.get().person.language == "ja-easy"
    letter = complaint.letters.get(kind="acknowledgement")
    assert letter.language == "ja-easy"
    assert letter.subject.endswith(f"あなたの話（はなし）が届（とど）きました（{complaint.reference}）")


def test_letter_on_paper_says_its_dates_easily(cast: Cast) -> None:
    complaint = taken(
        cast,
        "ja-easy",
        contact_points=(ContactGiven(kind="post", value="〒100-0001 東京都見本区みほん町1-1"),),
    )
    sheet = complaint.letters.get(kind="acknowledgement").posting.sheet
    assert sheet["date"] == "2026年（ねん）11月（がつ）20日（はつか）（金曜日・きんようび）"
    assert all("午後（ごご）" in line for line in sheet["promises"])
    assert any("知（し）らせること" in line for line in sheet["promises"])


@pytest.mark.parametrize("code", HOSTILE)
def test_code_that_is_none_is_refused_and_nothing_is_kept(cast: Cast, code: str) -> None:
    assert not is_language(code)
    with pytest.raises(Invalid) as refused:
        taken(cast, code)
    assert refused.value.problems == {"language": Problem.UNKNOWN_WORD}
    assert not Complaint.objects.exists()


def test_document_in_json_may_ask_for_it(cast: Cast) -> None:
    document = json.loads(f'{{"channel": "phone", "story": "{STORY}", "language": "ja-easy"}}')
    given = read_intake(document, FRIDAY, JAPAN)
    made = receive_complaint(cast.actor("handler"), given, token=makers.token(), now=FRIDAY)
    assert made.complaint.language == "ja-easy"


def test_person_is_changed_to_it_and_back(cast: Cast) -> None:
    person = makers.acknowledged(cast).parties.get().person
    for number, language in enumerate(("ja-easy", "ja")):
        given = DetailsGiven(**{**vars_of(details_of(person)), "language": language})
        assert change_person(
            cast.actor("handler"),
            person,
            given,
            seen=newest_details(person),
            now=FRIDAY + timedelta(hours=1 + number),
        )
        person.refresh_from_db()
        assert person.language == language


def vars_of(given: DetailsGiven) -> dict[str, Any]:
    """Every field of a card."""
    return {name: getattr(given, name) for name in DetailsGiven.__dataclass_fields__}


def test_handler_converses_in_a_language_of_the_desk(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        begin_conversation(
            cast.actor("handler"),
            questions="general",
            channel="phone",
            language="ja-easy",
            token=makers.token(),
            now=FRIDAY,
        )
    assert refused.value.problems["language"] is Problem.UNKNOWN_WORD


def test_mail_read_again_takes_nobody_their_reading(cast: Cast) -> None:
    mail = filed(raw("さらが われて いました。"))
    complaint = mail.complaint
    assert complaint is not None
    Complaint.objects.filter(pk=complaint.pk).update(language="ja-easy")
    read_again(cast.actor("handler"), mail.pk, charset="utf-8", now=FRIDAY + timedelta(hours=2))
    complaint.refresh_from_db()
    assert complaint.language == "ja-easy"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ja",), {"ja", "ja-easy"}),
        (("en",), {"en"}),
        (("other",), {"zh"}),
        (("ja", "other"), {"ja", "ja-easy", "zh"}),
    ],
)
def test_conditions_count_it_as_japanese(cast: Cast, words: tuple[str, ...], found: set[str]) -> None:
    for language in ("ja", "ja-easy", "en"):
        makers.received(cast, language=language)
    other = makers.received(cast).complaint
    Complaint.objects.filter(pk=other.pk).update(language="zh")
    reader = Reader(None)
    conditions = Conditions((Condition(Field.LANGUAGE, Operator.IS, words),))
    assert set(Complaint.objects.filter(as_q(conditions, reader)).values_list("language", flat=True)) == found


def test_what_the_house_says_of_it_is_japanese(cast: Cast) -> None:
    complaint = taken(cast, "ja-easy")
    assert the_organisation().name_in(complaint.language) == the_organisation().name_ja
