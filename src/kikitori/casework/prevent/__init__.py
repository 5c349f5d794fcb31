"""Prevent 防止: the verbs of corrective actions, all through doorway.py; and the watch that counts what comes again.

May import what casework may. No complaint is changed here.
"""
