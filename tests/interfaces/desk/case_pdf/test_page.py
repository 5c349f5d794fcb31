"""The page on which a case file is put together, and the PDF it hands out."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.casework.inquire import begin_investigation  # noqa: F401
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def address(complaint: Complaint, reader: str = "") -> str:
    return f"/desk/complaints/{complaint.reference}/case-file/" + (f"?for={reader}" if reader else "")


def ticked(client: Client, complaint: Complaint, reader: str) -> list[str]:
    page = client.get(address(complaint, reader))
    assert page.status_code == 200, page.content.decode()[:2000]
    return [tick.item.key for group in page.context["groups"] for tick in group.ticks if tick.is_ticked]


def made(client: Client, complaint: Complaint, reader: str, **more: object) -> bytes:
    sent = {"for": reader, "in": ticked(client, complaint, reader), "language": "ja", **more}
    answer = client.post(address(complaint), sent)
    assert answer.status_code == 200 and answer["content-type"] == "application/pdf", answer.content.decode()[
        :3000
    ]
    return answer.content


def test_try(cast: Cast, client: Client) -> None:
    complaint = makers.confirming(cast)
    for reader in ("house", "complainant", "respondent", "body"):
        pdf = made(client, complaint, reader)
        open(f"/tmp/k/t/case-{reader}.pdf", "wb").write(pdf)
