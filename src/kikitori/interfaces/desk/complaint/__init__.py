"""The complaint page (苦情): who, what they want, what was promised, what comes next, what was said.

Reads through records, writes through casework, and leaves every rule to them. One form per step lives in
steps/; the engine that shows and sends them is stepping.py. May import: look, the desk's door, casework,
records, foundation; nothing of the other doors.
"""
