"""Permissions in words, and the reasons why something is not allowed."""

from django.utils.translation import gettext_lazy as _

from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import Reason

PERMISSION = {
    Permission.USE_DESK: _("Use the desk, and arrange it for oneself"),
    Permission.READ: _("Read complaints"),
    Permission.RECEIVE: _("Take in complaints"),
    Permission.ACKNOWLEDGE: _("Confirm receipt to the complainant"),
    Permission.ASSESS: _("Assess complaints"),
    Permission.ASSIGN: _("Assign complaints"),
    Permission.INVESTIGATE: _("Look into complaints"),
    Permission.WRITE: _("Write to complainants"),
    Permission.NOTE: _("Keep internal notes"),
    Permission.PROPOSE: _("Propose solutions"),
    Permission.ANSWER_PROPOSAL: _("Answer a proposal, or write down the complainant's answer"),
    Permission.DECIDE: _("Decide complaints"),
    Permission.DECIDE_GRAVE: _("Decide grave complaints (S1, S2)"),
    Permission.REMEDY: _("Carry out remedies"),
    Permission.CONFIRM: _("Say whether it is solved, or write down the complainant's word"),
    Permission.CLOSE: _("Close complaints as agreed"),
    Permission.CLOSE_EXHAUSTED: _("Close complaints when every way has been tried"),
    Permission.ASK_REVIEW: _("Write down requests for a review"),
    Permission.BEGIN_REVIEW: _("Name who reviews a decision"),
    Permission.PETITION: _("Write down what complainants ask for"),
    Permission.ANSWER_PETITION: _("Answer what complainants ask for"),
    Permission.CONFIDE: _("Write down who should not handle a complaint"),
    Permission.DECIDE_BARS: _("Decide who does not handle a complaint"),
    Permission.REOPEN: _("Reopen complaints"),
    Permission.WITHDRAW: _("Withdraw, or write down a withdrawal"),
    Permission.ESCALATE: _("Bring complaints before a lead"),
    Permission.ACKNOWLEDGE_ESCALATION: _("Acknowledge escalations that stand before oneself"),
    Permission.ACKNOWLEDGE_ANY_ESCALATION: _("Acknowledge every escalation"),
    Permission.PROMISE: _("Make and change promises"),
    Permission.KEEP_CLOCKS: _("Begin, meet and prolong deadlines"),
    Permission.STOP_CLOCKS: _("Stop deadlines and count them anew"),
    Permission.SPEAK: _("Say more about a complaint, or write down what was said"),
    Permission.SEE_RESTRICTED: _("Read restricted complaints of others"),
    Permission.MANAGE_STAFF: _("Manage accounts"),
    Permission.MANAGE_RULES: _("Manage rule packs"),
    Permission.MANAGE_LADDER: _("Set escalation levels and absences"),
    Permission.MANAGE_NOTICES: _("Choose for everybody how notices are told"),
    Permission.KEEP_MAIL: _("Take in mails and file them"),
    Permission.SORT_MAIL: _("Sort mails by hand, and put right what was filed wrongly"),
    Permission.MANAGE_MAILBOXES: _("Set up mailboxes"),
    Permission.MANAGE_WRITING: _("Manage templates and wording"),
    Permission.CHANGE_PERSON: _("Change what is known of people, and give customer types"),
    Permission.JOIN_PEOPLE: _("Join cards of the same person, and part them"),
    Permission.ADD_FOLLOWERS: _("Have others follow complaints"),
    Permission.KEEP_VIEWS: _("Keep views of one's own and of one's team"),
    Permission.SHARE_VIEWS: _("Keep views for everybody"),
    Permission.GROUP: _("Link, split and group complaints"),
    Permission.LET_GO: _("Hand on what leavers hold, and close their accounts"),
    Permission.MANAGE_AUTOMATION: _("Set up automations"),
    Permission.MANAGE_PORTAL: _("Set name, logo, colour and posters"),
    Permission.PUBLISH: _("Publish what improved thanks to complaints"),
}
REASON = {
    Reason.ALLOWED: _("Allowed."),
    Reason.ROLE: _("Your role does not include this."),
    Reason.NOT_YOURS: _("This complaint is not yours."),
    Reason.GRAVE: _("A grave complaint (S1 or S2) is decided by a lead."),
    Reason.NOT_BEFORE_YOU: _(
        "This escalation stands before somebody else. They, their deputy or a lead acknowledge it."
    ),
}
