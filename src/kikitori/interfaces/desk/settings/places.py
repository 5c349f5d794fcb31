"""The settings there are, in the order in which they are shown; another page of settings is another line here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """One page of settings: its address, what it is called, what one does there, and who may."""

    name: str
    title: str | LazyText
    lead: str | LazyText
    icon: str
    needs: Permission

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.name)


PLACES = (
    Place(
        "desk:look",
        _("Name, logo and colour"),
        _("How the organisation shows itself: at the portal, in the desk, on slips and on posters."),
        "eye",
        Permission.MANAGE_PORTAL,
    ),
    Place(
        "desk:branches",
        _("Branches and posters"),
        _("Shops, offices and chapters, each with a poster whose code leads to the complaint form."),
        "print",
        Permission.MANAGE_PORTAL,
    ),
    Place(
        "desk:embedding",
        _("Form on other sites"),
        _(
            "Which of your own pages may show the beginning of the complaint form, and the lines to put there."
        ),
        "web",
        Permission.MANAGE_PORTAL,
    ),
    Place(
        "desk:improvements",
        _("What improved thanks to complaints"),
        _("What was changed because people complained, published for everybody to read."),
        "kept",
        Permission.PUBLISH,
    ),
    Place(
        "desk:calendar",
        _("Business days and closures"),
        _("Working hours, public holidays and closed days, by which every promised date is counted."),
        "clock",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:rules",
        _("Deadline rules"),
        _("How many days we give ourselves, and what laws ask; which rules are in use, and their versions."),
        "list",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:ladder",
        _("Escalation levels"),
        _("Who is told when a date is in danger or somebody asks for help, and who stands in."),
        "flag",
        Permission.MANAGE_LADDER,
    ),
    Place(
        "desk:absences",
        _("Absences and deputies"),
        _("Who is away from when until when, and who stands in for them."),
        "moon",
        Permission.MANAGE_LADDER,
    ),
    Place(
        "desk:mailboxes",
        _("Mailboxes"),
        _(
            "Where complaints come in by e-mail: what was read last, what is in trouble, and what to do about it."
        ),
        "mail",
        Permission.MANAGE_MAILBOXES,
    ),
    Place(
        "desk:templates",
        _("Templates and signatures"),
        _("Texts that are written again and again, in several languages and degrees of politeness."),
        "note",
        Permission.MANAGE_WRITING,
    ),
    Place(
        "desk:decision_sentences",
        _("Decision letter"),
        _("The sentences around its findings, reasons and remedies, in Japanese and English."),
        "letter",
        Permission.MANAGE_WRITING,
    ),
    Place(
        "desk:proposal_sentences",
        _("Proposal"),
        _("The sentences around what is offered and until when an answer helps, in Japanese and English."),
        "letter",
        Permission.MANAGE_WRITING,
    ),
    Place(
        "desk:macros",
        _("Macros"),
        _("Several steps that are often taken together, under one name: done all at once, or not at all."),
        "forward",
        Permission.MANAGE_WRITING,
    ),
    Place(
        "desk:wording",
        _("Wording to look at"),
        _("Words that are shown to the writer before a reply goes, each with its reason."),
        "eye",
        Permission.MANAGE_WRITING,
    ),
    Place(
        "desk:protocols",
        _("Protocols for customer types"),
        _("How people who speak plainly, pay for support, are often in touch or stay silent are best met."),
        "tag",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:causes",
        _("Causes"),
        _("Why things go wrong, in your own words: what handlers choose from for each point."),
        "search",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:usual_lines",
        _("Usual lines of inquiry"),
        _("What is usually looked into, by what a complaint is about: where a plan begins."),
        "list",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:heads",
        _("Heads of the fishbone"),
        _("Under which heads causes are looked for in the analysis of a corrective action."),
        "split",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:bodies",
        _("External bodies and experts"),
        _("To whom complaints go that we cannot solve ourselves, and how often bodies decided otherwise."),
        "external",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:officers",
        _("Officers for legal duties"),
        _("Who is in charge of reports of product accidents and of leaks of data, and their deputies."),
        "flag",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:follow_up",
        _("Days of the follow-up"),
        _("How long we wait for the answer whether it is solved, and when we ask once more."),
        "help",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:authority",
        _("Limits on money"),
        _("How much each role may grant, from where on two people do, and in which currency."),
        "tag",
        Permission.MANAGE_AUTHORITY,
    ),
    Place(
        "desk:guidelines",
        _("Guidelines"),
        _("How a kind of complaint is handled: what to do, what never to do, whom to ask, and what to tick."),
        "note",
        Permission.MANAGE_GUIDELINES,
    ),
    Place(
        "desk:question_sets",
        _("Question sets"),
        _("What is asked on the phone and at the counter, in which order, and what leads to what."),
        "phone",
        Permission.MANAGE_RULES,
    ),
    Place(
        "desk:shared_views",
        _("Views for everybody"),
        _("Lists of complaints by conditions that everybody finds in the desk."),
        "list",
        Permission.SHARE_VIEWS,
    ),
    Place(
        "desk:automations",
        _("Automations"),
        _(
            "What happens by itself after an event or when time has passed: on which complaints, in which order."
        ),
        "refresh",
        Permission.MANAGE_AUTOMATION,
    ),
    Place(
        "desk:notices_everybody",
        _("Notices of everybody"),
        _("Of what people are told in the desk and by e-mail, and when, unless they choose otherwise."),
        "inbox",
        Permission.MANAGE_NOTICES,
    ),
    Place(
        "desk:webhooks",
        _("Webhooks"),
        _("Chats and other systems that are told of notices: where, of which kinds, and whether it arrives."),
        "web",
        Permission.MANAGE_NOTICES,
    ),
    Place(
        "desk:staff",
        _("Staff"),
        _("Who has an account here: name, role, team, e-mail address, and the link for a password."),
        "people",
        Permission.MANAGE_STAFF,
    ),
    Place(
        "desk:receivers",
        _("Receivers of reports of wrongdoing"),
        _("Who gets what is sealed as suspected whistleblowing, and nobody else."),
        "lock",
        Permission.NAME_RECEIVERS,
    ),
    Place(
        "desk:leaving",
        _("Leaving and changing posts"),
        _("What somebody holds, handed on to others before their account is closed."),
        "logout",
        Permission.LET_GO,
    ),
    Place(
        "desk:changes",
        _("Changes of settings"),
        _("Who set what and when, with what stood there before."),
        "history",
        Permission.MANAGE_RULES,
    ),
)
HOME = "desk:settings"


def places_for(actor: Actor) -> list[Place]:
    """The settings this actor may open."""
    granted = permissions_of(actor)
    return [place for place in PLACES if place.needs in granted]


def addresses() -> Iterator[str]:
    """Where the settings lie: whatever begins so is one of their pages."""
    yield reverse(HOME)
    yield from (place.url for place in PLACES)
