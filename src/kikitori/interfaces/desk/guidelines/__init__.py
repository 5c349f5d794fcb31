"""Guidelines 対応指針 on the desk: the library, one of them, its versions as they were, who has read what.

May import casework, records and the desk's frame; the panel on a complaint's page is in complaint/guideline_panel.py.
"""
