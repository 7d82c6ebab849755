"""Puts phrases into words: gettext catalogues, filled with localised values.

A catalogue is `<folder>/<language>/LC_MESSAGES/parley.po`. Its msgid is the phrase's
key, its msgstr the text with placeholders such as `{customer}`. A placeholder is a bare
name: no attribute, index or format, so a text can reach nothing but the values it was
given, and a value is never read as a text with placeholders. Two plural forms share one
key (`msgid` and `msgid_plural` alike); the value `count` chooses between them.

The wheel carries compiled catalogues (`parley.mo`) beside the sources; a checkout has
the sources only, which are compiled in memory at first use.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from assistant.chat.replies import VERBATIM, Phrase
from assistant.domain.money import Money
from assistant.errors import PlaybookError
from assistant.rendering import formats

FALLBACK = "en"  # the complete catalogue, which every other one leans on
_DOMAIN = "parley"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_KEY = re.compile(r"(?:[a-z][a-z0-9_-]*:)?[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_LINE = re.compile(
    r'(?:(?:msgid|msgid_plural|msgstr|msgstr\[\d\]) )?"(?:[^"\\]|\\.)*"\s*'
)
# What may stand before a keyword; a merge gone wrong leaves a text without its key.
_BEFORE = {
    "msgid": ("", "msgstr", "msgstr[n]"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[n]": ("msgid_plural", "msgstr[n]"),
}
_MARKUP = re.compile(r"</?[a-zA-Z!]|\*\*|__|`|\]\(|&[a-z]+;|^#|^[*-] ", re.MULTILINE)

_log = logging.getLogger(__name__)


class Phrases:
    """The wording of the chat in every language there is a catalogue for."""

    def __init__(
        self,
        folder: Path,
        *,
        strict: bool = False,
        own: Mapping[str, str] | None = None,
        bases: Mapping[str, str] | None = None,
    ) -> None:
        """Catalogues are read when a language is first used.

        folder: holds one folder per language.
        own: words of the business's own by key, which go before every catalogue.
        bases: playbook name to the one whose words are tried after its own.
        strict: raise PlaybookError for a missing key or value, as tests want it;
            otherwise it is logged and the conversation goes on.
        """
        self._folder = folder
        self._strict = strict
        self._own, self._bases = dict(own or {}), dict(bases or {})
        self._loaded: dict[str, GNUTranslations | None] = {}

    def say(self, phrase: Phrase, *, language: str, zone: str) -> str:
        """The phrase in words.

        language: locale code such as `de_CH`; its catalogue, that of its language and
            then English are tried, and values are written by the locale itself.
        zone: IANA name of the zone whose clocks instants are shown on.
        """
        if phrase.key == VERBATIM:
            return str(phrase.values["text"])
        template = self._template(phrase, language)
        if template is None and phrase.key.endswith(f"|{VERBATIM}"):
            return str(phrase.values["text"])
        if template is None:
            return self._without_words(phrase)

        def filled(found: re.Match[str]) -> str:
            name = found[1]
            if name in phrase.values:
                return self._value(phrase.values[name], language, zone)
            self._complain(f"{phrase.key}: no value for {{{name}}}")
            return "…"

        return _PLACEHOLDER.sub(filled, template)

    def has(self, key: str, language: str = FALLBACK) -> bool:
        """Whether the catalogue of this language itself has words for this very key."""
        catalogue = self._catalogue(language)
        in_book = catalogue is not None and _look_up(catalogue, key, 1) is not None
        return in_book or key in self._own

    def languages(self) -> list[str]:
        """The languages there is a catalogue for, in alphabetical order."""
        found = self._folder.glob(f"*/LC_MESSAGES/{_DOMAIN}.[pm]o")
        return sorted({path.parent.parent.name for path in found})

    def unfinished(self) -> list[str]:
        """The languages whose catalogue may still lack phrases."""
        sources = {code: self._path(code, ".po") for code in self.languages()}
        return [c for c, p in sources.items() if p.is_file() and _is_unfinished(p)]

    def speaks(self, locale: str) -> bool:
        """Whether there is a catalogue of a locale's language, such as `de-CH`'s."""
        language = locale.replace("-", "_").partition("_")[0]
        return self._catalogue(language) is not None

    def check(self) -> list[str]:
        """What is wrong with the catalogues: `file:line: what`, one line each."""
        problems: list[str] = []
        read: dict[Path, Catalog] = {}
        for language in self.languages():
            source = self._path(language, ".po")
            try:
                read[source] = _read(source, language)
            except PlaybookError as error:
                problems += error.problems
        complete = read.get(self._path(FALLBACK, ".po"))
        if complete is None:
            return [*problems, f"{self._folder}: there is no English catalogue"]
        english = {message.id: message for message in _messages(complete)}
        for source, catalogue in read.items():
            problems += _problems(source, catalogue, english)
        return problems

    def _template(self, phrase: Phrase, language: str) -> str | None:
        """The first text there is: by language, then by the key's alternatives."""
        count = phrase.values.get("count")
        count = count if type(count) is int else None
        keys = [key for one in alternatives(phrase.key) for key in self._with_base(one)]
        for key in keys:
            if key in self._own:
                return self._own[key]
        for code in _codes(language):
            catalogue = self._catalogue(code)
            if catalogue is None:
                continue
            for key in keys:
                text = _look_up(catalogue, key, count)
                if text is not None:
                    return text
        return None

    def _with_base(self, key: str) -> Iterator[str]:
        """The key, and that of the playbook which its playbook is based on."""
        yield key
        prefix, _, rest = key.partition(":")
        if rest and prefix in self._bases:
            yield f"{self._bases[prefix]}:{rest}"

    def _catalogue(self, language: str) -> GNUTranslations | None:
        if language not in self._loaded:
            self._loaded[language] = self._load(language)
        return self._loaded[language]

    def _load(self, language: str) -> GNUTranslations | None:
        if language not in self.languages():
            return None
        compiled = self._path(language, ".mo")
        if compiled.is_file():
            return GNUTranslations(BytesIO(compiled.read_bytes()))
        source = self._path(language, ".po")
        return GNUTranslations(BytesIO(_compiled(source, source.stat().st_mtime_ns)))

    def _path(self, language: str, suffix: str) -> Path:
        return self._folder / language / "LC_MESSAGES" / f"{_DOMAIN}{suffix}"

    def _value(self, value: Any, language: str, zone: str) -> str:
        """A value as the reader's locale writes it."""
        match value:
            case Phrase():
                return self.say(value, language=language, zone=zone)
            case bool():
                word = Phrase("value.yes" if value else "value.no")
                return self.say(word, language=language, zone=zone)
            case datetime():
                return formats.instant(value, zone, language)
            case tuple() | list():
                items = [self._value(each, language, zone) for each in value]
                return formats.join_list(items, language)
            case _:
                return _written(value, language)

    def _without_words(self, phrase: Phrase) -> str:
        """Something readable where the catalogue has nothing."""
        self._complain(f"{phrase.key}: not in the phrase catalogue")
        last = phrase.key.rpartition("|")[2].rpartition(".")[2]
        return last.replace("_", " ").strip().capitalize()

    def _complain(self, problem: str) -> None:
        if self._strict:
            raise PlaybookError([problem])
        _log.error("phrase %s", problem)


