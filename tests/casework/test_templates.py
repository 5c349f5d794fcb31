"""Templates and signatures: versions are kept, nobody overwrites what they have not read, replies carry a signature."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Problem, Refused
from kikitori.casework.templates import (
    TemplateGiven,
    save_template,
    set_signature,
    signature_for,
    templates_for,
)
from kikitori.casework.write import reply
from kikitori.records.letters.templates_kept import ReplyTemplate, TemplateVersion
from kikitori.records.people.models import SettingChange
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

GIVEN = TemplateGiven(name="お詫び", subject="delivery", texts={"ja/polite": "{お名前}\nお詫びします。"})


def saved(cast: Cast, given: TemplateGiven = GIVEN, **more: int) -> ReplyTemplate:
    return save_template(cast.actor("lead"), given, now=FRIDAY, **more)


def test_versions_are_kept_with_who_and_when(cast: Cast) -> None:
    own = saved(cast)
    later = replace(GIVEN, texts={"ja/polite": "改めました。", "en/polite": "Changed."})
    save_template(cast.actor("administrator"), later, template=own.pk, seen=1, now=FRIDAY + timedelta(days=1))
    newest, first = own.versions.all()
    assert (newest.number, newest.by, newest.texts) == (2, cast.administrator, later.texts)
    assert (first.number, first.by, first.texts) == (1, cast.lead, GIVEN.texts)
    own.refresh_from_db()
    assert (own.version, own.texts) == (2, later.texts)
    assert [row.by for row in SettingChange.objects.filter(kind="writing")] == [cast.lead, cast.administrator]


def test_saving_the_same_makes_no_version(cast: Cast) -> None:
    own = saved(cast)
    saved(cast, template=own.pk, seen=1)
    assert TemplateVersion.objects.count() == SettingChange.objects.filter(kind="writing").count() == 1


def test_nobody_overwrites_what_they_have_not_read(cast: Cast) -> None:
    own = saved(cast)
    saved(cast, replace(GIVEN, name="お詫びと返金"), template=own.pk, seen=1)
    for seen in (0, 1, 3):
        with pytest.raises(NotNow):
            saved(cast, replace(GIVEN, name="別の名"), template=own.pk, seen=seen)
    with pytest.raises(NotNow):
        saved(cast, template=own.pk + 1000, seen=1)
    own.refresh_from_db()
    assert own.name == "お詫びと返金"


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (replace(GIVEN, name=" "), {"name": Problem.MISSING}),
        (replace(GIVEN, name="長" * 101), {"name": Problem.TOO_LONG}),
        (replace(GIVEN, texts={}), {"ja/polite": Problem.MISSING}),
        (replace(GIVEN, texts={"ja/polite": " \n"}), {"ja/polite": Problem.MISSING}),
        (replace(GIVEN, texts={"en/polite": "x\x00"}), {"en/polite": Problem.NOT_STORABLE}),
        (replace(GIVEN, subject="weather"), {"subject": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_cannot_be_a_template_is_refused(
    cast: Cast, given: TemplateGiven, problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refusal:
        saved(cast, given)
    assert refusal.value.problems == problems
    assert not ReplyTemplate.objects.exists()


def test_name_belongs_to_one_template(cast: Cast) -> None:
    saved(cast)
    with pytest.raises(Invalid) as refusal:
        saved(cast)
    assert refusal.value.problems == {"name": Problem.UNKNOWN_WORD}


def test_texts_of_unknown_kinds_are_left_out(cast: Cast) -> None:
    own = saved(cast, replace(GIVEN, texts={**GIVEN.texts, "fr/polite": "Bonjour", "en/polite": ""}))
    assert own.texts == GIVEN.texts


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_templates_are_written_by_leads_and_administrators(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        save_template(cast.actor(role), GIVEN, now=FRIDAY)
    with pytest.raises(Refused):
        set_signature(cast.actor(role), staff=None, ja="x", en="", now=FRIDAY)


def test_templates_are_found_by_their_words_and_those_of_the_subject_come_first(cast: Cast) -> None:
    saved(cast)
    saved(cast, TemplateGiven(name="一般のお礼", texts={"ja/polite": "ありがとうございます。"}))
    saved(cast, TemplateGiven(name="会費", subject="billing", texts={"ja/polite": "会費の件。"}))
    saved(cast, TemplateGiven(name="古いもの", texts={"ja/polite": "古い。"}, is_active=False))
    assert [row.name for row in templates_for("delivery")] == ["お詫び", "一般のお礼"]
    assert [row.name for row in templates_for("delivery", "お礼")] == ["一般のお礼"]
    assert [row.name for row in templates_for("delivery", "お詫び します")] == ["お詫び"]
    assert [row.name for row in templates_for("delivery", "ない言葉")] == []


def test_own_signature_comes_before_that_of_the_organisation(cast: Cast) -> None:
    assert signature_for(cast.handler.pk, "ja") == ""
    set_signature(cast.actor("lead"), staff=None, ja="みほん堂 お客様窓口", en="Mihon-do", now=FRIDAY)
    set_signature(cast.actor("handler"), staff=cast.handler.pk, ja="受田 ひかり", en="", now=FRIDAY)
    assert signature_for(cast.handler.pk, "ja") == "受田 ひかり"
    assert signature_for(cast.handler.pk, "en") == "Mihon-do"
    assert signature_for(cast.colleague.pk, "ja") == "みほん堂 お客様窓口"
    assert signature_for(None, "ja") == "みほん堂 お客様窓口"


def test_signature_is_set_by_its_owner_alone(cast: Cast) -> None:
    with pytest.raises(Refused):
        set_signature(cast.actor("lead"), staff=cast.handler.pk, ja="x", en="", now=FRIDAY)


def test_reply_carries_the_signature_below_its_text(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    set_signature(cast.actor("handler"), staff=cast.handler.pk, ja="受田 ひかり", en="", now=FRIDAY)
    message = reply(cast.actor("handler"), complaint, body="確認中です。", now=FRIDAY)
    assert message.body == "確認中です。"
    assert "確認中です。\n\n受田 ひかり\n" in complaint.letters.get(kind="reply").body


def test_finding_templates_asks_once(cast: Cast, django_assert_num_queries) -> None:
    for number in range(20):
        saved(cast, TemplateGiven(name=f"定型文{number}", texts={"ja/polite": "文"}))
    with django_assert_num_queries(1):
        assert len(list(templates_for("delivery", "定型文"))) == 20
