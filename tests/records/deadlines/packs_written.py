"""Two packs in full, for tests of how packs are read."""

#: Every field of a rule about days, and a rule that leaves out what it can.
HOUSE = """\
id: house
version: 3
valid_from: 2026-04-01
valid_to: 2027-03-31
jurisdiction: JP
source: {title: 社内規程, clause: 第4条}
certainty: proposal
rules:
  - id: report
    kind: report
    trigger: known
    quantity: 10
    unit: calendar_day
    first_day_counts: true
    roll: next
    pausable: true
    warn_at: [60, 80]
    certainty: from_memory
    source:
      title: 消費生活用製品安全法
      clause: 第35条
      url: https://laws.example/shoan
      seen_on: 2026-11-01
  - id: answer
    kind: progress
    trigger: received
    quantity: 3
    unit: business_day
    outside_hours: same_day
"""
#: Every part beside the days.
PARTS = """\
id: house
version: 1
valid_from: 2026-04-01
jurisdiction: JP
role: law
title: {ja: 規則, en: Rules}
applies_if: {kind: [conduct, mediation], language: [ja]}
source: {title: 社内規程, clause: 第4条}
certainty: proposal
rules:
  - id: notice
    name: {ja: 総会の通知, en: Notice of the meeting}
    kind: notice
    audience: respondent
    trigger: named
    begins: by_hand
    applies_if:
      safety: [fire, co]
    quantity: 2
    unit: year
    direction: before
    calendar: GB-SCT
    met_by: [by_hand, decide]
    on_breach:
      level: 3
      notice: letter
    letter_parts: [day, grounds]
  - id: decision
    kind: decision
    trigger: received
    quantity: 20
    unit: business_day
    met_by: [decide]
    starts_again_on: [reopen, confirm_unsolved]
    extension:
      quantity: 10
      times: 2
      notice_before_expiry: false
      reason_required: false
  - id: plain
    kind: decision
    trigger: received
    quantity: 1
    unit: month
"""
