"""Languages: those of the portal and of the letters beyond Japanese and English, each a folder with its catalogue.

A folder holds `language.yaml` (its code and its own name) and `LC_MESSAGES/django.po`, named as Django names it
(`ja_Easy`, `vi`). What lies here is offered to complainants; the desk stays with the two languages of the staff.
Imported by the settings: knows nothing of Django.
"""
