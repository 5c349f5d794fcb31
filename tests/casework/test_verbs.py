"""What holds for every verb: who may, in which state, what it writes, and that a refusal writes nothing."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kikitori.casework.assess import assess_complaint
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Changed, Refused, Unseen
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor, ActorKind
from tests import makers
from tests.casework.verbs import CASES as OTHERS
from tests.casework.verbs import LATER, SOON, Case
from tests.casework.verbs_of_asking import ASKING_CASES
from tests.casework.verbs_of_clocks import CLOCK_CASES
from tests.casework.verbs_of_follow_up import FOLLOW_UP_CASES
from tests.casework.verbs_of_grouping import GROUPING_CASES
from tests.casework.verbs_of_guidelines import GUIDELINE_CASES
from tests.casework.verbs_of_investigation import INVESTIGATION_CASES
from tests.casework.verbs_of_mail import MAIL_CASES
from tests.casework.verbs_of_money import MONEY_CASES
from tests.casework.verbs_of_promises import PROMISE_CASES
from tests.casework.verbs_of_redirecting import REDIRECT_CASES
from tests.casework.verbs_of_referral import REFERRAL_CASES
from tests.casework.verbs_of_reports import REPORT_CASES
from tests.casework.verbs_of_sealing import SEALING_CASES
from tests.casework.verbs_of_tasks import TASK_CASES
from tests.cast import Cast

CASES = [
    *(*OTHERS, *TASK_CASES, *PROMISE_CASES, *CLOCK_CASES, *MAIL_CASES, *GROUPING_CASES, *ASKING_CASES),
    *REFERRAL_CASES,
    *MONEY_CASES,
    *GUIDELINE_CASES,
    *REDIRECT_CASES,
    *REPORT_CASES,
    *FOLLOW_UP_CASES,
    *INVESTIGATION_CASES,
    *SEALING_CASES,
]
ALL = pytest.mark.parametrize("case", CASES, ids=[case.step.value for case in CASES])
#: To whom the complaint does not exist; to all others not in `may` it is refused.
BLIND = ("administrator", "stranger", "newcomer", "respondent")
SEEING = ("handler", "lead", "auditor", "complainant", "system")


def actor_of(name: str, complaint: Complaint, cast: Cast) -> Actor:
    match name:
        case "complainant":
            return makers.complainant_of(complaint)
        case "stranger":
            return Actor.complainant(complaint.pk + 1000)
        case "newcomer":
            return Actor.newcomer()
        case "respondent":
            return Actor(kind=ActorKind.RESPONDENT, complaint_id=complaint.pk)
        case "system":
            return Actor.system("tested")
    return cast.actor(name)


def rows() -> list[tuple[str, str]]:
    """Everything in the archive, as it stands: each row with its table. In one question, as it is asked often."""
    tables = [model._meta.db_table for model in apps.get_app_config("records").get_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            " union all ".join(f"select '{name}', to_jsonb(r)::text from {name} r" for name in tables)
            + " order by 1, 2"
        )
        return [*cursor.fetchall()]


def test_table_knows_every_step_but_the_first() -> None:
    assert Counter(case.step for case in CASES) == Counter(set(Step) - {Step.RECEIVE})


@ALL
def test_verb_writes_what_has_happened_and_asks_no_more_than_it_must(cast: Cast, case: Case) -> None:
    """Savepoints are not counted: they belong to whoever calls."""
    complaint = case.build(cast)
    version, letters, newest = complaint.version, complaint.letters.count(), complaint.events.last()
    who = min(case.may)
    with CaptureQueriesContext(connection) as captured:
        case.act(actor_of(who, complaint, cast), complaint)
    asked = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(asked) <= case.statements, "\n".join(asked)
    event = complaint.events.filter(pk__gt=newest.pk if newest else 0)[0]
    visibility = case.visibility or ("internal" if case.internal else "public")
    assert (event.kind, event.visibility) == (case.event, visibility)
    assert set(event.data) == set(case.says.split())
    assert event.actor_kind == ("staff" if who in ("handler", "lead", "auditor") else who)
    assert [letter.kind for letter in complaint.letters.all()[letters:]] == list(case.letters)
    fresh = Complaint.objects.get(pk=complaint.pk)
    assert (fresh.state, fresh.version > version) == (case.state, not case.unnoticed)
    assert (complaint.state, complaint.version) == (fresh.state, fresh.version)


@ALL
def test_verb_is_taken_by_whom_and_where_it_belongs_alone(cast: Cast, case: Case) -> None:
    complaint = case.build(cast)
    before = rows()
    refusals = dict.fromkeys(BLIND, Unseen) | {name: Refused for name in SEEING if name not in case.may}
    for name, refusal in refusals.items():
        with pytest.raises(refusal):
            case.act(actor_of(name, complaint, cast), complaint)
    assert rows() == before
    reached = set()
    for name in case.may:
        with transaction.atomic():
            own = Complaint.objects.get(pk=complaint.pk)
            case.act(actor_of(name, own, cast), own)
            reached.add((name, Complaint.objects.get(pk=complaint.pk).state))
            transaction.set_rollback(True)
    assert reached == {(name, case.state) for name in case.may}
    assert rows() == before


@ALL
def test_verb_is_not_taken_in_a_state_that_does_not_know_it(cast: Cast, case: Case) -> None:
    strange = {state for state in State if not is_possible(state, case.step)}
    if not strange:
        return
    complaint = case.build(cast)
    actor, events = actor_of(min(case.may), complaint, cast), complaint.events.count()
    refused = set()
    for state in strange:
        Complaint.objects.filter(pk=complaint.pk).update(state=state.value)
        with pytest.raises(StepNotPossible) as refusal:
            case.act(actor, complaint)
        refused.add((refusal.value.state, refusal.value.step))
    assert refused == {(state, case.step) for state in strange}
    assert complaint.events.count() == events


OVERWRITING = {
    "assess": lambda actor, complaint, seen: assess_complaint(
        actor,
        complaint,
        severity="S2",
        subject="delivery",
        safety={},
        allegations=[],
        seen_version=seen,
        now=LATER,
    ),
    "propose": lambda actor, complaint, seen: propose_solution(
        actor,
        complaint,
        text="交換します。",
        remedies=[RemedyGiven(kind="replace", text="皿", due_on=SOON)],
        answer_by=SOON,
        seen_version=seen,
        now=LATER,
    ),
    "decide": lambda actor, complaint, seen: decide_complaint(
        actor,
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="確認") for n in (1, 2)},
        seen_version=seen,
        now=LATER,
    ),
}


@pytest.mark.parametrize("verb", OVERWRITING)
def test_editor_who_has_not_seen_the_newest_version_overwrites_nothing(cast: Cast, verb: str) -> None:
    complaint = makers.investigated(cast)
    before = rows()
    for stale in (complaint.version - 1, complaint.version + 1, 0):
        with pytest.raises(Changed) as changed:
            OVERWRITING[verb](cast.actor("handler"), complaint, stale)
        assert changed.value.current.version == complaint.version
    assert rows() == before
    seen = complaint.version
    OVERWRITING[verb](cast.actor("handler"), complaint, seen)
    assert complaint.version == seen + 1
