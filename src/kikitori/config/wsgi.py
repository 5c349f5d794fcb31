"""The WSGI application that the web server runs."""

from __future__ import annotations

import os
import signal

from django.core.wsgi import get_wsgi_application

from kikitori.config.lifeline import die_with_parent, is_supervised

if is_supervised():
    # Imported in the web server's worker process. If the server is killed, its worker must not keep the port.
    die_with_parent(signal.SIGKILL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kikitori.config.settings")
application = get_wsgi_application()
