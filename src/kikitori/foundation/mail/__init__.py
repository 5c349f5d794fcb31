"""Reading raw mails: any bytes become plain values, and what was wrong is said in codes; never an exception. Pure.

`reading` is the way in; structure, headers and charsets say what is written, replies, automatic and reports what it
means. Imports nothing of ours but foundation/language.
"""
