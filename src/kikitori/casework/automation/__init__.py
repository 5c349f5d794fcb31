"""Automation (自動処理): keeping automations, running them, and trying them on past cases.

Acts through the verbs beside this room and through nothing else; may import them, records, foundation.
"""
