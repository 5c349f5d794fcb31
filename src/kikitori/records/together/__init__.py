"""Together (協働): who is here at the same time, and what colleagues owe and tell each other about a complaint.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
`terms` is pure.
"""
