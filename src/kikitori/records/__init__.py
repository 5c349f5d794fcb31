"""The archive (記録): what is known and what the rules are.

One Django app and one migrations folder; its rooms are plain packages. Rooms hold nouns and rules and
never act: writing is casework's. May import: foundation. Between rooms: models > selection >
aspect rooms > complaints > people; the aspect rooms do not know each other.
"""
