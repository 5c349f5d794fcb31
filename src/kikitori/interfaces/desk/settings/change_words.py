"""One change of the settings in words: what was done, and what stood there before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kikitori.casework.recount import ASKED
from kikitori.casework.settings_kept import RUN
from kikitori.interfaces.desk.guidelines.kept_lines import guideline_change, guideline_lines
from kikitori.interfaces.desk.settings.account_words import account_told
from kikitori.interfaces.desk.settings.authority_words import authority_lines
from kikitori.interfaces.desk.settings.automation_words import automation_lines
from kikitori.interfaces.desk.settings.body_words import body_change, body_lines
from kikitori.interfaces.desk.settings.calendar_words import closure_lines, closure_named, hours_lines
from kikitori.interfaces.desk.settings.cause_words import cause_change, cause_lines
from kikitori.interfaces.desk.settings.follow_up_words import follow_up_lines
from kikitori.interfaces.desk.settings.ladder_words import absence_lines, ladder_lines
from kikitori.interfaces.desk.settings.look_words import look_lines
from kikitori.interfaces.desk.settings.macro_lines import macro_lines
from kikitori.interfaces.desk.settings.mailbox_words import mailbox_lines, secret_is_new
from kikitori.interfaces.desk.settings.notice_words import notice_lines
from kikitori.interfaces.desk.settings.officer_words import officer_lines
from kikitori.interfaces.desk.settings.protocol_words import protocol_lines
from kikitori.interfaces.desk.settings.public_words import (
    branch_change,
    branch_lines,
    improvement_change,
    improvement_lines,
)
from kikitori.interfaces.desk.settings.recount_words import outcome
from kikitori.interfaces.desk.settings.rule_words import title_of
from kikitori.interfaces.desk.settings.told_change import Told
from kikitori.interfaces.desk.settings.usual_words import (
    head_change,
    head_lines,
    usual_line_change,
    usual_line_lines,
)
from kikitori.interfaces.desk.settings.view_words import view_lines
from kikitori.interfaces.desk.settings.webhook_words import webhook_change, webhook_lines
from kikitori.interfaces.desk.settings.writing_words import writing_lines
from kikitori.interfaces.desk.views.condition_words import branches_named
from kikitori.records.automation.models import name_of
from kikitori.records.deadlines.models import RulePack
from kikitori.records.deadlines.packs import Packs
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.branches import Branch
from kikitori.records.people.labels import CUSTOMER_TYPE
from kikitori.records.people.models import SettingChange, Staff, Team
from kikitori.records.people.terms import CustomerType, Setting

Kept = Any


@dataclass(frozen=True)
class Named:
    """Names by number: staff, teams and packs, each asked for once at most, however many changes are told."""

    packs: Packs

    @cached_property
    def staff(self) -> Mapping[int, str]:
        """Everybody who is or was here."""
        return dict(Staff.objects.values_list("pk", "name"))

    @cached_property
    def teams(self) -> Mapping[int, str]:
        """Every team."""
        return dict(Team.objects.values_list("pk", "name"))

    @cached_property
    def branches(self) -> Mapping[str, str]:
        """Every branch, by its number as text."""
        return branches_named(Branch.objects.all())

    @cached_property
    def templates(self) -> Mapping[int, str]:
        """Every template, in use or not."""
        return dict(ReplyTemplate.objects.values_list("pk", "name"))

    @cached_property
    def notes(self) -> Mapping[tuple[str, int], str]:
        """Why each version written here was written."""
        rows = RulePack.objects.exclude(note="").values_list("pack", "version", "note")
        return {(pack, version): note for pack, version, note in rows}

    def pack(self, pack_id: str) -> str:
        """The title of the newest version of a pack; its id where there is none any more."""
        versions = self.packs.versions(pack_id)
        return title_of(versions[-1]) if versions else pack_id


def told(row: SettingChange, named: Named) -> Told:
    """This change in the reader's language. Four queries for all changes told with the same `named`."""
    return SHOWN[Setting(row.kind)].tell(row.before, row.after, named)


