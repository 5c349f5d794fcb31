"""The demonstration's texts: two fictional bodies, their staff, and what people tell them, as data.

`shop/` and `association/` hold YAML; `corpus` reads and checks it, `planning` turns it into dated complaints.
Nothing here writes a record: the demo calls the verbs with these facts. May import foundation only.
"""
