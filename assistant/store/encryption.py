"""The seal that hides: authenticated encryption, AES-256-GCM, a fresh nonce each time.

The owner's key does not encrypt the data itself. Each data folder has a data key of
its own, made at random and kept in `store.json`, wrapped under the owner's key. So the
owner's key can be changed in one step, by wrapping the data key afresh. Whoever has
seen the old key *and* the old `store.json` still knows the data key: a new owner's key
shuts out whoever has only the old one.
"""

import base64
import binascii
import hashlib
import hmac
import os
from contextlib import suppress
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.errors import StoreError
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal, write_file
from assistant.store.keys import FOLDER_FILES, Key
from assistant.store.sealing import PlainSeal, Seal, named

NONCE_BYTES = 12
FORMAT = 1
_WRAPPING = b"parley data key"


class KeySeal:
    """Encrypts under a data key; file names are keyed digests of the ids."""

    is_text = False

    def __init__(self, data_key: bytes) -> None:
        self._cipher = AESGCM(_derived(data_key, b"contents"))
        self._names = _derived(data_key, b"names")

    def close(self, body: bytes, context: str) -> bytes:
        """Nonce, ciphertext and tag: 28 bytes more than the body."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, body, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """The body; DamageError if it is not what was closed in this context."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, context.encode())
        except (InvalidTag, ValueError) as error:
            raise DamageError(f"{context}: the seal is broken") from error

    def name(self, *parts: str) -> str:
        """HMAC-SHA256 of the ids, in hex: without the key it says nothing."""
        return hmac.digest(self._names, named(parts), "sha256").hex()


class _FolderFile(msgspec.Struct, frozen=True):
    """What `store.json` says: how the folder is guarded. Empty texts: not at all."""

    format: int
    key: str = ""  # fingerprint of the owner's key
    wrapped: str = ""  # the data key under the owner's key
    check: str = ""  # digest of the rest

    def checked(self) -> "_FolderFile":
        """With the digest it has to have."""
        rest = f"{self.format} {self.key} {self.wrapped}".encode()
        check = hashlib.sha256(rest).hexdigest()[:16]
        return msgspec.structs.replace(self, check=check)


def seal_of(data_dir: Path, key: Key | None, disk: Disk) -> Seal:
    """The seal of a data folder; for a new one it is made and written down.

    key: None for a folder that hides nothing.
    Raises StoreError if the key is another than the one the folder was made with.
    """
    stored = _read(data_dir, disk)
    if stored is None:
        if any(data_dir.glob("*/*.jsonl")):
            raise StoreError(f"{data_dir / FOLDER_FILES[0]} is missing: put it back.")
        data_key = None if key is None else os.urandom(32)
        guard(data_dir, data_key, key, disk)
        return seal_with(data_key)
    return seal_with(_data_key(data_dir, stored, key))


def rekey(data_dir: Path, old: Key, new: Key, disk: Disk) -> None:
    """Guard a folder that nobody uses with another key; the old one fits no more.

    Raises StoreError if `old` is not its key or the disk refuses.
    """
    data_key = data_key_of(data_dir, old, disk)
    guard(data_dir, data_key, new, disk)


def data_key_of(data_dir: Path, key: Key | None, disk: Disk) -> bytes | None:
    """The data key of a folder that has been used; None if it hides nothing."""
    stored = _read(data_dir, disk)
    if stored is None:
        raise StoreError(f"There are no data in {data_dir}.")
    return _data_key(data_dir, stored, key)


def guard(data_dir: Path, data_key: bytes | None, key: Key | None, disk: Disk) -> None:
    """Write down how a folder is guarded: its data key under the owner's key.

    data_key: None for a folder that hides nothing, whatever `key` is.
    """
    is_plain = data_key is None
    content = _guarded(data_key or b"", None if is_plain else key)
    _write(data_dir, content, disk)


def seal_with(data_key: bytes | None) -> Seal:
    """The seal of a data key; the plain one for None."""
    return PlainSeal() if data_key is None else KeySeal(data_key)


def mend_copies(data_dir: Path, disk: Disk) -> list[str]:
    """Write a copy of `store.json` afresh that is lost or differs; their names."""
    stored = _read(data_dir, disk)
    wanted = _text(stored) if stored else b""
    mended = []
    for name in FOLDER_FILES if stored else ():
        path = data_dir / name
        if not path.exists() or path.read_bytes() != wanted:
            write_file(disk, path, wanted)
            mended.append(name)
    return mended


def _data_key(data_dir: Path, stored: _FolderFile, key: Key | None) -> bytes | None:
    if stored.format > FORMAT:
        raise StoreError(f"A newer Parley made {data_dir}; please update this one.")
    if not stored.wrapped:
        if key is not None:
            raise StoreError(f"The data in {data_dir} are not encrypted.")
        return None
    if key is None:
        raise StoreError(f"The data in {data_dir} are encrypted: a key is needed.")
    if key.fingerprint != stored.key:
        raise StoreError(
            f"The key does not fit the data in {data_dir}: set PARLEY_KEY or "
            "PARLEY_KEY_FILE to the one that was used before."
        )
    try:
        wrapped = base64.b64decode(stored.wrapped, validate=True)
        return AESGCM(key.secret).decrypt(
            wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _WRAPPING
        )
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise DamageError(f"{data_dir / FOLDER_FILES[0]} is damaged") from error


def _guarded(data_key: bytes, key: Key | None) -> _FolderFile:
    if key is None:
        return _FolderFile(FORMAT).checked()
    nonce = os.urandom(NONCE_BYTES)
    wrapped = nonce + AESGCM(key.secret).encrypt(nonce, data_key, _WRAPPING)
    text = base64.b64encode(wrapped).decode()
    return _FolderFile(FORMAT, key.fingerprint, text).checked()


def _read(data_dir: Path, disk: Disk) -> _FolderFile | None:
    """What the first copy says that reads; None for a folder that is new."""
    is_damaged = False
    for name in FOLDER_FILES:
        try:
            content = disk.read(data_dir / name)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise refusal(error, f"{data_dir / name} cannot be read") from error
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            stored = msgspec.json.decode(content, type=_FolderFile)
            if stored == stored.checked():
                return stored
        is_damaged = True
    if is_damaged:
        raise DamageError(f"{data_dir / FOLDER_FILES[0]} is damaged")
    return None


def _write(data_dir: Path, content: _FolderFile, disk: Disk) -> None:
    try:
        for name in FOLDER_FILES:
            write_file(disk, data_dir / name, _text(content))
    except OSError as error:
        raise refusal(error, f"{data_dir} cannot be set up") from error


def _text(content: _FolderFile) -> bytes:
    return msgspec.json.encode(content) + b"\n"


def _derived(data_key: bytes, purpose: bytes) -> bytes:
    """HKDF-Expand of one block: enough for a 32-byte key. Source: RFC 5869, 2.3."""
    return hmac.digest(data_key, b"parley " + purpose + b"\x01", "sha256")
