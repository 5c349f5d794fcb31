"""What stands in the way of redirecting and of reports to authorities; a part of obstacles.py."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Obstacle

OF_DUTIES: dict[Obstacle, tuple[str | Promise, str | Promise, str]] = {
    Obstacle.REDIRECT_ASKED: (
        _("Somebody has already asked for this complaint to be redirected."),
        _("Confirm it, or say that the complaint stays here."),
        "redirect",
    ),
    Obstacle.REDIRECT_NOT_ASKED: (
        _("Nobody waits for this complaint to be redirected."),
        _("Somebody may have decided it already. Look at the page of the complaint."),
        "",
    ),
    Obstacle.REDIRECT_BY_ANOTHER: (
        _("You have asked for this yourself, and nobody redirects a complaint alone."),
        _("A colleague or a lead confirms it. You can say that it stays here after all."),
        "refuse-redirect",
    ),
    Obstacle.SOMEBODY_IN_DANGER: (
        _("Somebody was hurt, or may be in danger: such a complaint is not redirected."),
        _("Tell the complainant who else can help them, and go on with it here."),
        "reply",
    ),
    Obstacle.BREACH_STANDS_ELSEWHERE: (
        _("This is not possible where the incident stands now."),
        _("Somebody may have gone on with it meanwhile. Its record shows what was done."),
        "",
    ),
    Obstacle.IN_A_BREACH: (
        _("This complaint belongs to another incident already."),
        _("Take it out there first: a complaint belongs to one incident at a time."),
        "",
    ),
    Obstacle.NOT_IN_THE_BREACH: (
        _("This complaint does not belong to the incident any more."),
        _("Somebody may have taken it out meanwhile. The record of the incident shows it."),
        "",
    ),
    Obstacle.PERSONS_UNTOLD: (
        _("There are people who have neither been told nor reached in another way."),
        _("Send them the notice, write down how they were told, or record what was done instead."),
        "",
    ),
    Obstacle.REPORT_OVER: (
        _("No report to an authority waits to be written here."),
        _("It has been reported, need not be, or no deadline for it was begun. The timeline shows which."),
        "",
    ),
    Obstacle.REPORT_NOT_WRITTEN: (
        _("What was reported has not been written down yet."),
        _("Write the report first, so that it stays on record what the authority was told."),
        "write-report",
    ),
    Obstacle.WAIVER_ASKED: (
        _("Somebody has already said that this need not be reported."),
        _("A lead who has not asked for it decides. Until then the deadline runs."),
        "decide-no-report",
    ),
    Obstacle.WAIVER_NOT_ASKED: (
        _("Nobody waits for a decision whether this is reported."),
        _("Somebody may have decided it already. Look at the page of the complaint."),
        "",
    ),
    Obstacle.WAIVED_BY_ANOTHER: (
        _("You have said yourself that this need not be reported, and nobody decides that alone."),
        _("Another lead decides it. You can say that it is reported after all."),
        "",
    ),
    Obstacle.UNSEAL_ASKED: (
        _("Somebody has already asked for the seal to be taken off."),
        _("Somebody else who can read it agrees, or says that it stays."),
        "unseal",
    ),
    Obstacle.UNSEAL_NOT_ASKED: (
        _("Nobody waits for the seal to be taken off."),
        _("Somebody may have decided it already. Look at the page of the complaint."),
        "",
    ),
    Obstacle.UNSEALED_BY_ANOTHER: (
        _("You have asked for this yourself, and nobody takes a seal off alone."),
        _("Somebody else who can read it agrees. You can say that it stays after all."),
        "keep-seal",
    ),
    Obstacle.SEES_IT_ALREADY: (
        _("This person can read it already."),
        _("Nothing needs to be done. Who can read it stands on the page of the complaint."),
        "",
    ),
    Obstacle.SOMEBODY_MUST_SEE: (
        _("This is the last person who can read it."),
        _("Let somebody else in first, so that it is not left to nobody."),
        "let-in",
    ),
    Obstacle.INQUIRY_NOT_TOLD: (
        _("The reporter has not been told yet whether it is looked into."),
        _("Tell them that first. It was promised to them for a day."),
        "tell-inquiry",
    ),
}
