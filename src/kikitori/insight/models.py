"""Table of contents of the watchtower: every room's models, listed here so that Django finds them. No code."""

from kikitori.insight.search.models import SearchDocument, SearchProgress

__all__ = ["SearchDocument", "SearchProgress"]
