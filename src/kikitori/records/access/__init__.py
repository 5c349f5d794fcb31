"""Access (守秘): who may do what, and who may see which complaint.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
`visible_to` is the one source for list, search, count, export, mail and API. Unseen means 404.
"""
