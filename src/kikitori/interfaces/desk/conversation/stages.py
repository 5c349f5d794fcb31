"""What the stages of a conversation are called."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kikitori.records.inquiry.questions import Stage

STAGE: dict[Stage, str | LazyText] = {
    Stage.OPEN: _("Let them tell it"),
    Stage.DEFINE: _("Make it plain"),
    Stage.EXAMPLE: _("One example"),
    Stage.WISH: _("What they would like"),
    Stage.SAFETY: _("Is anybody in danger?"),
    Stage.DUTY: _("Duties of ours"),
    Stage.REACH: _("How to reach them"),
}
