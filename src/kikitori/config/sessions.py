"""Sessions in the database, as Django keeps them, but for what happens when one cannot be saved.

Django takes every such failure for a session that somebody has deleted, and answers 400. Whoever had just sent
something, and had it taken in, would then read that nothing was saved. So a lost connection stays what it is (503);
and a session that was ended meanwhile, in another window, stays ended, while what was under way gets its answer.
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
        """Save, if the session has not been ended meanwhile. Raises the database's own error if that is gone."""
        try:
            super().save(must_create)
        except UpdateError as gone:
            cause = gone.__context__
            if isinstance(cause, OperationalError | InterfaceError):
                raise cause from None
            if self.session_key and self.exists(self.session_key):
                raise
