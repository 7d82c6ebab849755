"""Typesetting with typst: a source of ours, data as JSON, files beside it.

What people wrote reaches typst as data only and is never read as mark-up. Nothing is
downloaded: no package is used, and a file outside the working folder cannot be read.
"""

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assistant.documents.fonts import FontChoice, fonts_for, missing_in
from assistant.documents.setting import Job, SettingError, set_here

Run = Callable[[Path, Job], bytes]
_SOURCES = Path(__file__).parent / "data"
_LONG_WORD = 28  # characters after which a word without a break may be broken
_MOST_TRIES = 30  # different characters that only the whole paper shows to be missing
_BREAK = "\u200b"
_WHOLE = re.compile("[0-9a-f]{64}")  # a hash, which stands on a line of its own


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF or picture, and the characters in it that no font has."""

    content: bytes
    unprintable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a source is set.

    source: its name in `data/`, without the ending.
    is_archival: as PDF/A-2b, which every reader of the future can show; not for one
        that other people's pages are put into afterwards.
    is_picture: its one page as PNG instead of a PDF.
    """

    source: str
    language: str
    made_on: date
    is_archival: bool = True
    is_picture: bool = False


def typeset(
    setting: Setting,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
    run: Run = set_here,
) -> Typeset:
    """The file of a source; the same bytes for the same arguments.

    data: texts, numbers, lists and objects. files: name beside the source to content.
    run: who runs typst; a Press for what is large.
    """
    fonts = fonts_for(_texts(data), setting.language)
    for _ in range(_MOST_TRIES):
        try:
            with _folder(setting, fonts, data, files) as folder:
                made = run(folder, _job(setting, fonts))
        except SettingError as error:
            missing = missing_in(str(error))
            if missing is None:
                raise
            fonts = fonts.showing(missing)
        else:
            return Typeset(made, tuple(fonts.shown_as))
    raise SettingError("there are too many characters without a font")


def _job(setting: Setting, fonts: FontChoice) -> Job:
    day = setting.made_on
    return Job(
        source=f"{setting.source}.typ",
        font_paths=fonts.paths,
        with_system_fonts=fonts.with_system,
        is_archival=setting.is_archival and not setting.is_picture,
        is_picture=setting.is_picture,
        made_at=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )


@contextmanager
def _folder(
    setting: Setting,
    fonts: FontChoice,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
) -> Iterator[Path]:
    """A folder with the sources, the data and the files; gone afterwards."""
    language, _, region = setting.language.replace("-", "_").partition("_")
    given = {
        **_breakable(data, fonts),
        "fonts": list(fonts.families),
        "lang": language if language.isalpha() else "en",
        "region": region if len(region) == 2 else None,
    }
    with tempfile.TemporaryDirectory(prefix="parley-") as name:
        folder = Path(name)
        for path in _SOURCES.glob("*.typ"):
            shutil.copyfile(path, folder / path.name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        text = json.dumps(given, ensure_ascii=False)
        (folder / "data.json").write_text(text, encoding="utf-8")
        yield folder


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield _without_controls(value)
        case Mapping():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)
        case _:
            return


def _breakable(value: Any, fonts: FontChoice) -> Any:
    """The data with printable characters only, and no word wider than a page."""
    match value:
        case str():
            text = fonts.printable(_without_controls(value))
            if len(text) <= _LONG_WORD or _WHOLE.fullmatch(text):
                return text
            return " ".join(map(_broken, text.split(" ")))
        case Mapping():
            return {key: _breakable(each, fonts) for key, each in value.items()}
        case list() | tuple():
            return [_breakable(each, fonts) for each in value]
        case _:
            return value


def _without_controls(text: str) -> str:
    """Without what no font draws: control characters, halves of pairs."""
    if text.isascii() and text.isprintable():
        return text
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept)


def _broken(word: str) -> str:
    if len(word) <= _LONG_WORD:
        return word
    pieces = [word[at : at + _LONG_WORD] for at in range(0, len(word), _LONG_WORD)]
    return _BREAK.join(pieces)
