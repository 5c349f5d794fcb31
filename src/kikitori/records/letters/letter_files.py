"""Reads letter templates for the engine of compose.py, `{漢字|かんじ}` in them as marks.

Marked when the file is read and not when the letter is: braces in what somebody wrote stay what they are.
"""

from django.template import Origin
from django.template.loaders.filesystem import Loader

from kikitori.foundation.language.readings import marked


class LetterFiles(Loader):
    """Files below the folder of letters."""

    def get_contents(self, origin: Origin) -> str:
        """The text of a template, ready to be compiled."""
        return marked(str(super().get_contents(origin)))
