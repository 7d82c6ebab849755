"""Writes the sample files of today's schema; earlier ones are kept and never changed.

    python -m tests.store.make_samples

Run it once when SCHEMA was raised. A test reads every sample that was ever written.
"""

import dataclasses
import types
import typing
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.domain.case import Entry
from assistant.domain.case_events import EVENTS
from assistant.domain.facts import FactValue
from assistant.domain.money import Money
from assistant.store.codec import SCHEMA, Commit, encode_commit
from assistant.store.entries import Link
from assistant.store.plain import to_json
from tests.store.builders import NOON, a_case, summary_of

SAMPLES = Path(__file__).parent / "samples"
VALUES: dict[Any, Any] = {
    str: "Grüße",
    int: 7,
    bool: True,
    Money: Money(48050, "EUR"),
    date: date(2026, 5, 7),
    datetime: datetime(2026, 5, 7, 12, 30, 15, 250, tzinfo=UTC),
    FactValue: Money(48050, "EUR"),
}


def value_of(kind: Any) -> Any:
    """One value of a type that events are made of; never a field's default."""
    if kind in VALUES:
        return VALUES[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return value_of(arguments[0])
    if origin is tuple:
        return tuple(value_of(each) for each in arguments if each is not ...)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return list(kind)[-1]
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return kind(**{name: value_of(hints[name]) for name in names})


def main() -> None:
    """One commit with an entry of every kind."""
    entries = tuple(
        Entry(number, number, NOON, "mia", "slack", value_of(event), f"Ev{number}")
        for number, event in enumerate(EVENTS, 1)
    )
    commit = Commit(entries, summary_of(a_case()), ("ab" * 32,))
    SAMPLES.mkdir(exist_ok=True)
    path = SAMPLES / f"commit-{SCHEMA}.json"
    path.write_bytes(to_json(encode_commit(commit, Link())) + b"\n")


if __name__ == "__main__":
    main()
