"""Leaving (退職・異動): what somebody holds, handed on to others, and the account closed.

Part of the desk. Writes through casework/leaving.py and casework/rounds.py.
"""
