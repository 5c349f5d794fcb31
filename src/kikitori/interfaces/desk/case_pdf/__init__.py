"""Case file (事案記録) as PDF: for whom, what is in it, what is blacked out; put together and handed out.

May import what a desk page may. What may be in it for whom is the archive's to say (records/access/case_file.py).
"""