def _ladder(before: Kept, after: Kept, named: Named) -> Told:
    was, now = (list(ladder_lines(levels, named.staff)) for levels in (before, after))
    return Told(_("Escalation levels set"), was, now, url=reverse("desk:ladder"))


def _absence(before: Kept, after: Kept, named: Named) -> Told:
    what = _("Absence taken back") if not after else _("Absence changed") if before else _("Absence noted")
    was, now = (list(absence_lines(kept, named.staff)) for kept in (before, after))
    return Told(what, was, now, url=reverse("desk:absences"))


def _calendar(before: Kept, after: Kept, named: Named) -> Told:
    if RUN in after:
        return _recount(after, named)
    if "closure" in (before or after):
        what = _("Closure added: %(name)s") if after else _("Closure removed: %(name)s")
        was, now = (closure_lines(kept, named.teams) for kept in (before, after))
        name = closure_named(after or before)
        return Told(what % {"name": name}, was, now, url=reverse("desk:closures"))
    was, now = hours_lines(before, after)
    team = after.get("team")
    if team is None:
        return Told(_("Business days of everybody set"), was, now, url=reverse("desk:calendar"))
    url = reverse("desk:calendar_team", args=[team]) if team in named.teams else ""
    what = _("Business days of the team “%(team)s” set") % {"team": named.teams.get(team, team)}
    return Told(what, was, now, url=url)


def _recount(after: Kept, named: Named) -> Told:
    if after[RUN] == ASKED:
        return Told(_("Counting the running deadlines anew was asked for"), note=after["reason"])
    who = named.staff.get(after["asked_by"]) or _("System")
    what = _("Running deadlines counted anew, asked for by %(who)s") % {"who": who}
    return Told(what, after=list(outcome(after)), note=after["reason"])


def _packs(before: Kept, after: Kept, named: Named) -> Told:
    if "in_use" in after:
        was, now = (_in_use(kept, named) for kept in (before, after))
        return Told(_("Rule packs in use chosen"), was, now, url=reverse("desk:rules"))
    kept = after or before
    pack, values = kept["pack"], {"title": named.pack(kept["pack"]), "number": kept["version"]}
    url = reverse("desk:rule_pack", args=[pack]) if named.packs.versions(pack) else ""
    if not after:
        what = _("“%(title)s”: version %(number)s taken back")
        return Told(what % values, note=before.get("note", ""), text=before.get("text", ""), url=url)
    what = _("“%(title)s”: version %(number)s written") if before else _("New rule pack: “%(title)s”")
    was, now = (
        [_("Version %(number)s") % {"number": each["version"]}] if each else [] for each in (before, after)
    )
    return Told(what % values, was, now, named.notes.get((pack, after["version"]), ""), url=url)


def _in_use(kept: Kept, named: Named) -> list[str]:
    titles = [named.pack(pack) for pack in kept["in_use"]]
    return [*titles, _("(as is usual for an organisation like ours)")] if kept["usual"] else titles


def _mailbox(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(mailbox_lines(kept)) for kept in (before, after))
    values = {"name": after["name"]}
    if not before:
        return Told(_("Mailbox “%(name)s” added") % values, was, now)
    if before["is_active"] and not after["is_active"]:
        return Told(_("Mailbox “%(name)s” taken out of use") % values, was, now)
    if secret_is_new(before, after):
        now.append(_("With a new password or key"))
    return Told(_("Mailbox “%(name)s” changed") % values, was, now)


