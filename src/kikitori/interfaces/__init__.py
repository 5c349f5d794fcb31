"""Interfaces: every way in. No rules, no writes.

May import casework, insight, records and foundation; the rooms do not import each other, only `look`.
"""
