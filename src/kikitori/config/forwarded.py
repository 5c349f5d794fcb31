"""From which address a request comes when a proxy hands it on: believed only from the proxies that the settings name.

Paces and brakes count per address. Without this, everybody behind one proxy would share one count; and if the header
were believed from anybody, everybody could choose an address of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks_named(text: str) -> tuple[Network, ...]:
    """Read networks and single addresses, separated by commas. Raises ValueError for anything else."""
    return tuple(ip_network(name.strip(), strict=False) for name in text.split(",") if name.strip())


def client_address(peer: str, forwarded_for: str, proxies: Sequence[Network]) -> str:
    """Return the address nearest to us that is not one of our proxies.

    `forwarded_for` is X-Forwarded-For, to which each proxy adds, on the right, the address that spoke to it. What
    stands left of the first stranger may be anybody's invention. Where a proxy wrote something that is no address,
    the proxy before it is the last we know of.
    """
    known = peer
    for name in reversed([peer, *forwarded_for.split(",")][1:]):
        if not _is_one_of(known, proxies):
            break
        address = _address(name)
        if address is None:
            break
        known = str(address)
    return known


def _is_one_of(name: str, networks: Sequence[Network]) -> bool:
    address = _address(name)
    return address is not None and any(address in network for network in networks)


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(name.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
