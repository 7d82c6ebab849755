"""Whatever goes wrong at whichever file operation: the old state or the new one."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
from tinydb import where
from tinydb.table import Document

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.case import Case
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.journal import Journal
from assistant.store.journal_storage import JournalDB, JournalStorage
from assistant.store.keys import Key
from assistant.store.port import Delivery, Outgoing
from assistant.store.sealing import PlainSeal
from assistant.store.tiny import Stores, open_stores
from assistant.store.tiny_cases import TinyCases
from tests.store.builders import NOON, a_case, noted, summary_of
from tests.store.faulty import (
    CRASHES,
    POWER,
    Crash,
    Fault,
    FaultyDisk,
    HastyDisk,
    copied,
)

KEY = Key(bytes(32))
EVENT = Delivery("slack", "Ev1", "{}", NOON)
MESSAGE = Outgoing("b1/1", "b1", "", "slack", "C1", "said", True, NOON)
TOGETHER = replace(MESSAGE, id="b1/2")
PHOTO = b"photo" * 30_000


@dataclass
class Told:
    """What the store confirmed, and what it refused."""

    done: dict[str, object] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def attempt(self, name: str, work: Callable[[], object]) -> None:
        try:
            self.done[name] = work() or True
        except StoreError as error:
            self.refused.append(f"{name}: {error}")
        except CaseNotFoundError:
            self.done[name] = True


def first(case_id: str) -> Case:
    return a_case(case_id, turns=2)


def second(case_id: str) -> Case:
    return noted(first(case_id), "one more")


def prepared(folder: Path) -> Path:
    """A folder with cases D-1 and D-2, a business and a conversation."""
    with open_stores(folder, key=KEY, disk=HastyDisk()) as stores:
        for case_id in ("D-1", "D-2"):
            stores.cases.save(first(case_id), summary_of(first(case_id)))
        stores.businesses.save(Business("b1"))
        stores.businesses.save_conversation(Conversation("slack:1"))
    return folder


def empty(folder: Path) -> Path:
    """A folder that was never used."""
    folder.mkdir()
    return folder


def work_through(stores: Stores, told: Told) -> None:
    """Grow a case, begin one, delete one, keep the rest."""
    cases, businesses = stores.cases, stores.businesses
    for case in (second("D-1"), second("D-3")):
        told.attempt(case.id, partial(cases.save, case, summary_of(case)))
    both = [(case, summary_of(case)) for case in map(first, ("D-4", "D-5"))]
    told.attempt("both", lambda: cases.save_all(both, [TOGETHER]))
    told.attempt("D-2", lambda: cases.delete("b1", "D-2"))
    told.attempt("business", lambda: businesses.save(Business("b1", next_case=2)))
    place = Conversation("slack:1", "D-1")
    told.attempt("place", lambda: businesses.save_conversation(place))
    told.attempt("event", lambda: stores.inbox.keep(EVENT))
    told.attempt("message", lambda: stores.outbox.put([MESSAGE]))
    told.attempt("file", lambda: stores.files.put(io.BytesIO(PHOTO), 10**6).sha256)


def check(stores: Stores, told: Told, *, is_fresh: bool) -> None:
    """What was confirmed is there; what was not is the old or the new."""
    cases, businesses = stores.cases, stores.businesses
    listed = {each.case_id: each for each in cases.summaries("b1")}
    for case_id in ("D-1", "D-2", "D-3"):
        found = there(cases, case_id)
        assert (found is None) == (case_id not in listed)
        if case_id not in told.done:
            assert found in possible(case_id, is_fresh=is_fresh)
        else:
            assert found == (None if case_id == "D-2" else second(case_id))
    check_step(stores, told)
    number = getattr(businesses.load("b1"), "next_case", None)
    before = None if is_fresh else 1
    assert number == 2 if "business" in told.done else number in (before, 2)
    place = businesses.conversation("slack:1").case_id
    assert place == "D-1" if "place" in told.done else place in ("", "D-1")
    assert stores.inbox.waiting() == [EVENT] or "event" not in told.done
    assert stores.outbox.get(MESSAGE.id) or "message" not in told.done
    if "file" in told.done:
        assert stores.files.open(str(told.done["file"])).read() == PHOTO
    assert not stores.notices


def check_step(stores: Stores, told: Told) -> None:
    """Both cases and what is said of them, or nothing of all that."""
    found = [there(stores.cases, case_id) for case_id in ("D-4", "D-5")]
    assert found in ([None, None], [first("D-4"), first("D-5")])
    assert bool(found[0]) == bool(stores.outbox.get(TOGETHER.id))
    assert found[0] is not None or "both" not in told.done


def there(cases: TinyCases, case_id: str) -> Case | None:
    try:
        return cases.load("b1", case_id)
    except CaseNotFoundError:
        return None


def possible(case_id: str, *, is_fresh: bool) -> list[Case | None]:
    """The old and the new state of a case."""
    before = None if is_fresh or case_id == "D-3" else first(case_id)
    return [before, None if case_id == "D-2" else second(case_id)]


def run_with(disk: FaultyDisk, data: Path, *, is_fresh: bool) -> Told:
    """Open, work and close on this disk; what was confirmed before it stopped."""
    told, stores = Told(), None
    try:
        stores = open_stores(data, key=KEY, disk=disk)
        work_through(stores, told)
        check(stores, told, is_fresh=is_fresh)
        stores.close()
    except StoreError as error:
        told.refused.append(f"open: {error}")
    except Crash:
        pass
    finally:
        if stores is not None:
            stores.lock.release()
    return told


@pytest.mark.parametrize("is_fresh", [False, True])
@pytest.mark.parametrize("fault", list(Fault))
def test_every_file_operation_may_fail(
    tmp_path: Path, fault: Fault, is_fresh: bool
) -> None:
    base = (empty if is_fresh else prepared)(tmp_path / "base")
    disk = FaultyDisk(copied(base, tmp_path / "data"))
    assert not run_with(disk, tmp_path / "data", is_fresh=is_fresh).refused
    operations = len(disk.done)
    assert operations > 40
    for at in range(operations):
        data = copied(base, tmp_path / "data")
        disk = FaultyDisk(data, at, fault)
        told = run_with(disk, data, is_fresh=is_fresh)
        if fault in CRASHES:
            assert not told.refused
        if fault in POWER:
            disk.cut_power()
        with open_stores(data, key=KEY, disk=HastyDisk()) as stores:
            check(stores, told, is_fresh=is_fresh)
        with open_stores(data, key=KEY, disk=HastyDisk()) as stores:
            check(stores, told, is_fresh=is_fresh)


def test_a_refused_save_can_be_tried_again(tmp_path: Path) -> None:
    base = prepared(tmp_path / "base")
    for at in range(12):
        data = copied(base, tmp_path / "data")
        with open_stores(data, key=KEY, disk=HastyDisk()) as stores:
            disk = FaultyDisk(data, at)
            stores.cases.shelf._disk = disk
            case = second("D-1")
            told = Told()
            told.attempt("D-1", partial(stores.cases.save, case, summary_of(case)))
            if told.refused:
                assert "Nothing was changed" in told.refused[0]
                assert stores.cases.load("b1", "D-1") == first("D-1")
                stores.cases.save(case, summary_of(case))
            assert stores.cases.load("b1", "D-1") == case


@pytest.mark.parametrize("fault", list(Fault))
def test_a_journal_that_is_being_written_afresh_may_fail(
    tmp_path: Path, fault: Fault
) -> None:
    base = empty(tmp_path / "base")
    database = JournalDB(Journal(base / "db", PlainSeal(), HastyDisk()))
    for number in range(5):
        database.upsert(Document({"n": number}, 1))
    database.close()
    for at in range(8):
        data = copied(base, tmp_path / "data")
        disk = FaultyDisk(data, at, fault)
        database = JournalDB(Journal(data / "db", PlainSeal(), HastyDisk()))
        storage = database.storage
        assert isinstance(storage, JournalStorage)
        storage.journal._disk = disk
        with suppress(StoreError, Crash):
            storage.compact()
        if fault is Fault.ERROR:  # the same process goes on
            storage.journal._disk = HastyDisk()
            database.insert({"n": 5})
            database.remove(where("n") == 5)
        if fault in POWER:
            disk.cut_power()
        database = JournalDB(Journal(data / "db", PlainSeal(), HastyDisk()))
        assert database.all() == [{"n": 4}]
        database.insert({"n": 5})
        database.close()
        database = JournalDB(Journal(data / "db", PlainSeal(), HastyDisk()))
        assert database.all() == [{"n": 4}, {"n": 5}]
        database.close()
