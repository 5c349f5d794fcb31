"""The mails of the demonstration: all of them come in, and a quarantine has one of every sort to look at."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kikitori.casework.deliver import deliver_letter
from kikitori.config.demo_mail import bring_mails
from kikitori.config.demo_texts.corpus import HOUSES
from kikitori.config.demo_texts.mails import demo_mails
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import summon
from tests.letterbox import into_folder

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.django_db
@pytest.mark.parametrize("house", HOUSES)
def test_mails_come_in_once_and_lie_where_they_belong(house: str, settings, tmp_path) -> None:
    into_folder(settings, tmp_path)
    cast = summon()
    for _ in range(4):
        complaint = makers.acknowledged(cast, now=NOW - timedelta(days=3))
        deliver_letter(Actor.system("outbox"), complaint.letters.get().pk, now=NOW - timedelta(days=2))
    assert bring_mails(house, NOW) == len(demo_mails(house))
    assert bring_mails(house, NOW) == 0
    held = set(Mail.objects.filter(state="held").values_list("held", flat=True))
    assert held >= {"automatic", "no_sender", "empty", "unknown_sender"}
    assert not Mail.objects.filter(state="waiting").exists()
    if house == "shop":
        assert held >= {"unreadable", "report"}
        assert Letter.objects.get(state="failed").last_error == "bounced"
        assert Mail.objects.filter(word__isnull=False, attachments__found="image/jpeg").exists()
