"""Template tags of the shared look: `{% load look %}`.

May import Django and the look's own modules; holds no rules about complaints.
"""
