"""Views (一覧): lists of complaints by conditions that people keep, and what is done to many of them at once.

Part of the desk. Asks through records/selection, writes through casework/saved_views.py and casework/rounds.py.
"""
