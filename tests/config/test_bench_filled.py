"""A house blown up by SQL is a house: its rows agree, its pages open, and no page reads more than it shows.

A thousand complaints, poured once into this module's own transaction. In plans it is forbidden to read a table or
an index from end to end because it is small; what is left are the rows looked at, which no index can hide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Count, F, Max, Q, Sum
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from kikitori.casework.receive import receive_complaint
from kikitori.config.bench_documents import write_all
from kikitori.config.bench_fill import pour
from kikitori.config.bench_machine import machine
from kikitori.config.bench_pages import WORDS, as_page, pages, pages_of_the_desk, spots
from kikitori.config.bench_plans import SWEEPS, Heard, hear_automations, hear_page, hear_sweep, plan_of, sizes
from kikitori.config.bench_reading import findings
from kikitori.config.bench_visitors import Visitors, signed_in
from kikitori.config.case_json import case_as_values
from kikitori.config.trouble import Trouble
from kikitori.foundation.crypto import new_locator
from kikitori.foundation.language.contact import mail_address, phone
from kikitori.foundation.language.names import name_fold, normalise_kana
from kikitori.foundation.postgres.roles import WEB
from kikitori.insight.search.documents import write_documents
from kikitori.insight.search.find import search
from kikitori.insight.search.models import SearchDocument
from kikitori.insight.search.upkeep import keep_up, standing
from kikitori.interfaces.desk.keyset import Mark
from kikitori.interfaces.desk.queues import QueueName, queue
from kikitori.interfaces.portal.slip_codes import read_locator
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import CLOSED, OPEN, State
from kikitori.records.complaints.models import Complaint, Receipt, ReferenceCounter
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.queries import CAN_OUTLIVE, UNKEPT
from kikitori.records.deadlines.why import explain
from kikitori.records.deadlines.why_kept import kept_why
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint, Person, Staff
from kikitori.records.people.terms import ContactKind
from tests.house.rules.source import ROOT
from tests.makers import INTAKE

pytestmark = pytest.mark.django_db
NUMBER = 1000
#: More rows than any page may look at. What is open and what is owed is a tenth of that.
MANY = 650
_OPEN = [state.value for state in OPEN]
#: Pages that are not measured: what they ask the database is asked by one that is, or nothing at all.
LEFT_OUT = {
    *("desk:sign_in", "desk:sign_out", "desk:complaint_slip", "desk:complaint_report"),
    *(
        "portal:complain_wish",
        "portal:complain_reach",
        "portal:complain_check",
        "portal:erase",
        "portal:erased",
    ),
    *("portal:leave", "portal:left"),
    # Settings are opened seldom and grow with no complaint; what looks at clocks looks at a bounded number of them.
    *("desk:settings", "desk:calendar", "desk:calendar_team", "desk:closures", "desk:ladder", "desk:absence"),
    *("desk:absences", "desk:rules", "desk:rule_pack", "desk:rule_pack_edit", "desk:rule_pack_new"),
    *("desk:changes", "desk:recount", "desk:mailboxes", "desk:mailbox_new", "desk:mailbox"),
    *("desk:changes", "desk:recount", "desk:templates", "desk:template", "desk:template_new"),
    *("desk:house_signature", "desk:own_signature", "desk:wording", "desk:wording_new"),
    "desk:wording_entry",
    *("desk:decision_sentences", "desk:proposal_sentences"),
    # A document is made now and then, and reads one complaint.
    *("desk:case_file", "desk:agreement", "desk:agreement_pdf"),
    # Only posted to.
    *("desk:approve", "desk:guideline_read"),
    # Read seldom, and by the index of its own order; nothing is refused in a filled house.
    *("desk:refusals", "desk:vault", "desk:receivers"),
    *("desk:causes", "desk:cause", "desk:cause_new"),
    *(
        "desk:usual_lines",
        "desk:usual_line",
        "desk:usual_line_new",
        "desk:heads",
        "desk:head",
        "desk:head_new",
    ),
    *(
        "desk:bodies",
        "desk:body",
        "desk:body_new",
        "desk:body_leaflet",
        "desk:leaflet_file",
        "desk:referral_sheet",
    ),
    # Guidelines are few, and each page shows all of them or one; what is read with a complaint is counted there.
    *(
        "desk:guidelines",
        "desk:guideline",
        "desk:guideline_new",
        "desk:guideline_edit",
        "desk:guideline_version",
    ),
    *("desk:guideline_force", "desk:guideline_end", "desk:guideline_readers", "desk:guideline_deviations"),
    *("desk:look", "desk:branches", "desk:branch", "desk:branch_new", "desk:poster", "desk:embedding"),
    *("desk:authority", "desk:follow_up"),
    # Incidents of leaked data are few; their pages are measured in tests/interfaces/desk/breaches.
    *("desk:officers", "desk:breaches", "desk:breach", "desk:breach_new", "desk:breach_edit"),
    *("desk:breach_complaint", "desk:breach_affected", "desk:breach_notice", "desk:breach_send"),
    *("desk:breach_report", "desk:breach_report_paper"),
    *("desk:improvements", "desk:improvement", "desk:improvement_new"),
    # Sums of all remedies and a year in groups are what leads and auditors ask for there, now and then; rows behind a
    # figure are an index of the newest. Their counts of questions are tested where they are.
    *("desk:ledger", "desk:ledger_file", "desk:fairness", "desk:complaint_alike"),
    # Corrective actions are few; what is counted for one lies within the days of its measure.
    *("desk:actions", "desk:action", "desk:action_new", "desk:action_step"),
    *("desk:actions_unanswered", "desk:action_why_none"),
    # The same for everybody, and no complaint is looked at; the beginning in a frame has its own first step.
    *("portal:accessibility", "portal:criteria", "portal:improvements", "portal:embed", "portal:begin"),
    *("portal:at", "look:colours", "look:logo"),
    # Accounts, absences and webhooks are few, and each page shows a bounded number of them.
    *("desk:away", "desk:away_days", "desk:own_address", "desk:confirm_address", "desk:new_password"),
    *("desk:staff", "desk:staff_member", "desk:staff_new"),
    *("desk:webhook", "desk:webhook_new", "desk:webhooks", "desk:own_webhook"),
    # A filled house has no files that wait to be sent.
    "portal:complain_files",
    # So are macros; what offering them asks the database is counted with the page of a complaint.
    *("desk:macros", "desk:macro", "desk:macro_new", "desk:use_macro"),
    # Opened when somebody goes; bounded by what one person holds, and counted where it is tested.
    *("desk:leaving", "desk:leaver"),
    # What one has arranged for oneself: the row of the person, and a complaint found from an index.
    *("desk:tour", "desk:own_look"),
    # A filled house has no mails: how many are taken in and filed is what `kikitori bench mail` measures.
    *("desk:mails", "desk:mail", "desk:mail_html", "desk:mail_original", "desk:mail_attachment", "mail:hook"),
    # Letters as PDF cost what typesetting costs and ask two questions: docs/performance.md says what was measured.
    *("desk:letter_pdf", "desk:letters_pdf"),
    # A part of the complaint's page, asked for while a reply waits to be sent.
    "desk:complaint_waiting",
    # A filled house has no evidence; what comparing it asks is counted where it is tested.
    "desk:complaint_evidence",
    # A part of it, asked for by whoever looks for a template.
    "desk:complaint_templates",
    # Asked for one person at a time, each with bounds of its own; their counts of questions are tested where they are.
    *(
        "desk:person_change",
        "desk:person_same",
        "desk:person_story",
        "desk:person_types",
        "desk:types_to_review",
    ),
    *("desk:protocols", "desk:protocol", "desk:question_sets", "desk:question_set"),
    # A filled house holds no conversation; each is one row, and their questions to the database are counted beside them.
    *("desk:conversations", "desk:conversation", "desk:conversation_read_back", "desk:conversation_drop"),
    # Settings again; the record of one complaint, and the trial, which looks at a bounded number of cases.
    *("desk:automations", "desk:automation", "desk:automation_new", "desk:automation_log"),
    *("desk:automation_trial", "desk:complaint_automation"),
    # Only posts.
    *("desk:automation_draft", "desk:automation_move", "desk:automation_switch"),
    *("desk:complaint_draft", "desk:conversation_keep"),
    *("desk:complaint_draft", "desk:complaint_here", "desk:task"),
    *("desk:notice", "desk:notices_read", "desk:hand_over"),
    *("desk:letters_posted", "desk:posting_taken_back", "desk:letter_returned", "desk:letter_again"),
    *("desk:complaint_draft", "desk:complaint_attach"),
    # A filled house has no files; each is one row by its number.
    "desk:complaint_file",
    *("desk:person_contact", "desk:person_contacts", "desk:person_membership", "desk:person_memberships"),
    *("desk:person_pair", "desk:person_type", "desk:person_dismiss"),
    *("desk:mail_file", "desk:mail_attach", "desk:mail_discard", "desk:mail_read_again", "desk:letter_told"),
    *("desk:alert", "desk:rounds", "desk:round_undo", "desk:view_draft", "desk:view_pin", "desk:view_remove"),
    # Nothing in a filled house is grouped; their counts of questions are tested where they are.
    *("desk:masses", "desk:mass", "desk:mass_new", "desk:mass_edit", "desk:mass_add"),
    *("desk:mass_common_new", "desk:mass_common", "desk:mass_common_edit", "desk:mass_letter"),
    # A filled house has nothing to do and nothing to tell; both lists are one index of few rows, and choices one row.
    *("desk:tasks", "desk:notices", "desk:notice_choices", "desk:notices_everybody"),
    # Asks nothing but what every page asks.
    "desk:keys",
    # A filled house keeps no view and has had no round; what a view asks, the queues ask too.
    *("desk:view", "desk:view_new", "desk:view_change", "desk:shared_views", "desk:round"),
}


@pytest.fixture(scope="module", autouse=True)
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The house, for the whole module; afterwards it has never been."""
    with django_db_blocker.unblock(), transaction.atomic():
        connection.ensure_connection()
        assert connection.connection is not None
        pour(connection.connection, NUMBER)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        write_all()
        with connection.cursor() as cursor:
            cursor.execute("analyze")
            for way in ("seqscan", "hashjoin", "mergejoin"):
                cursor.execute(f"set local enable_{way} = off")
        yield
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def visitors(db: None) -> Iterator[Visitors]:
    with signed_in(settings.ENVIRONMENT.port) as found:
        yield found


