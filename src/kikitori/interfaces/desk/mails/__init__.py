"""Incoming mails (受信メール) as staff see them: what is in quarantine, each mail, its original, HTML and attachments.

May import: casework, records, foundation, the look, and the modules of the desk beside it.
Everything starts from `mails_seen`; what is served comes from strangers and is served so that nothing in it can act.
"""
