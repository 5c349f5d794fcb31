"""Paper 紙: pages for print. Which signs our typeface has, and setting text as PDF.

May import nothing of ours but the language beside it. Typst and the typeface are loaded when the first page is set.
"""