# The rows


def test_numbers_have_no_gap_and_the_next_complaint_by_the_portal_goes_on_from_them():
    for counter in ReferenceCounter.objects.all():
        numbers = Complaint.objects.filter(reference__startswith=f"K-{counter.year}-").order_by("reference")
        expected = [f"K-{counter.year}-{n:06d}" for n in range(1, counter.last + 1)]
        assert list(numbers.values_list("reference", flat=True)) == expected
    assert sum(ReferenceCounter.objects.values_list("last", flat=True)) == NUMBER
    now = timezone.now()
    intake = replace(INTAKE, channel="web", received_at=now)
    received = receive_complaint(Actor.newcomer(), intake, token="after the filling", now=now)
    year = ReferenceCounter.objects.order_by("-year")[0]
    assert received.complaint.reference == f"K-{year.year}-{year.last:06d}"
    assert received.complaint.state == State.ACKNOWLEDGED.value
    assert received.complaint.pk > NUMBER


def test_three_years_lie_behind_and_what_is_open_is_mostly_young():
    open_ones = Complaint.objects.filter(state__in=_OPEN)
    assert 0.01 * NUMBER < open_ones.count() < 0.05 * NUMBER
    month_ago = timezone.now() - timedelta(days=60)
    assert open_ones.filter(received_at__gt=month_ago).count() > open_ones.count() / 2
    oldest = Complaint.objects.earliest("received_at").received_at
    assert timedelta(days=1090) < timezone.now() - oldest < timedelta(days=1096)
    assert Complaint.objects.exclude(state__in=[*_OPEN, *(s.value for s in CLOSED)]).count() == 0
    assert {"urgent", "main"} == set(open_ones.values_list("queue", flat=True))
    assert Complaint.objects.filter(confidentiality="restricted").exists()


