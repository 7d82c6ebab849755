"""The file operations the store rests on, and nothing else.

Every one is a method, so that a test can make each of them fail, write half of it or
stop the world before or after it. Files and folders are for their owner only.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from assistant.errors import StoreError

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_BINARY = getattr(os, "O_BINARY", 0)


class Disk:
    """The machine's files. Every method raises OSError as the system does."""

    def open_to_append(self, path: Path) -> int:
        """A descriptor for appending; the file is made if it is not there."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY
        return os.open(path, flags, FILE_MODE)

    def open_there(self, path: Path) -> int:
        """A descriptor for reading and appending; FileNotFoundError if not there."""
        return os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)

    def read_all(self, descriptor: int) -> bytes:
        """All bytes of an open file, from its beginning."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        wanted = os.fstat(descriptor).st_size
        pieces: list[bytes] = []
        while piece := os.read(descriptor, wanted + 1):
            pieces.append(piece)
        return b"".join(pieces)

    def open_new(self, path: Path) -> int:
        """A descriptor for writing a file afresh; what was there is gone."""
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY
        return os.open(path, flags, FILE_MODE)

    def read(self, path: Path) -> bytes:
        """All bytes of a file."""
        return path.read_bytes()

    def open_to_read(self, path: Path) -> BinaryIO:
        """A file to be read in pieces."""
        return path.open("rb")

    def size(self, descriptor: int) -> int:
        """How many bytes an open file has."""
        return os.fstat(descriptor).st_size

    def write(self, descriptor: int, data: bytes) -> int:
        """Write; how many bytes were taken, which may be fewer."""
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        """Return when what was written would survive a power cut."""
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 -- absent on Windows

            # fsync there leaves data in the drive's cache. Source: fsync(2), macOS.
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        elif hasattr(os, "fdatasync"):
            os.fdatasync(descriptor)
        else:
            os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut an open file to this many bytes."""
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        """Give a descriptor back."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Put a file in another's place, in one step."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Delete a file; FileNotFoundError if it is not there."""
        path.unlink()

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it, for the owner only."""
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Return when names made, changed or removed in a folder are durable."""
        if os.name == "nt":
            return  # folders cannot be opened there; NTFS journals names itself
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_all(disk: Disk, descriptor: int, data: bytes) -> None:
    """Write every byte, in as many turns as it takes; OSError if one takes none."""
    rest = memoryview(data)
    while rest:
        taken = disk.write(descriptor, bytes(rest) if len(rest) < len(data) else data)
        if taken <= 0:
            raise OSError("the disk takes no more bytes")
        rest = rest[taken:]


def write_file(disk: Disk, path: Path, data: bytes) -> None:
    """Put a whole file in place: the old one or the new one is there, never a part.

    Durable on return. Raises OSError and leaves the old file as it was.
    """
    temporary = path.with_name(path.name + ".tmp")
    descriptor = disk.open_new(temporary)
    try:
        try:
            write_all(disk, descriptor, data)
            disk.sync(descriptor)
        finally:
            disk.close(descriptor)
        disk.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            disk.remove(temporary)
        raise
    disk.sync_folder(path.parent)


def cut(disk: Disk, path: Path, size: int) -> None:
    """Cut a file to this many bytes, durably; OSError if the disk refuses."""
    descriptor = disk.open_there(path)
    try:
        disk.truncate(descriptor, size)
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)


def refusal(error: OSError, what: str) -> StoreError:
    """What to tell the owner when the disk refuses: plainly, with the old state kept.

    what: what was to be done, such as `case D-7 cannot be saved`.
    """
    reason = error.strerror or str(error)
    return StoreError(f"{what}: {reason}. Nothing was changed.")
