"""People at the desk: who somebody is, how to reach them, what they told us and what we did; and the changes to it.

May import: the desk's own modules beside this folder, casework, records, foundation. Writes nothing itself.
"""
