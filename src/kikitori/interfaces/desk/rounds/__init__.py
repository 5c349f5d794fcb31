"""Rounds (一括処理): what is done to several complaints of a list at once, how far it is, and its undoing.

Part of the desk. Writes through casework/rounds.py.
"""
