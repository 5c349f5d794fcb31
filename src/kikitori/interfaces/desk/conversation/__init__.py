"""Guided conversation 聞き取り: begin one, one question at a time, read it back, file it.

May import casework, insight, records, foundation, the look and other rooms of the desk.
"""
