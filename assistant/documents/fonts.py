"""Which fonts a paper is set in, and what to do where no font has a character.

Letters are set in Libertinus Serif, which typst brings along. Names in other scripts
come from the Noto fonts of two packages on PyPI (`manimgx-fonts`, `manimgx-fonts-cjk`,
both SIL OFL 1.1); the second has 33 MB and is only opened for a text that needs it.
Only these are used as long as they have every character, so that the same paper is
the same file on every machine; else the fonts of the system are taken in as well, and
what no font has is shown by its number, never as an empty box.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MAIN = "Libertinus Serif"
_SANS = "Noto Sans"
_PACKAGE, _CJK_PACKAGE = "manimgx_fonts", "manimgx_fonts_cjk"
_SCRIPTS = (
    "Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew"
    " Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thai Symbols"
).split()
_EMOJI = "Noto Emoji"
# Latin letters with their accents, and the punctuation of our letters: Libertinus has
# them all.
_KNOWN = re.compile("[\u0020-\u007e\u00a1-\u017f‐-—‘’“”„†‡•…′″‹›€−×\u202f\u2009]*")
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_MISSING = re.compile(r'text `"(.+)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)", re.DOTALL)
_MOST_ROUNDS = 40  # different characters without a font that are looked for one by one


@dataclass(frozen=True, slots=True)
class FontChoice:
    """What typst is given.

    families: in the order in which they are tried. paths: folders with font files.
    shown_as: characters no font has, each with what stands in its place.
    """

    families: tuple[str, ...]
    paths: tuple[str, ...]
    with_system: bool
    shown_as: dict[str, str]

    def showing(self, missing: str) -> "FontChoice":
        """The same with further characters shown by their numbers."""
        added = {char: _by_number(char) for char in missing}
        return replace(self, shown_as={**self.shown_as, **added})

    def printable(self, text: str) -> str:
        """The text with every character that cannot be printed shown by its number."""
        if not self.shown_as or text.isascii():
            return text
        return "".join(self.shown_as.get(char, char) for char in text)


def fonts_for(texts: Iterable[str], language: str) -> FontChoice:
    """The fonts that these texts need, found by setting what is not Latin once.

    language: of the paper; decides between Chinese and Japanese forms.
    """
    words = sorted({word for text in texts for word in _foreign_words(text)})
    everything = "\n".join(words)
    families, paths = _families(everything, language), _paths(everything)
    choice = FontChoice(families, paths, with_system=False, shown_as={})
    if not words or _first_missing(words, choice) is None:
        return choice
    choice = replace(choice, with_system=True)
    for _ in range(_MOST_ROUNDS):
        missing = _first_missing(words, choice)
        if missing is None:
            return choice
        choice = choice.showing(missing)
    # Hardly any font here: everything that is not Latin is shown by its number.
    foreign = sorted(
        {c for c in everything if not (_KNOWN.fullmatch(c) or c.isspace())}
    )
    return choice.showing("".join(foreign))


def missing_in(message: str) -> str | None:
    """The characters without a font that typst complains of; None for another fault."""
    found = _MISSING.search(message)
    return _unescaped(found[1]) if found else None


def _foreign_words(text: str) -> Iterator[str]:
    """The words with characters that the main font may not have."""
    if not text.isascii():
        for word in text.split():
            if not _KNOWN.fullmatch(word):
                yield word


def _families(text: str, language: str) -> tuple[str, ...]:
    scripts = [f"{_SANS} {name}" for name in _SCRIPTS]
    east = [f"{_SANS} CJK {_region(text, language)}"] if _CJK.search(text) else []
    known = set(_shipped_families(with_cjk=bool(east)))
    wanted = [MAIN, _SANS, *scripts, *east, _EMOJI]
    # Naming a family that is not there would only make typst warn.
    return tuple(family for family in wanted if family == MAIN or family in known)


def _region(text: str, language: str) -> str:
    """Whose forms of Chinese characters: the language's, else the text's own."""
    plain = language.replace("-", "_")
    if plain.startswith(("zh_TW", "zh_Hant")):
        return "TC"
    if plain.startswith("zh_HK"):
        return "HK"
    if plain.startswith("ja") or _KANA.search(text):
        return "JP"
    return "KR" if plain.startswith("ko") or _HANGUL.search(text) else "SC"


def _paths(text: str) -> tuple[str, ...]:
    packages = [_PACKAGE, *([_CJK_PACKAGE] if _CJK.search(text) else [])]
    return tuple(folder for package in packages for folder in _folders_of(package))


@cache
def _folders_of(package: str) -> tuple[str, ...]:
    """Where the files of a font package are; none where it is not installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return ()
    return (str(Path(spec.origin).parent),)


@cache
def _shipped_families(*, with_cjk: bool) -> tuple[str, ...]:
    import typst  # noqa: PLC0415 -- 84 MB, for papers only

    packages = [_PACKAGE, *([_CJK_PACKAGE] if with_cjk else [])]
    paths: Any = [folder for package in packages for folder in _folders_of(package)]
    fonts = typst.Fonts(include_system_fonts=True, font_paths=paths)
    return tuple(fonts.families())


_PROBE = b"""#set text(font: json(bytes(sys.inputs.fonts)), fallback: true)
#for word in json(bytes(sys.inputs.words)) [#word ]
"""


def _first_missing(words: list[str], choice: FontChoice) -> str | None:
    """The first characters that no font has; None if all can be printed.

    PDF/A forbids glyphs that stand for "no such character", so typst says so.
    """
    import typst  # noqa: PLC0415

    inputs = {
        "fonts": json.dumps(choice.families),
        "words": json.dumps([choice.printable(word) for word in words]),
    }
    compile_: Callable[..., bytes] = typst.compile
    try:
        compile_(
            _PROBE,
            sys_inputs=inputs,
            font_paths=list(choice.paths),
            ignore_system_fonts=not choice.with_system,
            pdf_standards=["a-2b"],
            timestamp=0,
        )
    except typst.TypstError as error:
        missing = missing_in(error.message)
        if missing is None:
            raise
        return missing
    return None


def _unescaped(shown: str) -> str:
    """A text as typst shows it in messages, read back."""

    def char(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else found[2]

    return _ESCAPED.sub(char, shown)


def _by_number(char: str) -> str:
    return f"[U+{ord(char):04X}]"
