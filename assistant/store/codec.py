"""Domain objects <-> plain JSON, exactly and for ever.

What the store keeps of a case is a list of commits. A commit holds the entries of one
save, the summary that goes with them and the digests of the evidence in use:

    {"schema": 1, "entries": [...], "summary": {...}, "files": [...]}

and, where something is to be said, the messages as `outgoing`. Each entry carries
`prev`, the hash of the entry before it, and `hash`: SHA-256 over the canonical JSON
(sorted keys, no spaces, UTF-8) of the entry with `prev` and without `hash`. Reading
recomputes the chain from what is stored, before any migration, so that a past that was
changed by hand is noticed and named.

Fields that hold their default are left out. A new field with a default therefore
changes neither old files nor old hashes; every other change raises SCHEMA and adds a
step to MIGRATIONS, with a file of the old schema kept under `tests/store/samples`.

Events are written through msgspec structs that are made from the dataclasses here,
because the value of a fact is one of several types that JSON cannot tell apart.
"""

import dataclasses
import hashlib
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

import msgspec

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.case import CaseEvent, Entry
from assistant.domain.case_events import EVENTS
from assistant.domain.facts import FactValue
from assistant.domain.money import Money
from assistant.domain.summary import CaseSummary
from assistant.errors import StoreError
from assistant.store.damage import DamageError
from assistant.store.port import Delivery, Outgoing, Sending

Plain = dict[str, Any]
Kept = TypeVar("Kept")

SCHEMA = 1

# From schema n to n + 1: changes a stored document. The first argument says what the
# document is: `commit`, `business`, `conversation`, `delivery` or `sending`.
MIGRATIONS: Mapping[int, Callable[[str, Plain], Plain]] = {}

NO_HASH = ""


class Link(NamedTuple):
    """Where a chain of entries has come to: the last entry's number and hash."""

    number: int = 0
    hash: str = NO_HASH


