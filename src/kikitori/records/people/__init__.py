"""People (人): staff, complainants, the bodies and representatives they speak for, and how to reach them.

The lowest room of the archive: it knows nobody above it. May import: foundation.
A person may have no contact point, one or many; unknown is a value (invariant 11).
"""
