"""The table of roles: what each may do, and that nobody is mightier than the table."""

import pytest

from kikitori.records.access.labels import PERMISSION, REASON
from kikitori.records.access.permissions import (
    NEEDED,
    OF_COMPLAINANT,
    OF_MANDATE,
    OF_ROLE,
    OF_SYSTEM,
    Permission,
)
from kikitori.records.access.policy import Reason
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.terms import Mandate, Role

P = Permission
#: What a role may do in its own name; everything else is refused.
HANDLER = {
    *(
        "use_desk",
        "read",
        "receive",
        "acknowledge",
        "assess",
        "assign",
        "investigate",
        "write",
        "note",
        "propose",
    ),
    *("answer_proposal", "decide", "remedy", "confirm", "rate", "close", "reopen", "withdraw"),
    "escalate",
    *("promise", "keep_clocks", "speak", "acknowledge_escalation", "sort_mail", "keep_views"),
    *("change_person", "join_people", "group", "ask_review", "refer"),
    *("petition", "answer_petition", "confide"),
    *("appoint", "answer_appointment", "end_appointment"),
    "make_file",
    *("verify_remedy", "drop_remedy", "ask_approval", "answer_approval"),
    "prevent",
    *("redirect", "report", "seal", "keep_seal"),
}
LEAD = {
    *("decide_grave", "close_exhausted", "see_restricted", "stop_clocks", "acknowledge_any_escalation"),
    *("manage_rules", "manage_ladder", "share_views", "manage_writing", "add_followers"),
    *("manage_automation", "manage_portal", "publish"),
    "let_go",
    "begin_review",
    "waive_report",
    "keep_breaches",
    "decide_bars",
    "approve_actions",
    *("manage_guidelines", "oversee_guidelines", "read_ledger"),
}
DOCUMENTED = {
    Role.HANDLER: HANDLER,
    Role.LEAD: HANDLER | LEAD,
    Role.AUDITOR: {"use_desk", "read", "see_restricted", "oversee_guidelines", "read_ledger", "keep_seal"},
    Role.ADMINISTRATOR: {
        *("manage_staff", "manage_rules", "manage_ladder", "manage_mailboxes", "keep_views", "share_views"),
        *("manage_writing", "manage_automation", "manage_notices", "manage_portal", "let_go", "use_desk"),
        "manage_authority",
        "name_receivers",
    },
}
#: All but reading, and what somebody arranges for themselves.
WRITING = set(Permission) - {
    P.READ,
    P.SEE_RESTRICTED,
    P.MANAGE_STAFF,
    P.USE_DESK,
    P.OVERSEE_GUIDELINES,
    P.READ_LEDGER,
}


@pytest.mark.parametrize("step", list(Step))
def test_step_needs_a_permission_that_somebody_has(step: Step) -> None:
    needed = NEEDED[step]
    assert any(needed in granted for granted in (*OF_ROLE.values(), OF_COMPLAINANT, OF_SYSTEM))


def test_table_of_steps_is_complete_and_has_no_others() -> None:
    assert set(NEEDED) == set(Step)


@pytest.mark.parametrize("role", list(Role))
def test_role_may_do_what_is_documented_and_nothing_else(role: Role) -> None:
    assert OF_ROLE[role] == DOCUMENTED[role]


def test_administrator_looks_after_accounts_and_settings_and_sees_no_complaint() -> None:
    settings = {
        P.MANAGE_RULES,
        P.MANAGE_LADDER,
        P.MANAGE_MAILBOXES,
        P.KEEP_VIEWS,
        P.SHARE_VIEWS,
        P.MANAGE_WRITING,
        P.MANAGE_AUTOMATION,
        P.MANAGE_NOTICES,
        P.MANAGE_PORTAL,
        P.LET_GO,
        P.MANAGE_AUTHORITY,
        P.NAME_RECEIVERS,
    }
    assert OF_ROLE[Role.ADMINISTRATOR] == {P.USE_DESK, P.MANAGE_STAFF, *settings}


