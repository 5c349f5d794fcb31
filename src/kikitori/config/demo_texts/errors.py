"""What is wrong with the demonstration's data, and where, so that its writer can mend it."""

from __future__ import annotations


class CorpusError(ValueError):
    """A fault in the data. The message begins with the place: file, matter, wording or step."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")
        self.place = place
        self.fault = fault
