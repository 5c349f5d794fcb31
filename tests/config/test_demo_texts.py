"""The demonstration's corpus is whole: 300 complaints, known words, legal courses, honest ugliness, nobody real."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest

from kikitori.config.demo_texts.corpus import HOUSES, demo_complaints, house, organisation
from kikitori.config.demo_texts.facts import Complainant, CourseStep, DemoComplaint
from kikitori.foundation.language.contact import mail_address, phone
from kikitori.foundation.language.names import is_plausible_kana
from kikitori.foundation.language.text import guess_language, hostile_characters
from kikitori.records.complaints.lifecycle import CLOSED, State, Step, state_after
from kikitori.records.complaints.terms import SELF_SERVED, Channel, Kind, Outcome, Queue, Severity, Subject
from kikitori.records.people.terms import ContactKind, CustomerType, OrganisationKind, PersonKind, Role
from kikitori.records.remedies.limits import SHIPPED, total_of
from kikitori.records.remedies.terms import MONEY, RemedyKind
from kikitori.records.triage.dangers import dangers_in
from kikitori.records.triage.sorting import Answer, SafetyQuestion, place

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 23, 14, 10, tzinfo=TOKYO)
HOLIDAYS = frozenset(
    {date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 23), date(2026, 11, 3), date(2026, 11, 23)}
)
MOMENTS = [
    (NOW, "minamo"),
    (NOW, "another seed"),
    (datetime(2027, 1, 5, 9, 31, tzinfo=TOKYO), "minamo"),
    (datetime(2027, 4, 4, 3, 0, tzinfo=ZoneInfo("UTC")), "Sunday"),
]


@lru_cache
def complaints(key: str, now: datetime = NOW, seed: str = "minamo") -> tuple[DemoComplaint, ...]:
    return demo_complaints(key, now=now, seed=seed, is_holiday=HOLIDAYS.__contains__)


def everything() -> tuple[DemoComplaint, ...]:
    return tuple(complaint for key in HOUSES for complaint in complaints(key))


def people(complaint: DemoComplaint) -> Iterator[Complainant]:
    yield from (person for person in (complaint.complainant, complaint.representative) if person is not None)


def words_of(complaint: DemoComplaint) -> Iterator[str]:
    """Every text of a complaint that somebody will read."""
    yield from (complaint.title, complaint.story, complaint.desired_outcome, complaint.accommodation)
    for step in complaint.course:
        yield from (step.text, step.whom, step.how, step.title)
        yield from (finding.reasons for finding in step.findings)
        yield from (remedy.text for remedy in step.remedies)
        for point in step.points:
            yield from (point.text, point.expected, point.actual)
    for person in people(complaint):
        yield from (person.name, person.kana, person.authority)
        yield from (f"{contact.value} {contact.note}" for contact in person.contacts)


class TestSize:
    def test_there_are_three_hundred_complaints(self) -> None:
        assert {key: len(complaints(key)) for key in HOUSES} == {"shop": 180, "association": 120}

    def test_every_story_is_told_in_its_own_words(self) -> None:
        stories = [unicodedata.normalize("NFKC", complaint.story) for complaint in everything()]
        assert len(set(stories)) == len(stories)

    def test_stories_do_not_differ_in_numbers_and_names_alone(self) -> None:
        written = [
            wording.story for key in HOUSES for matter in house(key).matters for wording in matter.wordings
        ]
        assert len(set(written)) == 300

    def test_languages_are_mixed_about_three_to_one(self) -> None:
        languages = Counter(complaint.language for complaint in everything())
        assert set(languages) == {"ja", "en"}
        assert 0.2 <= languages["en"] / 300 <= 0.35

    @pytest.mark.parametrize("key", HOUSES)
    def test_keys_are_unique_and_name_seed_and_house(self, key: str) -> None:
        keys = [complaint.key for complaint in complaints(key)]
        assert len(set(keys)) == len(keys)
        assert all(f":minamo:{key}:" in one for one in keys)

    def test_every_channel_of_the_brief_is_used(self) -> None:
        channels = Counter(complaint.channel for complaint in everything())
        assert set(channels) == {"web", "email", "phone", "in_person", "post", "representative"}
        assert all(count >= 3 for count in channels.values())


class TestDeterminism:
    @pytest.mark.parametrize("key", HOUSES)
    def test_same_seed_and_now_give_the_same(self, key: str) -> None:
        again = demo_complaints(key, now=NOW, seed="minamo", is_holiday=HOLIDAYS.__contains__)
        assert again == complaints(key)

    @pytest.mark.parametrize("key", HOUSES)
    def test_another_seed_gives_other_people_and_days(self, key: str) -> None:
        others = complaints(key, seed="another seed")
        assert [c.received_at for c in others] != [c.received_at for c in complaints(key)]
        assert {c.matter for c in others} == {c.matter for c in complaints(key)}

    def test_now_without_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            demo_complaints("shop", now=datetime(2026, 11, 23))  # noqa: DTZ001  the fault under test


class TestKnownWords:
    def test_every_word_is_one_the_records_know(self) -> None:
        unknown = {
            (type_of_word.__name__, word)
            for complaint in everything()
            for type_of_word, word in taxonomy_words(complaint)
            if word not in {member.value for member in type_of_word}
        }
        assert unknown == set()

    def test_money_is_named_exactly_where_a_remedy_costs_some(self) -> None:
        for complaint in everything():
            for remedy in (remedy for step in complaint.course for remedy in step.remedies):
                assert (remedy.amount is not None) == (RemedyKind(remedy.kind) in MONEY), complaint.matter

    @pytest.mark.parametrize(
        ("key", "kind"),
        [("shop", OrganisationKind.CUSTOMER_SERVICE), ("association", OrganisationKind.ASSOCIATION)],
    )
    def test_organisation_is_of_a_known_kind_with_somebody_in_each_role(
        self, key: str, kind: OrganisationKind
    ) -> None:
        facts = organisation(key)
        assert OrganisationKind(facts.kind) is kind
        roles = Counter(Role(member.role) for member in facts.staff)
        assert roles == {Role.HANDLER: 2, Role.LEAD: 2, Role.ADMINISTRATOR: 1, Role.AUDITOR: 1}
        assert {member.login for member in facts.staff} == {
            *("handler", "handler2", "lead", "director", "admin", "auditor")
        }
        assert all(is_plausible_kana(member.kana) for member in facts.staff)

    def test_subjects_are_spread_and_fit_the_house(self) -> None:
        shop = {complaint.subject for complaint in complaints("shop")}
        association = {complaint.subject for complaint in complaints("association")}
        assert len(shop) >= 15
        assert not any(subject.startswith("a_") for subject in shop)
        assert sum(subject.startswith("a_") for subject in association) >= 9


def taxonomy_words(complaint: DemoComplaint) -> Iterator[tuple[type[StrEnum], str]]:
    """Every word of a closed list that a complaint uses, with its list."""
    yield from ((Channel, complaint.channel), (Kind, complaint.kind), (Subject, complaint.subject))
    for person in people(complaint):
        yield from ((PersonKind, person.kind), (CustomerType, person.customer_type))
        yield from ((ContactKind, contact.kind) for contact in person.contacts)
    yield from ((SafetyQuestion, question) for question in complaint.safety)
    yield from ((Answer, answer) for answer in complaint.safety.values())
    for step in complaint.course:
        yield (Step, step.verb)
        yield from ((RemedyKind, remedy.kind) for remedy in step.remedies)
        yield from ((Outcome, finding.outcome) for finding in step.findings)
        yield from ((SafetyQuestion, question) for question in step.safety)
        yield from ((Answer, answer) for answer in step.safety.values())
        yield from ((Severity, severity) for severity in [step.severity] if severity)


@pytest.mark.parametrize("key", HOUSES)
@pytest.mark.parametrize(("now", "seed"), MOMENTS)
class TestCourses:
    def test_every_course_is_a_legal_walk(self, key: str, now: datetime, seed: str) -> None:
        ends = {final_state(complaint) for complaint in complaints(key, now, seed)}
        assert State.CLOSED_ACCEPTED in ends
        assert len(ends) >= 8

    def test_times_rise_and_lie_in_the_past(self, key: str, now: datetime, seed: str) -> None:
        for complaint in complaints(key, now, seed):
            times = [complaint.logged_at, *(step.at for step in complaint.course)]
            assert times == sorted(set(times)), complaint.key
            assert times[-1] < now or len(times) == 1
            assert complaint.received_at <= complaint.logged_at <= now
            assert complaint.received_at > now - timedelta(weeks=27)

    def test_staff_work_in_office_hours_of_open_days(self, key: str, now: datetime, seed: str) -> None:
        closed = organisation(key).is_closure
        for complaint in complaints(key, now, seed):
            for step in complaint.course:
                local = step.at.astimezone(TOKYO)
                if step.by == "complainant":
                    assert 7 <= local.hour <= 23
                    continue
                assert (9, 30) <= (local.hour, local.minute) <= (17, 30), (complaint.key, step.verb, local)
                assert local.weekday() < 5
                assert not closed(local.date())
                assert local.date() not in HOLIDAYS

    def test_every_allegation_gets_a_finding(self, key: str, now: datetime, seed: str) -> None:
        for complaint in complaints(key, now, seed):
            points = 0
            for step in complaint.course:
                points = len(step.points) or points
                if step.verb == "decide":
                    assert len(step.findings) == points, complaint.matter

    def test_money_stays_within_the_limit_of_whoever_offers(self, key: str, now: datetime, seed: str) -> None:
        roles = {member.login: Role(member.role) for member in organisation(key).staff}
        for complaint in complaints(key, now, seed):
            for step in complaint.course:
                if step.remedies:
                    total = total_of(remedy.amount for remedy in step.remedies)
                    assert SHIPPED.may_grant_alone(roles[step.by], total), complaint.matter

    def test_grave_complaints_are_decided_by_a_lead(self, key: str, now: datetime, seed: str) -> None:
        for complaint in complaints(key, now, seed):
            severity = Severity.S3
            for step in complaint.course:
                if step.verb == "assess":
                    severity = sorted_as(complaint, step)
                if step.verb == "decide" and severity <= Severity.S2:
                    assert step.by == "lead", complaint.matter

    def test_deadlines_are_days_the_house_is_open(self, key: str, now: datetime, seed: str) -> None:
        for complaint in complaints(key, now, seed):
            for step in complaint.course:
                days = [remedy.due_on for remedy in step.remedies]
                days += [step.answer_by] if step.answer_by else []
                for day in days:
                    assert day >= step.at.astimezone(TOKYO).date()
                    assert day.weekday() < 5
                    assert day not in HOLIDAYS

    def test_silence_lasts_before_it_counts_as_agreement(self, key: str, now: datetime, seed: str) -> None:
        for complaint in complaints(key, now, seed):
            at = {step.verb: step.at for step in complaint.course}
            if "close_accepted" in at:
                assert at["close_accepted"] - at["ask_solved"] >= timedelta(days=15)


def final_state(complaint: DemoComplaint) -> State:
    """Walk the course through the real lifecycle; what is owed must be done before it is asked about."""
    state = State.ACKNOWLEDGED if Channel(complaint.channel) in SELF_SERVED else State.RECEIVED
    offered, owed, questions = 0, 0, 0
    for step in complaint.course:
        state = state_after(state, Step(step.verb))
        match step.verb:
            case "propose":
                offered = len(step.remedies)
                assert offered
                assert step.answer_by
            case "accept":
                owed, offered = owed + offered, 0
            case "decide":
                owed, offered = owed + len(step.remedies), 0
            case "remedy":
                assert owed, complaint.matter
                state, owed = state_after(state, Step.FINISH_REMEDIES), 0
            case "ask_complainant" | "ask_third_party":
                questions += 1
                assert step.answer_by
            case "record_answer":
                assert questions, complaint.matter
                questions -= 1
            case "ask_solved" | "close_accepted":
                assert not owed, complaint.matter
            case "confirm_solved":
                assert not owed, complaint.matter
                state = state_after(state, Step.CLOSE_ACCEPTED)
    return state


def sorted_as(complaint: DemoComplaint, step: CourseStep) -> Severity:
    """The severity that the real triage gives at this assessment."""
    answers = {SafetyQuestion(question): Answer(answer) for question, answer in step.safety.items()}
    suspected = dangers_in(complaint.story)
    return place(answers, suspected=suspected, judged=Severity(step.severity)).severity


class TestDistribution:
    def test_about_two_thirds_are_closed_some_withdrawn_the_rest_everywhere(self) -> None:
        states = Counter(final_state(complaint) for complaint in everything())
        closed = sum(count for state, count in states.items() if state in CLOSED - {State.WITHDRAWN})
        assert 0.58 <= closed / 300 <= 0.74
        assert 0.03 <= states[State.WITHDRAWN] / 300 <= 0.07
        for state in (
            State.ACKNOWLEDGED,
            State.INVESTIGATING,
            State.AWAITING_COMPLAINANT,
            State.AWAITING_THIRD_PARTY,
            State.PROPOSAL,
            State.REMEDYING,
            State.CONFIRMING,
            State.CLOSED_EXHAUSTED,
        ):
            assert states[state], state

    def test_every_verb_of_the_main_job_is_taken_somewhere(self) -> None:
        taken = Counter(step.verb for complaint in everything() for step in complaint.course)
        for verb in (
            "acknowledge", "assess", "assign", "investigate", "ask_complainant", "ask_third_party", "record_answer",
            "reply", "note", "hear", "propose", "accept", "decline", "decide", "remedy", "ask_solved",
            "confirm_solved", "confirm_unsolved", "close_accepted", "close_exhausted", "reopen", "withdraw", "escalate",
        ):  # fmt: skip
            assert taken[verb], verb

    def test_some_are_urgent_now_and_some_overdue(self) -> None:
        open_ones = [complaint for complaint in everything() if final_state(complaint) not in CLOSED]
        urgent = [
            complaint
            for complaint in open_ones
            if place(
                {SafetyQuestion(question): Answer(answer) for question, answer in complaint.safety.items()},
                suspected=dangers_in(complaint.story),
            ).queue
            is Queue.URGENT
        ]
        silent_for = [
            NOW - (complaint.course[-1].at if complaint.course else complaint.logged_at)
            for complaint in open_ones
        ]
        assert len(urgent) >= 4
        assert sum(pause > timedelta(days=28) for pause in silent_for) >= 6

    def test_ratings_are_not_all_kind(self) -> None:
        ratings = Counter(
            step.rating for complaint in everything() for step in complaint.course if step.rating
        )
        assert set(ratings) == {1, 2, 3, 4, 5}

    @pytest.mark.parametrize(
        ("key", "matter", "people_count", "days"),
        [
            ("shop", "crushed-box", 9, 31),
            ("association", "fee-twice", 9, 31),
            ("shop", "return-terms", 6, 95),
        ],
    )
    def test_clusters_come_together(self, key: str, matter: str, people_count: int, days: int) -> None:
        arrivals = [complaint.received_at for complaint in complaints(key) if complaint.matter == matter]
        assert len(arrivals) >= people_count
        assert max(arrivals) - min(arrivals) <= timedelta(days=days)

    def test_some_people_come_back(self) -> None:
        named = Counter(
            (complaint.organisation, complaint.complainant.name)
            for complaint in everything()
            if complaint.complainant and complaint.complainant.name
        )
        assert sum(count > 1 for count in named.values()) >= 5

    def test_people_otherwise_have_names_of_their_own(self) -> None:
        regulars = {person.name for person in house("shop").people.regulars.values()}
        names = [
            c.complainant.name for c in everything() if c.complainant and c.complainant.name not in regulars
        ]
        assert max(Counter(names).values()) <= 2


class TestUglyHonestText:
    """The texts with which complaint desks really have to live, each of them present."""

    @pytest.mark.parametrize(
        ("what", "pattern"),
        [
            ("full-width Latin", "[Ａ-Ｚａ-ｚ]{3}"),
            ("half-width kana", "[ｦ-ﾟ]{5}"),
            ("emoji", "[\U0001f600-\U0001f64f]"),
            ("a script element", "<script>.*</script>"),
            ("other markup", "<img [^>]*onerror="),
            ("template braces", r"\{\{ cart\.total \}\}"),
            ("database mischief", "DROP TABLE"),
            ("all capitals", "[A-Z ]{40}"),
            ("quoted mail", "(?m)^> .*\n> "),
            ("mojibake", "縺ゅ|縺薙|ÊÃ"),
            ("decomposed kana", "[か-と]\u3099"),
            ("old kanji", "髙﨑"),
            ("eleven demands", r"(?m)^11\. "),
            ("katakana letter by an old hand", "私ハ八十七デス"),
            ("easy Japanese", "日本語がすこしです"),
            ("both languages at once", "会場のlink"),
            ("small Ainu kana", "\u31fd"),
            ("stacked honorifics", "ご拝見させていただきましたところ"),
        ],
    )
    def test_story_is_present(self, what: str, pattern: str) -> None:
        assert any(re.search(pattern, complaint.story, re.DOTALL) for complaint in everything()), what

    def test_ten_thousand_characters_of_rage(self) -> None:
        assert [complaint.matter for complaint in everything() if len(complaint.story) >= 10_000] == ["rage"]

    def test_long_text_without_a_single_stop(self) -> None:
        (story,) = (complaint.story for complaint in everything() if complaint.matter == "no-punctuation")
        assert len(story) > 150
        assert not re.search("[、。,.]", story)

    def test_names_of_one_and_of_sixty_characters(self) -> None:
        lengths = [
            len(person.name) for complaint in everything() for person in people(complaint) if person.name
        ]
        assert min(lengths) == 1
        assert max(lengths) == 60

    def test_rare_names_keep_their_readings(self) -> None:
        readings = {person.name: person.kana for complaint in everything() for person in people(complaint)}
        assert readings["仲村渠 昭"] == "ナカンダカリ アキラ"
        assert readings["東恩納 文"] == "ヒガオンナ フミ"
        assert "髙﨑 德壽" in readings

    def test_no_contact_point_and_no_name(self) -> None:
        nothing = [complaint for complaint in everything() if complaint.complainant is None]
        name_only = [
            c for c in everything() if c.complainant and c.complainant.name and not c.complainant.contacts
        ]
        assert nothing
        assert all(complaint.anonymous for complaint in nothing)
        assert name_only

    def test_bodies_and_representatives(self) -> None:
        assert any(c.complainant and c.complainant.kind == "body" for c in everything())
        spoken_for = [complaint.representative for complaint in everything() if complaint.representative]
        assert len(spoken_for) >= 4
        assert all(person.authority for person in spoken_for)

    def test_needs_are_told(self) -> None:
        needs = " ".join(complaint.accommodation for complaint in everything())
        for need in ("大きな字", "電話は", "やさしい日本語", "Speak slowly"):
            assert need in needs

    def test_kind_and_short_ones_too(self) -> None:
        assert any(len(complaint.story) < 60 for complaint in everything())
        assert any(complaint.kind == "praise" for complaint in everything())


class TestNobodyReal:
    def test_mail_goes_to_reserved_domains_only(self) -> None:
        reserved = re.compile(r"(?:.*\.)?example(?:\.(?:com|net|org|jp|(?:co|ne|ac|or)\.jp))?")
        addresses = [
            contact.value
            for c in everything()
            for p in people(c)
            for contact in p.contacts
            if contact.kind == "email"
        ]
        addresses += [member.email for key in HOUSES for member in organisation(key).staff]
        for address in addresses:
            assert reserved.fullmatch(mail_address(address).domain), address

    def test_texts_name_no_other_domain(self) -> None:
        domain = re.compile(r"(?:[a-z0-9-]+\.)+(?:com|net|org|jp|info|io)\b", re.IGNORECASE)
        for complaint in everything():
            for text in words_of(complaint):
                for found in domain.findall(text):
                    assert "example." in found, (complaint.matter, found)

    def test_telephone_numbers_have_an_exchange_that_does_not_exist(self) -> None:
        for complaint in everything():
            for person in people(complaint):
                for contact in person.contacts:
                    if contact.kind == "phone":
                        read = phone(contact.value)
                        assert read.e164, contact.value
                        assert re.match(r"\+81(?:3|45|98|70|80|90|50)000", read.e164), contact.value

    def test_postcodes_are_not_allotted(self) -> None:
        addresses = [
            contact.value
            for c in everything()
            for p in people(c)
            for contact in p.contacts
            if contact.kind == "post"
        ]
        assert addresses
        assert all(address.startswith("〒000-") for address in addresses)
        assert all(organisation(key).address.startswith("〒000-") for key in HOUSES)

    def test_a_carrier_address_that_no_standard_allows_is_among_them(self) -> None:
        addresses = [
            contact.value
            for c in everything()
            for p in people(c)
            for contact in p.contacts
            if contact.kind == "email"
        ]
        assert any(".@" in address and ".." in address for address in addresses)


class TestTexts:
    def test_no_slot_is_left_unfilled(self) -> None:
        for complaint in everything():
            if complaint.matter != "pasted-markup":
                for text in words_of(complaint):
                    assert not re.search(r"\{[a-z_]+\d*\}", text), (complaint.matter, text)

    def test_nothing_hostile_that_a_form_would_refuse(self) -> None:
        for complaint in everything():
            for text in words_of(complaint):
                assert hostile_characters(text) == (), complaint.matter

    def test_language_is_what_a_reader_would_say(self) -> None:
        for complaint in everything():
            assert guess_language(complaint.story, complaint.language) == complaint.language, complaint.matter

    def test_letters_to_the_complainant_are_in_their_language(self) -> None:
        for complaint in everything():
            for step in complaint.course:
                if (
                    step.verb in {"acknowledge", "reply", "propose", "decide", "ask_complainant"}
                    and step.text
                ):
                    assert guess_language(step.text, complaint.language) == complaint.language, (
                        complaint.matter
                    )

    def test_forbidden_phrases_are_not_in_our_letters(self) -> None:
        forbidden = ("ご理解ください", "ご了承ください", "システム上できません", "any inconvenience")
        for complaint in everything():
            for step in complaint.course:
                if step.verb in {"acknowledge", "reply", "propose", "decide"}:
                    letter = step.text + " ".join(finding.reasons for finding in step.findings)
                    assert not any(phrase in letter for phrase in forbidden), complaint.matter

    def test_staff_heard_answers_say_by_what_road(self) -> None:
        for complaint in everything():
            for step in complaint.course:
                spoken = step.verb in {
                    "hear",
                    "accept",
                    "decline",
                    "confirm_solved",
                    "confirm_unsolved",
                    "withdraw",
                    "reopen",
                }
                by_portal = Channel(complaint.channel) in SELF_SERVED
                assert bool(step.how) == (spoken and not by_portal), (complaint.matter, step.verb)
                assert (step.by == "complainant") == (spoken and by_portal)
