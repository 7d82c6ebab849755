"""`attach PATH [KIND]`: what stands after the word, and the file it means."""

import mimetypes
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.errors import InputError

LIMIT_MEGABYTES = 20
_LONGEST_SHOWN = 200
_QUOTED = re.compile(r"""(?:"([^"]+)"|'([^']+)'|“([^”]+)”)(?:\s+(.*))?""")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is there, can be read and is small enough.

    kind: the evidence kind named after the path, else empty.
    """

    path: Path
    size: int
    kind: str

    @property
    def media_type(self) -> str:
        """By the name's ending; the content decides later, in the core."""
        return mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"

    def open(self) -> BinaryIO:
        """The bytes."""
        return self.path.open("rb")


def exists(text: str) -> bool:
    """Whether there is a file of this name."""
    try:
        return Path(text).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):
        return False


def find(text: str) -> Attachment:
    """The file that is named by what was typed: quotes, `~` and spaces are fine.

    Raises InputError: error.file_path_needed, error.file_missing,
    error.file_is_folder, error.file_unreadable, error.file_too_large.
    """
    if not text.strip():
        raise InputError("error.file_path_needed")
    path, kind = _path_and_kind(text.strip())
    shown = str(path)[:_LONGEST_SHOWN]
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("error.file_is_folder", path=shown)
        if not stat.S_ISREG(status.st_mode):  # a device or a pipe may never end
            raise InputError("error.file_unreadable", path=shown)
        if status.st_size > LIMIT_MEGABYTES * 1024 * 1024:
            raise InputError(
                "error.file_too_large", path=shown, limit=f"{LIMIT_MEGABYTES} MB"
            )
        path.open("rb").close()
    except PermissionError as error:
        raise InputError("error.file_unreadable", path=shown) from error
    except (OSError, ValueError) as error:  # ValueError: a name no system can have
        raise InputError("error.file_missing", path=shown) from error
    return Attachment(path, status.st_size, kind)


def looks_like_path(text: str) -> bool:
    """Whether the words name a file rather than begin a sentence."""
    first = text.strip().partition(" ")[0]
    return (
        first.startswith(('"', "'", "“", "~", "/", "./", "../"))
        or bool(re.search(r"[\\/]", first))
        or bool(re.search(r"\w\.\w{1,5}$", first))
        or _is_file(Path(text.strip()))
    )


def _path_and_kind(text: str) -> tuple[Path, str]:
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        one, two, curly, kind = quoted.groups()
        return _expanded(one or two or curly), (kind or "").strip()
    # A dropped file comes with its spaces escaped, except where "\" parts folders.
    plain = _expanded(re.sub(r"\\([ '\"()&])", r"\1", text))
    before, _, last = text.rpartition(" ")
    shorter = _expanded(re.sub(r"\\([ '\"()&])", r"\1", before.rstrip()))
    if before and not _exists(plain) and (_exists(shorter) or shorter.suffix):
        return shorter, last
    return plain, ""


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no home folder, or nobody of that name
        return Path(text)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
