"""Letters on paper: each and several as PDF, the notes that they were posted, came back, and go to another address.

May import what a desk page may.
"""
