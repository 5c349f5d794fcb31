"""Settings 設定: the pages on which an organisation sets its calendar and its rules.

`places` is the list of them, `calendar_*` the business days and closures, `rule_*` the rule packs.
May import the rest of the desk, the look, casework and records; the desk's frame imports `places` alone.
"""
