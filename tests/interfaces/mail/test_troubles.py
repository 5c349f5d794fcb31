"""What goes wrong on the way to a mailbox is one of a few classes, and never in a server's own words."""

from __future__ import annotations

import errno
import socket
import ssl
from urllib.parse import unquote

import pytest
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from kikitori.interfaces.mail.oauth import GOOGLE, at_microsoft, token_address
from kikitori.interfaces.mail.troubles import Troubled, is_our_disk, told_apart
from kikitori.records.letters.mail_terms import MailTrouble

T = MailTrouble
SECRET = "password of aiko@shop.example"


@pytest.mark.parametrize(
    ("thrown", "kind"),
    [
        (ssl.SSLCertVerificationError(SECRET), T.CERTIFICATE),
        (ssl.SSLError(SECRET), T.UNREACHABLE),
        (LoginError(SECRET), T.SIGN_IN),
        (ConnectionRefusedError(SECRET), T.UNREACHABLE),
        (ConnectionResetError(SECRET), T.UNREACHABLE),
        (BrokenPipeError(SECRET), T.UNREACHABLE),
        (TimeoutError(SECRET), T.UNREACHABLE),
        (socket.gaierror(-2, SECRET), T.UNREACHABLE),
        (OSError(errno.ENETUNREACH, SECRET), T.UNREACHABLE),
        (IMAPClientAbortError(SECRET), T.UNREACHABLE),
        (IMAPClientError(SECRET), T.PROTOCOL),
        (CapabilityError(SECRET), T.PROTOCOL),
        # A server may answer anything: the libraries that read it stumble over it in their own ways.
        (ValueError(SECRET), T.PROTOCOL),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, SECRET), T.PROTOCOL),
        (KeyError(SECRET), T.PROTOCOL),
        (IndexError(SECRET), T.PROTOCOL),
        (AssertionError(SECRET), T.PROTOCOL),
        (TypeError(SECRET), T.PROTOCOL),
        (Troubled(T.FOLDER), T.FOLDER),
    ],
)
def test_whatever_is_thrown_is_told_as_a_class_without_its_words(
    thrown: Exception, kind: MailTrouble
) -> None:
    with pytest.raises(Troubled) as told, told_apart():
        raise thrown
    assert told.value.kind is kind
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("usual", [T.SIGN_IN, T.FOLDER, T.ITEM, T.NOT_SECURE])
@pytest.mark.parametrize("thrown", [IMAPClientError("no"), CapabilityError("no"), ValueError("no")])
def test_plain_no_means_what_was_asked_for(usual: MailTrouble, thrown: Exception) -> None:
    with pytest.raises(Troubled) as told, told_apart(usual):
        raise thrown
    assert told.value.kind is usual


@pytest.mark.parametrize("usual", [T.SIGN_IN, T.FOLDER])
@pytest.mark.parametrize(
    ("thrown", "kind"),
    [(LoginError("no"), T.SIGN_IN), (TimeoutError(), T.UNREACHABLE), (Troubled(T.ITEM), T.ITEM)],
)
def test_line_that_is_cut_is_unreachable_whatever_was_asked_for(
    usual: MailTrouble, thrown: Exception, kind: MailTrouble
) -> None:
    with pytest.raises(Troubled) as told, told_apart(usual):
        raise thrown
    assert told.value.kind is kind


@pytest.mark.parametrize("thrown", [KeyboardInterrupt, SystemExit, RuntimeError, MemoryError])
def test_what_is_our_own_fault_or_wish_passes_through(thrown: type[BaseException]) -> None:
    with pytest.raises(thrown), told_apart():
        raise thrown


def test_nothing_is_told_where_nothing_goes_wrong() -> None:
    with told_apart():
        done = True
    assert done


@pytest.mark.parametrize(
    ("number", "ours"),
    [
        (errno.ENOSPC, True),
        (errno.EDQUOT, True),
        (errno.EROFS, True),
        (errno.EIO, True),
        (errno.ECONNRESET, False),
        (errno.ETIMEDOUT, False),
        (errno.EACCES, False),
        (None, False),
    ],
)
def test_disk_without_room_is_told_from_a_line_that_is_cut(number: int | None, ours: bool) -> None:
    error = OSError(number, "x") if number is not None else OSError("x")
    assert is_our_disk(error) is ours


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"sign_in": "google"}, GOOGLE),
        ({"sign_in": "google", "tenant": "ours"}, GOOGLE),
        ({"sign_in": "microsoft"}, "https://login.microsoftonline.com/common/oauth2/v2.0/token"),
        (
            {"sign_in": "microsoft", "tenant": ""},
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        ),
        (
            {"sign_in": "microsoft", "tenant": "ours"},
            "https://login.microsoftonline.com/ours/oauth2/v2.0/token",
        ),
    ],
)
def test_token_is_asked_for_where_the_provider_gives_them(settings: dict[str, str], address: str) -> None:
    assert token_address(settings) == address


@pytest.mark.parametrize(
    "tenant", ["../../evil", "a/b", "a?b#c", "evil.example/", "%2e%2e", "a b", "組織", "@evil.example"]
)
def test_tenant_never_leads_to_another_address(tenant: str) -> None:
    """What was typed into a setting stays one step of the path."""
    found = at_microsoft({"tenant": tenant}, "token")
    head, _, rest = found.partition("login.microsoftonline.com/")
    step, _, after = rest.partition("/")
    assert head == "https://"
    assert unquote(step) == tenant
    assert after == "oauth2/v2.0/token"
    assert not set(found) & set("?# ")
