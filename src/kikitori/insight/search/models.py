"""What is searched: one document for each complaint, and how far the archive has been read for them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kikitori.records.complaints.models import Complaint


class SearchDocument(models.Model):
    """Everything one complaint is found by 検索用の控え. Made by upkeep.py from records, and from nothing else."""

    complaint = models.OneToOneField(Complaint, primary_key=True, on_delete=models.CASCADE, related_name="+")
    #: Its tokens (foundation/language/tokens.py) and keys (keys.py), without positions.
    words = SearchVectorField()
    #: Its texts folded, one a line: whether a word of several tokens stands there in one piece.
    signs = models.TextField()
    #: Digests of what is known of its people: whether somebody has changed who is in other complaints too.
    people = ArrayField(models.BigIntegerField())
    # What it was made from: how many events the timeline had, and the last of them.
    events = models.IntegerField()
    last_event = models.BigIntegerField()
    #: By which rules (documents.RULES).
    rules = models.SmallIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            # What waits to be filed is looked through by every search: half a megabyte at most (in kilobytes).
            GinIndex(fields=["words"], name="search_words", gin_pending_list_limit=512),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SearchProgress(models.Model):
    """How far the timeline has been read (upkeep.py says how); a single row (pk 1)."""

    rules = models.SmallIntegerField()
    #: Every event up to this one is in the documents, and none with a lower number can still appear.
    done_to = models.BigIntegerField()
    #: The last event seen when the horizon was taken; it becomes `done_to` when the horizon has passed.
    seen_to = models.BigIntegerField()
    #: The same of the lines that tell what was changed on people's cards.
    cards_done_to = models.BigIntegerField(default=0)
    cards_seen_to = models.BigIntegerField(default=0)
    #: Only transactions below this number (xid8) can have been writing then.
    horizon = models.BigIntegerField()
    #: The last complaint read in a walk through all of them; -1: about to begin; none: no walk.
    walked_to = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.done_to}"
