"""What letters are called on screen."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.letters.easy_words import HardBecause
from kikitori.records.letters.file_rules import LARGEST_FILE, LARGEST_WHOLE, MOST_FILES, FileFlaw
from kikitori.records.letters.kinds import LetterKind, LetterState, Medium, PendingTrouble
from kikitori.records.letters.mail_terms import Held, MailboxKind, MailState, Scan, Writer
from kikitori.records.letters.placeholders import Placeholder, Politeness
from kikitori.records.letters.post_terms import PostService, ReturnReason, ScanPart
from kikitori.records.letters.wording import WordingKind

LETTER_KIND = {
    LetterKind.ACKNOWLEDGEMENT: _("Confirmation of receipt"),
    LetterKind.IN_HAND: _("Notice that we are looking into it"),
    LetterKind.REPLY: pgettext_lazy("letter", "Reply"),
    LetterKind.QUESTION: pgettext_lazy("letter", "Question"),
    LetterKind.PROPOSAL: _("Proposed solution"),
    LetterKind.ACCEPTED: _("What was agreed"),
    LetterKind.GOING_ON: _("Notice that we are going on"),
    LetterKind.DECISION: pgettext_lazy("letter", "Decision"),
    LetterKind.REMEDY_DROPPED: _("Notice of what is not done any more"),
    LetterKind.REMEDIES_DONE: _("Notice that everything is done"),
    LetterKind.IS_IT_SOLVED: _("Question whether it is solved"),
    LetterKind.CLOSED: _("Notice of closing"),
    LetterKind.REOPENED: _("Notice of reopening"),
    LetterKind.REVIEW: _("Notice of review"),
    LetterKind.REFERRAL: _("Notice of passing it on"),
    LetterKind.REFERRAL_RESULT: _("Notice of what they answered"),
    LetterKind.PETITION: _("Answer to what was asked for"),
    LetterKind.REPRESENTATIVE: _("Notice of who speaks for them"),
    LetterKind.WITHDRAWN: _("Confirmation of withdrawal"),
    LetterKind.NEW_DATE: _("Notice of a new date"),
    LetterKind.REDIRECTED: _("Notice of where to go"),
    LetterKind.LINK: _("Link to the page"),
    LetterKind.STILL_SOLVED: _("Question whether it holds"),
}
LETTER_STATE = {
    LetterState.WAITING: _("On its way"),
    LetterState.SENT: pgettext_lazy("letter", "Sent"),
    LetterState.FAILED: _("Could not be sent"),
    LetterState.TO_PRINT: _("To be printed and posted"),
    LetterState.SHOWN: _("Shown in the portal"),
    LetterState.TOLD: pgettext_lazy("letter", "Told by other means"),
    LetterState.REPLACED: pgettext_lazy("letter", "Written anew to another address"),
}
#: Of a letter that could not be sent: the post has brought it back.
CAME_BACK = pgettext_lazy("letter", "Returned")
PENDING_TROUBLE = {
    PendingTrouble.AUTHOR_LEFT: _("Whoever wrote it does not work here any more."),
    PendingTrouble.NOT_SEEN: _("Whoever wrote it may not see this complaint any more."),
    PendingTrouble.NOT_ALLOWED: _("Whoever wrote it may not write to complainants any more."),
    PendingTrouble.STATE: _("The complaint has gone elsewhere meanwhile."),
    PendingTrouble.VIRUS: _("A virus was found in one of its files."),
}
MEDIUM = {
    Medium.EMAIL: pgettext_lazy("medium", "E-mail"),
    Medium.PRINT: _("Paper"),
    Medium.PORTAL: _("Portal"),
}
POST_SERVICE = {
    PostService.ORDINARY: pgettext_lazy("post", "Ordinary mail"),
    PostService.RECORDED: pgettext_lazy("post", "Recorded (tokutei kiroku)"),
    PostService.SIMPLE_REGISTERED: pgettext_lazy("post", "Simple registered (kan'i kakitome)"),
    PostService.REGISTERED: pgettext_lazy("post", "Registered (kakitome)"),
    PostService.DELIVERY_CERTIFIED: pgettext_lazy("post", "Delivery certified (haitatsu shomei)"),
    PostService.CONTENT_CERTIFIED: pgettext_lazy("post", "Content certified (naiyo shomei)"),
    PostService.LETTER_PACK: pgettext_lazy("post", "Letter Pack"),
    PostService.ABROAD: pgettext_lazy("post", "Abroad, registered or tracked"),
    PostService.COURIER: pgettext_lazy("post", "Courier"),
    PostService.BY_HAND: pgettext_lazy("post", "Handed over in person"),
}
SCAN_PART = {
    ScanPart.PAGE: pgettext_lazy("scan", "What came"),
    ScanPart.AUTHORITY: pgettext_lazy("scan", "Authority in writing"),
    ScanPart.SCREEN: pgettext_lazy("scan", "Picture of the screen"),
}
RETURN_REASON = {
    ReturnReason.ADDRESS_UNKNOWN: pgettext_lazy("returned", "Nobody of this name at the address"),
    ReturnReason.MOVED: pgettext_lazy("returned", "Moved, address unknown"),
    ReturnReason.STORAGE_OVER: pgettext_lazy("returned", "Not collected in time"),
    ReturnReason.REFUSED: pgettext_lazy("returned", "Refused"),
    ReturnReason.ADDRESS_INCOMPLETE: pgettext_lazy("returned", "Address incomplete"),
    ReturnReason.OTHER: pgettext_lazy("returned", "Another reason"),
}
MAILBOX_KIND = {
    MailboxKind.IMAP: pgettext_lazy("mailbox", "Fetched (IMAP)"),
    MailboxKind.LMTP: pgettext_lazy("mailbox", "Handed over by the mail server (LMTP)"),
    MailboxKind.PIPE: pgettext_lazy("mailbox", "Handed over by a program"),
    MailboxKind.WEBHOOK: pgettext_lazy("mailbox", "Sent by a mail service (webhook)"),
}
MAIL_STATE = {
    MailState.WAITING: pgettext_lazy("mail", "Not filed yet"),
    MailState.FILED: pgettext_lazy("mail", "Filed with a complaint"),
    MailState.NOTED: pgettext_lazy("mail", "Noted"),
    MailState.HELD: pgettext_lazy("mail", "In quarantine"),
    MailState.DISCARDED: pgettext_lazy("mail", "Discarded"),
}
HELD = {
    Held.UNREADABLE: _("It cannot be read"),
    Held.OVERSIZED: _("It is very large"),
    Held.EMPTY: _("It is empty"),
    Held.NO_SENDER: _("It names no sender who could be answered"),
    Held.UNKNOWN_SENDER: _("It answers to a complaint, but comes from an address we do not know there"),
    Held.BEYOND_MANDATE: _(
        "It would take an ended complaint up again, which is not the representative's to decide"
    ),
    Held.AUTOMATIC: _("A machine has sent it"),
    Held.REPORT: _("A mail server reports about a mail that is not ours"),
    Held.LOOP: _("It may go round in a circle"),
    Held.FAILED: _("Filing it has failed several times"),
}
WRITER = {
    Writer.COMPLAINANT: pgettext_lazy("writer", "The complainant"),
    Writer.REPRESENTATIVE: pgettext_lazy("writer", "Their representative"),
    Writer.OTHER: pgettext_lazy("writer", "Somebody else, or we do not know"),
}
SCAN = {
    Scan.CLEAN: _("No virus was found"),
    Scan.INFECTED: _("A virus was found"),
    Scan.FAILED: _("Could not be checked for viruses"),
}
FILE_FLAW = {
    FileFlaw.EMPTY: _("It is empty. Please look whether it was saved."),
    FileFlaw.TOO_LARGE: format_lazy(
        _("It is larger than {n} MB. Please make it smaller, or send it by another road."),
        n=LARGEST_FILE // 1_000_000,
    ),
    FileFlaw.TOO_MUCH: format_lazy(
        _("Together the files would be larger than {n} MB, and many mail servers refuse that."),
        n=LARGEST_WHOLE // 1_000_000,
    ),
    FileFlaw.TOO_MANY: format_lazy(
        _("There are {n} files already. Please pack several into one."), n=MOST_FILES
    ),
    FileFlaw.PROGRAM: _("It is a program. Mail servers refuse mails with programs."),
    FileFlaw.TEXT: _(
        "The text it was to go with is too long to be kept. Shorten it, then choose the file again."
    ),
    FileFlaw.NO_ROOM: _("There is no room for it here at the moment. Tell whoever runs this site."),
    FileFlaw.PAGE_SENT: _(
        "What was written on that page has been sent meanwhile. Please add it to a new text."
    ),
}
PLACEHOLDER = {
    Placeholder.PERSON: _("The complainant, as they are addressed"),
    Placeholder.REFERENCE: _("Reference of the complaint"),
    Placeholder.TITLE: _("Title of the complaint"),
    Placeholder.RECEIVED: _("Day of receipt"),
    Placeholder.PROMISED: _("The next date that is promised"),
    Placeholder.TODAY: pgettext_lazy("placeholder", "Today"),
    Placeholder.HANDLER: _("Who has it in hand"),
    Placeholder.ORGANISATION: _("Our name"),
    Placeholder.PHONE: _("Our phone number"),
}
POLITENESS = {
    Politeness.POLITE: pgettext_lazy("politeness", "Polite"),
    Politeness.VERY_POLITE: pgettext_lazy("politeness", "Very polite"),
}
WORDING_KIND = {
    WordingKind.BLAMING: pgettext_lazy("wording", "Blames the person"),
    WordingKind.PROMISING: pgettext_lazy("wording", "Promises beyond our power"),
    WordingKind.DISCRIMINATORY: pgettext_lazy("wording", "Discriminates"),
    WordingKind.OTHER: pgettext_lazy("wording", "Could be said better"),
}
#: Why a sentence is hard for somebody who reads やさしい日本語.
HARD_BECAUSE = {
    HardBecause.LONG: _("It is longer than 40 characters: make two of it."),
    HardBecause.POLITE: _("Its polite words are hard: the plain polite form is enough."),
    HardBecause.TWICE_DENIED: _("It denies twice: say what is, and not what is not."),
}
