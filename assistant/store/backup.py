"""`parley backup` and `parley restore`: one file that holds a whole data folder.

It is a tar file of the sealed files as they lie in the folder, with the data key
wrapped under a passphrase in front (`backup.json`) and a sealed list of all files and
their digests at the end (`manifest`). So a backup can be read on another machine with
nothing but the passphrase, gives nothing away without it, and is known to be whole.
"""

import base64
import binascii
import hashlib
import io
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import IO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assistant.errors import StoreError
from assistant.store.check import StoreCheck, check_store
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal, write_file
from assistant.store.encryption import NONCE_BYTES, data_key_of, guard, seal_with
from assistant.store.journal import confirmed_size
from assistant.store.keys import Key
from assistant.store.port import SendState
from assistant.store.tiny import Stores, open_stores

FORMAT = 1
# How hard a passphrase is to guess: 2 to the power of this, 128 MB of memory.
# Source: OWASP Password Storage Cheat Sheet, scrypt.
WORK = 17
_HEAD, _MANIFEST = "backup.json", "manifest"
_WRAPPING = b"parley backup key"
_NAMES = re.compile(
    r"(cases|businesses|places)/[0-9a-f]{64}\.jsonl|(evidence|outgoing)/[0-9a-f]{64}"
    r"|(inbox|outbox|notebook|intents)\.jsonl"
)
_JOURNALS = ("*.jsonl", "cases/*.jsonl", "businesses/*.jsonl", "places/*.jsonl")


class _Head(msgspec.Struct, frozen=True):
    """How to get at the data key; empty texts for a folder that hides nothing."""

    format: int
    work: int = 0
    salt: str = ""
    wrapped: str = ""


# Evidence and attachments by their digest, and what the owner wrote in their own words.
_FILES = ("[eo]*/" + "[0-9a-f]" * 64, "playbooks/*.yaml", "letters/**/*.txt.j2")


def back_up(
    stores: Stores, target: Path, passphrase: str, key: Key | None, *, work: int = WORK
) -> int:
    """Write a backup of open stores and read it back; how many files are in it.

    Consistent while running: saves wait until the journals are copied, evidence is
    copied after that. target: replaced only by a whole backup. key: the owner's.
    work: for tests. Raises StoreError if the disk refuses or the copy differs.
    """
    quiet = stores.paused()
    return back_up_folder(stores.data_dir, target, passphrase, key, quiet, work=work)


def back_up_folder(
    folder: Path,
    target: Path,
    passphrase: str,
    key: Key | None,
    quiet: AbstractContextManager[None],
    *,
    work: int = WORK,
) -> int:
    """As `back_up`, of a folder that another process may be using.

    quiet: entered while the journals are copied; `nullcontext` where nobody here can
    keep the writer waiting. Each journal is then as it was at some moment of the copy:
    whole commits, and perhaps the beginning of one more, which is left out.
    """
    disk = Disk()
    data_key = data_key_of(folder, key, disk)
    head = _wrapped(data_key, passphrase, work)
    temporary = target.with_name(target.name + ".tmp")
    digests: dict[str, str] = {}
    try:
        descriptor = disk.open_new(temporary)
        with (
            os.fdopen(descriptor, "wb") as file,
            tarfile.open(fileobj=file, mode="w") as tar,
        ):
            _add(tar, _HEAD, msgspec.json.encode(head))
            with quiet:
                for name, content in _journals(folder):
                    digests[name] = _add(tar, name, content)
                files = [path for each in _FILES for path in sorted(folder.glob(each))]
            for path in files:
                with suppress(FileNotFoundError):  # erased or sent meanwhile
                    name = path.relative_to(folder).as_posix()
                    digests[name] = _add(tar, name, path.read_bytes())
            manifest = msgspec.json.encode(digests)
            sealed = seal_with(data_key).close(manifest, _MANIFEST)
            _add(tar, _MANIFEST, sealed)
            tar.close()
            file.flush()
            os.fsync(file.fileno())
        _verified(temporary, passphrase)
        disk.replace(temporary, target)
        disk.sync_folder(target.parent)
    except OSError as error:
        raise refusal(error, f"{target} cannot be written") from error
    finally:
        temporary.unlink(missing_ok=True)
    return len(digests)