def alternatives(key: str) -> Iterator[str]:
    """The keys that are tried, in order: `a:b|c` means `a:b`, then `b`, then `c`."""
    for part in key.split("|"):
        yield part
        prefix, _, rest = part.partition(":")
        if rest and prefix:
            yield rest


def placeholders(text: str) -> frozenset[str]:
    """The names of a text's placeholders."""
    return frozenset(_PLACEHOLDER.findall(text))


@cache
def _compiled(source: Path, changed: int) -> bytes:  # noqa: ARG001 -- part of the key
    """The same, worked out once for each state of a file."""
    return compiled_catalogue(source)


def compiled_catalogue(source: Path) -> bytes:
    """The bytes of the `.mo` of a `.po`; PlaybookError when it cannot be read."""
    language = source.parent.parent.name
    target = BytesIO()
    write_mo(target, _read(source, language))
    return target.getvalue()


def _written(value: Any, language: str) -> str:
    match value:
        case Money():
            return formats.money(value, language)
        case date():
            return formats.date_long(value, language)
        case timedelta():
            return formats.hours_left(value, language)
        case int() | Decimal():
            return formats.number(value, language)
        case _:
            return str(value)


def _codes(language: str) -> list[str]:
    plain = language.replace("-", "_").partition(".")[0].partition("@")[0]
    return list(dict.fromkeys((plain, plain.partition("_")[0], FALLBACK)))


