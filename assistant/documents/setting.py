"""Runs typst on a folder; as a program of its own where much is to be set.

    python -m assistant.documents.setting FOLDER

A pack of photos takes some 200 MB while it is set. In a process of its own they are
given back at the end, and nothing that goes wrong there reaches the conversation.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TIME_LIMIT = 300  # seconds for a pack; one of 100 pages takes about three
PIXELS_PER_INCH = 216  # three for each point: sharp on a phone
_JOB, _MADE, _FOUND = "job.json", "made.pdf", "found.json"


@dataclass(frozen=True, slots=True)
class Job:
    """What typst is asked for.

    source: file in the folder. made_at: seconds since 1970, so that the same job makes
        the same bytes. label: of the marks whose values are wanted; empty for none.
    """

    source: str
    font_paths: tuple[str, ...]
    with_system_fonts: bool
    is_archival: bool
    made_at: int
    label: str = ""
    is_picture: bool = False


class SettingError(Exception):
    """Typst could not set it: our mistake, or no memory or time was left."""


def set_here(folder: Path, job: Job) -> tuple[bytes, list[dict[str, Any]]]:
    """The file, and the values of the marks; SettingError where it cannot be set."""
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
    marks = compiler.query(f"<{job.label}>", field="value") if job.label else "[]"
    return made, json.loads(marks)


def set_apart(folder: Path, job: Job) -> tuple[bytes, list[dict[str, Any]]]:
    """The same in a process of its own, which knows no key and no token."""
    (folder / _JOB).write_text(json.dumps(asdict(job)), encoding="utf-8")
    command = [sys.executable, "-m", "assistant.documents.setting", str(folder)]
    try:
        subprocess.run(  # noqa: S603 -- a fixed command, no shell
            command,
            check=True,
            capture_output=True,
            timeout=TIME_LIMIT,
            env=_bare_environment(),
        )
    except subprocess.CalledProcessError as error:
        raise SettingError(error.stderr.decode(errors="replace")[-2_000:]) from error
    except subprocess.TimeoutExpired as error:
        raise SettingError("it took too long") from error
    found = json.loads((folder / _FOUND).read_text(encoding="utf-8"))
    return (folder / _MADE).read_bytes(), found


def main(folder: Path) -> None:
    """Do the job in a folder."""
    told = json.loads((folder / _JOB).read_text(encoding="utf-8"))
    told["font_paths"] = tuple(told["font_paths"])
    made, found = set_here(folder, Job(**told))
    (folder / _MADE).write_bytes(made)
    (folder / _FOUND).write_text(json.dumps(found), encoding="utf-8")


def _bare_environment() -> dict[str, str]:
    """Nothing of ours but where the modules are; what a system needs to start."""
    needed = ("SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "HOME", "LOCALAPPDATA")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109
    return {**kept, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
