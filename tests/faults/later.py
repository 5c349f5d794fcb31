"""What the worker's sweeps would do ten minutes from now, done at once: run in the site's own surroundings.

    python later.py DATA

Letters whose job was lost with a killed worker are found and sent by the very verbs the schedule calls.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "kikitori.config.settings"

from kikitori.config.prepared import prepared_site

LATER = timedelta(minutes=10)


def main() -> None:
    """Deliver what was left behind; print how many letters that were."""
    with prepared_site(sys.argv[1]):
        from django.utils import timezone

        from kikitori.casework.deliver import deliver_letter, letters_left_behind
        from kikitori.records.people.actor import Actor

        now = timezone.now() + LATER
        sent = [
            deliver_letter(Actor.system("outbox"), number, now=now) for number in letters_left_behind(now)
        ]
        sys.stdout.write(f"{len(sent)}\n")


if __name__ == "__main__":
    main()
