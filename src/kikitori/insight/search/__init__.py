"""Search (検索): complaints by what was said in them and by whose they are, as far as the actor sees them.

`find.search` is the one doorway; `upkeep` keeps the documents that are searched. `keys` is pure.
May import records and foundation.
"""
