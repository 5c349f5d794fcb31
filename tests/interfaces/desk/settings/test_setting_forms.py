"""Settings as they are typed: whatever cannot be read stands beside its field, and secrets never come back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.casework.templates import KEYS
from kikitori.interfaces.desk.settings.calendar_forms import OWN, CalendarForm, TeamCalendarForm, initial_of
from kikitori.interfaces.desk.settings.mailbox_form import MailboxForm
from kikitori.interfaces.desk.settings.template_form import SignatureForm, TemplateForm
from kikitori.records.complaints.terms import Subject
from kikitori.records.deadlines.calendar import OFFICE_WEEK
from kikitori.records.deadlines.weeks import day_in_text, hours_of, week_from_json, week_to_json
from kikitori.records.letters.mail_terms import After, MailboxKind, Provider, Security
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.models import Organisation, Team

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
WEEK = {f"day_{number}": "9:00-17:00" for number in range(5)} | {"day_5": "", "day_6": ""}


def calendar(**typed: Any) -> CalendarForm:
    form = CalendarForm(
        {"time_zone": "Asia/Tokyo", "holiday_country": "JP", **WEEK, **typed}, zone="Asia/Tokyo"
    )
    form.is_valid()
    return form


def test_hours_are_given_as_they_were_typed() -> None:
    given = calendar(year_end="on", day_5="9時〜12時").given
    assert given.week == (*["9:00-17:00"] * 5, "9時〜12時", "")
    assert (given.time_zone, given.holiday_country, given.closed_at_year_end) == ("Asia/Tokyo", "JP", True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
        ("time_zone", "\x00"),
        ("holiday_country", "XX"),
        ("seen", "-1"),
        ("seen", "x"),
        ("day_0", "\x00"),
    ],
)
def test_what_was_not_offered_is_refused_beside_its_field(field: str, value: str) -> None:
    assert set(calendar(**{field: value}).errors) == {field}


@pytest.mark.parametrize(
    "zone", ["Asia/Tokyo", "Europe/London", "UTC", "Australia/Lord_Howe", "America/St_Johns"]
)
def test_every_zone_of_the_world_can_be_chosen(zone: str) -> None:
    assert not calendar(time_zone=zone).errors


@pytest.mark.parametrize(("seen", "change"), [("", -1), ("0", 0), ("7", 7)])
def test_lost_number_of_the_change_is_nobodys(seen: str, change: int) -> None:
    assert calendar(seen=seen).seen_change == change


@pytest.mark.parametrize(
    ("place", "problem", "beside"),
    [
        ("week.0", Problem.UNKNOWN_WORD, "day_0"),
        ("week.6", Problem.OUT_OF_RANGE, "day_6"),
        ("week", Problem.MISSING, "day_0"),
        ("week", Problem.OUT_OF_RANGE, "day_0"),
        ("time_zone", Problem.UNKNOWN_WORD, "time_zone"),
        ("nowhere", Problem.UNKNOWN_WORD, "__all__"),
    ],
)
def test_code_of_the_verb_is_said_where_it_can_be_mended(place: str, problem: Problem, beside: str) -> None:
    form = calendar()
    form.blame({place: problem})
    assert set(form.errors) == {beside}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_clash_of_hours_is_told_otherwise_than_hours_nobody_can_read(language: str) -> None:
    with override(language):
        clash, unread = calendar(), calendar()
        clash.blame({"week.2": Problem.OUT_OF_RANGE})
        unread.blame({"week.2": Problem.UNKNOWN_WORD})
        assert str(clash.errors) != str(unread.errors)


def test_form_of_everybody_begins_with_what_is_kept() -> None:
    kept = Organisation(time_zone="Europe/London", holiday_country="", closed_at_year_end=False, week=[])
    begun = initial_of(kept, 3)
    assert (begun["time_zone"], begun["holiday_country"], begun["year_end"], begun["seen"]) == (
        "Europe/London",
        "",
        False,
        3,
    )
    assert [begun[f"day_{number}"] for number in range(7)] == [*["09:00-17:00"] * 5, "", ""]


@pytest.mark.parametrize(("whose", "week"), [("house", ()), (OWN, tuple(WEEK.values()))])
def test_team_has_hours_of_its_own_only_where_it_says_so(whose: str, week: tuple[str, ...]) -> None:
    form = TeamCalendarForm({"whose_hours": whose, "time_zone": "", **WEEK}, team=Team(name="窓口"))
    assert form.is_valid(), form.errors
    assert form.given.week == week


@pytest.mark.parametrize(
    "text",
    [
        "9:00-17:00",
        "9時〜17時",
        "９：００－１７：００",
        "9:00-12:00, 13:00-17:00",
        "0:00-24:00",
        "22:00-24:00",
        "",
        "9-17",
        "900-1700",
    ],
)
def test_hours_written_down_are_read_again_as_the_same(text: str) -> None:
    blocks = hours_of(text)
    assert hours_of(day_in_text(blocks)) == blocks


def test_week_is_kept_and_comes_back() -> None:
    week = (*OFFICE_WEEK[:4], hours_of("0:00-24:00"), hours_of("9:00-12:00, 13:00-17:00"), ())
    assert week_from_json(week_to_json(week)) == week
    assert week_from_json([]) == week_from_json(None) == OFFICE_WEEK


def mailbox(kind: MailboxKind, **typed: str) -> MailboxForm:
    form = MailboxForm(kind, None, typed)
    form.is_valid()
    return form


IMAP = {
    "name": "苦情窓口", "address": "soudan@shop.example", "host": "imap.shop.example", "port": "993", "security": "tls",
    "user": "soudan", "secret": "s3cret ", "folder": "INBOX", "after": "keep", "since": "now",
}  # fmt: skip


@pytest.mark.parametrize("kind", MailboxKind)
def test_each_kind_of_mailbox_asks_only_for_what_it_has_use_for(kind: MailboxKind) -> None:
    fields = set(MailboxForm(kind, None).fields)
    assert {"name", "address"} <= fields
    assert ("host" in fields) is (kind is MailboxKind.IMAP)
    assert ("provider" in fields) is (kind is MailboxKind.WEBHOOK)
    assert ("secret" in fields) is (kind in {MailboxKind.IMAP, MailboxKind.WEBHOOK})
    assert {field.name for row in MailboxForm(kind, None).rows() for field in row} == fields


@pytest.mark.parametrize(("since", "from_when"), [("now", NOW), ("all", None), ("", NOW)])
def test_mails_that_lie_there_already_are_left_alone_unless_asked_for(
    since: str, from_when: datetime | None
) -> None:
    assert mailbox(MailboxKind.IMAP, **{**IMAP, "since": since}).given(NOW).since == from_when


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("port", "imap"),
        ("port", "9.5"),
        ("security", "none"),
        ("after", "burn"),
        ("since", "1999"),
        ("name", "\x00"),
        ("host", "a\x00"),
        ("secret", "\x00"),
    ],
)
def test_value_no_mailbox_has_is_refused_beside_its_field(field: str, value: str) -> None:
    assert set(mailbox(MailboxKind.IMAP, **{**IMAP, field: value}).errors) == {field}


@pytest.mark.parametrize("security", Security)
@pytest.mark.parametrize("after", After)
def test_every_way_of_fetching_can_be_chosen(security: Security, after: After) -> None:
    given = mailbox(MailboxKind.IMAP, **{**IMAP, "security": security.value, "after": after.value}).given(NOW)
    assert (given.security, given.after) == (security.value, after.value)


@pytest.mark.parametrize("kind", [MailboxKind.IMAP, MailboxKind.WEBHOOK])
def test_secret_is_taken_to_the_letter_and_never_drawn_again(kind: MailboxKind) -> None:
    form = mailbox(kind, **IMAP)
    assert form.secret == {"key" if kind is MailboxKind.WEBHOOK else "password": "s3cret "}
    assert form.secret_typed
    assert "s3cret" not in str(form["secret"])


def test_no_secret_typed_is_none_rather_than_an_empty_one() -> None:
    assert mailbox(MailboxKind.IMAP, **{**IMAP, "secret": ""}).secret is None


@pytest.mark.parametrize("provider", Provider)
def test_every_provider_can_be_chosen(provider: Provider) -> None:
    form = mailbox(
        MailboxKind.WEBHOOK, name="n", address="a@shop.example", provider=provider.value, secret="k"
    )
    assert form.given(NOW).provider == provider.value


@pytest.mark.parametrize("problem", Problem)
def test_code_about_a_field_this_kind_lacks_goes_to_the_top(problem: Problem) -> None:
    form = mailbox(MailboxKind.PIPE, name="n", address="a@shop.example")
    form.blame({"host": problem, "name": problem})
    assert set(form.errors) == {"__all__", "name"}


def test_template_that_is_saved_unchanged_stays_what_it_was() -> None:
    kept = ReplyTemplate(
        name="破損",
        subject="delivery",
        is_active=False,
        version=4,
        texts={key: f"{key} の文" for key in KEYS},
    )
    form = TemplateForm.of(kept)
    again = TemplateForm(
        {name: form[name].value() for name in form.fields if form[name].value() not in (False, None)}
    )
    assert again.is_valid(), again.errors
    given = again.given
    assert (given.name, given.subject, given.is_active, given.texts) == (
        "破損",
        "delivery",
        False,
        kept.texts,
    )


@pytest.mark.parametrize("subject", ["", *Subject])
def test_template_is_for_one_subject_or_for_all(subject: str) -> None:
    assert TemplateForm({"name": "n", "subject": str(subject)}).is_valid()


@pytest.mark.parametrize(("field", "value"), [("subject", "weather"), ("seen", "-1"), ("name", "\x00")])
def test_template_with_what_was_not_offered_is_refused(field: str, value: str) -> None:
    form = TemplateForm({"name": "n", field: value})
    assert not form.is_valid()
    assert set(form.errors) == {field}


@pytest.mark.parametrize("key", KEYS)
def test_each_text_is_blamed_beside_its_own_field(key: str) -> None:
    form = TemplateForm({"name": "n"})
    form.is_valid()
    form.blame({key: Problem.TOO_LONG})
    [field] = form.errors
    assert field == f"text_{key.replace('/', '_')}"
    assert len(form.texts) == len(KEYS)


@pytest.mark.parametrize("text", ["", " \n 署名 \n", "株式会社 みほん\nTEL 03", "<b>", "x" * 5_000])
def test_signature_is_kept_exactly_as_it_is_typed(text: str) -> None:
    form = SignatureForm({"text_ja": text, "text_en": text})
    assert form.is_valid()
    assert form.cleaned_data == {"text_ja": text, "text_en": text}
