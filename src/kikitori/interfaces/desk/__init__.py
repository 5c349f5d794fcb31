"""The desk 受付デスク: where staff work after signing in. Today, the queues, taking in, people, letters, finding.

Every page opens through `door.py`; the page of one complaint has a room of its own (complaint/).
May import: the look, casework, records, foundation. Decides nothing and writes nothing itself.
"""
