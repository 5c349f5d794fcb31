"""One file per command of the command line: thin, argparse only, Django imported late.

May import everything; holds no rules.
"""