@pytest.mark.parametrize(
    ("what", "contradiction"),
    [
        ("closed without a time", Q(state__in=[s.value for s in CLOSED], closed_at__isnull=True)),
        ("open with the time of its end", Q(state__in=_OPEN, closed_at__isnull=False)),
        ("assessed by nobody", Q(assessed_at__isnull=False, assignee__isnull=True)),
        ("in hand without assessment", Q(assignee__isnull=False, assessed_at__isnull=True)),
        ("in hand while only received", Q(state__in=["received", "acknowledged"], assignee__isnull=False)),
        ("without a slip", Q(receipt__isnull=True)),
        ("ended before it came", Q(closed_at__lt=F("received_at"))),
        ("from the future", Q(received_at__gt=timezone.now())),
        ("ended in the future", Q(closed_at__gt=timezone.now() + timedelta(minutes=1))),
        ("anonymous with a name", Q(anonymous=True, parties__role="complainant")),
        ("neither anonymous nor from anybody", Q(anonymous=False) & ~Q(parties__role="complainant")),
        ("grave, but not urgent", Q(severity="S1") & ~Q(queue="urgent")),
        ("proposed without a proposal", Q(state="proposal", proposals__isnull=True)),
        ("decided without a finding", Q(state="decided", allegations__findings__isnull=True)),
        ("waiting for an answer to no question", Q(state__startswith="awaiting", inquiries__isnull=True)),
        ("carried out without a remedy", Q(state__in=["remedying", "confirming"], remedies__isnull=True)),
    ],
)
def test_no_complaint_contradicts_itself(what, contradiction):
    assert list(Complaint.objects.filter(contradiction).values_list("reference", "state")[:5]) == [], what


