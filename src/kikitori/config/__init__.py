"""Config: the composition root. Settings, addresses, command line, supervisor, schedule and demo.

May import everything below it; nothing imports it, except by the names Django and the command line are given.
"""
