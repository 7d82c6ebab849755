"""Runs typst on a folder; in a process of its own where much is to be set.

A pack takes some 100 MB while it is set. In a process of its own they are given back
at the end, and nothing that goes wrong there reaches the conversation.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Self

TIME_LIMIT = 300  # seconds for a pack; one of 100 pages takes less than one
PIXELS_PER_INCH = 216  # three for each point: sharp on a phone
_MADE = "made.pdf"
_MOST_TOLD = 2_000  # characters of what a process said before it ended


@dataclass(frozen=True, slots=True)
class Job:
    """What typst is asked for.

    source: file in the folder. made_at: seconds since 1970, so that the same job makes
        the same bytes.
    """

    source: str
    font_paths: tuple[str, ...]
    with_system_fonts: bool
    is_archival: bool
    made_at: int
    is_picture: bool = False


class SettingError(Exception):
    """Typst could not set it: our mistake, or no memory or time was left."""


def set_here(folder: Path, job: Job) -> bytes:
    """The file; SettingError where it cannot be set."""
    import typst  # noqa: PLC0415 -- 84 MB, for papers only

    compiler: Any = typst.Compiler(
        str(folder / job.source),
        root=str(folder),
        font_paths=list(job.font_paths),
        ignore_system_fonts=not job.with_system_fonts,
    )
    try:
        made: bytes = compiler.compile(
            format="png" if job.is_picture else "pdf",
            ppi=PIXELS_PER_INCH,
            pdf_standards=["a-2b"] if job.is_archival else [],
            timestamp=job.made_at,
        )
    except typst.TypstError as error:
        raise SettingError(error.message) from error
    return made


class Press:
    """The same in a process of its own, which knows no key and no token.

    It is started at once and gets ready while the caller prepares what is to be set.
    Use it in a `with` statement: the process ends with it.
    """

    def __init__(self) -> None:
        self._is_late = False
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.documents.setting"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=_bare_environment(),
        )

    def set(self, folder: Path, job: Job) -> bytes:
        """The file; SettingError where it cannot be set."""
        told = json.dumps({**asdict(job), "folder": str(folder)})
        limit = Timer(TIME_LIMIT, self._stop)
        limit.start()
        try:
            answer = self._asked(told.encode("ascii") + b"\n")
        finally:
            limit.cancel()
        if not answer:
            raise SettingError(self._last_words())
        problem = json.loads(answer)
        if problem is not None:
            raise SettingError(problem)
        return (folder / _MADE).read_bytes()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._said.close()

    def _asked(self, line: bytes) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return b""
        with suppress(OSError):  # it has ended: there is nothing to read either
            stdin.write(line)
            stdin.flush()
        return stdout.readline()

    def _stop(self) -> None:
        self._is_late = True
        self._process.kill()

    def _last_words(self) -> str:
        code = self._process.wait()
        if self._is_late:
            return "it took too long"
        self._said.seek(0)
        said = self._said.read().decode(errors="replace")[-_MOST_TOLD:]
        return f"typst ended with {code}: {said}"


def main() -> None:
    """Do the jobs that come in, a line each; answer with the problem or null."""
    with suppress(ImportError):
        import typst  # noqa: F401, PLC0415 -- ready before the first job is
    for line in sys.stdin.buffer:
        told = json.loads(line)
        folder = Path(told.pop("folder"))
        told["font_paths"] = tuple(told["font_paths"])
        problem = None
        try:
            (folder / _MADE).write_bytes(set_here(folder, Job(**told)))
        except SettingError as error:
            problem = str(error)
        sys.stdout.write(json.dumps(problem) + "\n")
        sys.stdout.flush()


def _bare_environment() -> dict[str, str]:
    """Nothing of ours but where the modules are; what a system needs to start."""
    needed = ("SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "HOME", "LOCALAPPDATA")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109
    return {**kept, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"}


if __name__ == "__main__":
    main()
