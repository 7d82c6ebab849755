"""Several cases saved in one step, although each has a file of its own.

One line says what goes to which case. It is written before the first case file is
touched, and from then on the step is done: what a crash or a full disk kept from a file
is added to it later. When everything is in its place the line is taken away, so that
nothing of a case is kept here.
"""

from collections.abc import Sequence

import msgspec

from assistant.store.journal import Journal
from assistant.store.plain import Plain, from_json, to_json

Ids = tuple[str, str]  # business and case


class Intent(msgspec.Struct, frozen=True, array_like=True):
    """A commit that belongs into a case file.

    after: how many commits are in front of it there; a file that has more has it.
    """

    business_id: str
    case_id: str
    after: int
    document: Plain

    @property
    def ids(self) -> Ids:
        """Business and case."""
        return self.business_id, self.case_id


class IntentLog:
    """The step that is being done; its users see to it that there is only one.

    journal: opened by nobody else. Raises DamageError if it does not read.
    left: what the last run did not finish.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        lines = journal.read()
        self.left = [each for line in lines for each in from_json(line, list[Intent])]

    def begin(self, commits: Sequence[Intent]) -> None:
        """The step is done from here on; StoreError if the disk refuses."""
        self._journal.append(to_json(commits))

    def clear(self) -> None:
        """Everything is in its place, durably; StoreError if the disk refuses."""
        self.left = []
        if self._journal.count:
            self._journal.rewrite([])

    def close(self) -> None:
        """Give the file back."""
        self._journal.close()
