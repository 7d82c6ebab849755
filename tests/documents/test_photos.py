"""Photos for papers: upright, smaller, and nothing of the camera's notes left."""

import io
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from assistant.documents import photos
from assistant.documents.photos import (
    NotAPictureError,
    logo_picture,
    prepared,
    taken_at,
)
from tests.documents.builders import a_photo


def colour_at(jpeg: bytes, x: float, y: float) -> tuple[int, int, int]:
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    at = (int(picture.width * x), int(picture.height * y))
    red, green, blue = picture.getpixel(at)  # type: ignore[misc] # it is RGB
    return int(red), int(green), int(blue)


@pytest.mark.covers("F-E7", "X9")
def test_a_photo_is_turned_scaled_and_freed_of_its_notes() -> None:
    raw = a_photo(2400, 1200, turn=6)
    made = prepared(raw)
    assert (made.width, made.height) == (800, 1600)
    assert made.taken == datetime(2026, 3, 2, 14, 5, 9)  # noqa: DTZ001  as cameras do
    for trace in (b"PhoneMaker", b"secret comment", b"Exif", b"2026:03:02"):
        assert trace in raw
        assert trace not in made.content
    red, green, _ = colour_at(made.content, 0.9, 0.1)  # it was upper left
    assert red > 150
    assert green < 80


def test_a_small_picture_stays_as_it_is() -> None:
    made = prepared(a_photo(300, 200))
    assert (made.width, made.height) == (300, 200)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *(("TIFF", mode) for mode in ("1", "L", "P", "RGBA", "CMYK")),
        *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
        ("WEBP", "RGBA"),
        ("GIF", "P"),
        ("BMP", "RGB"),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_jpeg(form: str, mode: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (40, 30)).save(made, form)
    picture = Image.open(io.BytesIO(prepared(made.getvalue()).content))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (40, 30))


def test_what_shines_through_is_white_on_paper() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(made, "PNG")
    assert colour_at(prepared(made.getvalue()).content, 0.5, 0.5) == (255, 255, 255)


def test_a_wide_colour_profile_is_turned_into_what_screens_show() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (10, 200, 30)).save(made, "JPEG", icc_profile=profile)
    copy = prepared(made.getvalue()).content
    assert b"ICC_PROFILE" not in copy
    red, green, _ = colour_at(copy, 0.5, 0.5)
    assert red < 40
    assert green > 180


@pytest.mark.parametrize(
    "raw", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0 not a photo", b"GIF89a"]
)
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(NotAPictureError):
        prepared(raw)
    assert taken_at(raw) is None


def test_a_picture_that_unpacks_too_large_is_refused() -> None:
    made = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(made, "PNG")
    assert len(made.getvalue()) < 1_000_000
    with pytest.raises(NotAPictureError):
        prepared(made.getvalue())


@given(st.data())
def test_a_damaged_photo_is_shown_or_refused_and_nothing_else(
    data: st.DataObject,
) -> None:
    raw = bytearray(a_photo(64, 48))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(raw)))
    with suppress(NotAPictureError):
        prepared(bytes(raw[:cut]))


def test_a_logo_keeps_what_shines_through() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (2_000, 500), (0, 0, 0, 0)).save(made, "PNG")
    logo = Image.open(io.BytesIO(logo_picture(made.getvalue())))
    assert (logo.format, logo.mode, logo.width) == ("PNG", "RGBA", 900)
    with pytest.raises(NotAPictureError):
        logo_picture(b"<svg/>")


@pytest.mark.covers("X9")
@pytest.mark.parametrize(
    ("size", "how", "is_shown"),
    [
        ((12_000, 12_000), {"format": "JPEG"}, True),
        ((5_000, 4_800), {"format": "JPEG", "progressive": True}, True),
        ((5_100, 5_000), {"format": "JPEG", "progressive": True}, False),
        ((7_000, 7_000), {"format": "JPEG", "progressive": True, "on": 2}, True),
        ((6_000, 6_200), {"format": "PNG"}, True),
        ((6_000, 6_400), {"format": "PNG"}, False),
        ((4_400, 4_400), {"format": "PNG", "mode": "RGBA"}, False),
    ],
)
def test_what_a_picture_takes_while_it_is_read_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    how: dict[str, Any],
    is_shown: bool,
) -> None:
    # The same in small: a hundredth of each side, and of the bounds its square.
    monkeypatch.setattr(photos, "_MOST_BYTES", photos._MOST_BYTES // 10_000)
    most = photos._MOST_PIXELS_JPEG // 10_000
    monkeypatch.setattr(photos, "_MOST_PIXELS_JPEG", most)
    how = dict(how)
    mode, on = how.pop("mode", "RGB"), how.pop("on", 0)
    if how["format"] == "JPEG":
        how["subsampling"] = on
    made = io.BytesIO()
    Image.new(mode, (size[0] // 100, size[1] // 100)).save(made, **how)
    if is_shown:
        assert prepared(made.getvalue()).width == size[0] // 100
    else:
        with pytest.raises(NotAPictureError):
            prepared(made.getvalue())
