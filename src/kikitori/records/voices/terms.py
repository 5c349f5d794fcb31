"""Words of what complainants ask of us beside the matter itself. Pure; labels in labels.py."""

from enum import StrEnum


class PetitionKind(StrEnum):
    """What a complainant may ask for 申入れ."""

    SUMMARY = "summary"
    HELP = "help"
    BAR = "bar"


class PetitionState(StrEnum):
    """`noted`: done at once, nobody has to answer; `lapsed`: fell with the withdrawal of the complaint."""

    OPEN = "open"
    NOTED = "noted"
    GRANTED = "granted"
    DECLINED = "declined"
    LAPSED = "lapsed"


#: What is asked for the way ahead falls with the withdrawal: nobody goes it any more, nor expects an answer about it.
#: What we have understood stays in the file, and whoever was named may still open it: both are answered.
FALLING = frozenset({PetitionKind.HELP})


class AppointmentState(StrEnum):
    """How it stands with somebody whom the complainant wants to speak for them."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    ENDED = "ended"


class Road(StrEnum):
    """How somebody is tried who does not answer 別の連絡方法. `none`: there is no other road."""

    CALL = "call"
    MAIL = "mail"
    LETTER = "letter"
    VISIT = "visit"
    REPRESENTATIVE = "representative"
    OTHER = "other"
    NONE = "none"


class Ease(StrEnum):
    """What makes it easier for somebody; a need, never its cause (ISO 22458; 障害者差別解消法 8条)."""

    NO_PHONE = "no_phone"
    LARGE_PRINT = "large_print"
    PLAIN_WORDS = "plain_words"
    INTERPRETER = "interpreter"
    COMPANION = "companion"
    PAPER = "paper"
    ALOUD = "aloud"


#: These are heeded by whoever writes next; for the others somebody has to arrange something first.
AT_ONCE = frozenset({Ease.NO_PHONE, Ease.LARGE_PRINT, Ease.PLAIN_WORDS})
