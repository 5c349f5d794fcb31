"""Voices (声): what people say about how it went. First of all: is it solved?

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
The complainant's own verdict is neither state nor finding (invariant 5).
"""
