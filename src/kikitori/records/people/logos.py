"""The organisation's logo ロゴ as its pages show it: a small picture painted anew, never the file that was given."""

from django.db import models


class Logo(models.Model):
    """A PNG of at most WIDEST × HIGHEST. One that is looked at before it is kept lies here too, for a day.

    What the organisation has shown once stays: letters on paper were written with it (letters/sheets.py).
    """

    #: SHA-256 of the bytes, in hex: its address, by which browsers may keep it for ever.
    digest = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    was_shown = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.digest[:12]


#: Twice as large as any page shows it, for fine screens and for print.
WIDEST, HIGHEST = 480, 160
