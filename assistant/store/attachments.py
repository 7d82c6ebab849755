"""Contents of files on their way out: too large to be part of a line in a journal.

An attachment belongs to one message and is found by its id. It is there before the
message is, and goes when the message was sent or is forgotten.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from assistant.errors import StoreError
from assistant.store.disk import Disk, refusal, write_file
from assistant.store.sealing import Seal


class Attachments(Protocol):
    """Bytes by the id of the message they go with."""

    def put(self, message_id: str, content: bytes) -> None:
        """Keep them, durably; StoreError if the disk refuses."""
        ...

    def get(self, message_id: str) -> bytes:
        """The bytes; StoreError if they are gone or have changed."""
        ...

    def drop(self, message_ids: Iterable[str]) -> None:
        """Remove them; what the disk keeps back goes at the next start."""
        ...


class SealedAttachments:
    """One sealed file each, in a folder that is made here."""

    def __init__(self, folder: Path, seal: Seal, disk: Disk) -> None:
        self._folder, self._seal, self._disk = folder, seal, disk
        disk.make_folder(folder)

    def put(self, message_id: str, content: bytes) -> None:
        """Keep them, durably; StoreError if the disk refuses."""
        sealed = self._seal.close(content, _context(message_id))
        try:
            write_file(self._disk, self._path(message_id), sealed)
        except OSError as error:
            raise refusal(error, "the file cannot be kept for sending") from error

    def get(self, message_id: str) -> bytes:
        """The bytes; StoreError if they are gone or have changed."""
        try:
            sealed = self._disk.read(self._path(message_id))
        except OSError as error:
            raise StoreError(f"the file of {message_id} cannot be read") from error
        return self._seal.open(sealed, _context(message_id))

    def drop(self, message_ids: Iterable[str]) -> None:
        """Remove them; what the disk keeps back goes at the next start."""
        for message_id in message_ids:
            with suppress(OSError):
                self._disk.remove(self._path(message_id))

    def keep_only(self, message_ids: Iterable[str]) -> None:
        """Remove what a stopped process left; only while nothing is being kept."""
        kept = {self._path(message_id) for message_id in message_ids}
        for path in self._folder.iterdir():
            if path not in kept:
                with suppress(OSError):
                    self._disk.remove(path)

    def _path(self, message_id: str) -> Path:
        return self._folder / self._seal.name("attachment", message_id)


class MemoryAttachments:
    """Bytes that are forgotten at the end."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def put(self, message_id: str, content: bytes) -> None:
        """Keep them."""
        self._contents[message_id] = content

    def get(self, message_id: str) -> bytes:
        """The bytes; StoreError if there are none."""
        if message_id not in self._contents:
            raise StoreError(f"the file of {message_id} cannot be read")
        return self._contents[message_id]

    def drop(self, message_ids: Iterable[str]) -> None:
        """Remove them."""
        for message_id in message_ids:
            self._contents.pop(message_id, None)


def _context(message_id: str) -> str:
    return f"attachment:{message_id}"
