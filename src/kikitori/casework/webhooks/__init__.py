"""Webhooks (Webhook): keeping them, leaving calls with a step, calling them, and writing down what came of it.

May import the verbs beside this room, records, foundation. Only `call.py` speaks to other servers, and only in a job.
"""
