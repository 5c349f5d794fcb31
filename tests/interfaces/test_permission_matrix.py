"""Every address × every member of the cast × GET and POST: the expected answer follows from who may what.

The matrix is made from the table of addresses itself, so that a new page enters it by being there. A page
that names neither what it needs nor why it is open to everybody fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from kikitori.casework.assess import assess_complaint
from kikitori.casework.automation.keep import switch_automation, write_automation
from kikitori.casework.breach.keep import BreachGiven, begin_breach
from kikitori.casework.converse import begin_conversation
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.mass_children import join_chosen
from kikitori.casework.mass_reply import CommonGiven, write_common_reply
from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.casework.webhooks.keep import WebhookGiven, add_webhook
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.automation.examples import examples
from kikitori.records.automation.models import Automation, AutomationVersion, Firing
from kikitori.records.complaints.breaches import AffectedPerson, BreachChange, BreachIncident, BreachMember
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import CommonItem, CommonReply, MassChange, MassComplaint, MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.breach_rows import BreachClock, BreachReport, BreachReportVersion
from kikitori.records.deadlines.models import Closure, RulePack
from kikitori.records.deadlines.officers import LegalOfficer
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
from kikitori.records.inquiry.conversations import Conversation, QuestionSetVersion
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.plan import InquiryLine
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.mails import Attachment, Mail, Mailbox
from kikitori.records.letters.models import Letter, Message
from kikitori.records.letters.templates_kept import ReplyTemplate, Signature, WordingEntry
from kikitori.records.people.absences import Absence
from kikitori.records.people.accounts import AccountMail
from kikitori.records.people.branches import Branch
from kikitori.records.people.customer_types import GivenType, Protocol
from kikitori.records.people.logos import Logo
from kikitori.records.people.models import Organisation, Person, SettingChange, Staff, Team
from kikitori.records.people.terms import Role
from kikitori.records.people.ties import Membership, PersonChange, PersonPair
from kikitori.records.prevention.actions import ActionEvent, ActionSource, CorrectiveAction, NoAction
from kikitori.records.prevention.guidelines import GuidelineMark, GuidelineRead, GuidelineVersion
from kikitori.records.prevention.models import Improvement
from kikitori.records.referral.models import Body, Referral
from kikitori.records.remedies.agreements import Agreement
from kikitori.records.remedies.authority import Approval, Authority
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.together.macros import Macro, MacroVersion
from kikitori.records.together.models import Following, Muting, Notice, NoticeChoices, Task
from kikitori.records.together.parts import Part, PartKind
from kikitori.records.together.webhooks import Webhook, WebhookCall
from kikitori.records.triage.redirections import Redirection
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.casework.verbs_of_guidelines import in_force
from tests.cast import Cast, summon
from tests.corrective import planned
from tests.foundation.mail.pictures import JPEG
from tests.mails import enclosing, filed
from tests.referrals import body

#: Open to everybody, each with its reason. All others carry the permission they need.
OPEN = {
    "healthz": "says only that the process lives",
    "readyz": "says only whether the parts are ready",
    "set_language": "changes the reader's own language",
    "desk:sign_in": "the way in",
    "desk:sign_out": "the way out; nothing is behind it",
    "desk:confirm_address": "whoever reads mails at that address; the link itself is the proof",
    "desk:new_password": "whoever was given the link, which is good once",
    "look:colours": "a stylesheet that follows from its address; every page has it",
    "look:logo": "the organisation's logo, which stands on every page",
    "mail:hook": "a provider's machine: an address nobody can guess, and what it brings is signed",
}
#: Form pages that ask for no token, each with its reason.
WITHOUT_TOKEN = {
    "portal:begin": "comes from a frame, where browsers keep no cookies; shows a form filled in, and takes what our own page sends",
}
STAFF = ("handler", "colleague", "lead", "administrator", "auditor")
NOBODY = "K-2026-999999"
REFUSED = {401, 403, 404, 405}


@dataclass(frozen=True)
class Page:
    """One address of the table: its name, the kinds of its arguments, and what it needs."""

    name: str
    route: str
    arguments: tuple[str, ...]
    needs: Permission | None
    audience: str

    def at(self, **values: object) -> str:
        """The address with these arguments; the table's own `reverse`, so converters are respected."""
        path = self.route
        for argument in self.arguments:
            start = path.index("<")
            end = path.index(">")
            path = path[:start] + str(values[argument]) + path[end + 1 :]
        return "/" + path


