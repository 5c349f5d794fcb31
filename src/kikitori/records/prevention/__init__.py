"""Prevention 防止: what changed so that the same does not happen to the next person.

Corrective actions with their own lifecycle, the statistics that watch them, and improvements as everybody reads them.
May import complaints and people.
"""
