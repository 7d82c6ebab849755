"""The papers that go with a letter."""

from datetime import datetime

from assistant.domain.case import Case
from assistant.domain.evidence import EvidenceItem, EvidenceKind
from assistant.domain.letter_parts import Enclosure
from assistant.domain.typed import in_one_line

# Evidence that is not ours to send back, or was written for our eyes only.
NOT_ENCLOSED = frozenset(
    {EvidenceKind.STATEMENT, EvidenceKind.CALL_NOTE, EvidenceKind.PAYMENT}
)


def enclosed_items(
    case: Case, until: datetime | None = None
) -> tuple[EvidenceItem, ...]:
    """The papers that go with a letter, in the order of their numbers.

    until: only what was there by then, for a letter that has gone.
    """
    return tuple(
        item
        for item in case.evidence.items
        if item.kind not in NOT_ENCLOSED and (until is None or item.added_at <= until)
    )


def enclosures_of(case: Case, until: datetime | None = None) -> tuple[Enclosure, ...]:
    """The same papers as a letter names them, numbered from 1."""
    return tuple(
        Enclosure(number, item.kind, in_one_line(item.name), item.dated_on)
        for number, item in enumerate(enclosed_items(case, until), 1)
    )
