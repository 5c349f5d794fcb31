"""Complaints (苦情): the words of the trade, the state machine, the complaint itself and its timeline.

Stands above people and below the aspect rooms. May import: people, foundation.
`lifecycle` and `terms` are pure; a complaint's state is assigned in casework/step.py and nowhere else.
"""