def pages(
    resolver: Any = None, before: str = "", spaces: str = "", known: tuple[str, ...] = ()
) -> Iterator[Page]:
    """Every address below `resolver`."""
    for entry in (resolver or get_resolver()).url_patterns:
        assert isinstance(entry.pattern, RoutePattern), "regular expressions cannot be enumerated"
        route = before + str(entry.pattern)
        arguments = known + tuple(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from pages(entry, route, space, arguments)
        elif isinstance(entry, URLPattern):
            view = entry.callback
            yield Page(
                f"{spaces}{entry.name}",
                route,
                arguments,
                getattr(view, "needs", None),
                getattr(view, "audience", "staff"),
            )


PAGES = {page.name: page for page in pages()}
DESK = [page for page in PAGES.values() if page.needs and page.name.startswith("desk:")]
ABOUT_A_COMPLAINT = [page for page in DESK if "reference" in page.arguments]


@dataclass(frozen=True)
class World:
    """A cast, an ordinary complaint, and a restricted one in the lead's hands that handlers must not see."""

    cast: Cast
    ordinary: Complaint
    restricted: Complaint
    mail: Mail
    mailbox: Mailbox
    template: ReplyTemplate
    conversation: Conversation
    common: CommonReply
    macro: Macro
    automation: Automation
    webhook: Webhook
    branch: Branch
    improvement: Improvement
    action: CorrectiveAction
    guideline: GuidelineVersion
    body: Body
    breach: BreachIncident

    def arguments(self, complaint: Complaint | None = None) -> dict[str, object]:
        """Values for every kind of argument in the table."""
        of = complaint or self.ordinary
        party = of.parties.first()
        letter = of.letters.first()
        assert party is not None
        assert letter is not None
        return {
            "reference": of.reference,
            "name": "main",
            "number": letter.pk,
            "person": party.person_id,
            "pack": "jp-default",
            "kind": "frequent",
            "mail": self.mail.pk,
            "mailbox": self.mailbox.pk,
            "enclosed": 0,
            "referral": 0,
            "round_": 1,
            "team": self.cast.handler.team_id,
            "token": "nobody-has-this",
            "form": "reply",
            "template": self.template.pk,
            "breach": self.breach.pk,
            "report": "breach-final",
            "mass": self.common.mass_id,
            "common": self.common.pk,
            "entry": "blame-understanding",
            "conversation": self.conversation.pk,
            "questions": "general",
            "macro": self.macro.pk,
            "automation": self.automation.pk,
            "webhook": self.webhook.pk,
            "staff": self.cast.colleague.pk,
            "branch": self.branch.pk,
            "improvement": self.improvement.pk,
            "action": self.action.reference,
            "step": "plan",
            "code": self.branch.code,
            "cause": "process",
            "line": "any_1",
            "head": "people",
            "guideline": self.guideline.guideline_id,
            "version": self.guideline.number,
            "body": self.body.pk,
            "accent": "0a5c3f",
            "mark": "0" * 10,
            "digest": "0" * 64,
        }

    def client(self, role: str) -> Client:
        """A browser signed in as that member of the cast."""
        client = Client()
        client.force_login(getattr(self.cast, role))
        return client


@pytest.fixture
def world(db: None) -> World:
    cast = summon()
    ordinary = makers.proposed(cast)
    restricted = makers.investigated(cast, story="極秘の申出です。")
    assess_complaint(
        cast.actor("lead"),
        restricted,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        title="極秘の件名",
        confidentiality="restricted",
        now=makers.FRIDAY + timedelta(hours=1),
    )
    Complaint.objects.filter(pk=restricted.pk).update(assignee=cast.lead)
    photo = enclosing(("皿.jpg", "image/jpeg", JPEG), html="<p>写真</p>", Precedence="bulk")
    mailbox = Mailbox.objects.create(name="相談室", kind="imap", address="soudan@example.jp")
    given = TemplateGiven(name="お詫び", texts={"ja/polite": "{お名前}"})
    template = save_template(cast.actor("lead"), given, now=makers.FRIDAY)
    conversation = begin_conversation(
        cast.actor("handler"),
        questions="general",
        channel="phone",
        language="ja",
        token=makers.token(),
        now=makers.FRIDAY,
    )
    mass = join_chosen(cast.actor("handler"), ordinary, mass=None, title="箱つぶれ", now=makers.FRIDAY).mass
    texts = CommonGiven(texts={"ja/polite": "原因が判りました。"})
    common = write_common_reply(cast.actor("handler"), mass, texts, now=makers.FRIDAY)
    steps = MacroGiven(name_ja="引き取る", parts=[Part(kind=PartKind.FOLLOW)])
    macro = save_macro(cast.actor("lead"), steps, now=makers.FRIDAY)
    rule = examples()[0].rule_in("ja")
    automation = write_automation(cast.actor("lead"), rule, now=makers.FRIDAY)
    switch_automation(cast.actor("lead"), automation, on=True, now=makers.FRIDAY)
    chat = WebhookGiven(name="チャット", url="https://hooks.example.com/x", kinds=["word"])
    webhook = add_webhook(cast.actor("administrator"), chat, own=False, now=makers.FRIDAY).webhook
    # Its number is the one that the table's `number` stands for; it holds whenever this is run.
    letter, days = ordinary.letters.first(), {"first": date(2026, 1, 5), "last": date(9999, 1, 5)}
    assert letter is not None
    Absence.objects.create(pk=letter.pk, staff=cast.handler, deputy=cast.colleague, **days)
    guideline = in_force(cast)
    return World(
        cast,
        ordinary,
        restricted,
        filed(photo),
        mailbox,
        template,
        conversation,
        common,
        macro,
        automation,
        webhook,
        Branch.objects.create(name_ja="銀座店", name_en="Ginza", code="ginza"),
        Improvement.objects.create(
            title_ja="箱を厚くしました",
            words_ja="二重にしました。",
            month=date(2026, 11, 1),
            complaints=3,
            is_public=True,
            written_at=makers.FRIDAY,
        ),
        planned(cast),
        guideline,
        body(cast),
        begin_breach(
            cast.actor("lead"), BreachGiven(title="名簿の誤送信", known_at=makers.FRIDAY), now=makers.FRIDAY
        ),
    )


def rows() -> dict[str, int]:
    """How many rows there are of everything a page could have written; that it was refused is noted by right."""
    models = (
        Complaint,
        Event,
        Letter,
        Message,
        Person,
        Staff,
        Team,
        Organisation,
        Closure,
        RulePack,
        SettingChange,
        Mail,
        Mailbox,
        Attachment,
        Draft,
        PendingReply,
        ReplyTemplate,
        Signature,
        WordingEntry,
        PersonChange,
        PersonPair,
        GivenType,
        Protocol,
        Membership,
        Conversation,
        QuestionSetVersion,
        Link,
        MassComplaint,
        MassMember,
        MassChange,
        CommonReply,
        CommonItem,
        Task,
        Following,
        Muting,
        Notice,
        HandOver,
        Macro,
        MacroVersion,
        Automation,
        AutomationVersion,
        Firing,
        NoticeChoices,
        Webhook,
        WebhookCall,
        Absence,
        AccountMail,
        Branch,
        Improvement,
        Logo,
        Agreement,
        CorrectiveAction,
        ActionEvent,
        ActionSource,
        NoAction,
        Body,
        Referral,
        Authority,
        Approval,
        LegalOfficer,
        BreachIncident,
        BreachMember,
        BreachChange,
        BreachClock,
        BreachReport,
        BreachReportVersion,
        AffectedPerson,
        LegalReport,
        LegalReportVersion,
        Redirection,
        InquiryLine,
        Evidence,
        CustodyEntry,
        FactNote,
        GuidelineMark,
        GuidelineRead,
        Proposal,
        Remedy,
        Verdict,
    )
    return {model.__name__: model.objects.count() for model in models}


def holds(role: str, permission: Permission) -> bool:
    return permission in OF_ROLE[Role.HANDLER if role == "colleague" else Role(role)]


def test_table_is_not_empty_and_knows_both_interfaces() -> None:
    assert len(PAGES) > 40
    assert {name.split(":")[0] for name in PAGES if ":" in name} == {"desk", "portal", "mail", "look"}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_says_what_it_needs_or_why_it_is_open(name: str) -> None:
    assert (PAGES[name].needs is not None) != (name in OPEN)


def answers(client: Client, method: str, some: list[Page], **arguments: object) -> dict[str, HttpResponse]:
    """What each page answers, by its name."""
    return {page.name: getattr(client, method)(page.at(**arguments)) for page in some}


@pytest.mark.parametrize("method", ["get", "post"])
def test_desk_sends_strangers_to_the_sign_in_page(world: World, method: str) -> None:
    before = rows()
    for name, answer in answers(Client(), method, DESK, **world.arguments()).items():
        assert (answer.status_code, answer.get("Location", "").split("?")[0]) == (302, "/desk/sign-in/"), name
    assert rows() == before


@pytest.mark.parametrize("role", STAFF)
def test_staff_get_a_page_exactly_if_their_role_needs_it(world: World, role: str) -> None:
    before = rows()
    for name, answer in answers(world.client(role), "get", DESK, **world.arguments()).items():
        needs = PAGES[name].needs or Permission.READ
        assert (answer.status_code == 403) != holds(role, needs), (name, answer.status_code)
        assert answer.status_code not in {302, 401, 500}, (name, answer.status_code)
    assert rows() == before, "a GET has written something"


@pytest.mark.parametrize("role", STAFF)
def test_posting_without_the_permission_is_refused_and_writes_nothing(world: World, role: str) -> None:
    before = rows()
    refused = [page for page in DESK if not holds(role, page.needs or Permission.READ)]
    for name, answer in answers(world.client(role), "post", refused, **world.arguments()).items():
        assert answer.status_code == 403, name
    assert rows() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_unseen_complaint_answers_as_one_that_does_not_exist(world: World, method: str) -> None:
    client, before = world.client("handler"), rows()
    hidden = answers(client, method, ABOUT_A_COMPLAINT, **world.arguments(world.restricted))
    absent = answers(client, method, ABOUT_A_COMPLAINT, **{**world.arguments(), "reference": NOBODY})
    for name, answer in hidden.items():
        assert answer.status_code == absent[name].status_code, name
        assert answer.status_code in ({404, 405} if method == "post" else {404}), name
        same = answer.content.replace(world.restricted.reference.encode(), NOBODY.encode())
        assert same == absent[name].content, name
        assert "極秘".encode() not in answer.content, name
    assert rows() == before


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_who_may_see_the_restricted_does(world: World, role: str) -> None:
    page = PAGES["desk:complaint"]
    assert world.client(role).get(page.at(**world.arguments(world.restricted))).status_code == 200


@pytest.mark.parametrize("role", ["handler", "colleague", "administrator"])
def test_no_list_lets_the_restricted_shine_through(world: World, role: str) -> None:
    client = world.client(role)
    for page in [page for page in DESK if not page.arguments]:
        for words in ("", world.restricted.reference, "試野"):
            content = client.get(page.at(), {"q": words} if words else {}).content
            assert "極秘".encode() not in content, page.name


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["stranger", "handler", "lead"])
def test_pages_of_the_holder_are_shut_without_a_slip(world: World, method: str, role: str) -> None:
    client = Client() if role == "stranger" else world.client(role)
    before = rows()
    shut = [page for page in PAGES.values() if page.audience == "holder"]
    assert shut
    for name, answer in answers(client, method, shut, **world.arguments()).items():
        assert answer.status_code == (303 if method == "get" else 403), name
    assert rows() == before


def test_post_without_csrf_token_is_refused_everywhere(world: World) -> None:
    client, before = Client(enforce_csrf_checks=True), rows()
    client.force_login(world.cast.lead)
    for name, answer in answers(client, "post", list(PAGES.values()), **world.arguments()).items():
        assert answer.status_code in ({200} if name in WITHOUT_TOKEN else REFUSED), name
    assert rows() == before
