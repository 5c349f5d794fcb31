"""The tour (案内) of the desk: a few sentences above each page a newcomer should know, one page after the other.

Part of the desk. Writes through casework/tour.py.
"""
