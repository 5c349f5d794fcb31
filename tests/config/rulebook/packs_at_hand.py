"""Packs as somebody would write them, for tests of the command."""

from kikitori.records.deadlines.pack_reader import shipped_text

#: Our own standard with fifteen days for a decision.
STRICTER = shipped_text("jp-default").replace("quantity: 20\n", "quantity: 15\n")
COUNCIL = """id: council
version: 1
valid_from: 2026-01-01
jurisdiction: JP
title: {ja: 理事会規程, en: Rules of the council}
source: {title: Bylaws, clause: "12"}
certainty: verified
rules:
  - {id: hearing, kind: hearing, trigger: received, quantity: 14, unit: calendar_day, met_by: [hear]}
"""
