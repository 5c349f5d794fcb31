"""One cause, one corrective action; the same comes again. It begins anew by itself, its owner is told, and tries otherwise."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.stories.conftest import PASSWORD, House, Visitor
from tests.stories.desk import Desk, in_days
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
#: What has happened in the last months: five complaints of one cause, one action for all of them, and three more.
_HAPPENED = """
import json, sys
from kikitori.config.prepared import prepared_site
with prepared_site(sys.argv[1]):
    from datetime import timedelta
    from django.utils import timezone
    from kikitori.casework.mass import MassGiven, begin_mass
    from kikitori.casework.mass_children import join_mass
    from kikitori.casework.prevent.analyse import analyse_action
    from kikitori.casework.prevent.carry_out import begin_action, finish_action
    from kikitori.casework.prevent.plan import PlanGiven, approve_plan, plan_action
    from kikitori.casework.prevent.raising import ActionGiven, raise_action
    from kikitori.records.people.models import Staff
    from kikitori.records.prevention.actions import CorrectiveAction
    from tests.cast import Cast
    from tests.corrective import WHYS, caused
    cast = Cast(**{each.login: each for each in Staff.objects.all()})
    handler, lead, now = cast.actor("handler"), cast.actor("lead"), timezone.now()
    ago = lambda days: now - timedelta(days=days)
    children = [caused(cast, ago(days)) for days in (55, 54, 53, 52, 51)]
    mass = begin_mass(handler, MassGiven(title="Crushed parcels", found="Straps were missing."), now=ago(50))
    for child in children:
        join_mass(handler, child, mass=mass, now=ago(50))
    given = ActionGiven(title="Parcels arrive crushed", problem="They slide in the van.")
    action = raise_action(handler, given, now=ago(49), mass=mass)
    analyse_action(handler, action, WHYS, now=ago(48))
    plan = PlanGiven(kind="ca_training", plan="Tell the drivers once more.", due_on=ago(45).date(),
                     causes=("process",), days_before=30, days_after=60, threshold=50)
    plan_action(handler, action, plan, now=ago(47))
    approve_plan(lead, action, now=ago(46), seen=CorrectiveAction.objects.get(pk=action.pk).version)
    begin_action(handler, action, now=ago(46))
    finish_action(handler, action, how="All drivers were told.", now=ago(45))
    again = [caused(cast, ago(days)) for days in (30, 20, 10, 8, 6, 4)]
    print(json.dumps({"action": action.reference, "mass": mass.pk, "child": children[0].reference}))
"""
_SWEPT = """
import sys
from kikitori.config.prepared import prepared_site
with prepared_site(sys.argv[1]):
    from kikitori.foundation import jobs
    jobs.defer("sweep_actions", timestamp=0)
"""


def run(house: House, script: str) -> str:
    """In a process of its own, as a colleague's terminal would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    environment["PYTHONPATH"] = "."
    command = [sys.executable, "-c", script, str(house.data)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1] if done.stdout else ""


def test_action_that_did_not_help_begins_anew_and_its_owner_tries_otherwise(
    house: House, visit: Callable[..., Visitor]
) -> None:
    happened = json.loads(run(house, _HAPPENED))
    where = f"/desk/actions/{happened['action']}/"
    owner = Desk(visit("en"), "handler", PASSWORD)
    owner.speak("en")
    at = owner.visitor
    owner.open_complaint(happened["child"])
    at.press("Parcels arrive crushed")
    at.reads("How it stands so far")

    # Five in thirty days before; six since: whatever the next two weeks bring, it is not halved.
    run(house, _SWEPT)
    wait_until(lambda: "Cycle 2" in at.page.goto(house.address + where).text())  # type: ignore[union-attr]
    at.open("/desk/notices/")
    at.reads("Found not effective")
    at.page.get_by_role("button", name=f"Open it {happened['action']}").first.click()
    at.page.wait_for_url(f"**{where}")
    at.look()
    for words in (
        "The one before did not help enough.",
        "It did not help enough",
        "Judged before the day of the check",
        "Tell the drivers once more.",
    ):
        at.reads(words)

    at.press("Analyse the cause")
    at.press("Fishbone")
    at.page.fill("[name=says_machine_0]", "The vans have no rails to strap to")
    at.page.fill("[name=shown_machine_0]", "Photographs of all vans")
    at.page.check("[name=roots][value=equipment]", force=True)
    at.page.check("[name=roots][value=process]", force=True)
    at.press("Keep this analysis")
    at.reads("The vans have no rails to strap to")
    at.press("Plan, measure and day of the check")
    at.page.select_option("[name=kind]", "ca_design")
    at.page.fill("[name=plan]", "Fit rails into all vans.")
    at.page.fill("[name=due_on]", in_days(14))
    at.press("Put the plan forward")
    at.reads("A lead who does not carry it out approves it")
    assert at.page.get_by_role("button", name="Approve plan and measure").count() == 0

    lead = Desk(visit("en", scripts=False), "lead", PASSWORD)
    lead.speak("en")
    lead.visitor.open("/desk/notices/")
    lead.visitor.reads("Found not effective")
    lead.visitor.open("/desk/actions/?which=approve")
    lead.visitor.press("Parcels arrive crushed")
    lead.visitor.press("Approve plan and measure")
    lead.visitor.reads("Approved")

    at.open(where)
    at.press("Begin it today")
    at.press("It is carried out")
    at.page.fill("[name=how]", "Rails in all twelve vans.")
    at.press("It is done as of today")
    at.reads("It is counted by itself what comes again, and judged on")
    lead.visitor.open(where)
    lead.visitor.press("Draft it for “you said – we did”")
    drafted = [each.input_value() for each in lead.visitor.page.locator("main textarea").all()]
    assert "Rails in all twelve vans." in drafted