@dataclass(frozen=True, slots=True)
class Commit:
    """What one save appends to a case.

    files: SHA-256 digests of all evidence files the case uses after it.
    outgoing: what is to be said about its entries.
    """

    entries: tuple[Entry, ...]
    summary: CaseSummary
    files: tuple[str, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()


class EntryDigest(NamedTuple):
    """The two hashes that tie an entry to the one before it; hex, `prev` of 1 empty."""

    prev: str
    hash: str


# -- commits ------------------------------------------------------------------------


def encode_commit(commit: Commit, after: Link) -> Plain:
    """The document of a commit.

    after: where the chain stands before it.
    Raises StoreError for values that JSON cannot hold exactly, before anything is
    written.
    """
    _, entries = _chained(commit.entries, after)
    document = {
        "schema": SCHEMA,
        "entries": entries,
        "summary": _plain(commit.summary),
        "files": list(commit.files),
    }
    if commit.outgoing:
        document["outgoing"] = [_plain(message) for message in commit.outgoing]
    return document


def decode_commit(document: Plain, after: Link, case_id: str) -> tuple[Commit, Link]:
    """Read a commit and the chain's new end.

    Raises DamageError (a StoreError), naming the case and the entry, when an entry is
    not the one that was saved, is missing or is out of order.
    """
    link = after
    for stored in document.get("entries", ()):
        link = _checked(stored, link, case_id)
    return read_commit(document, case_id), link


def read_commit(document: Plain, case_id: str) -> Commit:
    """Read a commit without a look at its hashes: one that was encoded just now."""
    current = migrated("commit", document)
    entries = tuple(_entry(stored, case_id) for stored in current["entries"])
    summary = _converted(current["summary"], CaseSummary, f"summary of {case_id}")
    outgoing = outgoing_in(current, case_id)
    return Commit(entries, summary, tuple(current["files"]), outgoing)


def outgoing_in(document: Plain, case_id: str) -> tuple[Outgoing, ...]:
    """The messages in a commit of today's schema."""
    stored = document.get("outgoing", [])
    where = f"messages of {case_id}"
    return _converted(stored, tuple[Outgoing, ...], where)


def end_of(document: Plain, after: Link) -> Link:
    """Where the chain stands after a commit that was encoded just now."""
    entries = document["entries"]
    return Link(entries[-1]["number"], entries[-1]["hash"]) if entries else after


def entry_digests(entries: Iterable[Entry]) -> list[EntryDigest]:
    """The hash chain of a case, for its export: one pair per entry, in order."""
    _, stored = _chained(entries, Link())
    return [EntryDigest(each["prev"], each["hash"]) for each in stored]


# -- everything else ------------------------------------------------------------------


def encode_business(business: Business) -> Plain:
    """The document of a business."""
    return {"schema": SCHEMA, "business": _plain(business)}


def decode_business(document: Plain) -> Business:
    """Read a business; DamageError if it is not one."""
    stored = migrated("business", document)["business"]
    return _converted(stored, Business, "business")


def encode_conversation(conversation: Conversation) -> Plain:
    """The document of a conversation."""
    return {"schema": SCHEMA, "conversation": _plain(conversation)}


def decode_conversation(document: Plain) -> Conversation:
    """Read a conversation; DamageError if it is not one."""
    stored = migrated("conversation", document)["conversation"]
    return _converted(stored, Conversation, "conversation")


def encode_delivery(delivery: Delivery) -> Plain:
    """The document of a delivery."""
    return {"schema": SCHEMA, "delivery": _plain(delivery)}


def decode_delivery(document: Plain) -> Delivery:
    """Read a delivery; DamageError if it is not one."""
    stored = migrated("delivery", document)["delivery"]
    return _converted(stored, Delivery, "delivery")


def encode_sending(sending: Sending) -> Plain:
    """The document of a message and where it stands."""
    return {"schema": SCHEMA, "sending": _plain(sending)}


def decode_sending(document: Plain) -> Sending:
    """Read a message and where it stands; DamageError if it is not one."""
    stored = migrated("sending", document)["sending"]
    return _converted(stored, Sending, "sending")


def to_json(document: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, one line."""
    try:
        return _encoder.encode(document)
    except (TypeError, ValueError, OverflowError) as error:
        raise StoreError(f"this cannot be stored: {error}") from error


def from_json(text: bytes, kind: type[Kept]) -> Kept:
    """Read JSON as this type; DamageError if it is something else."""
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamageError(f"this is not what was stored: {error}") from error


def migrated(
    what: str,
    document: Plain,
    *,
    steps: Mapping[int, Callable[[str, Plain], Plain]] = MIGRATIONS,
    schema: int = SCHEMA,
) -> Plain:
    """The document in today's schema.

    what: kind of document, passed to each step. steps, schema: for tests.
    Raises StoreError if it comes from a newer Parley, or from none.
    """
    version = document.get("schema")
    if not isinstance(version, int) or version < min(steps, default=schema):
        raise StoreError(f"a {what} of unknown schema {version!r}")
    if version > schema:
        raise StoreError(
            f"a newer Parley wrote this {what}: schema {version}, known up to {schema}"
        )
    for number in range(version, schema):
        document = {**steps[number](what, document), "schema": number + 1}
    return document


# -- entries --------------------------------------------------------------------------


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
_encoder = msgspec.json.Encoder(order="sorted")
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


def _chained(entries: Iterable[Entry], after: Link) -> tuple[Link, list[Plain]]:
    """The entries as they are stored, each tied to the one before."""
    link, stored = after, []
    for entry in entries:
        if entry.number != link.number + 1:
            raise StoreError(f"entry {entry.number} does not follow {link.number}")
        plain = {**_stored_entry(entry), "prev": link.hash}
        digest = hashlib.sha256(to_json(plain)).hexdigest()
        stored.append({**plain, "hash": digest})
        link = Link(entry.number, digest)
    return link, stored


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
    return _plain(stored)


def _checked(stored: Any, link: Link, case_id: str) -> Link:
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


def _entry(stored: Plain, case_id: str) -> Entry:
    bare = {key: stored[key] for key in stored if key not in ("prev", "hash")}
    where = f"case {case_id}, entry {stored.get('number')}"
    read = _converted(bare, _StoredEntry, where)
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


def _plain(value: Any) -> Plain:
    try:
        plain: Plain = msgspec.to_builtins(value, order="sorted")
    except (TypeError, ValueError, OverflowError) as error:
        raise StoreError(f"this cannot be stored: {error}") from error
    return plain


def _converted(stored: Any, kind: type[Kept], where: str) -> Kept:
    try:
        return msgspec.convert(stored, kind)
    except msgspec.ValidationError as error:
        raise DamageError(f"{where}: {error}") from error


def digests_in(entries: Sequence[Entry]) -> tuple[str, ...]:
    """SHA-256 digests named by the events of these entries, each once, in order."""
    named = (getattr(entry.event, "sha256", None) for entry in entries)
    return tuple(dict.fromkeys(digest for digest in named if digest))
