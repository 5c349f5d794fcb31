"""Contact points as people type them: lax about form, strict about what could harm.

An address that works must be taken (Japanese carriers gave out ``a..b.@…``); one that would inject a header
must not. A telephone number is never refused: what cannot be read is kept as typed. Errors carry a code; the
words are chosen by the interface in the reader's language.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from kikitori.foundation.language.names import fold_width
from kikitori.foundation.language.text import clean_text, hostile_characters

MAIL_ADDRESS_LIMIT = 254  # RFC 5321 §4.5.3.1.3 with errata 1690: a path of 256 less its angle brackets.


class MailFault(StrEnum):
    """Why a text is not a mail address we may write to."""

    EMPTY = "empty"
    CONTROL = "control"
    TOO_LONG = "too_long"
    NO_AT = "no_at"
    MANY_AT = "many_at"
    NO_LOCAL = "no_local"
    NO_DOMAIN = "no_domain"
    BLANK = "blank"
    SPECIAL = "special"


class BadMailAddress(ValueError):
    """A text that is not a mail address; ``fault`` says why."""

    def __init__(self, fault: MailFault) -> None:
        super().__init__(f"not a mail address: {fault.value}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A mail address in parts: ``local`` unquoted as given, ``domain`` in lower-case ASCII (IDNA)."""

    local: str
    domain: str

    @property
    def canonical(self) -> str:
        """For finding the same mailbox: lower case, quoted only where it could not be read again otherwise.

        Plus-tags stay: they are different addresses. Reading it again gives the same canonical form.
        """
        local = self.local.casefold()
        return (
            f"{local}@{self.domain}" if _DOTS_AND_ATOMS.fullmatch(local) else f"{_quote(local)}@{self.domain}"
        )

    @property
    def sendable(self) -> str:
        """For SMTP and headers (RFC 5322 §3.4.1): quoted where dots or signs demand it."""
        local = self.local if _DOT_ATOM.fullmatch(self.local) else _quote(self.local)
        return f"{local}@{self.domain}"

    @property
    def has_bare_domain(self) -> bool:
        """A domain without a dot: right inside some networks, mostly a slip elsewhere. Ask, do not refuse."""
        return "." not in self.domain


_ATOM = r"[\w!#$%&'*+/=?^`{|}~\-\u0080-\U0010ffff]+"
_DOTS_AND_ATOMS = re.compile(rf"(?:{_ATOM}|\.)+")
_DOT_ATOM = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_QUOTED = re.compile(r'"(?P<inner>(?:[^"\\]|\\.)*)"@(?P<domain>.*)', re.DOTALL)
_LABEL_LIMIT = 63  # RFC 1035 §2.3.4
_SPECIALS = re.compile(r'[()<>\[\]:;,\\"]')
# The middle dot is lawful in Japanese domain names; \w knows letters and digits, but not the marks of other scripts.
_LABEL = re.compile(r"(?=-*\w)[\w\-・\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e]{1,63}")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Blanks are looked at once, from the first of a run and without going back.
_BLANKS_AT_SIGNS = re.compile(r"(?<![ \t\u3000])[ \t\u3000]*+([@.])[ \t\u3000]*+")
# What a Japanese keyboard gives for the key of the hyphen, in the wrong mode.
_SLIPPED_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def _quote(local: str) -> str:
    escaped = local.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mail_address(raw: str) -> MailAddress:
    """Read one mail address; raises BadMailAddress with the reason.

    Taken: doubled and final dots in the local part, quoted local parts, plus-tags, full-width letters and
    dashes, ``<…>`` and ``mailto:`` around it, non-ASCII domains, invisible characters pasted along. Refused: control
    and direction characters, line ends (header injection), a second ``@`` outside quotes, blanks inside,
    ``, ; < >`` outside quotes, no local part or no domain.
    """
    text = _unwrapped(raw)
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        local = re.sub(r"\\(.)", r"\1", quoted["inner"])
        domain = quoted["domain"]
        if "@" in domain:
            raise BadMailAddress(MailFault.MANY_AT)
    else:
        local, domain = _bare_parts(_BLANKS_AT_SIGNS.sub(r"\1", text))
    if not local.strip():
        raise BadMailAddress(MailFault.NO_LOCAL)
    address = MailAddress(local, _ascii_domain(domain.strip()))
    if len(address.sendable) > MAIL_ADDRESS_LIMIT:
        raise BadMailAddress(MailFault.TOO_LONG)
    return address


def _unwrapped(raw: str) -> str:
    text = _half_width(_INVISIBLE.sub("", raw).strip())
    if not text:
        raise BadMailAddress(MailFault.EMPTY)
    if hostile_characters(text) or any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in text):
        raise BadMailAddress(MailFault.CONTROL)
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    return text[7:] if text.casefold().startswith("mailto:") else text


