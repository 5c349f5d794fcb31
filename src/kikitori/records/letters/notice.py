"""A notice in place of a letter: there is news, and where to read it; nothing of what it is about."""

from dataclasses import dataclass

from django.conf import settings

from kikitori.foundation.language.bilingual import Bilingual, tongue
from kikitori.foundation.language.readings import EASY
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.letters.models import Letter

_SUBJECT = Bilingual(ja="お知らせがあります", en="There is news for you")
_BODY = Bilingual(
    ja=(
        "お知らせがあります。\n\n内容は、メールには書いておりません。"
        "お手元の控えにある照会番号と暗証番号で、次のページからご覧ください。\n{page}\n\n"
        "お心当たりのない場合は、このメールを削除してください。\n"
    ),
    en=(
        "There is news for you.\n\nThis mail does not say what it is about. "
        "You can read it on this page, with the number and the code on your slip:\n{page}\n\n"
        "If this means nothing to you, please delete this mail.\n"
    ),
)
_EASY_SUBJECT = "お知（し）らせがあります"
_EASY_BODY = (
    "お知（し）らせがあります。\n\nこのメールには、中（なか）のことを書（か）いていません。\n"
    "次（つぎ）のページで読（よ）んでください。受付（うけつけ）の紙（かみ）の2つの番号（ばんごう）を使（つか）います。\n"
    "{page}\n\n"
    "あなたのことではないときは、このメールを消（け）してください。\n"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What is sent in place of the letter."""

    subject: str
    body: str


def notice_of(letter: Letter) -> Notice | None:
    """The notice for a letter about a confidential complaint; None for all others, which travel as they are."""
    if letter.complaint.confidentiality == Confidentiality.ORDINARY.value:
        return None
    language = tongue(letter.language)
    if letter.language == EASY:
        return Notice(_EASY_SUBJECT, _EASY_BODY.format(page=settings.ENVIRONMENT.address))
    return Notice(_SUBJECT.in_(language), _BODY.in_(language).format(page=settings.ENVIRONMENT.address))
