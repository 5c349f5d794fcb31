"""Sessions in the database, as Django keeps them, but for one thing: a database that is gone is told as that.

Django takes every failure to save a session for one that somebody has deleted, and answers 400. Whoever had just sent
something, and had it taken in, would then read that nothing was saved; so a lost connection stays what it is (503).
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError


class SessionStore(db.SessionStore):
    """Django's own store of sessions in the database."""

    @classmethod
    def get_model_class(cls) -> type:
        """The table is Django's own."""
        return db.SessionStore.get_model_class()

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Save. Raises UpdateError only if the row is gone, and the database's own error if the database is."""
        try:
            super().save(must_create)
        except UpdateError as gone:
            cause = gone.__context__
            if isinstance(cause, OperationalError | InterfaceError):
                raise cause from None
            raise
