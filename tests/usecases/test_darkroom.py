"""Photos are prepared for paper when they come in, and the pack only places them."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import BinaryIO

import pytest

from assistant.bootstrap import Behind
from assistant.chat.events import CommandGiven, FileGiven
from assistant.documents.photos import PRINT, as_print, from_print, prepared
from assistant.domain.evidence import EvidenceKind
from assistant.errors import StoreError
from assistant.service import Assistant
from assistant.store.erase import erase, plan_case
from assistant.store.keys import Key
from assistant.store.memory import MemoryFiles
from assistant.store.port import EvidenceFiles
from assistant.store.tiny import open_stores
from assistant.usecases.darkroom import Darkroom, at_once
from tests.documents.builders import PROFILE, a_case, a_pdf, a_photo
from tests.store.faulty import spoil
from tests.usecases.desk import PERSON, PLACE
from tests.usecases.test_papers import CASE, Office

KEY = Key(b"d" * 32)
PHOTO = a_photo(900, 700, seed=31)
DIGEST = hashlib.sha256(PHOTO).hexdigest()


class NotedFiles(MemoryFiles):
    """Files that note which originals were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def open(self, sha256: str) -> BinaryIO:
        self.opened.append(sha256)
        return super().open(sha256)

    def check(self, sha256: str) -> None:
        super().open(sha256).close()


class Waiting:
    """Work that is put off until somebody has time for it."""

    def __init__(self) -> None:
        self.works: list[Callable[[], None]] = []

    def later(self, work: Callable[[], None]) -> None:
        self.works.append(work)

    def done(self) -> None:
        while self.works:
            self.works.pop(0)()


def at_desk(files: EvidenceFiles, waiting: Waiting | None = None) -> Office:
    """A desk with one case on it, and these files."""
    desk = Office(profile=PROFILE)
    later = waiting.later if waiting else at_once
    desk.office = replace(desk.office, files=files, later=later)
    desk.assistant = Assistant(desk.office)
    desk.put(a_case())
    desk.give(f"show {CASE}")
    return desk


def hand_over(desk: Office, name: str, media_type: str, content: bytes) -> str:
    event = FileGiven(
        desk._id(),
        PLACE,
        PERSON,
        name,
        media_type,
        len(content),
        lambda: BytesIO(content),
        kind="photos",
    )
    return desk.said(event)


@pytest.mark.covers("X9", "F-E15")
def test_a_photo_is_prepared_behind_the_answer() -> None:
    files, waiting = NotedFiles(), Waiting()
    desk = at_desk(files, waiting)
    assert "after.jpg" in hand_over(desk, "after.jpg", "image/jpeg", PHOTO)
    assert files.derived(DIGEST, PRINT) is None
    assert not files.opened
    waiting.done()
    kept = files.derived(DIGEST, PRINT)
    assert kept is not None
    assert from_print(kept) == prepared(PHOTO)


@pytest.mark.parametrize(
    ("name", "media_type", "count"),
    [("IMG.JPG", "", 1), ("photo", "image/png", 1), ("offer.pdf", "", 0)],
)
def test_only_what_looks_like_a_photo_is_looked_at(
    name: str, media_type: str, count: int
) -> None:
    waiting = Waiting()
    Darkroom(MemoryFiles(), waiting.later).came("0" * 64, name, media_type)
    assert len(waiting.works) == count


def test_what_only_looks_like_a_photo_is_kept_as_it_is() -> None:
    files = MemoryFiles()
    desk = at_desk(files)
    hand_over(desk, "note.jpg", "image/jpeg", b"no picture at all")
    digest = hashlib.sha256(b"no picture at all").hexdigest()
    assert files.derived(digest, PRINT) is None
    assert files.open(digest).read() == b"no picture at all"


@pytest.mark.covers("X9")
def test_the_pack_places_the_print_and_leaves_the_original_closed() -> None:
    files = NotedFiles()
    desk = at_desk(files)
    hand_over(desk, "after.jpg", "image/jpeg", PHOTO)
    files.opened.clear()
    prepared_before = desk.file(f"pack {CASE}").content
    assert DIGEST not in files.opened
    files._derived.clear()
    on_demand = desk.file(f"pack {CASE}").content
    assert DIGEST in files.opened
    assert on_demand == prepared_before
    assert files.derived(DIGEST, PRINT) is not None


def test_a_print_of_an_older_version_is_made_again() -> None:
    files = NotedFiles()
    desk = at_desk(files)
    hand_over(desk, "after.jpg", "image/jpeg", PHOTO)
    files.keep_derived(DIGEST, "print 0", b"another way of writing it")
    assert desk.file(f"pack {CASE}").content
    assert files.derived(DIGEST, PRINT) == as_print(prepared(PHOTO))


@pytest.mark.covers("X9", "F-R1")
def test_a_damaged_print_is_made_again_and_goes_with_its_case(tmp_path: Path) -> None:
    with open_stores(tmp_path, key=KEY) as stores:
        desk = at_desk(stores.files)
        hand_over(desk, "after.jpg", "image/jpeg", PHOTO)
        whole = desk.file(f"pack {CASE}").content
        (kept,) = (tmp_path / "derived").iterdir()
        for trace in (b"\xff\xd8\xff", b"JFIF", b"width"):
            assert trace not in kept.read_bytes()
        spoil(kept, at=40)
        assert stores.files.derived(DIGEST, PRINT) is None
        assert desk.file(f"pack {CASE}").content == whole
        assert stores.files.derived(DIGEST, PRINT) is not None
        case = desk.case(CASE)
        visit = desk.assistant._visit(CommandGiven("x", PLACE, PERSON, "menu"))
        stores.cases.save(case, visit.summary(case))
        erase(stores, plan_case(stores, case.business_id, CASE))
        assert list((tmp_path / "derived").iterdir()) == []
        with pytest.raises(StoreError):
            stores.files.open(DIGEST)


def test_what_was_made_behind_meanwhile_is_not_made_again() -> None:
    files = MemoryFiles()
    darkroom = Darkroom(files, at_once)
    files.put(BytesIO(PHOTO), len(PHOTO))
    picture = darkroom.made(DIGEST, PHOTO)
    assert darkroom.made(DIGEST, b"not looked at") == picture


def test_a_pack_is_made_where_prints_cannot_be_kept() -> None:
    class FullFiles(NotedFiles):
        def keep_derived(self, sha256: str, kind: str, content: bytes) -> None:
            raise StoreError("the disk is full")

    files = FullFiles()
    desk = at_desk(files)
    hand_over(desk, "after.jpg", "image/jpeg", PHOTO)
    assert desk.file(f"pack {CASE}").content
    assert files.opened.count(DIGEST) == 2


def test_papers_in_a_case_are_no_photos() -> None:
    files = NotedFiles()
    desk = at_desk(files)
    event = desk.evidence(EvidenceKind.CONTRACT, "offer.pdf", a_pdf("An offer"))
    desk.record(CASE, event)
    assert desk.file(f"pack {CASE}").content
    assert not files._derived


def test_work_behind_is_done_in_order_and_a_fault_in_it_is_noted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    behind, done = Behind(), []

    def fails() -> None:
        raise RuntimeError("no colour left")

    behind.later(lambda: done.append(1))
    behind.later(fails)
    last = Event()

    def ends() -> None:
        done.append(2)
        last.set()

    behind.later(ends)
    assert last.wait(timeout=30)
    behind.close()
    assert done == [1, 2]
    assert "no colour left" in caplog.text
