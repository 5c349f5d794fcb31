"""Escalation (上申): the levels before which a complaint can be brought, who stands there, and what was brought.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
`terms` and `ladder` are pure.
"""
