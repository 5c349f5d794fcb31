"""The watchtower (見張り): what can be seen in the archive when all of it is looked at.

A Django app of derived tables with migrations of its own; each row can be thrown away and made again. It watches rows
and writes none of the archive's. May import: records, foundation. It and casework do not know each other.
"""
