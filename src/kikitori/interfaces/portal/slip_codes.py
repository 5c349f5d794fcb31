"""The two codes of a slip, as people type them back: full width, any dash, any blank, small letters.

Pure. What cannot be a code comes back as it is left, and then opens nothing; nothing is refused for its form.
"""

import unicodedata

_LOCATOR_HALF = 4
#: Longer than any way to write the codes; what is longer is not a code.
LONGEST = 100


def read_locator(typed: str) -> str:
    """`ｋ７ｆｍ　３ｑｔａ` → `K7FM-3QTA`. Letters and digits only, in capitals, parted in the middle."""
    plain = unicodedata.normalize("NFKC", typed[:LONGEST]).upper()
    kept = "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
    return f"{kept[:_LOCATOR_HALF]}-{kept[_LOCATOR_HALF:]}" if kept else ""


def read_secret(typed: str) -> str:
    """`１２３４－5678 9012ー3456` → `1234567890123456`. Decimal digits of any script, nothing else."""
    plain = unicodedata.normalize("NFKC", typed[:LONGEST])
    return "".join(str(unicodedata.decimal(sign)) for sign in plain if sign.isdecimal())
