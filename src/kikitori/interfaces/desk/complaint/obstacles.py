"""What stands in the way of a step, in words: what is so · what to do · which step clears the way, if one does."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Obstacle
from kikitori.interfaces.desk.complaint.obstacles_of_duties import OF_DUTIES
from kikitori.interfaces.desk.complaint.obstacles_of_results import OF_RESULTS

Words = str | Promise

OBSTACLE: dict[Obstacle, tuple[Words, Words, str]] = {
    Obstacle.NOT_ASSESSED: (
        _("This complaint has not been assessed yet."),
        _("Assess it first: how grave it is, what is alleged, whether anybody is in danger."),
        "assess",
    ),
    Obstacle.SAFETY_UNANSWERED: (
        _("The safety questions have not been answered yet."),
        _("Answer them in the assessment; “not known” is an answer too."),
        "assess",
    ),
    Obstacle.NO_ALLEGATION: (
        _("No point of the complaint has been written down yet."),
        _("Write down in the assessment what exactly is alleged; every point gets its own answer."),
        "assess",
    ),
    Obstacle.ALLEGATION_WITHOUT_FINDING: (
        _("Point %(detail)s has no finding yet."),
        _("Every point needs a finding and its reasons before the decision can be sent."),
        "",
    ),
    Obstacle.CAUSE_MISSING: (
        _("Point %(detail)s is found to be right, and nobody has written down why it came about."),
        _("Name its cause and what shows it. Without a cause nothing can be kept from happening again."),
        "causes",
    ),
    Obstacle.NO_SUCH_POINT: (
        _("Point %(detail)s is not there any more."),
        _("Somebody has assessed the complaint anew. Look at its points, and name the causes once more."),
        "",
    ),
    Obstacle.WHAT_ALLOWED_IT: (
        _("On point %(detail)s only something on the complainant’s side is named."),
        _("Name what allowed it as well: a text, a page, a procedure, an explanation that was missing."),
        "",
    ),
    Obstacle.NO_PLAN: (
        _("This complaint is grave, and nobody has planned how it is looked into."),
        _("Write down what is to be found out, of whom and by when; a few lines are enough."),
        "plan",
    ),
    Obstacle.LINE_NOT_OPEN: (
        _("No line of inquiry is open here, or this one has ended already."),
        _("Look at the plan on the page of the complaint."),
        "",
    ),
    Obstacle.NO_SUCH_EVIDENCE: (
        _("%(detail)s is not among the evidence, or has been withdrawn."),
        _(
            "Take it in first, or name another piece. Where you mean something else, write it without the hyphen."
        ),
        "",
    ),
    Obstacle.EVIDENCE_WITHDRAWN: (
        _("%(detail)s has been withdrawn or destroyed already."),
        _("Its custody ends there. Look at it on the page of the complaint."),
        "",
    ),
    Obstacle.QUESTION_NOT_OPEN: (
        _("No question is waiting for an answer."),
        _("Somebody may have written the answer down already. Look at the questions of the complaint."),
        "",
    ),
    Obstacle.ESCALATION_NOT_OPEN: (
        _("This escalation has been acknowledged already, or has gone up to another level."),
        _("The page of the complaint shows who has it now."),
        "",
    ),
    Obstacle.RECOUNT_ASKED: (
        _("Somebody has already asked for the deadlines to be counted anew."),
        _("The calendar says when it is through."),
        "",
    ),
    Obstacle.CLOCK_NOT_RUNNING: (
        _("This deadline does not run any more."),
        _("It may have been met, prolonged or stopped meanwhile. Look at the deadlines of the complaint."),
        "",
    ),
    Obstacle.CLOCK_MET_BY_A_STEP: (
        _("This deadline is met by a step, not by hand."),
        _("Take the step that it asks for; it is met by itself then."),
        "",
    ),
    Obstacle.CLOCK_NOT_EXTENDABLE: (
        _("The rule does not let this deadline be prolonged."),
        _("Meet it, or ask a lead whether it still applies."),
        "",
    ),
    Obstacle.TOO_LATE_TO_EXTEND: (
        _("This deadline has passed: it could only be prolonged before."),
        _("Do what is owed as soon as you can, and tell the complainant another day with the reason."),
        "new-date",
    ),
    Obstacle.EXTENDED_OFTEN_ENOUGH: (
        _("This deadline has been prolonged as often as the rule allows."),
        _("Meet it, or bring the complaint before a lead."),
        "escalate",
    ),
    Obstacle.NOTHING_CHANGED: (
        _("Every deadline comes out the same."),
        _("Nothing had to be changed."),
        "",
    ),
    Obstacle.SET_MEANWHILE: (
        _("Somebody else has changed these settings in the meantime."),
        _("Compare with what is set now, and save again."),
        "",
    ),
    Obstacle.MAIL_IS_FILED: (
        _("This mail has been decided about already."),
        _("What was filed is moved from the page of its complaint."),
        "",
    ),
    Obstacle.SAME_COMPLAINT: (
        _("That is this very complaint."),
        _("Give the number of the one it belongs to."),
        "",
    ),
    Obstacle.NOT_TO_BE_MOVED: (
        _("There is no word here that could be moved."),
        _("Words of the complainant can be moved, and mails of others; what we have written stays."),
        "",
    ),
    Obstacle.GRAVE_IS_URGENT: (
        _("What is grave (S1, S2) waits in the urgent queue."),
        _("If it is less grave than was thought, assess it anew: it moves by itself then."),
        "assess",
    ),
    Obstacle.ALREADY_THERE: (
        _("It is there already."),
        _("Nothing had to be changed."),
        "",
    ),
    Obstacle.TOO_LATE_TO_UNDO: (
        _("This can be undone no more."),
        _("What was moved can still be moved again, one by one or all at once."),
        "",
    ),
    Obstacle.CONVERSATION_OVER: (
        _("This conversation is over."),
        _("Nothing was filed a second time."),
        "",
    ),
    Obstacle.MOVED_MEANWHILE: (
        _("Somebody has moved it again in the meantime."),
        _("It stays where it is now. The timeline shows who moved it."),
        "",
    ),
    Obstacle.NOT_JOINED: (
        _("This complaint is not joined with another one."),
        _("Somebody may have taken it out again in the meantime. The timeline shows it."),
        "",
    ),
    Obstacle.ANOTHER_PERSON: (
        _(
            "The two complaints name different people, and whoever holds the other one would read this one there."
        ),
        _(
            "If both are from the same person, say so below. "
            "Several people with one cause belong to a mass complaint instead; each keeps their own letters."
        ),
        "",
    ),
    Obstacle.LINKED_ALREADY: (
        _("They are linked in this way already."),
        _("Nothing had to be changed."),
        "",
    ),
    Obstacle.NOT_LINKED: (
        _("There is no link here that could be taken away."),
        _("Somebody may have taken it away in the meantime. The timeline shows it."),
        "",
    ),
    Obstacle.IN_A_MASS_COMPLAINT: (
        _("It belongs to a mass complaint already."),
        _("Take it out there first, if it belongs to another one."),
        "leave-mass",
    ),
    Obstacle.NOT_IN_THE_MASS_COMPLAINT: (
        _("It does not belong to the mass complaint."),
        _("It may have been taken out, or left out, in the meantime. Its timeline shows it."),
        "",
    ),
    Obstacle.NOTHING_TO_SPLIT: (
        _("Nothing has been chosen that could be a complaint of its own."),
        _("Quote what they wrote about it, or choose words or points that move there."),
        "",
    ),
    Obstacle.NOT_SPLIT: (
        _("This complaint was not split from another one."),
        _("What was begun by mistake can be joined with the one it belongs to."),
        "merge",
    ),
    Obstacle.DECIDED_MEANWHILE: (
        _("Something has been offered or decided here, so that it cannot be put back together any more."),
        _("Each of the two has its own answer now. They stay linked; finish this one for itself."),
        "",
    ),
    Obstacle.TO_BE_WRITTEN: (
        _("No text is ready to be sent."),
        _(
            "Some still hold a mark for something to be written. Open these and write it, or change the text for all."
        ),
        "",
    ),
    Obstacle.REPLY_IS_OUT: (
        _("No reply waits to be sent any more: it has gone out, or somebody has taken it back."),
        _("The timeline shows which. What has gone out can only be followed by another reply."),
        "",
    ),
    Obstacle.FILES_CHANGED: (
        _(
            "The files of this text are no longer those you saw: another window has sent or taken away one of them."
        ),
        _("What is attached now stands with your text. Look at it, then send it again."),
        "",
    ),
    Obstacle.VIRUS_FOUND: (
        _("A virus was found in “%(detail)s”, so it is not sent."),
        _("Take the file away. Tell whoever looks after your computers where it came from."),
        "",
    ),
    Obstacle.GONE_MEANWHILE: (
        _("This is not there any more."),
        _("Somebody may have taken it out in the meantime. The record of changes shows it."),
        "",
    ),
    Obstacle.CANNOT_BE_TOLD: (
        _("Not everybody named with an @ can see this complaint: %(detail)s"),
        _(
            "The note has not been kept and nobody has been told. Take the @ away before that name, and keep it again."
        ),
        "",
    ),
    Obstacle.TASK_NOT_OPEN: (
        _("This task is not open any more: somebody has finished or dropped it."),
        _("Look at the tasks on the page of the complaint. What has ended can be taken up again there."),
        "",
    ),
    Obstacle.PROMISE_NOT_OPEN: (
        _("This promise has already been kept, changed or ended."),
        _("Look at the promises on the page of the complaint."),
        "",
    ),
    Obstacle.RECEIVER_CANNOT_SEE: (
        _("%(detail)s cannot see this complaint, and would not be told what is handed over."),
        _(
            "Nothing has been handed over. Choose somebody who may see it, or have a lead make it less restricted."
        ),
        "",
    ),
    Obstacle.AWAY: (
        _("%(detail)s is away, and nobody stands in who can take this complaint."),
        _("Put it into somebody else's hands, or have a deputy named under “Absences”."),
        "",
    ),
    Obstacle.PETITION_NOT_OPEN: (
        _("Nothing that was asked for waits for an answer."),
        _("Somebody may have answered it already. Look at the page of the complaint."),
        "",
    ),
    Obstacle.APPOINTMENT_NOT_OPEN: (
        _("Nobody who was named waits to be confirmed."),
        _(
            "Somebody may have answered it already, or the complainant has ended it. Look at the page of the complaint."
        ),
        "",
    ),
    Obstacle.NOBODY_APPOINTED: (
        _("Nobody speaks for the complainant here."),
        _("It may have been ended meanwhile. Look at the page of the complaint."),
        "",
    ),
    Obstacle.REPRESENTED_ALREADY: (
        _("The complainant has named somebody already."),
        _("One person speaks for them at a time. End that first, if they want somebody else."),
        "",
    ),
    Obstacle.POINT_DECIDED: (
        _("Point %(detail)s has a finding already, so its words stay as they were decided on."),
        _("Explain this to the complainant. To look at the point anew, it takes a review or a new decision."),
        "",
    ),
    Obstacle.IS_BARRED: (
        _("%(detail)s must not handle this complaint, and does not see it."),
        _("Choose somebody else."),
        "",
    ),
    Obstacle.LIFT_ASKED: (
        _("Somebody has already asked for this bar to be lifted."),
        _("It waits for another lead to decide. Look at the page of the complaint."),
        "lift",
    ),
    Obstacle.LIFT_NOT_ASKED: (
        _("No bar waits to be lifted, as far as you may decide it."),
        _(
            "Somebody may have decided it already, or whoever asked may not decide about people any more. "
            "It can be asked for anew."
        ),
        "",
    ),
    Obstacle.ANOTHER_CONFIRMS: (
        _("You have asked for this yourself, and nobody lifts a bar alone."),
        _("Another lead who is not barred decides it. You can say that the bar stays after all."),
        "",
    ),
    Obstacle.HAD_A_PART: (
        _("%(detail)s had this complaint in hand or decided on it, so somebody else has to review it."),
        _(
            "Choose somebody who had no part in it, if need be of another team. If there is nobody, tell a lead: "
            "an administrator can make an account for somebody from outside."
        ),
        "",
    ),
    Obstacle.REVIEWED_ALREADY: (
        _("This decision has been reviewed already."),
        _("Tell the complainant where else they can turn; with something new, the complaint is reopened."),
        "",
    ),
    Obstacle.REVIEW_BEGUN: (
        _("Somebody is reviewing it already, or nobody has asked for a review."),
        _("To have somebody else do it, put it into their hands."),
        "",
    ),
    Obstacle.NO_GUIDELINE: (
        _("There is no such item in a guideline by which this complaint goes."),
        _("The guideline may have been changed meanwhile. Look at the page of the complaint."),
        "",
    ),
    Obstacle.GUIDELINE_NOT_IN_FORCE: (
        _("This version of the guideline is not in force any more."),
        _("A newer one may have taken its place. Choose among those that are in force now."),
        "",
    ),
    Obstacle.ITEM_OPEN: (
        _("Item %(detail)s of the guideline is to be seen to before the decision."),
        _("Do it and tick it; or, where it does not fit this complaint, write down why it is not done."),
        "guideline-item",
    ),
    Obstacle.ALREADY_AWAY: (
        _("There is an absence already that has a day in common with this one: %(detail)s."),
        _("Change that one, or choose other days."),
        "",
    ),
    Obstacle.ASKED_OFTEN_ENOUGH: (
        _("This has been asked for often enough within the hour."),
        _("Look into the mails that have come, also in the junk folder. In an hour you can ask again."),
        "",
    ),
    **OF_DUTIES,
    **OF_RESULTS,
}
