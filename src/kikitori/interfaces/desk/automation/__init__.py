"""Automations (自動処理): kept, put into order, tried on past cases, and the record of what they did.

Part of the desk. Conditions are put together by the rows of views; writes through casework/automation/keep.py.
"""
