"""Rows that several bring at the same moment, of which one counts."""

from __future__ import annotations

from django.db import connection, models


def insert_unless_there(row: models.Model, *, by: str) -> bool:
    """Insert `row`, unless there is one with the same value in the unique field `by`; was it inserted?

    One statement, which waits for whoever is inserting the same value and needs no savepoint: nothing fails where the
    row is there. Sets the primary key. Signals are not sent.
    """
    meta = row._meta  # noqa: SLF001 - documented by Django
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = [str(field.column) for field in fields]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {meta.db_table} ({', '.join(columns)}) values ({marks})"  # noqa: S608 - names of our own
            f" on conflict ({by}) do nothing returning {meta.pk.column}",
            values,
        )
        made = cursor.fetchone()
    if made is None:
        return False
    row.pk, row._state.adding, row._state.db = made[0], False, connection.alias  # noqa: SLF001 - as bulk_create does
    return True
