"""A disk on which one operation goes wrong, and one that loses power."""

import errno
import os
import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from assistant.store.disk import Disk

Result = TypeVar("Result")


class Fault(StrEnum):
    """What goes wrong."""

    ERROR = "error"  # the operation is refused
    SHORT = "short"  # half is written, then the disk is full
    CRASH_BEFORE = "crash before"  # the process ends before the operation
    CRASH_AFTER = "crash after"
    POWER_BEFORE = "power cut before"  # and what was not synced is gone
    POWER_AFTER = "power cut after"
    POWER_TORN = "power cut after, and half of what was not synced is there"
    POWER_HOLED = "power cut after, and the other half is there"


POWER = (
    Fault.POWER_BEFORE,
    Fault.POWER_AFTER,
    Fault.POWER_TORN,
    Fault.POWER_HOLED,
)
CRASHES = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER, *POWER)


class Crash(BaseException):
    """The process ended here; nothing after it happens."""


class HastyDisk(Disk):
    """A disk that does not wait: for tests in which nothing loses power."""

    def sync(self, descriptor: int) -> None:
        os.fstat(descriptor)

    def sync_folder(self, path: Path) -> None:
        path.stat()


class FullDisk(HastyDisk):
    """A disk that takes nothing more, but for what is in `room`, while it is full."""

    def __init__(self) -> None:
        self.is_full = False
        self.room: set[Path] = set()
        self._roomy: set[int] = set()

    def open_to_append(self, path: Path) -> int:
        return self._noted(path, super().open_to_append(path))

    def open_there(self, path: Path) -> int:
        return self._noted(path, super().open_there(path))

    def write(self, descriptor: int, data: bytes) -> int:
        if self.is_full and descriptor not in self._roomy:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(descriptor, data)

    def _noted(self, path: Path, descriptor: int) -> int:
        (self._roomy.add if path in self.room else self._roomy.discard)(descriptor)
        return descriptor


class FaultyDisk(HastyDisk):
    """Does what a disk does until operation number `at`, counted from 0.

    done: the names of the operations so far.
    """

    def __init__(self, folder: Path, at: int = -1, fault: Fault = Fault.ERROR) -> None:
        self.done: list[str] = []
        self._at, self._fault = at, fault
        self._is_dead = False
        self._is_full = False
        self._folder = folder
        # What a power cut leaves: contents by inode, inodes by name.
        self._contents: dict[int, bytes] = {}
        self._names: dict[Path, dict[str, int]] = {}
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir():
                self._names[path] = _names_in(path)
            else:
                self._contents[path.stat().st_ino] = path.read_bytes()

    def open_to_append(self, path: Path) -> int:
        return self._do("open_to_append", lambda: Disk.open_to_append(self, path))

    def open_there(self, path: Path) -> int:
        return self._do("open_there", lambda: Disk.open_there(self, path))

    def read_all(self, descriptor: int) -> bytes:
        return self._do("read_all", lambda: Disk.read_all(self, descriptor))

    def open_new(self, path: Path) -> int:
        return self._do("open_new", lambda: Disk.open_new(self, path))

    def read(self, path: Path) -> bytes:
        return self._do("read", lambda: Disk.read(self, path))

    def size(self, descriptor: int) -> int:
        return self._do("size", lambda: Disk.size(self, descriptor))

    def write(self, descriptor: int, data: bytes) -> int:
        def half() -> int:
            self._is_full = True
            return Disk.write(self, descriptor, data[: max(1, len(data) // 2)])

        return self._do("write", lambda: Disk.write(self, descriptor, data), half)

    def sync(self, descriptor: int) -> None:
        def synced() -> None:
            HastyDisk.sync(self, descriptor)
            size = os.fstat(descriptor).st_size
            inode = os.fstat(descriptor).st_ino
            self._contents[inode] = os.pread(descriptor, size, 0)

        self._do("sync", synced)

    def truncate(self, descriptor: int, size: int) -> None:
        self._do("truncate", lambda: Disk.truncate(self, descriptor, size))

    def close(self, descriptor: int) -> None:
        self._do("close", lambda: Disk.close(self, descriptor))

    def replace(self, source: Path, target: Path) -> None:
        self._do("replace", lambda: Disk.replace(self, source, target))

    def remove(self, path: Path) -> None:
        self._do("remove", lambda: Disk.remove(self, path))

    def make_folder(self, path: Path) -> None:
        def made() -> None:
            Disk.make_folder(self, path)
            self._names.setdefault(path, _names_in(path))

        self._do("make_folder", made)

    def sync_folder(self, path: Path) -> None:
        def synced() -> None:
            HastyDisk.sync_folder(self, path)
            self._names[path] = _names_in(path)

        self._do("sync_folder", synced)

    def cut_power(self) -> None:
        """Leave on disk only what had been synced, and perhaps torn remains."""
        if self._fault in (Fault.POWER_TORN, Fault.POWER_HOLED):
            self._contents.update(self._torn())
        for folder, names in self._names.items():
            if not folder.is_dir():
                continue
            for path in folder.iterdir():
                if path.is_file() and path.name != "lock":
                    path.unlink()
            for name, inode in names.items():
                if name != "lock":
                    (folder / name).write_bytes(self._contents.get(inode, b""))
                    (folder / name).chmod(0o600)

    def _torn(self) -> dict[int, bytes]:
        """Half of what was appended since the last sync, the other half a hole."""
        torn = {}
        for path in self._folder.rglob("*"):
            inode, now = path.stat().st_ino, path.is_file() and path.read_bytes()
            durable = self._contents.get(inode, b"")
            if now and len(now) > len(durable) and now.startswith(durable):
                half = (len(now) + len(durable)) // 2
                if self._fault is Fault.POWER_TORN:
                    torn[inode] = now[:half].ljust(len(now), b"\0")
                else:
                    torn[inode] = durable.ljust(half, b"\0") + now[half:]
        return torn

    def _do(
        self,
        name: str,
        work: Callable[[], Result],
        half: Callable[[], Result] | None = None,
    ) -> Result:
        if self._is_dead:
            raise Crash
        is_now = len(self.done) == self._at
        self.done.append(name)
        if self._is_full and name == "write":
            raise OSError(errno.ENOSPC, "No space left on device")
        if not is_now:
            return work()
        if self._fault is Fault.ERROR:
            raise OSError(errno.EIO, "Input/output error")
        if self._fault is Fault.SHORT:
            return (half or work)()
        self._is_dead = True
        if self._fault not in (Fault.CRASH_BEFORE, Fault.POWER_BEFORE):
            work()
        raise Crash


def _names_in(folder: Path) -> dict[str, int]:
    return {
        path.name: path.stat().st_ino for path in folder.iterdir() if path.is_file()
    }


def copied(source: Path, target: Path) -> Path:
    """A fresh copy of a folder."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def spoil(path: Path, at: int = 0) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
