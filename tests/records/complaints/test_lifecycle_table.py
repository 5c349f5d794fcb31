"""The state machine drawn out: every step from every state, as a chart that a person can check against the standard.

A letter is the state the step leads to, `=` leaves the complaint where it is, `.` is refused. The standard gives the
moves of the main road (ISO 10002, 7.3 to 7.9); what staff may do beside it (assign, note, reply, escalate) moves nothing.
"""

import pytest

from kikitori.records.complaints.lifecycle import (
    AWAITING,
    CLOSED,
    GONE,
    IN_HAND,
    OPEN,
    State,
    Step,
    StepNotPossible,
    is_possible,
    state_after,
    steps_from,
)

#: A letter for each state, in the order of the road.
LETTERS = {
    "R": State.RECEIVED,
    "K": State.ACKNOWLEDGED,
    "S": State.ASSESSING,
    "I": State.INVESTIGATING,
    "C": State.AWAITING_COMPLAINANT,
    "T": State.AWAITING_THIRD_PARTY,
    "P": State.PROPOSAL,
    "D": State.DECIDED,
    "M": State.REMEDYING,
    "F": State.CONFIRMING,
    "2": State.REVIEW2,
    "X": State.EXTERNAL,
    "O": State.REOPENED,
    "A": State.CLOSED_ACCEPTED,
    "E": State.CLOSED_EXHAUSTED,
    "W": State.WITHDRAWN,
    "r": State.REDIRECTED,
    "v": State.VAULTED,
    "m": State.MERGED,
}
COLUMNS = "RKSICTPDMF2XOAEWrvm"
CHART = """
    step               R K S I C T P D M F 2 X O A E W r v m
    receive            . . . . . . . . . . . . . . . . . . .
    acknowledge        K . . . . . . . . . . . . . . . . . .
    assess             = S = = = = = . . . . . S . . . . . .
    assign             = = = = = = = = = = = = = . . . . . .
    investigate        . . I . . . . . . . . . I . . . . . .
    ask_complainant    . . . C = . . . . . . . . . . . . . .
    ask_third_party    . . . T . = . . . . . . . . . . . . .
    record_answer      . . . = I I . . . . . . . . . . . . .
    reply              = = = = = = = = = = = = = = = = = = .
    note               = = = = = = = = = = = = = = = = = = =
    hear               = = = = I = = = = = = = = = = = = = .
    find_causes        . = = = = = = = = = = = = = = = . = .
    plan_inquiry       . = = = = = = = = = = = = . . . . = .
    end_inquiry_line   = = = = = = = = = = = = = = = = . = .
    take_evidence      = = = = = = = = = = = = = = = = . = .
    note_custody       = = = = = = = = = = = = = = = = = = =
    note_fact          = = = = = = = = = = = = = = = = . = .
    propose            . . . P . . = . . . . . P . . . . . .
    accept             . . . . . . M . . . . . . . . . . . .
    decline            . . . . . . I . . . . . . . . . . . .
    decide             . . . D . . D . . . D . . . . . . . .
    remedy             . . . . . . . M = . = = . . . . . . .
    drop_remedy        . . . . . . . = = . = = . . . . . . .
    verify_remedy      = = = = = = = = = = = = = = = = . . .
    ask_approval       . . . = . . = . . . = . = . . . . . .
    answer_approval    = = = = = = = = = = = = = = = = = = =
    finish_remedies    . . . . . . . F F . = = . . . . . . .
    ask_solved         . . . . . . . F . = . . . . . . . . .
    confirm_solved     . . . . . . . F . = . . . . . . . . .
    confirm_unsolved   . . . . . . . I . I . . . . . . . . .
    rate               . . . . . . . . . = . . . = = = . . .
    close_accepted     . . . . . . . A . A . . . . . . . . .
    close_exhausted    . . . . . . . E . E E E . . . . . . .
    reopen             . . . . . . . . . . . . . O O O . . .
    ask_review         . . . . . . . 2 2 2 . . . 2 2 . . . .
    begin_review       . . . . . . . . . . = . . . . . . . .
    refer              . . . T . = . . . . = . . . . . . . .
    refer_outside      . . . X X X X X X X X . X . . . . . .
    turn_outside       . X X X X X X X X X X . X X X . . . .
    record_referral    . = = = = I = = = = = I = . . . . . .
    record_result      . . . . . . . = = = . D . = = = . . .
    petition           = = = = = = = = = = = = = = = = . . .
    answer_petition    = = = = = = = = = = = = = = = = = = .
    confide            = = = = = = = = = = = = = = = = . = .
    decide_bar         = = = = = = = = = = = = = = = = = = .
    ask_lift           = = = = = = = = = = = = = = = = . = .
    decide_lift        = = = = = = = = = = = = = = = = . = .
    appoint            = = = = = = = = = = = = = = = = . . .
    answer_appointment = = = = = = = = = = = = = = = = = = =
    end_appointment    = = = = = = = = = = = = = = = = = = =
    ask_redirect       . = = = . . . . . . . . . . . . . . .
    redirect           . r r r . . . . . . . . . . . . . . .
    refuse_redirect    = = = = = = = = = = = = = = = = = = =
    undo_redirect      . . . . . . . . . . . . . . . . S . .
    write_report       = = = = = = = = = = = = = = = = = = =
    record_report      = = = = = = = = = = = = = = = = = = =
    ask_no_report      = = = = = = = = = = = = = = = = = = =
    decide_no_report   = = = = = = = = = = = = = = = = = = =
    withdraw           W W W W W W W W W W W W W . . . . . .
    escalate           = = = = = = = = = = = = = . . . . . .
    acknowledge_escalation = = = = = = = = = = = = = . . . . . .
    promise_call       = = = = = = = = = = = = = . . . . = .
    call_back          = = = = = = = = = = = = = = = = . = .
    promise            = = = = = = = = = = = = = . . . . = .
    keep_promise       = = = = = = = = = = = = = = = = . = .
    set_aside_date     = = = = = = = = = = = = = . . . . = .
    replace_promise    = = = = = = = = = = = = = . . . . = .
    miss_promise       = = = = = = = = = = = = = = = = = = =
    deliver_letter     = = = = = = = = = = = = = = = = = = =
    send_link          = = = = = = = = = = = = = = = = = = =
    issue_receipt      = = = = = = = = = = = = = = = = = = =
    start_clock        = = = = = = = = = = = = = = = = = = =
    meet_clock         = = = = = = = = = = = = = = = = = = =
    extend_clock       = = = = = = = = = = = = = . . . . . .
    stop_clock         = = = = = = = = = = = = = = = = = = =
    recount_clocks     = = = = = = = = = = = = = = = = = = =
    turn_clock         = = = = = = = = = = = = = = = = = = =
    read_again         = = = = = = = = = = = = = = = = = = =
    add_contact        = = = = = = = = = = = = = = = = . = .
    move_message       = = = = = = = = = = = = = = = = = = =
    merge              . m m m m m . . . . . . m . . . . . .
    separate           . . . . . . . . . . . . . . . . . . O
    place              = = = = = = = = = = = = = . . . . . .
    link               = = = = = = = = = = = = = = = = = = =
    unlink             = = = = = = = = = = = = = = = = = = =
    split              . = = = = = . . . . . . = . . . . . .
    regroup            m m m m m m m m m m m m m . . . . . .
    join_breach        = = = = = = = = = = = = = = = = = = =
    leave_breach       = = = = = = = = = = = = = = = = = = =
    join_mass          = = = = = = = = = = = = = = = = . . .
    leave_mass         = = = = = = = = = = = = = = = = = = =
    add_task           = = = = = = = = = = = = = = = = . = .
    finish_task        = = = = = = = = = = = = = = = = = = =
    take_up_task       = = = = = = = = = = = = = = = = = = =
    reassign_task      = = = = = = = = = = = = = = = = = = =
    reschedule_task    = = = = = = = = = = = = = = = = = = =
    drop_task          = = = = = = = = = = = = = = = = = = =
    make_file          = = = = = = = = = = = = = = = = = = =
    tie_action         = = = = = = = = = = = = = = = = = = =
    choose_guideline   = = = = = = = = = = = = = . . . . . .
    mark_item          = = = = = = = = = = = = = = = = . . .
    try_other_road     . . . . . . . . . = . . . . . . . . .
    leave_it           . . . . . . . F . = . . . . . . . . .
    ask_again          . . . . . . . . . . . . . = . . . . .
    confirm_holds      . . . . . . . . . . . . . = . . . . .
    stop_asking        . . . . . . . . . . . . . = . . . . .
    schedule_reply     = = = = = = = = = = = = = = = = . . .
    take_back_reply    = = = = = = = = = = = = = = = = = = =
    seal               v v v v v v v v v v v v v v v v v . .
    grant_sight        . . . . . . . . . . . . . . . . . = .
    end_sight          . . . . . . . . . . . . . . . . . = .
    tell_inquiry       . . . . . . . . . . . . . . . . . = .
    tell_outcome       . . . . . . . . . . . . . . . . . = .
    ask_unseal         . . . . . . . . . . . . . . . . . = .
    unseal             . . . . . . . . . . . . . . . . . S .
    refuse_unseal      . . . . . . . . . . . . . . . . . = .
"""
HEAD, *ROWS = [line.split() for line in CHART.strip().splitlines()]
CELLS = [(step, letter, cell) for step, *cells in ROWS for letter, cell in zip(COLUMNS, cells, strict=True)]


