"""Words of letters on paper: how they are posted, why they come back, who needs large print. Pure."""

import re
from enum import StrEnum


class PostService(StrEnum):
    """How a letter goes 郵便の種類; those of Japan Post by its own names, beside them what is no post."""

    ORDINARY = "ordinary"
    RECORDED = "recorded"
    SIMPLE_REGISTERED = "simple_registered"
    REGISTERED = "registered"
    DELIVERY_CERTIFIED = "delivery_certified"
    CONTENT_CERTIFIED = "content_certified"
    LETTER_PACK = "letter_pack"
    ABROAD = "abroad"
    COURIER = "courier"
    BY_HAND = "by_hand"


#: Those that are followed by a number; one without it can be noted all the same, for the slip may lie elsewhere.
NUMBERED = frozenset(PostService) - {PostService.ORDINARY, PostService.BY_HAND}


class ScanPart(StrEnum):
    """What a scan shows 届いた書面: what came, an authority in writing, a picture of a screen."""

    PAGE = "page"
    AUTHORITY = "authority"
    SCREEN = "screen"


class ReturnReason(StrEnum):
    """Why a letter came back 返戻の理由, as the post office's label says it."""

    ADDRESS_UNKNOWN = "address_unknown"
    MOVED = "moved"
    STORAGE_OVER = "storage_over"
    REFUSED = "refused"
    ADDRESS_INCOMPLETE = "address_incomplete"
    OTHER = "other"


#: The address leads to nobody: sending there again is no use.
DEAD_ADDRESS = frozenset({ReturnReason.ADDRESS_UNKNOWN, ReturnReason.MOVED, ReturnReason.ADDRESS_INCOMPLETE})
_LARGE = re.compile(
    r"拡大文字|大活字|(?:文字|字)\w{0,3}(?:大き|拡大)|(?:大き[なくい]|拡大した?)\w{0,2}(?:文字|字|活字)"
    r"|large[\s-]+(?:print|type|text|letters)|big[\s-]+(?:print|type|letters)",
    re.IGNORECASE,
)
_NOT = re.compile(r"不要|いら(?:ない|ず)|必要(?:ない|なし|はな)|\b(?:no|not|without)\b", re.IGNORECASE)


def asks_for_large_print(*needs: str) -> bool:
    """Do these words ask for large letters? A sentence that also says it is not needed is taken for not asking."""
    sentences = (each for text in needs for each in re.split(r"[。．.\n、,;；]", text))
    return any(_LARGE.search(each) and not _NOT.search(each) for each in sentences)