def _half_width(text: str) -> str:
    """Full-width ASCII only: NFKC or kana folding could turn one person's mailbox into another's.

    A dash is taken for a hyphen where all else is ASCII; in a Japanese domain a prolonged sound stays one.
    """
    half = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    hyphened = half.translate(_SLIPPED_HYPHENS)
    return hyphened if hyphened.isascii() else half


def _bare_parts(text: str) -> tuple[str, str]:
    count = text.count("@")
    if count != 1:
        raise BadMailAddress(MailFault.MANY_AT if count else MailFault.NO_AT)
    if any(character.isspace() for character in text):
        raise BadMailAddress(MailFault.BLANK)
    if _SPECIALS.search(text):
        raise BadMailAddress(MailFault.SPECIAL)
    local, _, domain = text.partition("@")
    return local, domain


def _ascii_domain(domain: str) -> str:
    name = unicodedata.normalize("NFKC", domain).replace("。", ".").removesuffix(".").lower()
    if not name or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise BadMailAddress(MailFault.NO_DOMAIN)
    labels = [_ascii_label(label) for label in name.split(".")]
    if any(len(label) > _LABEL_LIMIT for label in labels):
        raise BadMailAddress(MailFault.NO_DOMAIN)
    return ".".join(labels)


def _ascii_label(label: str) -> str:
    """As registries have it since IDNA 2008 (RFC 5891); Python's own codec writes to another house: ß as ss."""
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: ``typed`` as given, ``e164`` if it could be read, ``shown`` in national form.

    ``extension`` holds the digits after 内線 or ``ext.``, else it is empty.
    """

    typed: str
    e164: str | None
    shown: str
    extension: str = ""

    @property
    def key(self) -> str:
        """For finding the same line: E.164, or the digits typed, or the text itself when it has none."""
        return self.e164 or re.sub(r"\D", "", self.shown) or self.shown


_JAPAN = 81
_PHONE_DASHES = re.compile("[‐‑‒–—―−─━﹣－ー〜～~ｰ]")
_EXTENSION_WORDS = re.compile(r"内線?\s*:?\s*(?=\d)")
_WORDS_AROUND = re.compile(r"^[^\d+(]+|(?<=\d)\D++$")
# Digits after the 0: nine with an area code, ten for 050, 070, 080, 090 and 0800.
_JAPANESE_LINE = re.compile(r"(?![25-9]0)[1-9]\d{8}|[1-9]0\d{8}")


def phone(raw: str, region: str = "JP") -> Phone:
    """Read a telephone number; ``region`` (ISO 3166) is where one without ``+`` is dialled. Never refuses.

    Full-width digits, any dash, brackets, ``+81 (0)3``, 内線 and a remark before or after are understood. A
    number is read when its length is possible; it need not be allotted, for numbering plans change faster
    than software. A Japanese number without its area code cannot be dialled from afar and stays as typed.
    """
    typed = clean_text(raw).strip()
    plain = _PHONE_DASHES.sub("-", unicodedata.normalize("NFKC", typed))
    number = _parsed(_EXTENSION_WORDS.sub(" ext. ", _WORDS_AROUND.sub("", plain)), region)
    if number is None:
        return Phone(typed, None, fold_width(typed))
    extension, number.extension = number.extension or "", None
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    style = phonenumbers.PhoneNumberFormat
    shown = phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)
    if number.country_code == _JAPAN and at_home and not shown.startswith("0"):
        shown = f"0{shown}"  # A range not yet in the library's tables is printed without its trunk prefix.
    return Phone(typed, phonenumbers.format_number(number, style.E164), shown, extension)


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code == _JAPAN:
        local = phonenumbers.national_significant_number(number)
        has_prefix = text.lstrip("(").startswith(("0", "+"))
        return number if has_prefix and _JAPANESE_LINE.fullmatch(local) else None
    return number if phonenumbers.is_possible_number(number) else None


_JAPANESE_POSTCODE = re.compile(r"〒?\s*(\d{3})[-\s]*(\d{4})")


def postal_code(raw: str) -> str:
    """A postcode as on an envelope: seven digits in any width and dash become ``NNN-NNNN``, without 〒.

    Any other text (a code from abroad, a slip) is kept, folded in width. Never refuses. Idempotent.
    """
    plain = fold_width(_PHONE_DASHES.sub("-", clean_text(raw)))
    japanese = _JAPANESE_POSTCODE.fullmatch(plain)
    return f"{japanese[1]}-{japanese[2]}" if japanese else plain.lstrip("〒 ")
