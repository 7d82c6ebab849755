"""Cases, summaries and random values for the store's tests."""

import dataclasses
import types
import typing
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from assistant.domain.case import Case, CaseEvent, Entry
from assistant.domain.case_events import EVENTS
from assistant.domain.events.answers import EvidenceAdded, FactRecorded, NoteAdded
from assistant.domain.events.beginnings import CaseOpened
from assistant.domain.evidence import EvidenceKind
from assistant.domain.facts import FactValue
from assistant.domain.money import Money
from assistant.domain.summary import CaseSummary, WhoseTurn

NOON = datetime(2026, 5, 7, 12, tzinfo=UTC)


def a_case(case_id: str = "D-INV-7", business_id: str = "b1", turns: int = 1) -> Case:
    """A case of so many turns, the first of which opens it."""
    opened = CaseOpened("services", "EUR", "INV-7", "Harbour Café")
    case = Case.begin(case_id, business_id).record(
        [opened], at=NOON, by="mia", platform="console", delivery_id="d1"
    )
    for turn in range(2, turns + 1):
        case = noted(case, f"turn {turn}")
    return case


def noted(case: Case, text: str) -> Case:
    """The case with one more note."""
    at = NOON + timedelta(minutes=len(case.entries))
    return case.record([NoteAdded(text)], at=at, by="mia", platform="console")


def with_evidence(case: Case, sha256: str) -> Case:
    """The case with one more document."""
    added = EvidenceAdded(EvidenceKind.PHOTOS, "door.jpg", "upload", sha256)
    return case.record([added], at=NOON, by="mia", platform="console")


def answered(case: Case, name: str, value: FactValue) -> Case:
    """The case with one more fact."""
    fact = FactRecorded(name, value)
    return case.record([fact], at=NOON, by="mia", platform="console")


def summary_of(case: Case, **changes: Any) -> CaseSummary:
    """A valid summary of a case, some fields as given."""
    summary = CaseSummary(
        case_id=case.id,
        business_id=case.business_id,
        invoice_number="INV-7",
        customer="Harbour Café",
        state="reported",
        is_closed=False,
        is_private=False,
        opened_at=NOON,
        due=Money(48000, "EUR"),
        disputed=Money(12000, "EUR"),
        whose_turn=WhoseTurn.US,
        next_what="next.acknowledge",
        next_who="mia",
        next_due_at=NOON + timedelta(days=1),
        percent=10,
    )
    return dataclasses.replace(summary, **changes)


# -- random values ------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
amounts = st.builds(
    Money, st.integers(-(2**62), 2**62), st.sampled_from(["EUR", "JPY"])
)
instants = st.datetimes(timezones=st.just(UTC))
fact_values: st.SearchStrategy[Any] = st.one_of(
    texts, st.integers(-(2**62), 2**62), st.booleans(), amounts, st.dates()
)

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-(2**62), 2**62),
    bool: st.booleans(),
    Money: amounts,
    date: st.dates(),
    datetime: instants,
    type(None): st.none(),
    FactValue: fact_values,
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Every value of a type that events are made of."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return st.one_of([values_of(each) for each in arguments])
    if origin is tuple and arguments[-1] is ...:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values_of, arguments))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {f.name: values_of(hints[f.name]) for f in dataclasses.fields(kind)}
        return st.builds(kind, **fields)
    raise TypeError(f"say how to make values of {kind}")


events: st.SearchStrategy[CaseEvent] = st.one_of([values_of(each) for each in EVENTS])


@st.composite
def entry_lists(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Entries numbered from 1 with any events; they need not fold to a case."""
    chosen = draw(st.lists(events, max_size=5))
    return tuple(
        Entry(
            number, draw(st.integers(1, 9)), draw(instants), draw(texts), "slack", event
        )
        for number, event in enumerate(chosen, 1)
    )
