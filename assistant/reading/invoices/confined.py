"""Starts the worker that opens PDF files, workbooks and pictures, and stops it in time.

The worker is a fresh process: it shares nothing with this one, knows no key and no
token, and is ended when its time is over.
"""

import json
import os
import subprocess
import sys
from base64 import b64decode
from dataclasses import dataclass
from typing import TypedDict, cast

from assistant.errors import InputError

TIME_LIMIT = 20  # seconds by the clock; the worker's own limit is less
_MOST_OUTPUT = 64 * 1024 * 1024
_WORKER = "assistant.reading.invoices.worker"
_LANGUAGES = ("eng", "deu", "fra", "spa", "ita", "por", "nld")


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF holds: text per page, attached XML files; cut: there was more."""

    pages: tuple[str, ...]
    attached: tuple[bytes, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Sheets:
    """A workbook's cells as texts, by sheet and row; cut: there was more."""

    sheets: tuple[list[list[str]], ...]
    cut: bool


class _Taken(TypedDict):
    """The worker's answer; see its module."""

    pages: list[str]
    attached: list[str]
    sheets: list[list[list[str]]]
    pictures: list[str]
    cut: bool


def pdf_text(raw: bytes) -> PdfText:
    """What a PDF says.

    Raises InputError: error.invoice_encrypted, error.invoice_broken,
    error.invoice_too_heavy (it took too long or too much memory).
    """
    taken = _taken("pdf", raw)
    attached = tuple(b64decode(each) for each in taken["attached"])
    return PdfText(tuple(taken["pages"]), attached, taken["cut"])


def scanned_pages(raw: bytes) -> tuple[bytes, ...]:
    """The pictures of a scan, one for each page; raises as `pdf_text`."""
    return tuple(b64decode(each) for each in _taken("scan", raw)["pictures"])


def workbook_cells(raw: bytes) -> Sheets:
    """What a workbook (.xlsx) says; raises as `pdf_text`."""
    taken = _taken("workbook", raw)
    return Sheets(tuple(taken["sheets"]), taken["cut"])


def picture_text(raw: bytes, program: str) -> str:
    """What a picture says, in the languages that are installed; may be empty.

    Raises InputError: error.invoice_too_heavy, error.invoice_broken.
    """
    known = _run([program, "--list-langs"], b"").decode(errors="replace").split()
    languages = [name for name in _LANGUAGES if name in known] or ["eng"]
    options = ["stdin", "stdout", "-l", "+".join(languages)]
    command = [sys.executable, "-m", _WORKER, "picture", program, *options]
    return _run(command, raw).decode("utf-8", errors="replace")


def _taken(kind: str, raw: bytes) -> _Taken:
    written = _run([sys.executable, "-m", _WORKER, kind], raw)
    try:
        taken = json.loads(written)
    except ValueError as error:
        raise InputError("error.invoice_broken") from error
    if "error" in taken:
        raise InputError(taken["error"])
    return cast("_Taken", taken)


def _run(command: list[str], raw: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 -- a fixed command, no shell
            command,
            input=raw,
            capture_output=True,
            timeout=TIME_LIMIT,
            check=False,
            env=_bare_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise InputError("error.invoice_too_heavy") from error
    if done.returncode != 0 or len(done.stdout) > _MOST_OUTPUT:
        # A process that the system ended was above its limits.
        is_ended = done.returncode < 0
        raise InputError(
            "error.invoice_too_heavy" if is_ended else "error.invoice_broken"
        )
    return done.stdout


def _bare_environment() -> dict[str, str]:
    """Nothing of ours but where the modules are; what a system needs to start."""
    needed = ("SYSTEMROOT", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109
    return {**kept, "PYTHONPATH": path, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
