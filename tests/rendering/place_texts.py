"""What the rows of the book of places say in words, where catalogues have them."""

from collections.abc import Iterator

from assistant.domain.court import Court
from assistant.domain.invoice import CustomerKind
from assistant.usecases.courts import court_of

WORDED_PLACES = ("DE", "FR", "NL", "ES", "PT", "IT", "EU")
_KINDS_OF_CUSTOMER = ("", *CustomerKind)  # a kind that is not known gets every step


def row_texts(place: str, kind: str) -> Iterator[tuple[str, str]]:
    """The words of a place's row, each with its key without the leading `place.`.

    kind: of the customer; empty where it is not known.
    """
    court = court_of(place, kind)
    assert court is not None
    code = place.casefold()
    return ((f"{code}.{part}", words) for part, words in _told(court) if words)


def _told(court: Court) -> Iterator[tuple[str, str]]:
    yield "forum", court.forum
    yield "over_limit", court.over_limit
    yield "who_may_file", court.who_may_file
    yield "representation", court.representation
    yield "fee", court.fee
    yield "mediation", court.mediation
    for index, step in enumerate(court.steps, 1):
        yield f"step_{index}.applies_to", step.applies_to
        for number, paper in enumerate(step.papers, 1):
            yield f"step_{index}.paper_{number}", paper
        yield f"step_{index}.note", step.note


def _every_text() -> Iterator[tuple[str, str]]:
    for place in WORDED_PLACES:
        for kind in _KINDS_OF_CUSTOMER:
            yield from row_texts(place, kind)


EVERY_ROW_TEXT = dict(_every_text())
