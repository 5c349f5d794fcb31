"""The table of steps: the word of each address and its form. Menus, addresses and tests read it; nothing else does.

`complaint/K-2026-000131/<word>/` shows and takes the step. A new step is one class and one line here.
"""

from __future__ import annotations

from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.steps import (
    appointing,
    asking,
    assess,
    assign,
    barring,
    causes,
    clocks,
    dates,
    ending,
    evidence,
    facts,
    grouping,
    inquiry,
    lifting,
    misfiled,
    opening,
    plan,
    remedy,
    reviewing,
    solution,
    tasks,
    verdict,
    writing,
)
from kikitori.records.complaints.lifecycle import Step

STEPS: dict[str, type[StepForm]] = {
    "acknowledge": opening.Acknowledge,
    "assess": assess.Assess,
    "assign": assign.Assign,
    "investigate": opening.Begin,
    "ask": inquiry.AskComplainant,
    "ask-third-party": inquiry.AskThirdParty,
    "answer": inquiry.RecordAnswer,
    "reply": writing.Reply,
    "take-back": writing.TakeBack,
    "reply-time": writing.MoveReply,
    "note": writing.Note,
    "hear": writing.Hear,
    "causes": causes.Causes,
    "plan": plan.PlanInquiry,
    "line": plan.EndLine,
    "evidence": evidence.TakeEvidence,
    "custody": evidence.NoteCustody,
    "fact": facts.NoteFact,
    "propose": solution.Propose,
    "accept": solution.Accept,
    "decline": solution.Decline,
    "decide": solution.Decide,
    "remedy": remedy.CarryOut,
    "finish": remedy.Finish,
    "ask-solved": verdict.AskSolved,
    "solved": verdict.Solved,
    "unsolved": verdict.Unsolved,
    "rate": verdict.Rate,
    "close": ending.CloseAgreed,
    "close-exhausted": ending.CloseExhausted,
    "reopen": ending.Reopen,
    "ask-review": reviewing.AskReview,
    "review": reviewing.BeginReview,
    "ask-for": asking.WritePetition,
    "answer-ask": asking.AnswerPetition,
    "unwanted": asking.NameUnwanted,
    "bar": barring.DecideBar,
    "ask-lift": lifting.AskToLift,
    "lift": lifting.DecideLift,
    "representative": appointing.NameRepresentative,
    "confirm-representative": appointing.AnswerAppointment,
    "end-representative": appointing.EndAppointment,
    "withdraw": ending.Withdraw,
    "escalate": ending.Escalate,
    "acknowledge-escalation": ending.AcknowledgeEscalation,
    "promise-call": dates.PromiseCall,
    "call": dates.CallBack,
    "promise": dates.PromiseByHand,
    "keep-promise": dates.KeepPromise,
    "no-promise": dates.SetAsideDate,
    "new-date": dates.ReplacePromise,
    "begin-deadline": clocks.StartClock,
    "deadline-met": clocks.MeetClock,
    "prolong": clocks.ExtendClock,
    "stop-deadline": clocks.StopClock,
    "count-anew": clocks.RecountClocks,
    "move": misfiled.MoveMessage,
    "merge": misfiled.Merge,
    "separate": misfiled.Separate,
    "place": assign.Place,
    "link": grouping.MakeLink,
    "unlink": grouping.TakeLinkAway,
    "split": grouping.Split,
    "regroup": grouping.Regroup,
    "join-mass": grouping.JoinMass,
    "leave-mass": grouping.LeaveMass,
    "task": tasks.AddTask,
    "task-done": tasks.FinishTask,
    "task-again": tasks.TakeUpTask,
    "task-to": tasks.ReassignTask,
    "task-day": tasks.RescheduleTask,
    "task-drop": tasks.DropTask,
}
#: The word of a step, for whoever knows only the step.
WORD_OF: dict[Step, str] = {form.step: word for word, form in STEPS.items()}


def address_of(reference: str, word: str) -> str:
    """The address of a step of one complaint."""
    return complaint_address(reference, name_of(word))


def name_of(word: str) -> str:
    """The name of the address of a step, for `reverse`."""
    return f"desk:step_{word}"