def test_what_is_open_is_owed_something_and_what_has_ended_runs_no_clock():
    owing = Promise.objects.filter(state__in=["open", "missed"], kept_at__isnull=True).values("complaint")
    assert (
        list(Complaint.objects.filter(state__in=_OPEN).exclude(pk__in=owing).values_list("state", flat=True))
        == []
    )
    running = Clock.objects.filter(met_at__isnull=True, cancelled_at__isnull=True)
    assert running.exists()
    assert not running.exclude(complaint__state__in=_OPEN).exists()
    assert not Promise.objects.filter(state="open").exclude(complaint__state__in=_OPEN).exists()
    given_up = Promise.objects.filter(UNKEPT & ~CAN_OUTLIVE).exclude(complaint__state__in=_OPEN)
    assert set(Promise.objects.filter(lapsed=True)) == set(given_up) != set()


def test_promises_are_of_every_fate_and_agree_with_their_times():
    of_each = Promise.objects.annotate(unkept=Q(kept_at__isnull=True))
    fates = Counter(of_each.values_list("state", "unkept"))
    assert set(fates) == {
        ("open", True), ("kept", False), ("missed", False), ("missed", True), ("cancelled", True),
    }  # fmt: skip
    assert fates["kept", False] > NUMBER > fates["open", True] > fates["missed", True]
    assert not Promise.objects.filter(state="missed", kept_at__lt=F("due_at")).exists()
    assert not Promise.objects.filter(state="kept", kept_at__gt=F("due_at")).exists()
    overdue = Promise.objects.filter(state="open", due_at__lt=timezone.now())
    assert 1 <= overdue.count() <= 5, "a few that no sweep has seen yet"
    counted = Promise.objects.filter(kind="decision").first()
    assert counted is not None
    assert explain(kept_why(counted.why), "ja")


