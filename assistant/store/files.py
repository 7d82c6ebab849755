"""Evidence files, byte for byte, by their SHA-256.

A file is a row of sealed chunks, each behind its length in four bytes. It is written
beside its final place while it comes in, and only renamed once all of it is durable.

What is worked out from a file, such as a photo prepared for paper, lies in a folder
beside it under the same name, sealed as well. It can always be made again.
"""

import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from assistant.errors import InputError, StoreError
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal, write_all, write_file
from assistant.store.port import StoredFile
from assistant.store.sealing import Seal

CHUNK = 64 * 1024
_LENGTH = 4
_LONGEST = 2 * CHUNK  # bytes of a sealed chunk; what says more is damaged
_LINE_END = b"\n"
_INCOMING = ".incoming"


class SealedFiles:
    """Evidence in a folder of its own.

    folder: made here; leftovers of a stopped upload in it are removed.
    beside: for what is worked out; made when there is something.
    """

    def __init__(self, folder: Path, beside: Path, seal: Seal, disk: Disk) -> None:
        self._folder = folder
        self._beside = beside
        self._seal = seal
        self._disk = disk
        self._uploads = itertools.count(1)
        self._removing = Lock()
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
        return io.BytesIO(b"".join(self._checked(sha256)))

    def check(self, sha256: str) -> None:
        """Read a file and forget it; StoreError as for `open`."""
        for _ in self._checked(sha256):
            pass

    def remove(self, digests: Iterable[str]) -> int:
        """Remove files that no case uses any more; how many were there.

        What was worked out from them goes first.
        """
        removed = 0
        try:
            with self._removing:
                for sha256 in digests:
                    path = self._path(sha256)
                    with suppress(FileNotFoundError):
                        self._disk.remove(self._beside / path.name)
                    with suppress(FileNotFoundError):
                        self._disk.remove(path)
                        removed += 1
                self._disk.sync_folder(self._folder)
        except OSError as error:
            raise refusal(error, "unused files cannot be removed") from error
        return removed

    def keep_derived(self, sha256: str, kind: str, content: bytes) -> None:
        """Keep what was worked out from a file, one thing for each; it may be lost.

        kind: what it is and how it was made; in one line. Nothing is kept of a file
        that is not there. StoreError if the disk refuses.
        """
        path = self._path(sha256)
        body = kind.encode() + _LINE_END + content
        sealed = self._seal.close(body, _beside(path.name))
        try:
            with self._removing:  # or it could outlive a file that is erased meanwhile
                if path.exists():
                    self._disk.make_folder(self._beside)
                    write_file(self._disk, self._beside / path.name, sealed)
        except OSError as error:
            raise refusal(error, "what was made of a file cannot be kept") from error

    def derived(self, sha256: str, kind: str) -> bytes | None:
        """That again; None if it is missing, damaged or of another kind."""
        name = self._path(sha256).name
        with suppress(OSError, DamageError):
            sealed = self._disk.read(self._beside / name)
            body = self._seal.open(sealed, _beside(name))
            known, _, content = body.partition(_LINE_END)
            return content if known == kind.encode() else None
        return None

    def tidy_derived(self) -> list[str]:
        """Remove what is damaged or belongs to no file; the names that are gone."""
        gone = []
        for path in sorted(self._beside.glob("*")):
            if not self._is_sound(path):
                with suppress(OSError):
                    self._disk.remove(path)
                    gone.append(path.name)
        return gone

    def _is_sound(self, derived: Path) -> bool:
        """Whether it opens and belongs to a file."""
        try:
            self._seal.open(self._disk.read(derived), _beside(derived.name))
        except (OSError, DamageError):
            return False
        return (self._folder / derived.name).exists()

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

    def _checked(self, sha256: str) -> Iterator[bytes]:
        """The bytes, piece by piece; only the last shows whether all is well."""
        digest = hashlib.sha256()
        try:
            with self._disk.open_to_read(self._path(sha256)) as file:
                for piece in self._opened(file, sha256):
                    digest.update(piece)
                    yield piece
        except FileNotFoundError as error:
            raise StoreError(f"the file {sha256} is not there") from error
        except OSError as error:
            raise refusal(error, f"the file {sha256} cannot be read") from error
        if digest.hexdigest() != sha256:
            raise DamageError(f"the file {sha256} has changed")

    def _opened(self, file: BinaryIO, sha256: str) -> Iterator[bytes]:
        number, length = 0, file.read(_LENGTH)
        while length:
            sealed = file.read(min(int.from_bytes(length), _LONGEST))
            length = file.read(_LENGTH)
            try:
                yield self._seal.open(sealed, _context(number, is_last=not length))
            except DamageError as error:
                raise DamageError(f"the file {sha256} has changed") from error
            number += 1

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


def _beside(name: str) -> str:
    return f"derived:{name}"


def _context(number: int, *, is_last: bool) -> str:
    return f"evidence:{number}:{'end' if is_last else 'more'}"
