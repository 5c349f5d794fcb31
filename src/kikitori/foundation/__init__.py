"""Foundation: what the house stands on, and nothing that knows a complaint.

Language, the reading of mails, cryptography, storage, the embedded database server and guarded outgoing HTTP live here.
Every layer above may import it; it imports nothing of ours.
"""
