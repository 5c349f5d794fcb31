"""The whole site with the demonstration's mailbox, whether or not these tests run in a demonstration."""

from __future__ import annotations

from kikitori.config import demo_letters, urls

urlpatterns = [*demo_letters.urlpatterns, *urls.urlpatterns]
