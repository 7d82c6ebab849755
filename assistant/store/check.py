"""`parley check --store`: read everything, say what is wrong, put right what can be.

What can be worked out from the rest is made again: the index, a torn tail, leftovers,
the second copy of the wrapped key. A file that does not read is set aside with its
name told. What nobody can make again (a lost evidence file) is said and left.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import StoreError
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, cut
from assistant.store.encryption import mend_copies
from assistant.store.journal import confirmed_size
from assistant.store.keys import Key
from assistant.store.tiny import Stores, open_stores
from assistant.store.tiny_cases import end_of_case_file


@dataclass(slots=True)
class StoreCheck:
    """What was looked at and found; one sentence each.

    waiting: events and messages that are not done.
    repaired: was wrong and is right again. problems: somebody has to look.
    """

    cases: int = 0
    entries: int = 0
    evidence: int = 0
    waiting: int = 0
    repaired: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is left that somebody has to look at."""
        return not self.problems


def check_store(
    data_dir: Path, *, key: Key | None = None, disk: Disk | None = None
) -> StoreCheck:
    """Verify a data folder that nobody uses, and repair what can be derived.

    Raises StoreError if it is in use, the key is another or the disk refuses.
    """
    disk, found = disk or Disk(), StoreCheck()
    with open_stores(data_dir, key=key, disk=disk) as stores:
        found.problems.extend(stores.notices)
        _clear_leftovers(data_dir, disk, found)
        _cut_tails(data_dir, disk, found)
        for name in mend_copies(data_dir, disk):
            found.repaired.append(f"{name} is made again from its copy.")
        _check_index(stores, found)
        _check_cases(stores, found)
        _check_evidence(stores, found)
        _check_businesses(stores, found)
        _check_boxes(stores, found)
    for path in sorted(data_dir.glob("damaged/*")):
        found.problems.append(f"{path} was damaged and set aside.")
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _clear_leftovers(data_dir: Path, disk: Disk, found: StoreCheck) -> None:
    """Remove files that a stopped process had begun."""
    for path in [*data_dir.glob("*.jsonl.tmp"), *data_dir.glob("*/*.jsonl.tmp")]:
        with suppress(OSError):
            disk.remove(path)
            found.repaired.append(f"{path.name} was left over and is removed.")


def _cut_tails(data_dir: Path, disk: Disk, found: StoreCheck) -> None:
    """Cut off what a stopped writer left at the end of a file; cases come later."""
    for pattern in ("*.jsonl", "businesses/*.jsonl", "places/*.jsonl"):
        for path in sorted(data_dir.glob(pattern)):
            data = _bytes(path)
            size = confirmed_size(data)
            if size < len(data):
                cut(disk, path, size)
                torn = len(data) - size
                found.repaired.append(
                    f"{path.name}: {torn} bytes of an unfinished change are cut off."
                )


def _check_index(stores: Stores, found: StoreCheck) -> None:
    """Let the index list exactly the cases that have a file."""
    cases = stores.cases
    known = {}
    for row in cases.index.rows():
        ids = (row.business_id, row.case_id)
        known[cases.shelf.path(*ids)] = ids
    files = set(cases.shelf.files())
    for path in known.keys() - files:
        business_id, case_id = known[path]
        if not cases.shelf.exists(business_id, case_id):
            found.problems.append(f"case {case_id}: its file is gone.")
            cases.index.remove(business_id, case_id)
    for path in files - known.keys():
        try:
            end = end_of_case_file(cases.shelf.journal(path))
        except DamageError as error:
            moved = cases.shelf.set_aside(path)
            found.problems.append(f"{error}. Set aside as {moved}")
            continue
        except StoreError as error:
            found.problems.append(str(error))
            continue
        if end is not None:
            cases.index.put(end)
            found.repaired.append(f"case {end.case_id} is listed again.")


def _check_cases(stores: Stores, found: StoreCheck) -> None:
    """Read every case: each line, each hash, each entry."""
    for row in stores.cases.index.rows():
        ids = (row.business_id, row.case_id)
        path = stores.cases.shelf.path(*ids)
        data = _bytes(path)
        torn = len(data) - confirmed_size(data)
        try:
            case = stores.cases.load(*ids)
            if torn:
                stores.cases.tidy(*ids)
        except StoreError as error:
            found.problems.append(str(error))
            continue
        found.cases += 1
        found.entries += len(case.entries)
        if torn:
            found.repaired.append(
                f"case {case.id}: {torn} bytes of an unfinished save are cut off."
            )


def _check_evidence(stores: Stores, found: StoreCheck) -> None:
    """Read every file that some case uses, and what was made of them."""
    for sha256 in sorted(stores.cases.files_in_use()):
        try:
            stores.files.check(sha256)
            found.evidence += 1
        except StoreError as error:
            found.problems.append(str(error))
    for name in stores.files.tidy_derived():
        found.repaired.append(
            f"derived/{name} was damaged or left over; it is made again when needed."
        )


def _check_businesses(stores: Stores, found: StoreCheck) -> None:
    """Read every business and where every conversation stands."""
    try:
        found.problems.extend(stores.businesses.check())
    except StoreError as error:
        found.problems.append(str(error))


def _check_boxes(stores: Stores, found: StoreCheck) -> None:
    """Read what waits; events and messages themselves were read at the start."""
    found.waiting = len(stores.inbox.waiting())
    for sending in stores.outbox.unsent():
        found.waiting += 1
        if sending.message.attached:
            try:
                stores.outbox.attached(sending.message.id)
            except StoreError as error:
                found.problems.append(str(error))
    stores.notebook.keys("")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
