"""What stands in the way of offering, granting, paying, passing on and ending; a part of obstacles.py."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Obstacle

OF_RESULTS: dict[Obstacle, tuple[str | Promise, str | Promise, str]] = {
    Obstacle.OVER_LIMIT: (
        _("%(money)s is more than your role may offer alone (up to %(limit)s)."),
        _("%(who)s can approve it. Say below why it should be so much, and ask for approval."),
        "",
    ),
    Obstacle.REMEDY_OPEN: (
        _("Something we owe the complainant is still to be done, or this one has been done already."),
        _("Look at the remedies on the page of the complaint."),
        "",
    ),
    Obstacle.NOT_ASKED_LONG_ENOUGH: (
        _("The complainant has not said that it is solved, and the time for an answer has not passed."),
        _("Ask whether it is solved, or write down what they told you."),
        "",
    ),
    Obstacle.OTHER_ROAD_FIRST: (
        _("There is another way to reach them that nobody has tried since the question."),
        _("Try it, and write down what came of it."),
        "try-other-road",
    ),
    Obstacle.NO_REMEDY: (
        _("There is nothing in the proposal yet."),
        _("Offer at least one thing. If you can offer nothing, send the decision with its reasons instead."),
        "",
    ),
    Obstacle.PROPOSAL_PART: (
        _(
            "The proposal would leave out something it must say: how to answer, that saying no costs nothing, or that "
            "saying yes gives up no right."
        ),
        _(
            "One of its sentences is empty. A lead or administrator mends it in the settings, under “Proposal”."
        ),
        "",
    ),
    Obstacle.NO_OPEN_PROPOSAL: (
        _("No proposal is waiting for an answer."),
        _("Somebody may have written the answer down already. Look at the proposals of the complaint."),
        "",
    ),
    Obstacle.NO_EXTERNAL_ROUTE: (
        _("The organisation has not said which external body a person can turn to."),
        _("Ask the administrator to enter it in the settings: this letter has to name it."),
        "",
    ),
    Obstacle.REMEDY_OR_REASON: (
        _(
            "Point %(detail)s is found to be right, and the letter says neither what is done nor why nothing is."
        ),
        _(
            "Add a remedy with its day, or write below the remedies why there is none. The complainant reads it."
        ),
        "",
    ),
    Obstacle.APPROVAL_NOT_OPEN: (
        _("This request for approval does not wait any more."),
        _("Somebody may have answered it, or it has been taken back. The timeline shows it."),
        "",
    ),
    Obstacle.ANOTHER_APPROVES: (
        _("Nobody approves what they have asked for themselves."),
        _("You can take it back and write it anew; somebody else with the authority approves it."),
        "",
    ),
    Obstacle.NOBODY_APPROVES: (
        _("Nobody here may approve %(money)s in this complaint."),
        _(
            "Offer less, or have the limits looked at: "
            "an administrator sets them in the settings, under “Limits on money”."
        ),
        "",
    ),
    Obstacle.ANOTHER_PAYS: (
        _("Whoever granted the money does not also pay it out."),
        _("Let a colleague carry it out and write down the number of the transfer."),
        "",
    ),
    Obstacle.ANOTHER_DROPS: (
        _("Whoever granted the money does not also drop it."),
        _("Let a colleague do it, or write down how the complainant told you that they do not want it."),
        "",
    ),
    Obstacle.DROP_OVER_LIMIT: (
        _("%(money)s is more than your role may drop (up to %(limit)s)."),
        _("%(who)s can do it. If the complainant has said so themselves, choose that, and write down how."),
        "",
    ),
    Obstacle.NOT_CARRIED_OUT: (
        _("This has not been carried out yet, or it has been confirmed already."),
        _("Look at the remedies on the page of the complaint."),
        "",
    ),
    Obstacle.ANOTHER_VERIFIES: (
        _("Whoever carried it out does not also confirm that it has arrived."),
        _("Let a colleague look, or write down how the complainant told you that it is there."),
        "",
    ),
    Obstacle.BODY_OUT_OF_USE: (
        _("“%(detail)s” is out of use in the register."),
        _("Choose another one, or have a lead take it into use again."),
        "",
    ),
    Obstacle.REFERRAL_NOT_OPEN: (
        _("Nobody outside our hands is expected to answer about this complaint."),
        _("Somebody may have written the answer down already. Look at where it was passed on."),
        "",
    ),
    Obstacle.REOPEN_FIRST: (
        _("The complaint has ended, so nothing new can be owed in it."),
        _("Reopen it first, then write down the result with what it asks of us."),
        "reopen",
    ),
    Obstacle.ROUTE_NOT_TOLD: (
        _("The complainant has not been told yet where else they can turn."),
        _(
            "Send the decision, or pass it on to an external body. A letter that came back or was never posted "
            "has told them nothing."
        ),
        "decide",
    ),
    Obstacle.OWNER_APPROVES: (
        _("Whoever carries a corrective action out does not approve or judge it."),
        _("Ask another lead, or name another owner first."),
        "",
    ),
    Obstacle.NOT_DUE_YET: (
        _("Nothing is to be judged here yet."),
        _("It is counted by itself on the day of the check; people are asked where the numbers cannot tell."),
        "",
    ),
}
