"""The verbs (動作): the only writers of records. One file per step, plain functions.

`step.py` is the one doorway: lock, may?, lifecycle allows?, write, timeline, promises, letters, in one
transaction. May import: records, foundation; not insight, not interfaces. `now` is always passed in.
"""