def _writing(before: Kept, after: Kept, named: Named) -> Told:
    was, now = (list(writing_lines(kept)) for kept in (before, after))
    if "signature" in after:
        who = named.staff.get(after["signature"])
        what = _("Signature of %(who)s set") % {"who": who} if who else _("Signature of the organisation set")
        return Told(what, was, now)
    if "wording" in after:
        what = _("Entry of the wording list changed") if before else _("Entry of the wording list added")
        return Told(what, was, now, url=reverse("desk:wording"))
    if LetterKind.DECISION.value in after:
        return Told(
            _("Sentences of the decision letter set"), was, now, url=reverse("desk:decision_sentences")
        )
    if LetterKind.PROPOSAL.value in after:
        return Told(_("Sentences of the proposal set"), was, now, url=reverse("desk:proposal_sentences"))
    what = _("Template “%(name)s” changed") if before else _("Template “%(name)s” written")
    return Told(what % {"name": after["template"]}, was, now, url=reverse("desk:templates"))


def _protocol(before: Kept, after: Kept, _named: Named) -> Told:
    what = _("Protocol for “%(type)s” written") % {"type": CUSTOMER_TYPE[CustomerType(after["type"])]}
    was, now = (list(protocol_lines(kept)) for kept in (before, after))
    return Told(what, was, now, url=reverse("desk:protocol", args=[after["type"]]))


def _view(before: Kept, after: Kept, named: Named) -> Told:
    kept = after or before
    values = {"name": kept["name"]}
    was, now = (list(view_lines(each, named.staff, named.teams, named.branches)) for each in (before, after))
    if not after:
        return Told(_("View “%(name)s” no longer shared") % values, was, now)
    what = _("View “%(name)s” changed") if before else _("View “%(name)s” shared")
    return Told(what % values, was, now, url=reverse("desk:shared_views") if kept["team"] is None else "")


