"""Every address of the site: the desk below /desk/, the portal at the root."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from kikitori.config import demo_letters, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    *(demo_letters.urlpatterns if settings.ENVIRONMENT.demo else []),
    path("look/", include("kikitori.interfaces.look.urls")),
    path("hooks/mail/", include("kikitori.interfaces.mail.urls")),
    path("desk/", include("kikitori.interfaces.desk.urls")),
    path("", include("kikitori.interfaces.portal.urls")),
]

handler400 = "kikitori.config.errors.bad_request"
handler403 = "kikitori.config.errors.forbidden"
handler404 = "kikitori.config.errors.not_found"
handler500 = "kikitori.config.errors.server_error"