def restore(
    source: Path, data_dir: Path, passphrase: str, key: Key | None
) -> StoreCheck:
    """Make a data folder from a backup, guarded by this key, and check it.

    data_dir: must not be there or be empty; nothing is left if this fails.
    Messages that were waiting to be sent are `unknown` afterwards: they may have gone
    out after the backup was made, so nobody repeats them blindly.
    Raises StoreError for a wrong passphrase or a backup that is not whole.
    """
    disk = Disk()
    if data_dir.exists() and any(data_dir.iterdir()):
        raise StoreError(f"{data_dir} is not empty: restore into a new folder.")
    digests, data_key = _verified(source, passphrase)
    try:
        disk.make_folder(data_dir)
        for name, content in _members(source):
            if name in digests:
                disk.make_folder((data_dir / name).parent)
                write_file(disk, data_dir / name, content)
        guard(data_dir, data_key, key, disk)
        owners_key = None if data_key is None else key
        with open_stores(data_dir, key=owners_key) as stores:
            _doubt_messages(stores)
        return check_store(data_dir, key=owners_key)
    except OSError as error:
        shutil.rmtree(data_dir, ignore_errors=True)
        raise refusal(error, f"{data_dir} cannot be restored") from error
    except BaseException:
        shutil.rmtree(data_dir, ignore_errors=True)
        raise


def _doubt_messages(stores: Stores) -> None:
    note = "restored from a backup"
    for sending in stores.outbox.unsent():
        if sending.state is SendState.PENDING:
            stores.outbox.record(sending.message.id, SendState.UNKNOWN, note=note)


def _journals(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and confirmed lines of every journal."""
    for pattern in _JOURNALS:
        for path in sorted(folder.glob(pattern)):
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            yield name, content[: confirmed_size(content)]


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> str:
    """Add a member; the digest of its content."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))
    return hashlib.sha256(content).hexdigest()


def _members(source: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file in a backup."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            for member in tar:
                stream = tar.extractfile(member)
                if stream is not None:
                    yield member.name, _read_all(stream, member.size)
    except tarfile.TarError as error:
        raise DamageError(f"{source} is not a whole backup") from error
    except OSError as error:
        raise refusal(error, f"{source} cannot be read") from error


def _read_all(stream: IO[bytes], size: int) -> bytes:
    content = stream.read()
    if len(content) != size:
        raise tarfile.ReadError("cut off")
    return content


def _verified(source: Path, passphrase: str) -> tuple[dict[str, str], bytes | None]:
    """Digests of all files, and the data key; StoreError if anything is amiss."""
    found: dict[str, str] = {}
    head: _Head | None = None
    sealed = b""
    for name, content in _members(source):
        if name == _HEAD:
            head = _head(source, content)
        elif name == _MANIFEST:
            sealed = content
        else:
            found[name] = hashlib.sha256(content).hexdigest()
    if head is None or not sealed:
        raise DamageError(f"{source} is not a whole backup")
    data_key = _unwrapped(head, passphrase)
    manifest = seal_with(data_key).open(sealed, _MANIFEST)
    digests = msgspec.json.decode(manifest, type=dict[str, str])
    if digests != found or not all(map(_NAMES.fullmatch, digests)):
        raise DamageError(f"{source} is not a whole backup")
    return digests, data_key


def _head(source: Path, content: bytes) -> _Head:
    try:
        head = msgspec.json.decode(content, type=_Head)
    except msgspec.DecodeError as error:
        raise DamageError(f"{source} is not a backup") from error
    if head.format > FORMAT:
        raise StoreError(f"A newer Parley made {source}; please update this one.")
    return head


def _wrapped(data_key: bytes | None, passphrase: str, work: int) -> _Head:
    if data_key is None:
        return _Head(FORMAT)
    if not passphrase:
        raise StoreError("A backup needs a passphrase.")
    salt, nonce = os.urandom(16), os.urandom(NONCE_BYTES)
    cipher = AESGCM(_stretched(passphrase, salt, work))
    wrapped = nonce + cipher.encrypt(nonce, data_key, _WRAPPING)
    return _Head(
        FORMAT,
        work,
        base64.b64encode(salt).decode(),
        base64.b64encode(wrapped).decode(),
    )


def _unwrapped(head: _Head, passphrase: str) -> bytes | None:
    if not head.wrapped:
        return None
    try:
        salt = base64.b64decode(head.salt, validate=True)
        wrapped = base64.b64decode(head.wrapped, validate=True)
        cipher = AESGCM(_stretched(passphrase, salt, min(head.work, 20)))
        return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _WRAPPING)
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise StoreError("The passphrase does not fit this backup.") from error


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    kdf = Scrypt(salt=salt, length=32, n=2**work, r=8, p=1)
    return kdf.derive(passphrase.encode("utf-8", "surrogatepass"))
