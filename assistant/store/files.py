"""Evidence files, byte for byte, by their SHA-256.

A file is a row of sealed chunks, each behind its length in four bytes. It is written
beside its final place while it comes in, and only renamed once all of it is durable.
"""

import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from assistant.errors import InputError, StoreError
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal, write_all
from assistant.store.port import StoredFile
from assistant.store.sealing import Seal

CHUNK = 64 * 1024
_LENGTH = 4
_INCOMING = ".incoming"


class SealedFiles:
    """Evidence in a folder of its own.

    folder: made here; leftovers of a stopped upload in it are removed.
    """

    def __init__(self, folder: Path, seal: Seal, disk: Disk) -> None:
        self._folder = folder
        self._seal = seal
        self._disk = disk
        self._uploads = itertools.count(1)
        disk.make_folder(folder)
        for left_over in folder.glob(f"*{_INCOMING}"):
            with suppress(OSError):
                disk.remove(left_over)

    def put(self, stream: BinaryIO, limit: int) -> StoredFile:
        """Keep a file, reading it once, in pieces; durable on return.

        limit: bytes; InputError("error.file_too_large", limit=...) above it, and
        InputError("error.file_empty") for nothing; nothing is kept then.
        """
        incoming = self._folder / f"{next(self._uploads)}{_INCOMING}"
        try:
            stored = self._receive(incoming, stream, limit)
            self._disk.replace(incoming, self._path(stored.sha256))
            self._disk.sync_folder(self._folder)
        except OSError as error:
            raise refusal(error, "the file cannot be kept") from error
        finally:
            with suppress(OSError):
                self._disk.remove(incoming)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked before the first is handed out.

        StoreError if they are gone or no longer have this digest.
        """
        try:
            sealed = self._disk.read(self._path(sha256))
        except FileNotFoundError as error:
            raise StoreError(f"the file {sha256} is not there") from error
        except OSError as error:
            raise refusal(error, f"the file {sha256} cannot be read") from error
        content = b"".join(self._opened(sealed, sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamageError(f"the file {sha256} has changed")
        return io.BytesIO(content)

    def remove(self, digests: Iterable[str]) -> int:
        """Remove files that no case uses any more; how many were there."""
        removed = 0
        try:
            for sha256 in digests:
                with suppress(FileNotFoundError):
                    self._disk.remove(self._path(sha256))
                    removed += 1
            self._disk.sync_folder(self._folder)
        except OSError as error:
            raise refusal(error, "unused files cannot be removed") from error
        return removed

    def _receive(self, path: Path, stream: BinaryIO, limit: int) -> StoredFile:
        digest, size = hashlib.sha256(), 0
        descriptor = self._disk.open_new(path)
        try:
            for number, (piece, is_last) in enumerate(pieces(stream, limit)):
                digest.update(piece)
                size += len(piece)
                sealed = self._seal.close(piece, _context(number, is_last=is_last))
                frame = len(sealed).to_bytes(_LENGTH) + sealed
                write_all(self._disk, descriptor, frame)
            self._disk.sync(descriptor)
        finally:
            self._disk.close(descriptor)
        return StoredFile(digest.hexdigest(), size)

    def _opened(self, sealed: bytes, sha256: str) -> Iterator[bytes]:
        start, number = 0, 0
        while start < len(sealed):
            begin = start + _LENGTH
            end = begin + int.from_bytes(sealed[start:begin])
            context = _context(number, is_last=end >= len(sealed))
            try:
                yield self._seal.open(sealed[begin:end], context)
            except DamageError as error:
                raise DamageError(f"the file {sha256} has changed") from error
            start, number = end, number + 1

    def _path(self, sha256: str) -> Path:
        return self._folder / self._seal.name("evidence", sha256)


def pieces(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, bool]]:
    """The bytes of a stream, piece by piece, and whether each is the last.

    limit: bytes. InputError("error.file_too_large", limit=...) above it, and
    InputError("error.file_empty") for nothing.
    """
    size, piece = 0, stream.read(CHUNK)
    if not piece:
        raise InputError("error.file_empty")
    while piece:
        size += len(piece)
        if size > limit:
            raise InputError("error.file_too_large", limit=limit)
        following = stream.read(CHUNK)
        yield piece, not following
        piece = following


def _context(number: int, *, is_last: bool) -> str:
    return f"evidence:{number}:{'end' if is_last else 'more'}"
