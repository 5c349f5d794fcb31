"""What the worker's sweep would do within some minutes, done at once: run in the site's own surroundings.

python file_left.py DATA
"""

from __future__ import annotations

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "kikitori.config.settings"

from kikitori.config.prepared import prepared_site


def main() -> None:
    """File what waits; print the outcomes."""
    with prepared_site(sys.argv[1]):
        from django.utils import timezone

        from kikitori.casework.file_mails import file_waiting
        from kikitori.records.people.actor import Actor

        done = file_waiting(Actor.system("mail"), now=timezone.now, careful=True)
        sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
