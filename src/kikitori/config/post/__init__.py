"""What `kikitori mail` does: set mailboxes, ask for consent, fetch, listen, receive, read, tell.

A module for each. May import casework, interfaces/mail, records and foundation. Django is imported late: the settings
read the site's data folder.
"""
