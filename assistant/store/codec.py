"""Domain objects <-> plain JSON, exactly and for ever.

What the store keeps of a case is a list of commits. A commit holds the entries of one
save, the summary that goes with them and the digests of the evidence in use:

    {"schema": 2, "entries": [...], "summary": {...}, "files": [...]}

and, where something is to be said, the messages as `outgoing`. Each entry carries
`prev`, the hash of the entry before it, and `hash`: SHA-256 over the canonical JSON
(sorted keys, no spaces, UTF-8) of the entry with `prev` and without `hash`. Reading
recomputes the chain from what is stored, before any migration, so that a past that was
changed by hand is noticed and named.

Fields that hold their default are left out. A new field with a default therefore
changes neither old files nor old hashes; every other change raises SCHEMA and adds a
step to MIGRATIONS, with a file of the old schema kept under `tests/store/samples`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple

import msgspec

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.case import Entry
from assistant.domain.summary import CaseSummary
from assistant.errors import StoreError
from assistant.store.entries import Link, chained, checked, entry_of
from assistant.store.plain import Kept, Plain, converted, from_json, plain
from assistant.store.port import Delivery, Outgoing, Sending

SCHEMA = 2


def _with_waking(what: str, document: Plain) -> Plain:
    """Schema 2 knows when a case has something to tell: an open one at once."""
    if what != "commit":
        return document
    summary = document["summary"]
    wake_at = None if summary["is_closed"] else summary["opened_at"]
    return {**document, "summary": {**summary, "wake_at": wake_at}}


# From schema n to n + 1: changes a stored document. The first argument says what the
# document is: `commit`, `business`, `conversation`, `delivery` or `sending`.
MIGRATIONS: Mapping[int, Callable[[str, Plain], Plain]] = {1: _with_waking}


class EntryDigest(NamedTuple):
    """The two hashes that tie an entry to the one before it; hex, `prev` of 1 empty."""

    prev: str
    hash: str


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


# -- commits ------------------------------------------------------------------------


def encode_commit(commit: Commit, after: Link) -> Plain:
    """The document of a commit.

    after: where the chain stands before it.
    Raises StoreError for values that JSON cannot hold exactly, before anything is
    written.
    """
    _, entries = chained(commit.entries, after)
    document = {
        "schema": SCHEMA,
        "entries": entries,
        "summary": plain(commit.summary),
        "files": list(commit.files),
    }
    if commit.outgoing:
        document["outgoing"] = [plain(message) for message in commit.outgoing]
    return document


def decode_commit(document: Plain, after: Link, case_id: str) -> tuple[Commit, Link]:
    """Read a commit and the chain's new end.

    Raises DamageError (a StoreError), naming the case and the entry, when an entry is
    not the one that was saved, is missing or is out of order.
    """
    link = after
    for stored in document.get("entries", ()):
        link = checked(stored, link, case_id)
    return read_commit(document, case_id), link


def read_commit(document: Plain, case_id: str) -> Commit:
    """Read a commit without a look at its hashes: one that was encoded just now."""
    current = migrated("commit", document)
    entries = tuple(entry_of(stored, case_id) for stored in current["entries"])
    summary = converted(current["summary"], CaseSummary, f"summary of {case_id}")
    outgoing = outgoing_in(current, case_id)
    return Commit(entries, summary, tuple(current["files"]), outgoing)


def outgoing_in(document: Plain, case_id: str) -> tuple[Outgoing, ...]:
    """The messages in a commit of today's schema."""
    stored = document.get("outgoing", [])
    where = f"messages of {case_id}"
    return converted(stored, tuple[Outgoing, ...], where)


def end_of(document: Plain, after: Link) -> Link:
    """Where the chain stands after a commit that was encoded just now."""
    entries = document["entries"]
    return Link(entries[-1]["number"], entries[-1]["hash"]) if entries else after


def entry_digests(entries: Iterable[Entry]) -> list[EntryDigest]:
    """The hash chain of a case, for its export: one pair per entry, in order."""
    _, stored = chained(entries, Link())
    return [EntryDigest(each["prev"], each["hash"]) for each in stored]


# -- everything else ------------------------------------------------------------------


def encode_business(business: Business) -> Plain:
    """The document of a business."""
    return {"schema": SCHEMA, "business": plain(business)}


def decode_business(document: Plain) -> Business:
    """Read a business; StoreError if it is not one."""
    stored = migrated("business", document)["business"]
    return converted(stored, Business, "business")


def encode_conversation(conversation: Conversation) -> Plain:
    """The document of a conversation."""
    return {"schema": SCHEMA, "conversation": plain(conversation)}


def decode_conversation(document: Plain) -> Conversation:
    """Read a conversation; StoreError if it is not one."""
    stored = migrated("conversation", document)["conversation"]
    return converted(stored, Conversation, "conversation")


class StoredDelivery(msgspec.Struct, frozen=True):
    """The document of a delivery."""

    delivery: Delivery
    handled: bool = False
    schema: int = SCHEMA


class StoredSending(msgspec.Struct, frozen=True):
    """The document of a message and where it stands."""

    sending: Sending
    schema: int = SCHEMA


class Reader(Generic[Kept]):
    """Reads many documents of one kind quickly.

    what: kind of document. form: a struct with a field `schema`.
    """

    def __init__(self, what: str, form: type[Kept]) -> None:
        self._what, self._form = what, form
        self._decoder = msgspec.json.Decoder(form)

    def read(self, raw: msgspec.Raw) -> Kept:
        """The document in this JSON; StoreError if it is not one."""
        try:
            stored = self._decoder.decode(raw)
        except msgspec.ValidationError:
            stored = None
        if stored is not None and getattr(stored, "schema", None) == SCHEMA:
            return stored
        document = migrated(self._what, from_json(bytes(raw), dict))
        return converted(document, self._form, self._what)


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
