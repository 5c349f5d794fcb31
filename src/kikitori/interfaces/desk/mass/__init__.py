"""Mass complaints 集団申出 at the desk: the common cause, its children, and replies written once for all of them.

Imports what the rest of the desk may; rules are casework's.
"""
