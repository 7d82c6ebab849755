"""Several cases saved in one step, although each has a file of its own.

One line says what goes to which case, and to the outbox. It is written before the
first case file is touched, and from then on the step is done: what a crash or a full
disk kept from a file is added to it later. When everything is in its place the line is
taken away, so that nothing of a case is kept here.
"""

from collections.abc import Sequence

import msgspec

from assistant.store.journal import Journal
from assistant.store.plain import Plain, from_json, to_json
from assistant.store.port import Outgoing

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


class Intents(msgspec.Struct, frozen=True):
    """One step: commits for case files, and messages about no single case."""

    commits: list[Intent]
    outgoing: list[Outgoing]


class IntentLog:
    """The step that is being done; its users see to it that there is only one.

    journal: opened by nobody else. Raises DamageError if it does not read.
    left: what the last run did not finish.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.left = [from_json(line, Intents) for line in journal.read()]

    def begin(self, commits: Sequence[Intent], outgoing: Sequence[Outgoing]) -> None:
        """The step is done from here on; StoreError if the disk refuses."""
        self._journal.append(to_json(Intents(list(commits), list(outgoing))))

    def clear(self) -> None:
        """Everything is in its place, durably; StoreError if the disk refuses."""
        self.left = []
        if self._journal.count:
            self._journal.rewrite([])

    def close(self) -> None:
        """Give the file back."""
        self._journal.close()
