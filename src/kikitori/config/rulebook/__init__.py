"""What `kikitori rules` does, a module for each thing it can be asked: show, count, check, change, simulate.

May import casework, records and foundation. Django is imported late: the settings read the site's data folder.
"""
