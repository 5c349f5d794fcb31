"""Inquiry (調査): what was asked, what was answered, and what was found on each point.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
"""
