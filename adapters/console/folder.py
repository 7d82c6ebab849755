"""What the terminal keeps in the data folder: exported files, history, its own bugs.

All of it is for the owner alone: files are made with mode 0600, folders with 0700.
"""

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath, PureWindowsPath
from uuid import uuid4

from adapters.console.cells import one_line, printable
from assistant.chat.replies import FileOut, Part

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')  # in names on one system or another
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # on Windows
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Folder:
    """The data folder, as far as the terminal writes to it."""

    path: Path

    @property
    def history(self) -> Path:
        """Commands typed earlier."""
        return self.path / "console_history"

    @property
    def log(self) -> Path:
        """Tracebacks of our bugs."""
        return self.path / "console.log"

    def with_files_saved(self, parts: Sequence[Part[str]]) -> tuple[Part[str], ...]:
        """The parts with each file saved under `exports`, its name now its path.

        Raises OSError if a file cannot be written.
        """
        return tuple(
            replace(part, name=str(self._save(part)))
            if isinstance(part, FileOut)
            else part
            for part in parts
        )

    def record_bug(self) -> str:
        """Log the exception being handled; returns the reference to tell the person.

        A log that cannot be written is not worth another failure.
        """
        reference = uuid4().hex[:8]
        try:
            self.make_private(self.log)
        except OSError:
            return reference
        handler = logging.FileHandler(self.log, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger = logging.Logger("parley.console")
        logger.addHandler(handler)
        logger.exception(reference)
        handler.close()
        return reference

    def make_private(self, file: Path) -> None:
        """Make sure that the file exists and only its owner can read it.

        Raises OSError if that cannot be done.
        """
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        file.chmod(0o600)

    def _save(self, part: FileOut[str]) -> Path:
        """Write the file; one of that name with other content is left alone."""
        folder = self.path / "exports"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = Path(_safe_name(part.name))
        for number in count(1):
            suffix = f"-{number}" if number > 1 else ""
            target = folder / f"{name.stem}{suffix}{name.suffix}"
            try:
                handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                if target.is_file() and target.read_bytes() == part.content:
                    return target
            else:
                with os.fdopen(handle, "wb") as file:
                    file.write(part.content)
                return target
        raise AssertionError("there is always another number")


def _safe_name(name: str) -> str:
    """The last part of the name, as every system can keep it."""
    last = PureWindowsPath(PurePosixPath(one_line(printable(name))).name).name
    plain = _FORBIDDEN.sub("_", last).strip(". ")
    stem, suffix = Path(plain).stem, Path(plain).suffix
    shortened = stem[: _LONGEST_NAME - len(suffix)] + suffix[:_LONGEST_NAME]
    return f"_{shortened}" if _RESERVED.fullmatch(shortened) else shortened or "file"
