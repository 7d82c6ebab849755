"""Whom what is said is for."""

from dataclasses import dataclass

from assistant.chat.events import Place


@dataclass(frozen=True, slots=True)
class Address:
    """Whom something is said to, where that is not simply who asked.

    case_id: the case it is about; None for the one in focus at the end.
    person: the platform's id of who alone may read it.
    place: where else than at the place of the event.
    name: what makes it the same message when it is worked out again by another event,
        so that it is sent once.
    """

    case_id: str | None = None
    person: str = ""
    place: Place | None = None
    name: str = ""
