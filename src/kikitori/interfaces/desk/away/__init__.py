"""Absence and deputy 不在と代理: one's own days and everybody's, what falls due in them, what happened meanwhile.

May import the desk, casework, records. Holds no rule of its own; complaints come from what the reader sees.
"""
