"""The timeline in words (経過): one small function per kind of event, in the reader's language.

Sentences are made from an event's kind and values, never from a stored sentence. A text goes with the band that says
who reads it: `public` to the complainant, `from` the complainant, `internal` among ourselves. table.py lists them all.
"""
