"""Letters (通信): what was said between us and a person, and the outbox that carries it.

An aspect room: may import complaints, people, foundation; does not know the other aspect rooms.
Letters are written in the reader's language from templates/letters/{ja,en}/<kind>.txt.
"""
