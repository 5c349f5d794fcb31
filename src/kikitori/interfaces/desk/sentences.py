"""What is wrong with a field, in words for the person who typed it: what it is, and what to do."""

from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem

PROBLEM = {
    Problem.MISSING: _("Please fill this in."),
    Problem.TOO_LONG: _("This is too long. Please shorten it, or attach it as a file."),
    Problem.UNKNOWN_WORD: _("Please choose one from the list."),
    Problem.IN_THE_FUTURE: _("This lies in the future. Please check the day and time."),
    Problem.IN_THE_PAST: _("This day has passed. Please choose a later one."),
    Problem.NOT_A_NUMBER: _("Please write a number."),
    Problem.OUT_OF_RANGE: _("This is not possible here. Please choose another."),
    Problem.NOT_AN_ADDRESS: _("This does not look like an e-mail address. Please check it."),
    Problem.NOT_STORABLE: _("This holds characters that cannot be kept. Please remove them."),
}
