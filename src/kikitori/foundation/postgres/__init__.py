"""The database server: our own launcher for the embedded PostgreSQL, roles, start-up check, transaction signature.

May import the standard library, psycopg, django.db (session only) and kikitori.foundation.language.
Knows nothing of complaints. The way in is `embedded.EmbeddedPostgres`.
"""
