"""Template tags of the desk.

Words for codes, in the reader's language. May import: the look, the archive's labels. No queries.
"""
