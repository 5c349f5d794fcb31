"""Verbs of incidents of leaked data 漏えい事案: begun, joined, reported, told to those affected, closed (ADR 0038).

May import what casework may. Nothing here changes a complaint but through a complaint's own verbs.
"""
