"""A throw-away Django process for the kitchen sink: settings made on the spot, static files, no database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler

import django
from django.conf import settings

TEMPLATES = Path(__file__).resolve().parent / "templates"
PAGES = ("sink", "today", "case", "list", "sign-in", "home", "complain", "errors", "follow", "slip")
CSP = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

settings.configure(
    SECRET_KEY="kitchen-sink-only",  # noqa: S106  a throw-away process on the loopback address
    DEBUG=False,
    LOGGING={
        "version": 1,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "loggers": {"django.request": {"handlers": ["console"]}},
    },
    ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.staticfiles", "django_htmx", "kikitori.interfaces.look.apps.LookConfig"],
    MIDDLEWARE=[
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        f"{__name__}.security_policy",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [TEMPLATES],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "kikitori.interfaces.look.context.appearance",
                ]
            },
        }
    ],
    FORM_RENDERER="kikitori.interfaces.look.forms.LookRenderer",
    STATIC_URL="/static/",
    LANGUAGE_CODE="ja",
    LANGUAGES=[("ja", "日本語"), ("en", "English")],
    USE_TZ=True,
    TIME_ZONE="Asia/Tokyo",
)
django.setup()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402  needs the settings above
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseBase  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.translation import get_language  # noqa: E402
from django.views.i18n import set_language  # noqa: E402


def security_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Send the product's policy with every page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Content-Security-Policy"] = CSP
        return response

    return middleware


def show(request: HttpRequest, name: str = "sink") -> HttpResponse:
    """Draw one page with its static content in the reader's language."""
    import content  # type: ignore[import-not-found]  # noqa: PLC0415  its forms need the settings above

    return render(request, f"sink/{name}.html", content.of(name, get_language() or "ja"), status=200)


urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("", show),
    path("<slug:name>/", show),
]


class QuietHandler(WSGIRequestHandler):
    """Serves without writing a line per request."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class SinkServer:
    """The server; port 0 takes a free one."""

    def __init__(self, port: int) -> None:
        """Bind to the loopback address."""
        self.http = ThreadedWSGIServer(("127.0.0.1", port), QuietHandler, ipv6=False)
        self.http.set_app(StaticFilesHandler(WSGIHandler()))
        self.port = self.http.server_port

    def run(self) -> None:
        """Serve until stopped."""
        self.http.serve_forever()

    def stop(self) -> None:
        """End serving and close the socket."""
        self.http.shutdown()
        self.http.server_close()