def _look_up(catalogue: GNUTranslations, key: str, count: int | None) -> str | None:
    """The text of a key; a plural one without a count is read in the singular."""
    text = key if count is None else catalogue.ngettext(key, key, count)
    if text == key:
        text = catalogue.gettext(key)
    if text == key:
        text = catalogue.ngettext(key, key, 1)
    return text if text != key else None


def _read(source: Path, language: str) -> Catalog:
    try:
        with source.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise PlaybookError([f"{source}: {error}"]) from error


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _texts(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def _problems(
    source: Path, catalogue: Catalog, english: dict[Any, Message]
) -> list[str]:
    """What is wrong with one catalogue, each with its line.

    One whose header says `X-Unfinished: yes` may lack phrases and have fuzzy ones:
    they are said in English until somebody has written them.
    """
    found = list(_line_mistakes(source))
    messages = list(_messages(catalogue))
    unfinished = _is_unfinished(source)
    for message in messages:
        if not (unfinished and message.fuzzy):
            line = message.lineno or 0
            found += [(line, what) for what in _mistakes(message, english)]
    known = {message.id for message in messages}
    missing = [_key_of(key) for key in english if key not in known]
    if not unfinished:
        found += [(0, f"{key} has no translation") for key in missing]
    return [f"{source}:{line}: {what}" for line, what in sorted(found)]


def _is_unfinished(source: Path) -> bool:
    head = source.read_text(encoding="utf-8").partition("\n\n")[0]
    return r'"X-Unfinished: yes\n"' in head


def _mistakes(message: Message, english: dict[Any, Message]) -> Iterator[str]:
    key = _key_of(message.id)
    if not _KEY.fullmatch(key):
        yield f"{key!r} is not a phrase key"
    if isinstance(message.id, tuple) and len(set(message.id)) > 1:
        yield f"{key}: msgid and msgid_plural must be the same key"
    if message.fuzzy:
        yield f"{key} is marked fuzzy: check the text, then take the mark away"
    original = english.get(message.id)
    if original is None:
        yield f"{key} is not in the English catalogue"
    allowed = {n for text in _texts(original or message) for n in placeholders(text)}
    for text in _texts(message):
        if not text.strip():
            yield f"{key} has no text"
        if set("{}") & set(_PLACEHOLDER.sub("", text)):
            yield f"{key}: a placeholder is a bare name such as {{customer}}"
        if unknown := placeholders(text) - allowed:
            yield f"{key}: unknown placeholder {', '.join(sorted(unknown))}"
        if _MARKUP.search(text):
            yield f"{key}: plain text only, no Markdown or HTML"


def _key_of(message_id: Any) -> str:
    return str(message_id[0] if isinstance(message_id, tuple) else message_id)


def _line_mistakes(source: Path) -> Iterator[tuple[int, str]]:
    """What reading lets pass in silence: keys given twice, texts without a key."""
    seen: set[str] = set()
    before = ""
    lines = source.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#") and not _LINE.fullmatch(line):
            yield number, "a line is a keyword and a text in quotes"
        keyword = re.sub(r"\[\d\]$", "[n]", line.partition(" ")[0])
        if keyword in _BEFORE:
            if before not in _BEFORE[keyword]:
                yield number, f"{keyword} stands behind {before or 'nothing'}"
            before = keyword
        if line.startswith('msgid "') and line != 'msgid ""':
            if line in seen:
                yield number, f"{line[7:-1]} is there twice"
            seen.add(line)
