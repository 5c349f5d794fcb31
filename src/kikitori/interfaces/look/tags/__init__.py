"""The tags behind `{% load look %}`, grouped by what they show: signs, times, deadlines, texts, pieces of a page.

Each module has its own `register`; `templatetags/look.py` joins them into one library.
May import Django and the look's pure modules; holds no rules about complaints.
"""