def _questions(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (
        [_("Version %(number)s") % {"number": each["version"]}] if each else [] for each in (before, after)
    )
    now += [_("Questions: %(number)s") % {"number": after["questions"]}]
    what = _("Question set “%(name)s” written") % {"name": after["set"]}
    return Told(what, was, now, url=reverse("desk:question_set", args=[after["set"]]))


def _macro(before: Kept, after: Kept, named: Named) -> Told:
    was, now = (
        list(macro_lines(each, named.staff, named.teams, named.templates)) for each in (before, after)
    )
    what = _("Macro “%(name)s” changed") if before else _("Macro “%(name)s” written")
    values = {"name": after["name_ja"] or after["name_en"]}
    return Told(what % values, was, now, url=reverse("desk:macro", args=[after["macro"]]))


def _automation(before: Kept, after: Kept, _named: Named) -> Told:
    url = reverse("desk:automations")
    if "order" in after:
        return Told(_("Order of the automations changed"), url=url)
    was, now = (list(automation_lines(each)) for each in (before, after))
    what = (
        _("Automation “%(name)s” has paused itself after failing three times in a row")
        if after.get("paused")
        else _("Automation “%(name)s” changed")
        if before
        else _("Automation “%(name)s” written")
    )
    return Told(what % {"name": name_of(after)}, was, now, url=url)


def _notices(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(notice_lines(kept)) for kept in (before, after))
    return Told(_("Notices of everybody chosen"), was, now, url=reverse("desk:notices_everybody"))


def _webhook(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(webhook_lines(kept)) for kept in (before, after))
    what = webhook_change(before, after) % {"name": (after or before)["name"]}
    return Told(what, was, now, url=reverse("desk:webhooks"))


def _look(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(look_lines(kept)) for kept in (before, after))
    return Told(_("Name, logo and colour set"), was, now, url=reverse("desk:look"))


def _branch(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(branch_lines(kept)) for kept in (before, after))
    values = {"name": after["name_ja"] or after["name_en"]}
    return Told(branch_change(before, after) % values, was, now, url=reverse("desk:branches"))


def _cause(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(cause_lines(kept)) for kept in (before, after))
    return Told(
        cause_change(before, after) % {"name": after["name_ja"]}, was, now, url=reverse("desk:causes")
    )


def _line(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(usual_line_lines(kept)) for kept in (before, after))
    what = usual_line_change(before, after) % {"name": after["what_ja"]}
    return Told(what, was, now, url=reverse("desk:usual_lines"))


def _head(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(head_lines(kept)) for kept in (before, after))
    return Told(head_change(before, after) % {"name": after["name_ja"]}, was, now, url=reverse("desk:heads"))


def _body(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(body_lines(kept)) for kept in (before, after))
    values = {"name": after["name_ja"] or after["name_en"]}
    return Told(body_change(before, after) % values, was, now, url=reverse("desk:bodies"))


def _improvement(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(improvement_lines(kept)) for kept in (before, after))
    values = {"name": after["title_ja"] or after["title_en"]}
    return Told(improvement_change(before, after) % values, was, now, url=reverse("desk:improvements"))


def _embedding(before: Kept, after: Kept, _named: Named) -> Told:
    url = reverse("desk:embedding")
    return Told(_("Sites that may show the form chosen"), before["origins"], after["origins"], url=url)


def _authority(before: Kept, after: Kept, _named: Named) -> Told:
    url = reverse("desk:authority")
    return Told(
        _("Limits on money set"), list(authority_lines(before)), list(authority_lines(after)), url=url
    )


def _officers(before: Kept, after: Kept, named: Named) -> Told:
    was, now = (list(officer_lines(kept, named.staff)) for kept in (before, after))
    return Told(_("Officers for legal duties set"), was, now, url=reverse("desk:officers"))


def _receivers(before: Kept, after: Kept, _named: Named) -> Told:
    url = reverse("desk:receivers")
    return Told(
        _("Receivers of reports of wrongdoing designated"),
        list(before.get("names", ())),
        list(after.get("names", ())),
        url=url,
    )


def _guideline(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(guideline_lines(kept)) for kept in (before, after))
    url = reverse("desk:guideline", args=[after["guideline"]])
    return Told(guideline_change(before, after), was, now, after.get("reason", ""), url=url)


def _follow_up(before: Kept, after: Kept, _named: Named) -> Told:
    was, now = (list(follow_up_lines(kept)) for kept in (before, after))
    return Told(_("Days of the follow-up set"), was, now, url=reverse("desk:follow_up"))


@dataclass(frozen=True, slots=True)
class Way:
    """How changes of one setting are shown: under which icon, and told by what."""

    icon: str
    tell: Callable[[Kept, Kept, Named], Told]


#: Every setting, in the order in which they are offered.
SHOWN: Mapping[Setting, Way] = {
    Setting.CALENDAR: Way("clock", _calendar),
    Setting.RULE_PACKS: Way("list", _packs),
    Setting.LADDER: Way("flag", _ladder),
    Setting.ABSENCE: Way("moon", _absence),
    Setting.MAILBOXES: Way("mail", _mailbox),
    Setting.WRITING: Way("note", _writing),
    Setting.PROTOCOLS: Way("tag", _protocol),
    Setting.VIEWS: Way("list", _view),
    Setting.QUESTIONS: Way("phone", _questions),
    Setting.MACROS: Way("forward", _macro),
    Setting.AUTOMATION: Way("refresh", _automation),
    Setting.NOTICES: Way("inbox", _notices),
    Setting.WEBHOOKS: Way("web", _webhook),
    Setting.ACCOUNTS: Way("logout", account_told),
    Setting.LOOK: Way("eye", _look),
    Setting.BRANCHES: Way("print", _branch),
    Setting.CAUSES: Way("search", _cause),
    Setting.LINES: Way("list", _line),
    Setting.HEADS: Way("split", _head),
    Setting.IMPROVEMENTS: Way("kept", _improvement),
    Setting.EMBEDDING: Way("web", _embedding),
    Setting.BODIES: Way("external", _body),
    Setting.AUTHORITY: Way("tag", _authority),
    Setting.GUIDELINES: Way("note", _guideline),
    Setting.OFFICERS: Way("flag", _officers),
    Setting.RECEIVERS: Way("lock", _receivers),
    Setting.FOLLOW_UP: Way("help", _follow_up),
}
