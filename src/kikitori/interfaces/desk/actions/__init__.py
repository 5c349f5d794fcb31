"""Corrective actions 是正処置 at the desk: the list, one with its drawing and its numbers, and its steps as forms.

Imports what the rest of the desk may; rules are casework's.
"""
