"""Webhooks (Webhook): the organisation's and one's own, how each does, every try, and a test.

Part of the desk. Writes through casework/webhooks/. Shows no address and, but for the once, no secret.
"""
