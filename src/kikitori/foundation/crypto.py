"""Secrets: random tokens, the receipt's locator and digits, slow hashes, keyed fingerprints, sealed values.

The receipt's secret has 16 digits (53 bits), too few for a plain hash: Argon2id with its own salt
(ASVS 6.5.2). It is derived from the form's token, so that the same form sent twice shows one slip.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: No look-alikes (0/O, 1/I/L, 5/S, 8/B, 2/Z, U/V): a locator is read out on the phone.
_ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
_LOCATOR_LENGTH = 8
_SECRET_DIGITS = 16
#: OWASP's smallest recommended Argon2id setting: 19 MiB, two passes, one lane; about 20 ms.
SLOW = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: Nobody's hash, of that setting: tried when a locator is unknown, which then costs what a wrong secret costs.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$WlBKPE363vOHWAeaRIKtfw$eaUykpuFKymMy8YGSjzl763r2uYTaLSrRrjIeP4+2Wg"


def new_token() -> str:
    """128 random bits, URL-safe: for forms and source items that must be taken in once."""
    return secrets.token_urlsafe(16)


def fingerprint(purpose: str, value: str, key: str) -> str:
    """Keyed SHA-256 of `value` in hex; different purposes never share a fingerprint. Takes any text."""
    return hmac.new(key.encode(), _octets(f"{purpose}\0{value}"), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Are these the same? Takes as long wherever they differ."""
    return hmac.compare_digest(_octets(one), _octets(other))


def new_locator() -> str:
    """A random public locator such as `K7FM-3QTA`. Not secret; says nothing about order or count."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LOCATOR_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def receipt_digits(token: str, key: str) -> str:
    """The 16 digits that belong to `token`; the same token gives the same digits, nobody else can tell."""
    number = int(fingerprint("receipt", token, key), 16) % 10**_SECRET_DIGITS
    return f"{number:0{_SECRET_DIGITS}d}"


def _octets(text: str) -> bytes:
    """Lone surrogates, which a JSON body may hold, are no reason to fail."""
    return text.encode("utf-8", "surrogatepass")


def in_groups(digits: str, size: int = 4) -> str:
    """`1234567890123456` → `1234 5678 9012 3456`, as printed on the slip."""
    return " ".join(digits[i : i + size] for i in range(0, len(digits), size))


def slow_hash(secret: str) -> str:
    """Argon2id hash with its own salt; about 20 ms and 19 MiB."""
    return SLOW.hash(secret)


@contextmanager
def slow_hash_beside(secret: str) -> Iterator[Callable[[], str]]:
    """`slow_hash` in a thread of its own, while its caller goes on; what this gives waits for the hash.

    Argon2 holds no lock of Python's, so the two run side by side. The thread has ended when the block is left.
    """
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(slow_hash, secret).result


def matches(secret: str, stored: str | None) -> bool:
    """Does `secret` belong to `stored`? With no `stored` the same work is done and the answer is no."""
    try:
        SLOW.verify(stored or _NOBODY, _octets(secret))
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


class NotOurs(Exception):
    """A sealed value that none of our keys opens, or one that belongs to something else."""


_NONCE = 12


def seal(text: str, *, keys: Sequence[str], purpose: str, about: str) -> str:
    """Encrypt for keeping: AES-256-GCM under a key derived from the first of `keys` for this purpose alone.

    `about` names the row it belongs to and is bound to it: copied into another row, it does not open.
    What comes out names the key (`1.<key id>.<nonce and text>`), so that keys can be changed one after the other.
    """
    own, nonce = _derived(purpose, keys[0]), secrets.token_bytes(_NONCE)
    hidden = AESGCM(own).encrypt(nonce, text.encode(), f"{purpose}\0{about}".encode())
    return f"1.{_key_id(own)}.{urlsafe_b64encode(nonce + hidden).decode()}"


def unseal(sealed: str, *, keys: Sequence[str], purpose: str, about: str) -> str:
    """What was sealed for this purpose and this row, with whichever of `keys`. Raises NotOurs."""
    version, _, rest = sealed.partition(".")
    named, _, body = rest.partition(".")
    own = next((each for key in keys if _key_id(each := _derived(purpose, key)) == named), None)
    if version != "1" or own is None:
        raise NotOurs(named)
    try:
        raw = urlsafe_b64decode(body.encode())
        return AESGCM(own).decrypt(raw[:_NONCE], raw[_NONCE:], f"{purpose}\0{about}".encode()).decode()
    except (ValueError, InvalidTag) as wrong:
        raise NotOurs(named) from wrong


def is_sealed_anew(sealed: str, *, keys: Sequence[str], purpose: str) -> bool:
    """Is it sealed with the first of the keys already?"""
    return sealed.startswith(f"1.{_key_id(_derived(purpose, keys[0]))}.")


def _derived(purpose: str, key: str) -> bytes:
    """A key of 256 bits that serves one purpose; nothing can be told from it about the others."""
    return HKDF(SHA256(), 32, salt=None, info=f"kikitori {purpose}".encode()).derive(key.encode())


def _key_id(own: bytes) -> str:
    return hashlib.sha256(b"key id\0" + own).hexdigest()[:8]
