"""GHSA-v8vc-cmf9-gg2c (FreeScout): joining with a conversation one cannot see. Here: as if there were none, no effect."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from kikitori.casework.errors import Unseen
from kikitori.casework.link import link_complaints
from kikitori.casework.merge import merge_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.write import hear
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import restricted, taken_in

#: What is another with every answer.
_FRESH = r'oken": "[^"]+"|value="[^"]{20,}"'
pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[Any]]:
    """Everything in the archive but who last signed in."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("records").get_models()
        if model.__name__ != "Staff"
    }


@pytest.fixture
def cast() -> Cast:
    return summon()


def test_sealed_other_is_answered_as_one_never_given_out(cast: Cast) -> None:
    visible, sealed = taken_in(cast, maker=makers.acknowledged), restricted(cast)
    word = hear(makers.complainant_of(visible), visible, body="写真です。", now=timezone.now())
    client, before = Client(), rows()
    client.force_login(cast.handler)
    asked: dict[str, dict[str, object]] = {
        "merge": {"same_person": "on"},
        "link": {"kind": "related"},
        "move": {"message": word.pk},
    }
    for step, values in asked.items():
        here = f"/desk/complaints/{visible.reference}/{step}/"
        pages = [
            re.sub(_FRESH, "", client.post(here, {**values, "to": number}).content.decode())
            for number in (sealed.reference, "K-2026-999999")
        ]
        assert "極秘" not in pages[0]
        assert pages[0].replace(sealed.reference, "K-2026-999999") == pages[1], step
        there = f"/desk/complaints/{sealed.reference}/{step}/"
        assert client.post(there, {**values, "to": visible.reference}).status_code == 404
    assert rows() == before


def test_verbs_see_no_sealed_other_either(cast: Cast) -> None:
    visible, sealed = taken_in(cast, maker=makers.acknowledged), restricted(cast)
    word = hear(makers.complainant_of(visible), visible, body="写真です。", now=timezone.now())
    now, handler, before = timezone.now() + timedelta(minutes=1), cast.actor("handler"), rows()
    for one, other in ((visible, sealed), (sealed, visible)):
        with pytest.raises(Unseen):
            merge_complaint(handler, one, to=other, now=now, same_person=True)
        with pytest.raises(Unseen):
            link_complaints(handler, one, to=other, kind="related", now=now)
        with pytest.raises(Unseen):
            move_message(handler, one, message=word.pk, to=other, now=now)
    assert rows() == before
