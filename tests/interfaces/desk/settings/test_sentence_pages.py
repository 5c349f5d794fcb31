"""The pages for the sentences of letters: shown, looked at in letters, kept, refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kikitori.interfaces.desk.settings.sentence_form import SentenceForm, sentence_lines
from kikitori.records.letters.fixed_sentences import LANGUAGES, PLACES, shipped
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.models import Organisation, SettingChange
from tests.cast import Cast

pytestmark = pytest.mark.django_db
AT = "/desk/settings/decision-letter/"
PROPOSAL = "/desk/settings/proposal/"
BOTH = [(AT, LetterKind.DECISION), (PROPOSAL, LetterKind.PROPOSAL)]
BrowserOf = Callable[..., Client]


def typed(kind: LetterKind = LetterKind.DECISION, **changes: str) -> dict[str, Any]:
    """Everything as it stands on the page, with these changes."""
    form = SentenceForm.of(kind, {}, 0)
    stands = {name: form[name].value() for name in form.fields}
    return {**stands, **changes}


@pytest.mark.parametrize(("at", "kind"), BOTH)
def test_page_holds_every_sentence_that_comes(
    cast: Cast, browser_of: BrowserOf, at: str, kind: LetterKind
) -> None:
    page = browser_of("lead").get(at)
    assert page.status_code == 200
    for language in LANGUAGES:
        for each in PLACES[kind]:
            assert page.context["form"][f"{language}_{each.value}"].value() == shipped(kind, language)[each]


@pytest.mark.parametrize(("role", "status"), [("administrator", 200), ("handler", 403), ("auditor", 403)])
def test_who_manages_writing_finds_it(cast: Cast, browser_of: BrowserOf, role: str, status: int) -> None:
    for at, kind in BOTH:
        assert browser_of(role).get(at).status_code == status
        assert browser_of(role).post(at, typed(kind, look="1")).status_code == status


def test_saved_sentence_is_kept_and_shown(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of("lead")
    answer = browser.post(AT, typed(ja_opening="結論です。"), follow=True)
    assert "これからの決定の通知は、この文で送られます。" in answer.content.decode()
    assert Organisation.objects.get().decision_sentences == {"ja": {"opening": "結論です。"}}
    assert answer.context["form"]["ja_opening"].value() == "結論です。"
    assert SettingChange.objects.filter(kind="writing").count() == 1


def test_nothing_changed_is_told_and_not_written_down(cast: Cast, browser_of: BrowserOf) -> None:
    answer = browser_of("lead").post(AT, typed(), follow=True)
    assert "変更" in answer.content.decode()
    assert not SettingChange.objects.exists()


def test_looking_shows_letters_of_both_stages_and_keeps_nothing(cast: Cast, browser_of: BrowserOf) -> None:
    page = browser_of("lead").post(
        AT, typed(look="1", ja_opening="試しの文です。", en_ended="This is the end.")
    )
    letters = page.context["letters"]
    assert [(language, title) for language, title, _ in letters] == [
        ("ja", "第1段階"), ("ja", "第2段階、救済なし"), ("en", "First stage"), ("en", "Second stage, nothing is done"),
    ]  # fmt: skip
    first, second, _, last = (letter.body for _, _, letter in letters)
    assert "試しの文です。" in first
    assert "2030年4月1日" in first
    assert "理由: （救済を行わない理由）" in second
    assert "This is the end.\nYou can now turn to:" in last
    assert Organisation.objects.get().decision_sentences == {}
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize("look", [{}, {"look": "1"}])
def test_braces_that_nothing_fills_are_told_beside_their_field(
    cast: Cast, browser_of: BrowserOf, look: dict[str, str]
) -> None:
    page = browser_of("lead").post(AT, typed(ja_again="{お名前}様", **look))
    assert page.status_code == 422
    assert "波かっこの中に差し込めるものがありません" in str(page.context["form"].errors["ja_again"])


def test_too_long_is_told_beside_its_field(cast: Cast, browser_of: BrowserOf) -> None:
    page = browser_of("lead").post(AT, typed(en_points="x" * 601))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["en_points"]


def test_whoever_was_overtaken_loses_nothing(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of("lead")
    browser.post(AT, typed(ja_opening="先の文"))
    page = browser.post(AT, typed(ja_opening="後の文", seen="0"))
    assert page.status_code == 409
    assert "先の文" in page.content.decode()
    assert page.context["form"]["ja_opening"].value() == "後の文"
    assert Organisation.objects.get().decision_sentences == {"ja": {"opening": "先の文"}}


def test_markup_in_a_sentence_is_text(cast: Cast, browser_of: BrowserOf) -> None:
    page = browser_of("lead").post(AT, typed(look="1", ja_opening="<script>alert(1)</script>"))
    assert b"<script>alert(1)" not in page.content
    assert "<script>alert(1)</script>" in page.context["letters"][0][2].body


def test_lines_name_only_what_was_written() -> None:
    assert list(sentence_lines(LetterKind.DECISION, {})) == []
    assert (
        len(
            list(
                sentence_lines(
                    LetterKind.DECISION, {"ja": {"opening": "一", "ended": "二"}, "en": {"again": "3"}}
                )
            )
        )
        == 3
    )


def test_proposal_is_looked_at_kept_and_told_in_the_record(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of("lead", "en")
    changed = typed(LetterKind.PROPOSAL, ja_rights="お受けになっても、権利はそのままです。")
    page = browser.post(PROPOSAL, {**changed, "look": "1"})
    assert [(language, title) for language, title, _ in page.context["letters"]] == [
        ("ja", "解決案"), ("en", "A proposal"),
    ]  # fmt: skip
    body = page.context["letters"][0][2].body
    assert "お返事の期限: 2030年4月1日（月）" in body
    assert "お受けになっても、権利はそのままです。" in body
    assert not SettingChange.objects.exists()
    answer = browser.post(PROPOSAL, changed, follow=True)
    assert "From now on proposals say it so." in answer.content.decode()
    assert Organisation.objects.get().proposal_sentences == {
        "ja": {"rights": "お受けになっても、権利はそのままです。"}
    }
    record = browser.get("/desk/settings/changes/?kind=writing").content.decode()
    assert "Sentences of the proposal set" in record
    assert "That saying yes gives up no right" in record
    overtaken = browser.post(PROPOSAL, typed(LetterKind.PROPOSAL, en_how="x", seen="0"))
    assert overtaken.status_code == 409
    assert "権利はそのままです" in overtaken.content.decode()
    wrong = browser.post(PROPOSAL, typed(LetterKind.PROPOSAL, en_how="{name}"))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["en_how"])
