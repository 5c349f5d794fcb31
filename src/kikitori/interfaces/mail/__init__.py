"""The roads by which mails come in: fetching from IMAP, listening (LMTP, SMTP), standard input, providers' webhooks.

All do the same: the bytes are kept and committed, then the source is told; filing is a job's. No rules, no writes.
May import casework, records and foundation.
"""