def test_timelines_begin_with_the_receipt_and_go_forward():
    firsts = Event.objects.order_by("complaint", "id").distinct("complaint")
    assert Counter(firsts.values_list("kind", flat=True)) == {"received": NUMBER}
    assert not Event.objects.filter(at__lt=F("complaint__received_at")).exists()
    assert not Event.objects.filter(at__gt=timezone.now()).exists()
    of_one = list(Event.objects.filter(complaint=NUMBER // 2 + 1).order_by("id"))
    assert [event.at for event in of_one] == sorted(event.at for event in of_one)
    ended = Complaint.objects.filter(state="closed_accepted").annotate(
        end=Max("events__at", filter=Q(events__kind="closed"))
    )
    assert not ended.exclude(end__range=(F("closed_at") - timedelta(days=10), F("closed_at"))).exists()
    longest = Complaint.objects.annotate(length=Count("events")).order_by("-length")[0]
    assert longest.length > 20


def test_letters_lie_on_every_pile():
    piles = Counter(Letter.objects.values_list("medium", "state"))
    assert set(piles) >= {("email", "sent"), ("print", "sent"), ("portal", "shown")}
    assert not Letter.objects.filter(state="waiting", next_try_at__isnull=True).exists()
    assert not Letter.objects.filter(state="sent", sent_at__isnull=True).exists()
    assert not Letter.objects.filter(medium="email").exclude(to_address__endswith="@example.jp").exists()


def test_people_are_found_by_the_keys_the_verbs_would_have_written():
    people = list(Person.objects.all())
    assert [p.name for p in people if name_fold(p.name) != p.name_key] == []
    assert [p.name_kana for p in people if normalise_kana(p.name_kana) != p.name_kana] == []
    assert len({p.name for p in people}) > len(people) / 2
    key_of = {
        ContactKind.EMAIL: lambda value: mail_address(value).canonical,
        ContactKind.PHONE: lambda value: phone(value).key,
        ContactKind.POST: name_fold,
    }
    points = list(ContactPoint.objects.all())
    assert {ContactKind(point.kind) for point in points} == set(key_of)
    assert [(p.value, p.key) for p in points if key_of[ContactKind(p.kind)](p.value) != p.key] == []
    again = Person.objects.annotate(told=Count("parts")).filter(told__gt=1)
    assert again.count() > NUMBER / 5


def test_locators_are_such_as_stand_on_slips():
    locators = list(Receipt.objects.values_list("locator", flat=True))
    signs = set("".join(new_locator() for _ in range(200)))
    assert [locator for locator in locators if read_locator(locator) != locator] == []
    assert set("".join(locators)) <= signs


def test_every_state_can_be_shown_at_the_desk_and_on_the_command_line(visitors: Visitors):
    client = Client(HTTP_HOST="localhost")
    name, _, key = visitors.desk.partition("=")
    client.cookies[name] = key
    one_of_each = visible_to(visitors.handler).order_by("state", "-pk").distinct("state")
    assert len(one_of_each) > 10
    for complaint in one_of_each:
        page = client.get(f"/desk/complaints/{complaint.reference}/")
        assert page.status_code == 200, complaint.state
        assert complaint.title in page.content.decode()
        values = case_as_values(Actor.system("bench"), complaint, timezone.now())
        assert values["state"] == complaint.state
        assert values["timeline"][0]["kind"] == "received"
        assert len(values["timeline"]) == complaint.events.count()


# What search finds in it


def test_documents_are_those_the_watchtower_makes():
    """In one go, from what has been read before, they are made as quickly as nobody could afford for real ones."""
    written = ("words", "signs", "people", "events", "last_event", "rules")
    some = dict(Complaint.objects.filter(pk__gt=NUMBER - 120).values_list("pk", "reference"))
    in_one_go = list(SearchDocument.objects.filter(pk__in=some).order_by("pk").values(*written))
    with transaction.atomic():
        SearchDocument.objects.filter(pk__in=some).delete()
        write_documents(some)
        assert list(SearchDocument.objects.filter(pk__in=some).order_by("pk").values(*written)) == in_one_go
        transaction.set_rollback(True)
    assert len(in_one_go) == 120


def test_nothing_is_left_for_the_watchtower_to_do():
    now = standing()
    assert now.is_complete
    assert now.documents == NUMBER
    assert keep_up(NUMBER) == 0


def test_stories_differ_and_words_are_as_unevenly_spread_as_in_life(visitors: Visitors):
    stories = list(Complaint.objects.values_list("story", flat=True))
    assert len(set(stories)) > 0.6 * NUMBER
    assert min(map(len, stories)) >= 300
    assert max(map(len, stories)) <= 760
    said = {
        word: sum(word in story for story in stories)
        for word in ("返金", "京都", "東京都", "体温計", "KX-0042")
    }
    assert said["返金"] > NUMBER / 3
    assert said["京都"] > said["東京都"] > said["体温計"] > said["KX-0042"]
    assert 0 < said["体温計"] < NUMBER / 5


@pytest.mark.parametrize("words", ["返金", "体温計", "傘", "refund"])
def test_what_stands_in_stories_is_found(visitors: Visitors, words: str):
    seen = visible_to(visitors.handler).filter(story__icontains=words)
    found = search(visitors.handler, words)
    assert found.total >= min(seen.count(), 1000) > 0


def test_of_the_desk_every_search_is_timed_and_nothing_is_posted(visitors: Visitors):
    timed = pages_of_the_desk(visitors)
    assert len({page.name for page in timed}) == len(timed)
    asked = [page.ask() for page in timed]
    assert all(ask.path.startswith("/desk/") and ask.cookie and not ask.body for ask in asked)
    assert {"Today", "queue main", "complaint", "find by phone"} <= {page.name for page in timed}
    assert {f"search {what}: {words}" for what, words in WORDS} <= {page.name for page in timed}


# The pages


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, str]]:
    """(name, last part of the address) of every page of the desk and of the portal."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, each.namespace or space)
        elif space and each.name:
            yield f"{space}:{each.name}", str(each.pattern)


def test_pages_are_those_of_the_site_and_none_is_forgotten(visitors: Visitors):
    every = dict(addresses(get_resolver().url_patterns))
    named = {spot.view for spot in spots(visitors)}
    # One form of a step stands for all of them, and the page behind the slip for its forms.
    forms = {
        name for name, path in every.items() if name.startswith("desk:step_") or path.startswith("follow/")
    }
    assert named <= every.keys()
    assert every.keys() - named - (forms - {"portal:follow"}) == LEFT_OUT


def test_each_page_leads_where_it_says_and_has_a_name_of_its_own(visitors: Visitors):
    found = spots(visitors)
    assert [spot.name for spot in found if resolve(spot.path.partition("?")[0]).view_name != spot.view] == []
    assert len({spot.name for spot in found}) == len(found)
    assert len({spot.path for spot in found}) > len(found) - 3, (
        "the same address under two names measures nothing new"
    )


def test_deep_pages_lie_in_the_middle_of_their_list(visitors: Visitors):
    deep = [spot for spot in spots(visitors) if dict(spot.query).keys() & {"after", "before"}]
    assert len(deep) > 10
    for spot in deep:
        query = dict(spot.query)
        mark = Mark.read(query.get("after") or query["before"])
        rows = queue(visitors.handler, QueueName(str(spot.args[0])), query["state"])
        older = rows.filter(received_at__lte=mark.at).count()
        assert abs(rows.count() - 2 * older) <= 2, spot.name


def test_what_is_timed_has_a_form_to_post_only_where_complaints_may_be_added(visitors: Visitors):
    port = settings.ENVIRONMENT.port
    without, with_form = pages(port, visitors, posting=False), pages(port, visitors, posting=True)
    assert [page.name for page in with_form if page not in without][-1] == "complain POST"
    assert all(not page.ask().body for page in without)
    assert {"Today", "queue urgent", "queue main", "queue mine", "queue unassigned", "complaint", "person", "letters",
            "find by name", "portal home", "complain form", "follow"} <= {page.name for page in without}  # fmt: skip
    first, second = with_form[-1].ask(), with_form[-1].ask()
    assert first.path == "/complain/check/"
    assert first.body != second.body


def test_what_is_posted_is_a_complaint(visitors: Visitors):
    port = settings.ENVIRONMENT.port
    for posted in (1, 2):
        ask = pages(port, visitors, posting=True)[-1].ask()
        client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
        name, _, token = ask.cookie.partition("=")
        client.cookies[name] = token
        answer = client.post(ask.path, ask.body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 302, 303), answer.content.decode()
        assert Complaint.objects.count() == NUMBER + posted


# The plans


@dataclass
class Look:
    """Every page and every sweep, heard once: what they asked, what was found, and the house before and after."""

    heard: list[Heard]
    found: dict[str, set[str]]
    before: tuple[object, ...]
    after: tuple[object, ...]
    sessions: int


@pytest.fixture(scope="module")
def look(filled: None) -> Look:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"set local role {WEB}")
        before = state_of_the_house()
        with signed_in(settings.ENVIRONMENT.port) as visitors:
            sessions = Session.objects.count()
            heard = [hear_page(as_page(spot, visitors)) for spot in spots(visitors)]
            heard += [hear_sweep(name) for name in SWEEPS]
            heard.append(hear_automations(10))
            found = {each.name: found_in(each) for each in heard}
        after = state_of_the_house()
        transaction.set_rollback(True)
    return Look(heard, found, before, after, sessions)


def state_of_the_house() -> tuple[object, ...]:
    """What every write would change."""
    return (
        *(model.objects.count() for model in (Complaint, Event, Letter, Session)),
        Counter(Promise.objects.values_list("state", flat=True)),
        Complaint.objects.aggregate(Max("version"), Sum("version")),
    )


def found_in(heard: Heard) -> set[str]:
    return {finding for _, reading in heard.explained() for finding in findings(reading, sizes(), MANY)}


def test_no_page_and_no_sweep_reads_more_than_it_shows(look: Look):
    assert sizes()["records_event"] > 10 * MANY, "statistics are there, or nothing would be large"
    assert {name: found for name, found in look.found.items() if found} == {}
    assert all(each.queries and each.milliseconds > 0 for each in look.heard)


def test_listening_changes_nothing_and_leaves_no_session(look: Look):
    assert look.before == look.after
    assert look.sessions == 2


def test_the_documentation_names_no_index_there_is_not():
    document = (ROOT / "docs" / "performance.md").read_text("utf-8")
    named = set(re.findall(r"`((?:complaint|promise|letter|person)_[a-z_]+)`", document))
    with connection.cursor() as cursor:
        cursor.execute("select indexname from pg_indexes union select stxname from pg_statistic_ext")
        there = {name for (name,) in cursor.fetchall()}
    assert len(named) > 8
    assert named - there == set()


@pytest.mark.as_owner
@pytest.mark.parametrize(
    ("index", "name"),
    [
        ("promise_owed, promise_owed_of", "Today"),
        ("complaint_open, complaint_in_hand, complaint_of_team", "register"),
        ("complaint_assignee", "queue mine, closed"),
        ("event_of_complaint", "follow"),
        ("promise_of_complaint", "complaint"),
    ],
)
def test_a_missing_index_is_noticed(visitors: Visitors, index: str, name: str):
    (spot,) = [spot for spot in spots(visitors) if spot.name == name]
    with connection.cursor() as cursor:
        cursor.execute(f"drop index {index}")
    assert found_in(hear_page(as_page(spot, visitors)))


def test_a_plan_is_that_of_the_role_of_the_web_and_leaves_no_lock():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == (WEB,)
    reading = plan_of("select id from records_complaint where id = %s for update", [7])
    assert (reading.returned, reading.indexes) == (1, ("records_complaint_pkey",))


def test_whoever_measures_is_a_handler_who_sees_no_more_than_their_own(visitors: Visitors):
    restricted = Complaint.objects.filter(confidentiality="restricted").exclude(
        assignee=visitors.handler.staff_id
    )
    assert visitors.handler.role == "handler"
    assert not visible_to(visitors.handler).filter(pk__in=restricted).exists()
    assert visitors.complaint.state in _OPEN
    assert visitors.person is not None


def test_without_a_handler_nothing_is_measured():
    Staff.objects.filter(role="handler").update(is_active=False)
    with pytest.raises(Trouble) as trouble, signed_in(settings.ENVIRONMENT.port):
        pass
    assert "--fill" in trouble.value.text.in_("ja")


def test_the_facts_say_how_large_the_house_is():
    facts = machine()
    assert facts["complaints"] == NUMBER
    assert facts["events"] == Event.objects.count()
    assert facts["open_promises"] == Promise.objects.filter(state="open").count()
    assert facts["postgresql"].startswith("1")
