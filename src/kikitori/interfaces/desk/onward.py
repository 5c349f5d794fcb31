"""Where a page goes on to after something was sent: the page that was asked for, if it is ours."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def onward(request: HttpRequest, otherwise: str) -> str:
    """The address in `next`; that of another site, or none, is `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else otherwise


def see(address: str) -> HttpResponse:
    """303: what was sent is done, here is what to see next."""
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
