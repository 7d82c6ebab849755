"""A file of sealed lines that only grows.

A line is there when all of it is, its newline included: what else follows the last line
is the torn tail of a writer that was stopped, and was never confirmed. A complete line
that does not open is damage and never silently dropped.

A power cut keeps some of the sectors written since the last sync and leaves others as
zeros. No sealed line holds a zero: it is base64, or a checksum and JSON, where control
characters are escaped (RFC 8259, section 7). So a tail has no newline, or begins with
a zero, or has a hole of zeros. It is cut off durably before the next append. Otherwise
another power cut could leave sectors of the new line in front of older ones, and both
together would read as a line that nobody wrote.

Laying zeros out beforehand, so that a line grows no file, was measured and is not worth
it: most lines end in the block in which they begin, and their sync takes hardly longer
than one of bytes written over others.
"""

import base64
import binascii
import re
from contextlib import suppress
from pathlib import Path

from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal, write_all, write_file
from assistant.store.sealing import Seal

# A single zero inside of a line is none of that: it is a flipped byte, and damage.
_TORN = re.compile(rb"(?:\A|\n)\0|\0{8}")


class Journal:
    """The lines of one file. One owner at a time: the caller locks.

    path: the file; made with the first append, in a folder that exists.
    """

    def __init__(self, path: Path, seal: Seal, disk: Disk) -> None:
        self.path = path
        self.size = 0  # bytes of the lines that are confirmed
        self.count = 0  # how many lines these are
        self._seal = seal
        self._disk = disk
        self._descriptor: int | None = None
        self._has_tail = False  # whether something follows the confirmed lines
        self._is_unsure = False  # whether the file may be another than was counted

    def read(self) -> list[bytes]:
        """The body of every line; none if there is no such file.

        Raises DamageError if a line is not the one written, StoreError if the file
        cannot be read.
        """
        try:
            data = self._read_and_keep_open()
        except OSError as error:
            self.close()
            raise refusal(error, f"{self.path.name} cannot be read") from error
        self.size = confirmed_size(data)
        self._has_tail = len(data) > self.size
        lines = data[: self.size].split(b"\n")[:-1]
        self.count = len(lines)
        try:
            return [self._opened(line, number) for number, line in enumerate(lines)]
        except DamageError:
            self.close()
            raise

    def last(self) -> bytes | None:
        """The body of the last line, the others unread; None if there is none."""
        try:
            data = self._disk.read(self.path)
        except OSError as error:
            raise refusal(error, f"{self.path.name} cannot be read") from error
        self.size = confirmed_size(data)
        self.count = data.count(b"\n", 0, self.size)
        if self.count == 0:
            return None
        start = data.rfind(b"\n", 0, self.size - 1) + 1
        return self._opened(data[start : self.size - 1], self.count - 1)

    def append(self, body: bytes) -> None:
        """Add a line; durable on return. `read` comes first for a file with lines.

        body: without a newline where the seal keeps text as text.
        Raises StoreError if the disk refuses; the line is not there then.
        """
        try:
            descriptor = self._open()
        except OSError as error:
            raise refusal(error, f"{self.path.name} cannot be written") from error
        line = self._closed(body, self.count)
        try:
            write_all(self._disk, descriptor, line)
            self._disk.sync(descriptor)
            if self.size == 0:
                self._disk.sync_folder(self.path.parent)
        except OSError as error:
            self._take_back(descriptor)
            raise refusal(error, f"{self.path.name} cannot be written") from error
        self.size += len(line)
        self.count += 1

    def tidy(self) -> None:
        """Cut off the torn tail of a stopped writer, if there is one."""
        try:
            self._open()
        except OSError as error:
            raise refusal(error, f"{self.path.name} cannot be written") from error

    def rewrite(self, bodies: list[bytes]) -> None:
        """Put these lines in the place of all; durable on return.

        Raises StoreError if the disk refuses; the old lines are there then.
        """
        data = b"".join(self._closed(body, n) for n, body in enumerate(bodies))
        self.close()  # Windows replaces no open file
        try:
            write_file(self._disk, self.path, data)
        except OSError as error:
            self._is_unsure = True  # the new file may be in place, yet not durable
            raise refusal(error, f"{self.path.name} cannot be written") from error
        self.size, self.count = len(data), len(bodies)

    def close(self) -> None:
        """Give the descriptor back; a later append opens the file again."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            with suppress(OSError):
                self._disk.close(descriptor)

    def _open(self) -> int:
        """The descriptor, the torn tail of a stopped writer cut off."""
        if self._descriptor is None:
            descriptor = self._disk.open_to_append(self.path)
            try:
                self._count_again(descriptor)
            except BaseException:
                self._disk.close(descriptor)
                raise
            self._descriptor = descriptor
        if self._has_tail:
            self._cut(self._descriptor)
        return self._descriptor

    def _read_and_keep_open(self) -> bytes:
        """What is in the file; the descriptor is kept for the next append."""
        self.close()
        try:
            self._descriptor = self._disk.open_there(self.path)
        except FileNotFoundError:
            return b""
        return self._disk.read_all(self._descriptor)

    def _count_again(self, descriptor: int) -> None:
        """Look at a file that was closed meanwhile."""
        if self._is_unsure:
            data = self._disk.read_all(descriptor)
            self.size = confirmed_size(data)
            self.count = data.count(b"\n", 0, self.size)
            self._is_unsure = False
        found = self._disk.size(descriptor)
        if found < self.size:
            raise DamageError(f"{self.path.name} has lost its end")
        if found > self.size:
            self._has_tail = True

    def _take_back(self, descriptor: int) -> None:
        """Undo a failed append as far as the disk lets us."""
        with suppress(OSError):
            self._cut(descriptor)
        self.close()

    def _cut(self, descriptor: int) -> None:
        """Cut off, durably, what follows the confirmed lines."""
        self._has_tail = True
        self._disk.truncate(descriptor, self.size)
        self._disk.sync(descriptor)
        self._has_tail = False

    def _closed(self, body: bytes, number: int) -> bytes:
        sealed = self._seal.close(body, self._context(number))
        return (sealed if self._seal.is_text else base64.b64encode(sealed)) + b"\n"

    def _opened(self, line: bytes, number: int) -> bytes:
        try:
            sealed = line if self._seal.is_text else _unarmoured(line)
            return self._seal.open(sealed, self._context(number))
        except DamageError as error:
            where = f"{self.path.name}, line {number + 1}"
            raise DamageError(f"{where} is damaged") from error

    def _context(self, number: int) -> str:
        return f"{self.path.name}:{number}"


def confirmed_size(data: bytes) -> int:
    """How many bytes the lines take that were written whole."""
    size = data.rfind(b"\n") + 1
    if data.find(b"\0", 0, size) < 0:  # quick, and hardly ever otherwise
        return size
    torn = _TORN.search(data, 0, size)
    return size if torn is None else data.rfind(b"\n", 0, torn.start() + 1) + 1


def _unarmoured(line: bytes) -> bytes:
    try:
        # Not the strict way, which is ten times slower: the seal notices everything.
        return binascii.a2b_base64(line)
    except binascii.Error as error:
        raise DamageError("not base64") from error
