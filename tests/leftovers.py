"""What a test leaves behind that was not rolled back is thrown away; what was never filled is not touched.

Django truncates every table after such a test and fills two of them anew. Two hundred new files, and the rows that name
them, cost more than most of the tests did, and more with each time.
"""

from __future__ import annotations

from django.db import connection

#: What migrations wrote and nothing ever changes.
KEPT = ("django_migrations", "django_content_type", "auth_permission")
_EMPTY = """
do $$
declare
  each record;
  filled boolean;
begin
  for each in
    select c.oid::regclass as name from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> all (%s)
  loop
    execute format('select exists (select from %%s)', each.name) into filled;
    if filled then execute format('delete from %%s', each.name); end if;
  end loop;
end $$
"""


def empty_tables() -> None:
    """Delete every row but those of KEPT: the queue's and the cache's, too. To be called as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY, [list(KEPT)])
