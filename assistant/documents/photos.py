"""Photos for papers: turned upright, scaled, with nothing of the camera's notes left.

The original stays as it is in the store; its hash is the proof. The copy here is for
reading: no EXIF block (with its place of taking), no comment, no preview, in sRGB.
When it was taken is read out before and told beside the picture.
"""

import io
import json
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 1_600  # pixels of the longer side: 240 to the inch across a page
QUALITY = 80
# What a picture prepared like that is kept as. Raise the number whenever the same
# original would give another picture, so that kept ones are made again.
PRINT = f"print 1, {LARGEST} px, quality {QUALITY}"
_LOGO = 900  # pixels of a logo's longer side: 16 mm high in print
# A picture that takes more while it is unpacked is no photo. JPEG is scaled while it is
# read, which takes next to nothing unless it was written to appear bit by bit.
_MOST_BYTES = 150_000_000
_MOST_PIXELS_JPEG = 170_000_000
_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "RGB": 4, "CMYK": 4, "YCbCr": 4}  # a pixel
_BYTES_WITH_ALPHA = 8  # a second copy is made on the way
_KINDS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")
_EXIF, _TAKEN, _CHANGED = 0x8769, 0x9003, 0x0132
_ONE_AT_A_TIME = Lock()  # for the sake of memory, and warnings are the whole process's


class NotAPictureError(Exception):
    """These bytes are no picture that can be shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for papers.

    taken: when, by the camera's clock, which knows no time zone; None if not noted.
    """

    content: bytes
    width: int
    height: int
    taken: datetime | None


def prepared(raw: bytes, largest: int = LARGEST, quality: int = QUALITY) -> Picture:
    """A JPEG copy of a picture, upright and free of notes.

    largest: pixels of the longer side; smaller pictures stay as large as they are.
    quality: of the JPEG, 1 to 95.
    Raises NotAPictureError for anything else, and for a picture too large to unpack.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 -- 10 MB, for pictures only

    with _opened(raw) as opened:
        _refuse_too_large(opened)
        taken = _taken(opened)
        profile = opened.info.get("icc_profile")
        # The decoder itself scales by halves, before the rest costs anything.
        width, height = opened.size
        longer = max(width, height)
        opened.draft("RGB", (width * largest // longer, height * largest // longer))
        opened.thumbnail((largest, largest), Image.Resampling.LANCZOS)
        plain = _in_srgb(_on_white(ImageOps.exif_transpose(opened)), profile)
    plain.info.clear()
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=quality, optimize=True)
    return Picture(made.getvalue(), plain.width, plain.height, taken)


def as_print(picture: Picture) -> bytes:
    """A prepared picture with what is known of it, to be kept."""
    taken = picture.taken.isoformat() if picture.taken else None
    known = {"width": picture.width, "height": picture.height, "taken": taken}
    return json.dumps(known).encode("ascii") + b"\n" + picture.content


def from_print(raw: bytes) -> Picture:
    """The same picture again."""
    head, _, content = raw.partition(b"\n")
    known = json.loads(head)
    taken = datetime.fromisoformat(known["taken"]) if known["taken"] else None
    return Picture(content, known["width"], known["height"], taken)


def logo_picture(raw: bytes) -> bytes:
    """A picture for a letterhead as PNG, what shines through kept; free of notes.

    Raises NotAPictureError as `prepared` does.
    """
    from PIL import Image  # noqa: PLC0415

    with _opened(raw) as opened:
        _refuse_too_large(opened)
        plain = opened.convert("RGBA")
        plain.thumbnail((_LOGO, _LOGO), Image.Resampling.LANCZOS)
    plain.info.clear()
    made = io.BytesIO()
    plain.save(made, "PNG", optimize=True)
    return made.getvalue()


def taken_at(raw: bytes) -> datetime | None:
    """When a picture was taken, by its camera's clock; None where nothing says so."""
    try:
        with _opened(raw) as opened:
            return _taken(opened)
    except NotAPictureError:
        return None


@contextmanager
def _opened(raw: bytes) -> "Iterator[Image]":
    """A picture of a known kind; its every failure is a NotAPictureError."""
    from PIL import Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401, PLC0415

    try:
        # Warnings tell of damaged notes, which are not kept anyway.
        with _ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=_KINDS) as opened:
                yield opened
    except (OSError, ValueError, SyntaxError, TypeError, struct.error) as error:
        raise NotAPictureError(str(error)) from error
    except (Image.DecompressionBombError, MemoryError, OverflowError) as error:
        raise NotAPictureError(str(error)) from error


def _refuse_too_large(opened: "Image") -> None:
    pixels = opened.width * opened.height
    each: float = _BYTES.get(opened.mode, _BYTES_WITH_ALPHA)
    if opened.format in ("JPEG", "MPO"):
        each = _bytes_of_jpeg(opened)
    if pixels * each > _MOST_BYTES or pixels > _MOST_PIXELS_JPEG:
        raise NotAPictureError(f"{opened.width} x {opened.height} pixels")


def _bytes_of_jpeg(opened: "Image") -> float:
    """What a pixel takes while a JPEG is read: all of it waits in one that appears
    bit by bit, two bytes for each number of its colours.
    """
    layers = getattr(opened, "layer", ())
    if "progressive" not in opened.info or not layers:
        return 0
    numbers: list[int] = [across * down for _, across, down, *_ in layers]
    return 2 * sum(numbers) / max(numbers)


def _taken(opened: "Image") -> datetime | None:
    try:
        notes = opened.getexif()
        said = notes.get_ifd(_EXIF).get(_TAKEN) or notes.get(_CHANGED)
        text = str(said or "").strip("\x00 ")
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  no zone there
    except (ValueError, OSError, SyntaxError, TypeError):
        return None


def _on_white(picture: "Image") -> "Image":
    """In plain colours; what lets the page shine through is laid on white."""
    from PIL import Image  # noqa: PLC0415

    if picture.mode in ("RGB", "L"):
        return picture.convert("RGB")
    if "A" in picture.mode or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        page = Image.new("RGB", picture.size, "white")
        page.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return page
    return picture.convert("RGB")


def _in_srgb(picture: "Image", profile: bytes | None) -> "Image":
    """Colours as every screen shows them; phones use wider ones."""
    from PIL import ImageCms  # noqa: PLC0415

    if not profile:
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        plain = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(picture, given, plain, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned or picture
