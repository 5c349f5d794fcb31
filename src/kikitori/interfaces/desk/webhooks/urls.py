"""Addresses of webhooks, below those of the desk: one's own beside the notices, the organisation's in the settings."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.webhooks.house_pages import webhook_new_page, webhook_page, webhooks_page
from kikitori.interfaces.desk.webhooks.own_page import own_webhook_page

urlpatterns: list[URLPattern] = [
    path("notices/webhook/", own_webhook_page, name="own_webhook"),
    path("settings/webhooks/", webhooks_page, name="webhooks"),
    path("settings/webhooks/new/", webhook_new_page, name="webhook_new"),
    path("settings/webhooks/<row:webhook>/", webhook_page, name="webhook"),
]
