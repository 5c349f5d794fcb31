"""Deadlines (期限): business calendars, rules, due dates with their reasons, and promises.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
`calendar`, `working_time`, `holiday_tables`, `rules`, `rule_parts`, `pack_reader`, `pack_table`, `counting` are pure.
`clock`, `golden`, `why` and `promises` are pure. Data: packs, public holidays, and golden dates to test both by.
"""