def test_chart_has_every_state_and_every_step_once() -> None:
    assert ["step", *COLUMNS] == HEAD
    assert [LETTERS[letter] for letter in COLUMNS] == list(LETTERS.values())
    assert set(LETTERS.values()) == set(State)
    assert sorted(step for step, *_ in ROWS) == sorted(step.value for step in Step)
    assert len(CELLS) == len(State) * len(Step)


@pytest.mark.parametrize(("step", "cells"), [(step, "".join(cells)) for step, *cells in ROWS])
def test_step_leads_where_the_chart_says_from_every_state(step: str, cells: str) -> None:
    """All cells of one row at a time, and the one that is wrong by its letter."""
    wrong = {}
    for letter, cell in zip(COLUMNS, cells, strict=True):
        state = LETTERS[letter]
        try:
            after = state_after(state, Step(step))
        except StepNotPossible:
            said = "."
        else:
            said = "=" if after is state else next(name for name, each in LETTERS.items() if each is after)
        if said != cell:
            wrong[letter] = said
    assert wrong == {}


@pytest.mark.parametrize("letter", COLUMNS)
def test_buttons_offer_exactly_the_steps_of_the_column(letter: str) -> None:
    offered = {step for step, column, cell in CELLS if column == letter and cell != "."}
    assert {step.value for step in steps_from(LETTERS[letter])} == offered
    for step in Step:
        assert is_possible(LETTERS[letter], step) is (step.value in offered)


