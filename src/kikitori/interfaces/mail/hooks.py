"""The address at which a provider brings mails. 200 leaves only after commit (config/middleware.py).

At any other answer a provider tries again, some for hours, so that a wrong setting loses nothing.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kikitori.casework.keep_mail import keep_mail
from kikitori.casework.mailbox_secrets import secret_of
from kikitori.foundation.crypto import NotOurs
from kikitori.interfaces.mail.form_data import NoForm, fields_of
from kikitori.records.letters.mail_terms import MailboxKind, Provider
from kikitori.records.letters.mails import Mailbox
from kikitori.records.letters.raw import in_pieces
from kikitori.records.people.actor import Actor

try:
    from kikitori.interfaces.mail import providers
except ImportError:
    HAS_EXTRA = False
else:
    HAS_EXTRA = True
"""Is the extra „mail-esp“ installed?"""

#: Bytes of one call. Providers take mails of 25 to 30 MB, which grow by a third on the way.
LARGEST = 50_000_000
logger = logging.getLogger(__name__)


# A provider's machine holds no cookie of ours that anybody could abuse: the token and its signature say who it is.
@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def hook(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the mails in it. Unknown: 404; not signed: 403; no raw mail: 422; too large: 413."""
    mailbox = Mailbox.objects.filter(token=token, kind=MailboxKind.WEBHOOK.value, is_active=True).first()
    if mailbox is None:
        return _told(HTTPStatus.NOT_FOUND, "no such webhook")
    if request.method == "HEAD":  # some try an address before they use it
        return HttpResponse()
    if not HAS_EXTRA:
        return _told(HTTPStatus.NOT_IMPLEMENTED, "this site lacks the extra mail-esp")
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _told(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {LARGEST} bytes")
    return _taken(request, mailbox, body)


def _taken(request: HttpRequest, mailbox: Mailbox, body: bytes) -> HttpResponse:
    provider = Provider(mailbox.settings["provider"])
    try:
        fields = fields_of(
            request.content_type or "", (request.content_params or {}).get("boundary", ""), body
        )
        _let_read(request, fields, body)
        key = secret_of(mailbox).get("key", "")
        providers.checked(provider, key, request, request.build_absolute_uri())
        mails = providers.mails_in(provider, fields, body)
    except NotOurs:
        logger.error("secret does not open", extra={"mailbox": mailbox.pk})  # noqa: TRY400 - nothing to trace
        return _told(HTTPStatus.SERVICE_UNAVAILABLE, "not just now")
    except providers.NotTheirs:
        return _told(HTTPStatus.FORBIDDEN, "the signature or password is missing or wrong")
    except providers.NotRaw:
        return _told(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "no raw MIME message in it: set the webhook to send the raw, full message",
        )
    except (providers.NotUnderstood, NoForm):
        return _told(HTTPStatus.BAD_REQUEST, "not what this provider sends")
    actor, now = Actor.system("mail"), timezone.now()
    for raw in mails:
        keep_mail(actor, in_pieces(raw), mailbox=mailbox, arrived_at=now)
    return _told(HTTPStatus.OK, "", kept=len(mails))


def _let_read(request: HttpRequest, fields: dict[str, bytes], body: bytes) -> None:
    """Let the library read what we have read: the form as text, and the body where it wants that."""
    form = QueryDict(mutable=True)
    for name, value in fields.items():
        form[name] = value.decode("utf-8", "replace")
    request.POST = form  # type: ignore[assignment]
    request._body = body  # noqa: SLF001 - Django has no other way to give it back


def _told(status: HTTPStatus, error: str, **more: int) -> JsonResponse:
    return JsonResponse({**({"error": error} if error else {}), **more}, status=status)
