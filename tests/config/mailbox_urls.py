"""The whole site with the demonstration's mailbox, whether or not these tests run in a demonstration."""

from __future__ import annotations

from kikitori.config import mailbox, urls

urlpatterns = [*mailbox.urlpatterns, *urls.urlpatterns]
