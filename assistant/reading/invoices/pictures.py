"""Pictures: photographs and screenshots, read where the machine can."""

import shutil
import struct

from assistant.errors import InputError

LIMIT = 20 * 1024 * 1024  # bytes of a picture
MOST_PIXELS = 60_000_000  # more is no photograph of an invoice
_LONGEST = 20_000  # characters that are kept of what it says
_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def is_picture(raw: bytes) -> bool:
    """Whether these are the bytes of a picture."""
    is_webp = raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    return raw.startswith(_MARKS) or is_webp


def can_read_pictures() -> bool:
    """Whether this machine has a program that reads pictures."""
    return _program() is not None


def read_picture(raw: bytes, name: str) -> str | None:
    """What a photograph or a screenshot says; None where the machine cannot read it.

    name: of the file, for the messages.
    Raises InputError: error.file_too_large (path, limit), error.invoice_kind,
    error.invoice_too_heavy, error.invoice_broken.
    """
    if len(raw) > LIMIT:
        raise InputError("error.file_too_large", path=name, limit="20 MB")
    if not is_picture(raw):
        raise InputError("error.invoice_kind")
    width, height = _size(raw)
    if width * height > MOST_PIXELS:
        raise InputError("error.invoice_too_heavy")
    program = _program()
    if program is None:
        return None
    from assistant.reading.invoices.confined import picture_text  # noqa: PLC0415

    return picture_text(raw, program)[:_LONGEST].strip() or None


def _program() -> str | None:
    return shutil.which("tesseract")


def _size(raw: bytes) -> tuple[int, int]:
    """Width and height as a PNG or a GIF declares them; 0, 0 for other formats.

    A picture of another format that unpacks to too much meets the reader's own limit
    of memory.
    """
    if raw.startswith(_MARKS[0]) and len(raw) >= 24:
        width, height = struct.unpack(">II", raw[16:24])
        return width, height
    if raw.startswith(b"GIF8") and len(raw) >= 10:
        width, height = struct.unpack("<HH", raw[6:10])
        return width, height
    return 0, 0
