"""Prevention 防止: what changed so that the same does not happen to the next person.

Here for now: improvements, as they are told to everybody. May import complaints and people.
"""
