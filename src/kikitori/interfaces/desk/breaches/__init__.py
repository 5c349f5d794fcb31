"""Pages of incidents of leaked data: the list, one, its reports, the notice to those affected.

May import what the desk may.
"""
