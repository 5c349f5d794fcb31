"""Triage (振分): the safety questions, and where a complaint waits. Urgent is apart from main.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
`sorting` is pure.
"""
