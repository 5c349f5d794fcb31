"""What a visitor of the portal hands in 預かりファイル before it is sent: without an account, as yet without a word."""

from typing import ClassVar

from django.db import models


class Parcel(models.Model):
    """Files of one page of the portal. Whoever shows its token owns them; of the token only a fingerprint is kept.

    With what is sent they become part of the complaint; what is never sent is forgotten after a day.
    """

    key = models.CharField(max_length=64, unique=True)
    #: When its owner last did something with what it lies with.
    touched_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.touched_at:%Y-%m-%d %H:%M}"
