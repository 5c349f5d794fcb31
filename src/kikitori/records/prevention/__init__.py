"""Prevention 防止: what changed so that the same does not happen to the next person.

Corrective actions with their own lifecycle, the statistics that watch them, improvements as everybody reads them, and
guidelines, where what was learned stands ready for the next case.
May import complaints and people.
"""
