"""Files on the fake: identifiers, download links that age, pictures' sizes."""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.telegram.wire import Json, bad_request

DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
LINK_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file and what is told about it.

    size: what Telegram says; may be more than the bytes kept, for big files.
    folder: first part of its download path, such as `documents`.
    """

    id: str
    unique_id: str
    content: bytes
    size: int
    name: str
    mime: str
    folder: str

    def as_json(self) -> Json:
        """The fields that every kind of file has."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }


class Library:
    """All files, by identifier and by link."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._links: dict[str, tuple[StoredFile, datetime]] = {}

    def add(
        self, content: bytes, folder: str, name: str, mime: str, size: int = 0
    ) -> StoredFile:
        """Keep a file; `size` where it is to look bigger than its bytes."""
        number = len(self._files) + 1
        stored = StoredFile(
            id=f"BQACAgIAAxkBAAI{number:06d}_{folder}",
            unique_id=f"AgAD{number:06d}",
            content=content,
            size=size or len(content),
            name=name,
            mime=mime,
            folder=folder,
        )
        self._files[stored.id] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file of an identifier."""
        return self._files.get(file_id)

    def link(self, file_id: str, now: datetime) -> Json:
        """The `File` with a path that is good for an hour."""
        stored = self._files.get(file_id)
        if not stored:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if stored.size > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        ending = stored.name.rpartition(".")[2] if "." in stored.name else "bin"
        path = f"{stored.folder}/file_{int(stored.unique_id[4:])}.{ending}"
        self._links[path] = (stored, now + LINK_LIFE)
        return stored.as_json() | {"file_path": path}

    def at(self, path: str, now: datetime) -> bytes | None:
        """The bytes at a path, None when there is no such link or it is too old."""
        stored, ends = self._links.get(path, (None, now))
        return stored.content if stored and now < ends else None


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, WebP or JPEG; None for anything else.

    A JPEG or WebP whose size is not found counts as 1280 by 960.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content) or (1280, 960)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return 1280, 960
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return int(width), int(height)
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None
