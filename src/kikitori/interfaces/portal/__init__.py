"""The portal: everybody who complains comes in here, without an account, with or without a name.

Complain, receive a slip, follow what happens, answer. Whoever holds a slip sees one complaint and only what is
public in it. May import casework, records, foundation and the shared look; knows none of the other doors.
"""
