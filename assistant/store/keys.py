"""The key that guards a data folder: read, found or made. Never inside the folder."""

import base64
import binascii
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import StoreError
from assistant.store.disk import Disk, refusal, write_all

KEY_BYTES = 32
KEY_FILE = "parley.key"


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of 32 random bytes; its repr shows none of them."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(self.secret)}")

    @classmethod
    def make(cls) -> "Key":
        """A new key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def read(cls, text: str) -> "Key":
        """From its text; StoreError, without showing it, if it is not a key."""
        try:
            secret = base64.b64decode(text.strip().encode(), "-_", validate=True)
            return cls(secret)
        except (binascii.Error, UnicodeEncodeError, ValueError) as error:
            raise StoreError(
                "This is not a Parley key: a key has 44 characters, letters, digits, "
                "- and _, and ends with =."
            ) from error

    @property
    def text(self) -> str:
        """What `parley key show` shows and PARLEY_KEY takes: 44 characters."""
        return base64.urlsafe_b64encode(self.secret).decode()

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that tell keys apart and give nothing away."""
        return hashlib.sha256(b"parley key " + self.secret).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key and where it came from.

    path: None if it was given as text.
    is_new: it was made just now; the owner has to be told to keep a copy.
    """

    key: Key
    path: Path | None
    is_new: bool = False


def find_key(
    data_dir: Path,
    config_dir: Path,
    *,
    text: str | None = None,
    key_file: Path | None = None,
) -> FoundKey:
    """The key of a data folder, in this order: text, file, the user's own file.

    text, key_file: PARLEY_KEY and PARLEY_KEY_FILE. config_dir: the user's folder for
    settings; a key is made there if the data folder has no data yet.
    Raises StoreError if there is no key for data that is there, if the file cannot be
    used, or if it would lie in the data folder.
    """
    if text is not None:
        return FoundKey(Key.read(text), None)
    path = key_file or config_dir / KEY_FILE
    if path.resolve().is_relative_to(data_dir.resolve()):
        raise StoreError(f"The key may not lie in the data folder: {path}")
    try:
        _finish_change(path, data_dir)
        return FoundKey(Key.read(path.read_text(encoding="ascii")), path)
    except FileNotFoundError as error:
        if key_file is not None or has_data(data_dir):
            raise StoreError(
                f"The key of {data_dir} is missing: put it back as {path}, or set "
                "PARLEY_KEY or PARLEY_KEY_FILE."
            ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"The key in {path} cannot be read: {error}") from error
    return FoundKey(_made(path), path, is_new=True)


def has_data(data_dir: Path) -> bool:
    """Whether a data folder has been used before."""
    return any((data_dir / name).exists() for name in FOLDER_FILES)


# What says how a data folder is guarded; twice, because everything hangs on it.
FOLDER_FILES = ("store.json", "store-copy.json")


def new_key_path(path: Path) -> Path:
    """Where a new key lies while the data is changing over to it."""
    return path.with_name(path.name + ".new")


def _finish_change(path: Path, data_dir: Path) -> None:
    """Put a new key in its place where a power cut kept `parley rekey` from it."""
    fresh = new_key_path(path)
    if not fresh.is_file():
        return
    try:
        guarded = json.loads((data_dir / FOLDER_FILES[0]).read_bytes())
        is_needed = Key.read(fresh.read_text(encoding="ascii")).fingerprint
    except (OSError, ValueError, StoreError):
        return  # the key in its place is tried, and its refusal says what is wrong
    if guarded.get("key") == is_needed:
        fresh.replace(path)


def _made(path: Path) -> Key:
    """A new key in a new file, which only the owner may read."""
    key, disk = Key.make(), Disk()
    try:
        disk.make_folder(path.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        descriptor = os.open(path, flags, 0o600)
        try:
            write_all(disk, descriptor, key.text.encode() + b"\n")
            disk.sync(descriptor)
        finally:
            disk.close(descriptor)
        disk.sync_folder(path.parent)
    except OSError as error:
        raise refusal(error, f"no key can be made in {path.parent}") from error
    return key
