"""Mail links メールのリンク: how a letter by mail leads to the page of its complaint, and what asks for a new one.

Pure but for the row. The link itself is kept nowhere: it is made when a mail goes, and only its reader has it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django.db import models

from kikitori.foundation.language.bilingual import Bilingual, tongue
from kikitori.foundation.language.readings import EASY, in_brackets, marked

#: So long after its letter was written a link is good for; once.
GOOD_FOR = timedelta(days=14)
_WORDS = Bilingual(
    ja=(
        "――――――――――\n"
        "お申し出のページは、次のリンクからご覧いただけます。控えの番号は要りません。\n"
        "{address}\n"
        "開いた先のボタンを押すと、ページに入れます。{days}日間、一度だけお使いいただけます。\n"
        "このメールをほかの方に送るときは、リンクを消してください。受け取った方もページに入れてしまいます。\n"
    ),
    en=(
        "----------\n"
        "You can open the page of your complaint with this link, without the codes on your slip:\n"
        "{address}\n"
        "Press the button on the page it leads to. It works once, within {days} days.\n"
        "If you pass this mail on, please remove the link: whoever has it can open your page.\n"
    ),
)
_EASY_WORDS = marked(
    "――――――――――\n"
    "{下|した}のリンクから、あなたのページを{見|み}ることができます。{番号|ばんごう}は、いりません。\n"
    "[address]\n"
    "リンクを{開|ひら}いて、ボタンを{押|お}してください。[days]{日|にち}の{間|あいだ}に、1{回|かい}だけ{使|つか}えます。\n"
    "このメールをほかの{人|ひと}に{送|おく}らないでください。その{人|ひと}も、あなたのページを{見|み}ることができます。\n"
)


@dataclass(frozen=True, slots=True)
class MailLink:
    """The link that goes along with one letter."""

    address: str

    def words(self, language: str) -> str:
        """What stands below the letter, in its language."""
        days = str(GOOD_FOR.days)
        if language == EASY:
            return in_brackets(_EASY_WORDS).replace("[address]", self.address).replace("[days]", days)
        return _WORDS.in_(tongue(language)).format(address=self.address, days=days)


class LinkAsked(models.Model):
    """Somebody asks for a new link. Written down alike whatever they typed, looked at by a job, and gone with it."""

    #: The number on a slip or of a complaint, as typed; or the token of a link that is over.
    code = models.CharField(max_length=120)
    #: The mail address they say is theirs; empty with a token, which says it.
    address = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
