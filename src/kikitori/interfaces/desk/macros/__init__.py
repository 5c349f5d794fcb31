"""Macros (定型操作): written by leads, used on the page of a complaint, which says beforehand what each will do.

Part of the desk. Writes through casework/macros.py and casework/use_macro.py.
"""
