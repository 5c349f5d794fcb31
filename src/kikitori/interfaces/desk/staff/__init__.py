"""Staff 職員: accounts listed, added and changed by administrators; one's own address; pages that links in mails open.

Part of the desk. Writes through casework/members.py. Shows no complaint.
"""
