"""Reading raw mails: any bytes become plain values or a typed warning, never an exception. Pure.

`reading` is the way in; `structure`, `headers`, `charset` read what is written, `replies`, `automatic`, `reports` what it
means. Imports nothing of ours but foundation/language.
"""
