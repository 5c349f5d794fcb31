"""Referral (紹介): to whom complaints are passed on that we cannot solve ourselves, what they got, what came of it.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
"""
