"""Remedies (救済): what we offer a person, what was agreed, and what was done about it.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
`limits` is pure.
"""
