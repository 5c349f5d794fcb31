"""Automation (自動処理): what happens by itself, when, if, and in which order; with a line for each time it did.

`terms`, `rule`, `chain`, `dues`, `foresight` and `hindsight` are pure. Knows all rooms below it;
casework acts.
"""
