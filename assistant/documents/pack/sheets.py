"""Other people's PDFs: how many pages of which size, and whether they can be shown."""

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 400
_SMALLEST, _LARGEST = 8.0, 14_400.0  # points: what PDF allows is 3 to 14 400


class ClosedPdfError(Exception):
    """It asks for a password."""


class UnreadablePdfError(Exception):
    """It is damaged, or no PDF that can be shown."""


def sheets(raw: bytes) -> tuple[tuple[float, float], ...]:
    """The size of each page as it is looked at, in points.

    Raises ClosedPdfError, UnreadablePdfError.
    """
    with guarded():
        reader = reader_of(io.BytesIO(raw))
        if not 0 < len(reader.pages) <= _MOST_PAGES:
            raise UnreadablePdfError(f"{len(reader.pages)} pages")
        return tuple(map(_size, reader.pages))


def reader_of(source: io.BytesIO | Path) -> "PdfReader":
    """A reader; one that asks for a password is tried without one.

    Raises ClosedPdfError, and whatever pypdf raises: see `guarded`.
    """
    from pypdf import PdfReader  # noqa: PLC0415

    # What it finds wrong with other people's files is nothing to tell a person.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    reader = PdfReader(source, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ClosedPdfError
    return reader


@contextmanager
def guarded() -> Iterator[None]:
    """Makes one error out of all that a damaged PDF can cause in pypdf."""
    from pypdf.errors import DeprecationError, PyPdfError  # noqa: PLC0415

    try:
        yield
    except (PyPdfError, DeprecationError, zlib.error, struct.error) as error:
        raise UnreadablePdfError(str(error)) from error
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise UnreadablePdfError(str(error)) from error
    except (AttributeError, RecursionError, OSError, NotImplementedError) as error:
        raise UnreadablePdfError(str(error)) from error
    except (AssertionError, MemoryError, EOFError) as error:
        raise UnreadablePdfError(str(error)) from error


def _size(page: "PageObject") -> tuple[float, float]:
    width, height = float(page.cropbox.width), float(page.cropbox.height)
    if not (_SMALLEST < width < _LARGEST and _SMALLEST < height < _LARGEST):
        raise UnreadablePdfError(f"a page of {width} x {height} points")
    is_turned = (page.rotation // 90) % 2 == 1
    return (height, width) if is_turned else (width, height)
