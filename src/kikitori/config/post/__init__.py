"""What `kikitori mail` does, a module for each thing it can be asked: set mailboxes, fetch, listen, receive, tell.

May import casework, interfaces/mail, records and foundation. Django is imported late: the settings read the site's data
folder.
"""
