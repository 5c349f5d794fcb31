"""Kikitori (聴き取り): complaint management that keeps its promises.

Floors, from the roof down: config, interfaces, casework, records, foundation; imports only point down
(docs/ARCHITECTURE.md). This package itself holds nothing.
"""
