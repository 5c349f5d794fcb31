"""The consent of a mailbox's owner, by which we get the first refresh token. A person takes part; nothing is kept here.

Microsoft: a code typed into a page on any device (RFC 8628). Google does not allow that for mail: there the browser
comes back to an address of the machine itself with a code that is worth nothing without what only we know (RFC 8252
§7.3, PKCE: RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from enum import StrEnum
from http import HTTPStatus
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode

from kikitori.foundation.outbound import Outbound
from kikitori.interfaces.mail.oauth import OF_A_PERSON, asked, at_microsoft, token_address
from kikitori.interfaces.mail.troubles import Troubled
from kikitori.interfaces.mail.way_back import WayBack

_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_AT_GOOGLE = "https://accounts.google.com/o/oauth2/v2/auth"
_GOOGLE_MAIL = "https://mail.google.com/"
#: RFC 8628 §3.2, §3.5: seconds between two questions where nothing is said, and how many more after “slow down”.
_USUAL_INTERVAL, _SLOWER = 5, 5
_LONGEST_INTERVAL, _LONGEST = 60, 1800
#: What a provider may answer, RFC 6749 §5.2 and RFC 8628 §3.5; nothing else of its words is repeated.
_CODES = frozenset(
    {"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
     "invalid_scope", "redirect_uri_mismatch"}
)  # fmt: skip
_DECLINED = frozenset({"access_denied", "authorization_declined"})


class Reason(StrEnum):
    """Why there is no consent."""

    DECLINED = "declined"
    TOO_LATE = "too_late"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NOT_LASTING = "not_lasting"


class NoConsent(Exception):
    """The owner has not agreed, or the provider does not take our application. `code`: of the standard's, or empty."""

    def __init__(self, reason: Reason, code: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.code = reason, code if code in _CODES else ""


def by_code(
    settings: Mapping[str, str],
    secret: Mapping[str, str],
    ask: Outbound,
    *,
    tell: Callable[[str, str], None],
    wait: Callable[[float], None],
) -> str:
    """The refresh token, once somebody has typed the code. `tell` is given address and code. Raises NoConsent.

    `wait` is given seconds; their sum is what counts as time.
    """
    us = _us(settings, secret)
    told = _answer(at_microsoft(settings, "devicecode"), {**us, "scope": OF_A_PERSON}, ask)
    if not {"device_code", "user_code", "verification_uri"} <= told.keys():
        raise NoConsent(Reason.REFUSED, told.get("error", ""))
    tell(told["verification_uri"], told["user_code"])
    left = _seconds(told.get("expires_in"), _LONGEST, _LONGEST)
    pause = _seconds(told.get("interval"), _USUAL_INTERVAL, _LONGEST_INTERVAL)
    question = {**us, "grant_type": _DEVICE, "device_code": told["device_code"]}
    while left > 0:
        wait(pause)
        left -= pause
        try:
            answer = _answer(token_address(settings), question, ask)
        except NoConsent as none:
            if none.reason is not Reason.UNREACHABLE:
                raise
            pause = min(pause * 2, _LONGEST_INTERVAL)  # RFC 8628 §3.5: a line that fails is tried more slowly
            continue
        match answer.get("error", ""):
            case "authorization_pending":
                pass
            case "slow_down":
                pause = min(pause + _SLOWER, _LONGEST_INTERVAL)
            case "expired_token":
                break
            case _:
                return _refresh_token(answer)
    raise NoConsent(Reason.TOO_LATE)


def by_browser(
    settings: Mapping[str, str],
    secret: Mapping[str, str],
    ask: Outbound,
    *,
    back: WayBack,
    tell: Callable[[str], None],
    patience: float,
) -> str:
    """The refresh token, once a browser has come back from Google. `tell` is given where to go. Raises NoConsent.

    `patience`: seconds. What comes back with another mark than ours was not sent by us and is passed over.
    """
    us, mark, known_to_us = _us(settings, secret), token_urlsafe(32), token_urlsafe(64)
    tell(f"{_AT_GOOGLE}?{urlencode(_request(settings, back.address, mark, known_to_us))}")
    code = ""
    for query in back.queries(patience):
        came = {name: values[0] for name, values in parse_qs(query).items()}
        if not hmac.compare_digest(came.get("state", "").encode(), mark.encode()):
            continue
        if came.get("error"):
            reason = Reason.DECLINED if came["error"] in _DECLINED else Reason.REFUSED
            raise NoConsent(reason, came["error"])
        code = came.get("code", "")
        break
    if not code:
        raise NoConsent(Reason.TOO_LATE)
    question = {
        **us, "grant_type": "authorization_code", "code": code, "redirect_uri": back.address,
        "code_verifier": known_to_us,
    }  # fmt: skip
    return _refresh_token(_answer(token_address(settings), question, ask))


def _request(settings: Mapping[str, str], back: str, mark: str, known_to_us: str) -> dict[str, str]:
    """What the browser carries to Google; of what only we know no more than its digest (RFC 7636 §4.2)."""
    digest = hashlib.sha256(known_to_us.encode()).digest()
    return {
        "client_id": settings.get("client_id", ""),
        "redirect_uri": back,
        "response_type": "code",
        "scope": _GOOGLE_MAIL,
        "state": mark,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",
        "login_hint": settings.get("user", ""),
    }


def _us(settings: Mapping[str, str], secret: Mapping[str, str]) -> dict[str, str]:
    """Our application, as the provider knows it."""
    us = {"client_id": settings.get("client_id", "")}
    if secret.get("client_secret"):
        us["client_secret"] = secret["client_secret"]
    return us


def _answer(url: str, fields: Mapping[str, str], ask: Outbound) -> dict[str, str]:
    try:
        status, given = asked(url, fields, ask)
    except Troubled as none:
        raise NoConsent(Reason.UNREACHABLE) from none
    if status != HTTPStatus.OK and "error" not in given:
        raise NoConsent(Reason.REFUSED)
    return given


def _refresh_token(answer: Mapping[str, str]) -> str:
    error = answer.get("error", "")
    if error:
        raise NoConsent(Reason.DECLINED if error in _DECLINED else Reason.REFUSED, error)
    if not answer.get("refresh_token"):
        raise NoConsent(Reason.NOT_LASTING)
    return answer["refresh_token"]


def _seconds(text: str | None, usual: int, most: int) -> int:
    """A number of seconds as a provider says it, within reason."""
    return min(int(text), most) if text and text.isascii() and text.isdigit() and int(text) else usual
