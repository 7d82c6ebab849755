"""Entries of a case <-> plain JSON, tied to each other by their hashes.

Events are written through msgspec structs that are made from the dataclasses here,
because the value of a fact is one of several types that JSON cannot tell apart. Fields
that hold their default are left out, so that a new field with a default changes
neither old files nor old hashes.
"""

import dataclasses
import hashlib
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from assistant.domain.case import CaseEvent, Entry
from assistant.domain.case_events import EVENTS
from assistant.domain.facts import FactValue
from assistant.domain.money import Money
from assistant.errors import StoreError
from assistant.store.damage import DamageError
from assistant.store.plain import Plain, converted, plain, to_json

NO_HASH = ""


class Link(NamedTuple):
    """Where a chain of entries has come to: the last entry's number and hash."""

    number: int = 0
    hash: str = NO_HASH


def chained(entries: Iterable[Entry], after: Link) -> tuple[Link, list[Plain]]:
    """The entries as they are stored, each tied to the one before.

    Raises StoreError for an entry out of order and for what JSON cannot hold.
    """
    link, stored = after, []
    for entry in entries:
        if entry.number != link.number + 1:
            raise StoreError(f"entry {entry.number} does not follow {link.number}")
        plain = {**_stored_entry(entry), "prev": link.hash}
        digest = hashlib.sha256(to_json(plain)).hexdigest()
        stored.append({**plain, "hash": digest})
        link = Link(entry.number, digest)
    return link, stored


def checked(stored: Any, link: Link, case_id: str) -> Link:
    """The chain's end after this stored entry; StoreError if it does not fit."""
    number = link.number + 1
    if not isinstance(stored, dict):
        raise DamageError(f"case {case_id}: entry {number} is not readable")
    bare = {key: value for key, value in stored.items() if key != "hash"}
    digest = hashlib.sha256(to_json(bare)).hexdigest()
    same = stored.get("hash") == digest and stored.get("prev") == link.hash
    if not same or stored.get("number") != number:
        raise DamageError(f"case {case_id}: the past was changed at entry {number}")
    return Link(number, digest)


def entry_of(stored: Plain, case_id: str) -> Entry:
    """Read a stored entry of today's schema; StoreError if it is not one."""
    bare = {key: stored[key] for key in stored if key not in ("prev", "hash")}
    where = f"case {case_id}, entry {stored.get('number')}"
    read = converted(bare, _StoredEntry, where)
    form = _form_of_struct[type(read.event)]
    return Entry(
        read.number,
        read.turn,
        read.at,
        read.by,
        read.platform,
        form.read(read.event),
        read.delivery_id,
    )


def digests_in(entries: Sequence[Entry]) -> tuple[str, ...]:
    """SHA-256 digests named by the events of these entries, each once, in order."""
    named = (getattr(entry.event, "sha256", None) for entry in entries)
    return tuple(dict.fromkeys(digest for digest in named if digest))


class _StoredMoney(
    msgspec.Struct, frozen=True, tag="money", tag_field="is", forbid_unknown_fields=True
):
    """An amount as the value of a fact."""

    minor: int
    currency: str

    def value(self) -> Money:
        return Money(self.minor, self.currency)


class _StoredDate(
    msgspec.Struct, frozen=True, tag="date", tag_field="is", forbid_unknown_fields=True
):
    """A date as the value of a fact; bare text would read as text."""

    day: date

    def value(self) -> date:
        return self.day


_StoredFact = str | int | bool | _StoredMoney | _StoredDate


def _stored_fact(value: FactValue) -> _StoredFact:
    if isinstance(value, Money):
        return _StoredMoney(value.minor, value.currency)
    return _StoredDate(value) if isinstance(value, date) else value


def _fact(stored: _StoredFact) -> FactValue:
    if isinstance(stored, _StoredMoney | _StoredDate):
        return stored.value()
    return stored


@dataclass(frozen=True, slots=True)
class _Form:
    """How one kind of event is written.

    facts: which of its fields hold the value of a fact.
    """

    event: type[Any]
    struct: type[msgspec.Struct]
    names: tuple[str, ...]
    facts: frozenset[str]

    def stored(self, event: CaseEvent) -> msgspec.Struct:
        values = {name: getattr(event, name) for name in self.names}
        for name in self.facts:
            values[name] = _stored_fact(values[name])
        return self.struct(**values)

    def read(self, struct: msgspec.Struct) -> CaseEvent:
        values = {name: getattr(struct, name) for name in self.names}
        for name in self.facts:
            values[name] = _fact(values[name])
        event: CaseEvent = self.event(**values)
        return event


def _form_of(event: type[Any]) -> _Form:
    hints = typing.get_type_hints(event)
    fields = dataclasses.fields(event)
    facts = {field.name for field in fields if hints[field.name] == FactValue}
    layout: list[Any] = []
    for field in fields:
        kind = _StoredFact if field.name in facts else _strict(hints[field.name])
        if field.default is not dataclasses.MISSING:
            layout.append((field.name, kind, field.default))
        elif field.default_factory is not dataclasses.MISSING:
            layout.append((field.name, kind, field.default_factory()))
        else:
            layout.append((field.name, kind))
    struct = msgspec.defstruct(
        event.__name__,
        layout,
        tag=event.kind,
        tag_field="kind",
        frozen=True,
        omit_defaults=True,
        forbid_unknown_fields=True,
    )
    names = tuple(field.name for field in fields)
    return _Form(event, struct, names, frozenset(facts))


def _strict(kind: Any) -> Any:
    """Instants have to be aware; every other type is taken as it is."""
    return _Instant if kind is datetime else kind


_Instant = typing.Annotated[datetime, msgspec.Meta(tz=True)]
_forms: dict[type[Any], _Form] = {event: _form_of(event) for event in EVENTS}
_form_of_struct = {form.struct: form for form in _forms.values()}


class _StoredEntry(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An entry as it is written, but for its hashes."""

    number: int
    turn: int
    at: _Instant
    by: str
    platform: str
    event: typing.Union[tuple(form.struct for form in _forms.values())]  # type: ignore[valid-type]  # noqa: UP007 -- made at run time
    delivery_id: str = ""


def _stored_entry(entry: Entry) -> Plain:
    form = _forms.get(type(entry.event))
    if form is None:
        raise StoreError(f"no event of the list: {type(entry.event).__name__}")
    stored = _StoredEntry(
        entry.number,
        entry.turn,
        entry.at,
        entry.by,
        entry.platform,
        form.stored(entry.event),
        entry.delivery_id,
    )
    return plain(stored)
