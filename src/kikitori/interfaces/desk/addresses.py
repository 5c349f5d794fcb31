"""Addresses of complaints, of steps on them and of people, for lists that need a hundred of them at once.

Django works an address out anew each time it is asked. Here it does so once; the number is put in afterwards.
"""

from functools import cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse

#: Numbers nobody has, to be found again in an address.
_NO_REFERENCE, _NOBODY = "K-0000-000000", 999_999_999_999


def complaint_address(reference: str, name: str = "desk:complaint") -> str:
    """The address of a complaint, or of the page `name` that belongs to it. Raises NoReverseMatch for no such page."""
    before, after = _around(_NO_REFERENCE, name, get_script_prefix())
    return f"{before}{quote(reference, safe='')}{after}"


def person_address(number: int) -> str:
    """The address of a person."""
    before, after = _around(_NOBODY, "desk:person", get_script_prefix())
    return f"{before}{number}{after}"


@cache
def _around(sample: str | int, name: str, _prefix: str) -> tuple[str, str]:
    """What stands before and after the number. Remembered for each prefix below which the site lies."""
    before, _, after = reverse(name, args=[sample]).partition(str(sample))
    return before, after
