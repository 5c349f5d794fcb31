"""The shared look: base pages, one stylesheet, icons, template tags and the form renderer that every page uses.

Has no views and no models. May import Django and foundation, nothing else of ours; `desk` and `portal` build on it.
Words that depend on time, names or money are shaped in `words.py`, which knows nothing of Django.
"""
