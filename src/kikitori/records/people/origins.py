"""Origins オリジン: which site a page belongs to, as people write it and as a policy of ours names it. Pure.

An origin is scheme, host and port (RFC 6454). Written into a header, so nothing but what a host can be comes through.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST = 200
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
#: Of these alone nobody on the way can change a page, though it is not encrypted.
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1"})


class NotAnOrigin(ValueError):
    """This names no site of which a page could be."""


def origin_of(written: str) -> str:
    """The origin of an address as people paste it, `https://www.example.jp/contact/`; raises NotAnOrigin.

    Encrypted pages alone: of others anybody on the way could make what they like, our frame in it included.
    """
    text = written.strip()
    if len(text) > LONGEST:
        raise NotAnOrigin(written)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").encode("idna").decode("ascii").lower(), parts.port
    except (ValueError, UnicodeError) as error:
        raise NotAnOrigin(written) from error
    if parts.username is not None or parts.netloc.endswith(":") or not _HOST.fullmatch(host):
        raise NotAnOrigin(written)
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _OWN_MACHINE):
        raise NotAnOrigin(written)
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")