def test_everybody_on_the_staff_arranges_their_own_desk_and_nobody_else_has_one() -> None:
    assert all(P.USE_DESK in granted for granted in OF_ROLE.values())
    assert P.USE_DESK not in OF_COMPLAINANT | OF_SYSTEM


def test_nobody_but_the_administrator_manages_accounts() -> None:
    others = [OF_ROLE[role] for role in Role if role is not Role.ADMINISTRATOR]
    assert not any(P.MANAGE_STAFF in granted for granted in (*others, OF_COMPLAINANT, OF_SYSTEM))


def test_auditor_reads_everything_and_writes_nothing_but_in_the_vault_where_they_were_let_in() -> None:
    reading = {P.USE_DESK, P.READ, P.SEE_RESTRICTED, P.OVERSEE_GUIDELINES, P.READ_LEDGER}
    assert reading | {P.KEEP_SEAL} == OF_ROLE[Role.AUDITOR]
    assert OF_ROLE[Role.AUDITOR] & WRITING == {P.KEEP_SEAL}


@pytest.mark.parametrize("permission", [P.DECIDE_GRAVE, P.CLOSE_EXHAUSTED, P.SEE_RESTRICTED])
def test_what_a_lead_alone_may_do_among_those_who_handle(permission: Permission) -> None:
    assert permission in OF_ROLE[Role.LEAD]
    assert permission not in OF_ROLE[Role.HANDLER]


def test_lead_may_do_all_that_a_handler_may() -> None:
    assert OF_ROLE[Role.HANDLER] < OF_ROLE[Role.LEAD]


def test_complainant_answers_speaks_and_leaves_but_runs_nothing() -> None:
    assert {
        "read",
        "receive",
        "speak",
        "answer_proposal",
        "confirm",
        "rate",
        "withdraw",
        "reopen",
        "ask_review",
        "petition",
        "confide",
        "appoint",
        "end_appointment",
        "verify_remedy",
    } == OF_COMPLAINANT


def test_whoever_was_appointed_may_do_what_was_left_to_them() -> None:
    speaks = {"read", "speak", "petition"}
    assert speaks == OF_MANDATE[Mandate.SPEAK]
    acts = {"answer_proposal", "confirm", "verify_remedy", "withdraw", "reopen", "ask_review"}
    assert speaks | acts == OF_MANDATE[Mandate.ACT]


@pytest.mark.parametrize("mandate", list(Mandate))
def test_nobody_appointed_may_do_more_than_the_complainant_or_name_others(mandate: Mandate) -> None:
    granted = OF_MANDATE[mandate]
    assert granted < OF_COMPLAINANT
    assert not granted & {P.APPOINT, P.END_APPOINTMENT, P.CONFIDE, P.RECEIVE, P.RATE}


@pytest.mark.parametrize(
    "permission",
    [P.DECIDE, P.PROPOSE, P.ANSWER_PROPOSAL, P.CONFIRM, P.RATE, P.WITHDRAW, P.REOPEN, P.CLOSE_EXHAUSTED],
)
def test_machine_never_decides_or_speaks_for_a_person(permission: Permission) -> None:
    assert permission not in OF_SYSTEM


@pytest.mark.parametrize(
    ("step", "permission"),
    [
        (Step.ACCEPT, P.ANSWER_PROPOSAL),
        (Step.DECLINE, P.ANSWER_PROPOSAL),
        (Step.CONFIRM_SOLVED, P.CONFIRM),
        (Step.RATE, P.RATE),
        (Step.DECIDE, P.DECIDE),
        (Step.NOTE, P.NOTE),
        (Step.REPLY, P.WRITE),
        (Step.CLOSE_EXHAUSTED, P.CLOSE_EXHAUSTED),
    ],
)
def test_step_asks_for_the_permission_of_its_name(step: Step, permission: Permission) -> None:
    assert NEEDED[step] is permission


def test_every_permission_and_reason_has_a_word_on_screen() -> None:
    assert set(PERMISSION) == set(Permission)
    assert set(REASON) == set(Reason)


def test_every_permission_is_granted_to_somebody() -> None:
    granted = set().union(*OF_ROLE.values(), OF_COMPLAINANT, OF_SYSTEM)
    assert granted == set(Permission)
