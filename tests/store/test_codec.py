"""Cases and the rest, to JSON and back."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.conversation import Conversation
from assistant.domain.business import BookedInvoice, Business, Member, Profile, Role
from assistant.domain.case import Entry
from assistant.domain.events.answers import FactRecorded, NoteAdded
from assistant.domain.money import Money
from assistant.errors import StoreError
from assistant.store import codec
from assistant.store.codec import Commit
from assistant.store.entries import Link
from assistant.store.plain import from_json, to_json
from tests.store.builders import (
    NOON,
    a_case,
    entry_lists,
    fact_values,
    noted,
    summary_of,
    texts,
)

CASE = a_case()
SUMMARY = summary_of(CASE)


def through_json(document: dict[str, Any]) -> dict[str, Any]:
    return from_json(to_json(document), dict)


def stored(case: Any = CASE) -> dict[str, Any]:
    return through_json(codec.encode_commit(Commit(case.entries, SUMMARY), Link()))


@given(entry_lists())
def test_any_entries_read_back_as_they_were(entries: tuple[Entry, ...]) -> None:
    commit = Commit(entries, SUMMARY, ("ab", "cd"))
    document = through_json(codec.encode_commit(commit, Link()))
    read, link = codec.decode_commit(document, Link(), "D-1")
    assert read == commit
    assert link.number == len(entries)


@given(fact_values)
def test_the_value_of_a_fact_keeps_its_type(value: Any) -> None:
    entry = Entry(1, 1, NOON, "mia", "console", FactRecorded("any", value))
    document = through_json(codec.encode_commit(Commit((entry,), SUMMARY), Link()))
    event = codec.decode_commit(document, Link(), "D-1")[0].entries[0].event
    assert isinstance(event, FactRecorded)
    assert type(event.value) is type(value)
    assert event.value == value


def test_text_that_looks_like_a_date_stays_text() -> None:
    for value in ("2026-05-07", "true", "1", '{"is": "date"}', ""):
        entry = Entry(1, 1, NOON, "mia", "console", FactRecorded("any", value))
        document = through_json(codec.encode_commit(Commit((entry,), SUMMARY), Link()))
        read = codec.decode_commit(document, Link(), "D-1")[0].entries[0]
        assert read == entry


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda entries: entries[1]["event"].update(text="never said"), "entry 2"),
        (lambda entries: entries[0].update(by="sam"), "entry 1"),
        (lambda entries: entries.pop(1), "entry 2"),
        (lambda entries: entries.reverse(), "entry 1"),
        (lambda entries: entries[2].pop("hash"), "entry 3"),
        (lambda entries: entries[2].update(prev="0" * 64), "entry 3"),
    ],
)
def test_a_changed_past_is_noticed_and_named(change: Any, named: str) -> None:
    document = stored(a_case(turns=3))
    change(document["entries"])
    with pytest.raises(StoreError, match=f"case D-INV-7.*{named}"):
        codec.decode_commit(document, Link(), "D-INV-7")


def test_a_commit_fits_only_behind_the_one_before_it() -> None:
    first = a_case()
    both = noted(first, "more")
    _, link = codec.decode_commit(stored(first), Link(), "D-INV-7")
    second = codec.encode_commit(Commit(both.entries[1:], SUMMARY), link)
    assert codec.decode_commit(second, link, "D-INV-7")[1].number == 2
    with pytest.raises(StoreError, match="entry 2"):
        codec.decode_commit(second, Link(1, "0" * 64), "D-INV-7")


def test_the_export_shows_the_chain_that_is_stored() -> None:
    case = a_case(turns=3)
    pairs = [(each["prev"], each["hash"]) for each in stored(case)["entries"]]
    assert [tuple(digest) for digest in codec.entry_digests(case.entries)] == pairs
    assert pairs[0][0] == ""
    assert pairs[1][0] == pairs[0][1]


def test_what_json_cannot_hold_is_refused_before_it_is_written() -> None:
    lonely = Entry(1, 1, NOON, "mia", "console", NoteAdded("\ud800"))
    with pytest.raises(StoreError, match="cannot be stored"):
        to_json(codec.encode_commit(Commit((lonely,), SUMMARY), Link()))


def test_a_newer_schema_is_refused_in_plain_words() -> None:
    with pytest.raises(StoreError, match="newer Parley"):
        codec.decode_commit({**stored(), "schema": 99}, Link(), "D-INV-7")
    with pytest.raises(StoreError, match="unknown schema"):
        codec.decode_commit({**stored(), "schema": None}, Link(), "D-INV-7")


def test_old_schemas_climb_step_by_step() -> None:
    steps = {
        1: lambda what, document: {**document, "trail": [what, 1]},
        2: lambda what, document: {**document, "trail": [*document["trail"], 2]},
    }
    climbed = codec.migrated("commit", {"schema": 1}, steps=steps, schema=3)
    assert climbed == {"schema": 3, "trail": ["commit", 1, 2]}
    assert codec.migrated("commit", {"schema": 3}, steps=steps, schema=3)["schema"] == 3


def test_a_naive_instant_is_refused_on_reading() -> None:
    document = stored()
    entry = document["entries"][0]
    bare = {key: entry[key] for key in entry if key != "hash"}
    bare["at"] = "2026-05-07T12:00:00"
    rehashed = hashlib.sha256(to_json(bare)).hexdigest()
    document["entries"] = [{**bare, "hash": rehashed}]
    with pytest.raises(StoreError, match="entry 1"):
        codec.decode_commit(document, Link(), "D-INV-7")


def test_a_business_reads_back_as_it_was() -> None:
    business = Business(
        id="b/1",
        profile=Profile(name="Ünal & Söhne", hourly_rate=Money(9500, "EUR")),
        members=(Member("Mia", Role.OWNER, {"slack": "U1", "telegram": "7"}),),
        setup_done=frozenset({"name", "place"}),
        next_case=4,
        invoices=(BookedInvoice("INV-7", Money(48000, "EUR"), "Harbour Café"),),
    )
    document = through_json(codec.encode_business(business))
    assert codec.decode_business(document) == business
    assert codec.decode_business(
        through_json(codec.encode_business(Business("b")))
    ) == (Business("b"))


@given(texts, texts, st.dictionaries(texts, texts, max_size=3))
def test_a_conversation_reads_back_as_it_was(
    place: str, asking: str, draft: dict[str, str]
) -> None:
    conversation = Conversation(place, "D-1", asking, draft)
    document = through_json(codec.encode_conversation(conversation))
    assert codec.decode_conversation(document) == conversation


def test_instants_and_dates_are_written_as_iso() -> None:
    text = to_json({"at": datetime(2026, 5, 7, 12, tzinfo=UTC), "on": date(2026, 5, 7)})
    assert text == b'{"at":"2026-05-07T12:00:00Z","on":"2026-05-07"}'
