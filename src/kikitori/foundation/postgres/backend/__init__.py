"""Django's PostgreSQL backend with one repair (see base.py); named as ENGINE in DATABASES.

May import django and psycopg only.
"""
