"""Eight different steps on one complaint at the same moment: each is taken whole or refused, the chain stays legal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event

import pytest

from tests.faults.oracle import walk
from tests.faults.people import Clerk, Complainant

pytestmark = pytest.mark.xdist_group("faults")
SOON = str(date.today() + timedelta(days=10))  # noqa: DTZ011 - any day that is not past will do
STEPS: dict[str, dict[str, str]] = {
    "note": {"body": "倉庫に確かめた。"},
    "reply": {"body": "確かめています。"},
    "assess": {"severity": "S3", "allegation_0_text": "皿が割れていた", "rest_no": "on"},
    "investigate": {},
    "escalate": {"reason": "判断を仰ぎたい"},
    "hear": {"channel": "phone", "body": "急いでいます。"},
    "propose": {
        "text": "新しい皿をお送りします。",
        "answer_by": SOON,
        "remedy_0_kind": "replace",
        "remedy_0_text": "皿一枚の交換",
        "remedy_0_due_on": SOON,
    },
    "withdraw": {"reason": "もうよい、とのこと", "how": "電話で"},
}


def test_eight_steps_at_once_end_in_a_legal_chain(site, ledger):
    person = Complainant(site.port, ledger, Event())
    person.complain()
    clerks = []
    for number in range(len(STEPS)):
        clerk = Clerk(site.port, ledger, Event(), f"clerk{number % 3 + 1}")
        clerk.sign_in()
        clerks.append(clerk)
    clerks[0].take(person.reference, "assess", **STEPS["assess"])
    path = f"/desk/complaints/{person.reference}/"
    forms = {step: clerks[0].browser.ask(f"{path}{step}/") for step in STEPS}
    # What cannot be taken yet shows no form: it is sent as from a page that was opened at another time.
    whole = {step: page.form("token") if page.status == 200 else {} for step, page in forms.items()}
    for form in whole.values():
        form.pop("csrfmiddlewaretoken", None)  # each browser has its own
    together = Barrier(len(STEPS))

    def take(clerk: Clerk, step: str) -> int:
        together.wait()
        return clerk.browser.send(f"{path}{step}/", {**whole[step], **STEPS[step]}).status

    with ThreadPoolExecutor(len(STEPS)) as crowd:
        statuses = dict(zip(STEPS, crowd.map(take, clerks, STEPS), strict=True))
    assert set(statuses.values()) <= {303, 409}, statuses
    assert list(statuses.values()).count(303) >= 3, statuses
    ((pk, state, version),) = site.ask(
        "select id, state, version from records_complaint where reference = %s", person.reference
    )
    assert walk(site, pk, person.reference, state, version) == []
    # received, acknowledged and assessed stand before; then exactly those that were answered with success.
    # A reply is only handed in: nobody notices it before it goes.
    ((gone,),) = site.ask(
        "select count(*) from records_event where complaint_id = %s and kind = 'replied'", pk
    )
    assert version == 3 + gone + list(statuses.values()).count(303) - (statuses["reply"] == 303)
