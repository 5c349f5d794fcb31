"""The database server: a launcher for the embedded PostgreSQL, roles, start-up check, signature, kept statements.

May import the standard library, psycopg, django.db (session and stencil only) and kikitori.foundation.language.
Knows nothing of complaints. The way in is `embedded.EmbeddedPostgres`.
"""
