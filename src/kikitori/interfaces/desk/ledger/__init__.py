"""The ledger 救済台帳: all that was offered, granted, paid and dropped, and whether it falls to all alike.

Reads through `visible_to`; may import the desk's frame, casework, records, foundation.
"""