def test_nothing_but_the_last_steps_leads_to_an_end() -> None:
    """No road skips from received to closed: between them stands a decision, or the complainant's own withdrawal."""
    ends = {(step, LETTERS[cell]) for step, _, cell in CELLS if cell in LETTERS and LETTERS[cell] in CLOSED}
    assert ends == {
        ("close_accepted", State.CLOSED_ACCEPTED),
        ("close_exhausted", State.CLOSED_EXHAUSTED),
        ("withdraw", State.WITHDRAWN),
    }


def test_after_an_end_only_reopening_a_review_a_body_outside_and_a_seal_move_anything() -> None:
    moving = {step for step, letter, cell in CELLS if LETTERS[letter] in CLOSED and cell in LETTERS}
    assert moving == {"reopen", "ask_review", "turn_outside", "seal"}


def test_only_referral_leads_to_a_body_outside_and_every_road_leads_back() -> None:
    there = {step for step, _letter, cell in CELLS if cell == "X"}
    back = {step for step, letter, cell in CELLS if letter == "X" and cell in LETTERS}
    assert there == {"refer_outside", "turn_outside"}
    assert back == {"record_referral", "record_result", "close_exhausted", "withdraw", "regroup", "seal"}


def test_what_is_owed_is_carried_out_while_a_body_outside_looks_at_it() -> None:
    assert {step for step, letter, cell in CELLS if letter == "X" and cell == "="} >= {
        "remedy",
        "finish_remedies",
    }


def test_what_has_gone_elsewhere_comes_back_only_out_of_the_other_complaint_or_by_undoing() -> None:
    moving = {step for step, letter, cell in CELLS if LETTERS[letter] in GONE and cell not in ".="}
    assert moving == {"separate", "undo_redirect", "seal", "unseal"}


def test_complainant_is_heard_in_every_state_that_is_still_ours() -> None:
    heard = {LETTERS[letter] for step, letter, cell in CELLS if step == "hear" and cell != "."}
    assert heard == OPEN | CLOSED | {State.REDIRECTED, State.VAULTED}


def test_waiting_and_in_hand_are_open_and_reopened_is_begun_again() -> None:
    assert AWAITING < IN_HAND < OPEN
    assert State.REOPENED in IN_HAND
    assert not {State.RECEIVED, State.ACKNOWLEDGED, State.ASSESSING, State.DECIDED} & IN_HAND


def test_refusal_names_the_state_and_the_step_in_words_for_the_log() -> None:
    with pytest.raises(StepNotPossible, match="decide is not possible in state received") as refusal:
        state_after(State.RECEIVED, Step.DECIDE)
    assert (refusal.value.state, refusal.value.step) == (State.RECEIVED, Step.DECIDE)
