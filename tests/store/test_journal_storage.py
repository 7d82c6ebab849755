"""The journal database does what stock TinyDB does, on one line per change."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from assistant.store.disk import Disk
from assistant.store.journal import Journal
from assistant.store.journal_storage import JournalDB, JournalStorage
from assistant.store.sealing import PlainSeal

small = st.integers(0, 4)
ids = st.integers(1, 12)
documents = st.dictionaries(
    st.sampled_from("abc"), st.one_of(small, st.booleans(), st.none(), st.lists(small))
)
conditions = st.builds(
    lambda key, value: where(key) == value, st.sampled_from("ab"), small
)
tables = st.sampled_from(["_default", "other"])

# Each operation is a name and what it is called with.
operations = st.one_of(
    st.tuples(st.just("insert"), documents),
    st.tuples(st.just("insert_as"), documents, ids),
    st.tuples(st.just("insert_multiple"), st.lists(documents, max_size=3)),
    st.tuples(st.just("update"), documents, conditions),
    st.tuples(st.just("update_ids"), documents, st.lists(ids, max_size=3)),
    st.tuples(st.just("update_all"), documents),
    st.tuples(st.just("update_multiple"), documents, conditions),
    st.tuples(st.just("increment"), conditions),
    st.tuples(st.just("delete_field"), ids),
    st.tuples(st.just("upsert"), documents, conditions),
    st.tuples(st.just("upsert_as"), documents, ids),
    st.tuples(st.just("remove"), conditions),
    st.tuples(st.just("remove_ids"), st.lists(ids, max_size=3)),
    st.tuples(st.just("truncate")),
    st.tuples(st.just("search"), conditions),
    st.tuples(st.just("get"), ids),
    st.tuples(st.just("get_ids"), st.lists(ids, max_size=3)),
    st.tuples(st.just("drop")),
    st.tuples(st.just("drop_all")),
)

CALLS: dict[str, Any] = {
    "insert": lambda t, d: t.insert(d),
    "insert_as": lambda t, d, i: t.insert(Document(d, i)),
    "insert_multiple": lambda t, ds: t.insert_multiple(ds),
    "update": lambda t, d, c: t.update(d, c),
    "update_ids": lambda t, d, i: t.update(d, doc_ids=i),
    "update_all": lambda t, d: t.update(d),
    "update_multiple": lambda t, d, c: t.update_multiple([(d, c), ({"z": 1}, c)]),
    "increment": lambda t, c: t.update(increment("a"), c),
    "delete_field": lambda t, i: t.update(delete("a"), doc_ids=[i]),
    "upsert": lambda t, d, c: t.upsert(d, c),
    "upsert_as": lambda t, d, i: t.upsert(Document(d, i)),
    "remove": lambda t, c: t.remove(c),
    "remove_ids": lambda t, i: t.remove(doc_ids=i),
    "truncate": lambda t: t.truncate(),
    "search": lambda t, c: t.search(c),
    "get": lambda t, i: t.get(doc_id=i),
    "get_ids": lambda t, i: t.get(doc_ids=i),
}


def opened(path: Path) -> JournalDB:
    return JournalDB(Journal(path, PlainSeal(), Disk()))


def outcome(database: TinyDB, name: str, step: tuple[Any, ...]) -> Any:
    """What the step returns or raises."""
    kind, *arguments = step
    try:
        if kind == "drop":
            return database.drop_table(name)
        if kind == "drop_all":
            return database.drop_tables()
        return CALLS[kind](database.table(name), *arguments)
    except (KeyError, ValueError, TypeError) as error:
        return type(error)


def contents(database: TinyDB) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    return {
        name: sorted(
            ((each.doc_id, dict(each)) for each in database.table(name)),
            key=lambda row: row[0],
        )
        for name in sorted(database.tables())
    }


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(program=st.lists(st.tuples(tables, operations, st.booleans()), max_size=25))
def test_random_programs_end_as_in_stock_tinydb(
    tmp_path_factory: pytest.TempPathFactory,
    program: list[tuple[str, tuple[Any, ...], bool]],
) -> None:
    path = tmp_path_factory.mktemp("journal") / "db.jsonl"
    stock, ours = TinyDB(storage=MemoryStorage), opened(path)
    for name, step, reopens in program:
        expected = outcome(stock, name, step)
        assert outcome(ours, name, step) == expected, step
        if reopens:
            ours.close()
            ours = opened(path)
            # A stock database that is opened again has forgotten its next ids, too.
            storage = stock.storage
            stock = TinyDB(storage=MemoryStorage)
            stock._storage = storage
        assert contents(ours) == contents(stock), step
    ours.close()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(program=st.lists(st.tuples(tables, operations), max_size=15))
def test_the_storage_alone_keeps_stock_tables_too(
    tmp_path_factory: pytest.TempPathFactory, program: list[Any]
) -> None:
    class StockTables(JournalDB):
        table_class = Table

    path = tmp_path_factory.mktemp("journal") / "db.jsonl"
    stock = TinyDB(storage=MemoryStorage)
    ours = StockTables(Journal(path, PlainSeal(), Disk()))
    for name, step in program:
        expected = outcome(stock, name, step)
        assert outcome(ours, name, step) == expected, step
    assert contents(ours) == contents(stock)
    ours.close()
    again = opened(path)
    assert contents(again) == contents(stock)
    again.close()


def test_a_change_costs_one_line(tmp_path: Path) -> None:
    path = tmp_path / "db.jsonl"
    database = opened(path)
    database.insert_multiple({"n": n} for n in range(100))
    before = path.stat().st_size
    database.update({"n": 7}, doc_ids=[50])
    added = path.read_bytes()[before:]
    assert added.count(b"\n") == 1
    assert len(added) < 60
    database.close()


def test_what_is_read_is_a_copy(tmp_path: Path) -> None:
    database = opened(tmp_path / "db.jsonl")
    database.insert({"deep": {"list": [1]}})
    reads: list[Any] = [
        database.all()[0],
        database.get(doc_id=1),
        database.search(where("deep").exists())[0],
    ]
    for document in reads:
        document["deep"]["list"].append(2)
    assert database.all() == [{"deep": {"list": [1]}}]
    database.close()


def test_true_and_one_are_different_values(tmp_path: Path) -> None:
    database = opened(tmp_path / "db.jsonl")
    database.insert({"a": 1})
    database.update({"a": True})
    database.close()
    database = opened(tmp_path / "db.jsonl")
    assert database.all()[0]["a"] is True
    database.close()


def test_a_journal_that_is_mostly_past_is_written_afresh(tmp_path: Path) -> None:
    path = tmp_path / "db.jsonl"
    database = opened(path)
    database.insert({"n": 0, "text": "x" * 100})
    for number in range(1, 200):
        database.update({"n": number}, doc_ids=[1])
    assert path.stat().st_size < 80 * 200
    assert database.all() == [{"n": 199, "text": "x" * 100}]
    database.close()
    database = opened(path)
    assert database.all() == [{"n": 199, "text": "x" * 100}]
    database.close()


def test_a_failed_change_changes_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path / "db.jsonl")
    database.insert_multiple([{"a": 1}, {"a": 2}])

    def spoil(document: Any) -> None:
        if document["a"] == 2:
            raise RuntimeError
        document["a"] = 9

    with pytest.raises(RuntimeError):
        database.update(spoil)
    assert database.all() == [{"a": 1}, {"a": 2}]
    assert isinstance(database.storage, JournalStorage)
    assert database.storage.read() == {"_default": {"1": {"a": 1}, "2": {"a": 2}}}
    database.close()
