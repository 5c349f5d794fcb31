"""Asking other servers, guarded: https alone, to public addresses alone, no redirects, so much and so long and no more.

A name is resolved once and the connection goes to that very address: whoever answers for the name cannot send us
elsewhere between the look and the step (DNS rebinding). The certificate must be the name's.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
#: (family, address) for each address of a name.
Resolve = Callable[[str, int], list[str]]

_HTTPS = 443
_LARGEST_PORT = 65_535
_LONGEST_NAME = 253
_PIECE = 16_384
#: IPv6 that carries an IPv4 address inside: what counts is where it leads. RFC 6052 (NAT64).
_NAT64 = ip_network("64:ff9b::/96")


class NotAsked(Exception):
    """The address is not one we ask: not https, not public, or not an address at all."""


class NoAnswer(Exception):
    """It could not be reached, was not who it should be, took too long or said too much. No words of the server's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def is_public(address: Address) -> bool:
    """Does it lead to the open internet, however it is written?"""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolved(host: str, port: int) -> list[str]:
    """Every address of a name, as the system says. Forms such as `127.1` or `0x7f.1` become what they stand for."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_rest, place in found))


@dataclass(frozen=True, slots=True)
class Outbound:
    """Asks. The parts are the world's: how names are resolved, which addresses will do, whom we trust."""

    resolve: Resolve = resolved
    will_do: Callable[[Address], bool] = is_public
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = 15.0
    largest: int = 262_144

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send, and read the answer whatever its status; a redirect is one like others. Raises NotAsked, NoAnswer."""
        until = time.monotonic() + self.seconds
        host, port, target = _parts(url)
        addresses = self._addresses(host, port)
        try:
            with (
                _connected(addresses, port, until) as line,
                self.trust().wrap_socket(line, server_hostname=host) as safe,
            ):
                asking = http.client.HTTPConnection(host, port)
                asking.sock = safe
                safe.settimeout(_left(until))
                said = {name: value for name, value in headers.items() if name.lower() != "host"}
                asking.request("POST", target, body, {**said, "Host": named_as(url), "Connection": "close"})
                return self._answer(safe, until)
        except (OSError, http.client.HTTPException, ValueError) as trouble:
            raise NoAnswer(type(trouble).__name__) from trouble

    def _addresses(self, host: str, port: int) -> list[str]:
        """Where the name leads. One address that will not do among them is reason enough to go to none."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as trouble:
            raise NoAnswer(type(trouble).__name__) from trouble
        if not found or not all(self.will_do(ip_address(each.partition("%")[0])) for each in found):
            raise NotAsked("not a public address")
        return found

    def _answer(self, line: socket.socket, until: float) -> Answer:
        answer = http.client.HTTPResponse(_Patience(line, until), method="POST")  # type: ignore[arg-type]
        answer.begin()
        read = bytearray()
        while piece := answer.read1(_PIECE):
            read += piece
            if len(read) > self.largest:
                raise NoAnswer("too much")
        return Answer(answer.status, bytes(read))


class _Patience(io.RawIOBase):
    """A line read until a moment and no longer: who answers one octet at a time gets no more time than others."""

    def __init__(self, line: socket.socket, until: float) -> None:
        self._line, self._until = line, until

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What the reader of an answer asks a socket for."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Nothing else is done with it."""
        return True

    def readinto(self, into: Any) -> int:
        """The next octets. Raises NoAnswer, OSError."""
        self._line.settimeout(_left(self._until))
        return self._line.recv_into(into)


def host_of(url: str) -> str:
    """The server that would be asked. Raises NotAsked where the address by its form alone is none we ask.

    Where its name leads is looked at when it is asked.
    """
    host = _parts(url)[0]
    try:
        literal = ip_address(host.partition("%")[0])
    except ValueError:
        if not url.isascii() or "." not in host.strip(".") or len(host) > _LONGEST_NAME:
            raise NotAsked("not a name of the internet") from None
        return host
    if not is_public(literal):
        raise NotAsked("not a public address")
    return host


def named_as(url: str) -> str:
    """What the header Host says (RFC 9110 §7.2): the usual port is not named. Raises NotAsked."""
    host, port, _target = _parts(url)
    name = f"[{host}]" if ":" in host else host
    return name if port == _HTTPS else f"{name}:{port}"


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    """A line to the first of them that answers. Raises OSError, NoAnswer."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=_left(until) / 2)
    return socket.create_connection((addresses[-1], port), timeout=_left(until))


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NoAnswer("too long")
    return left


def _parts(url: str) -> tuple[str, int, str]:
    """Host, port, and what is asked for there. Raises NotAsked."""
    try:
        parts = urlsplit(url)
        port = parts.port or _HTTPS
    except ValueError as wrong:
        raise NotAsked("not an address") from wrong
    if (
        parts.scheme != "https"
        or not parts.hostname
        or parts.username is not None
        or parts.password is not None
    ):
        raise NotAsked("not https")
    if any(sign <= " " or sign == "\x7f" for sign in url) or not 0 < port <= _LARGEST_PORT:
        raise NotAsked("not an address")
    return parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
