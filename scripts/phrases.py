"""What a translation of the chat wording lacks, and a file to write it in.

Run from the project's root, with the language's code (`de`, `pt_BR`):

    python scripts/phrases.py missing de    list the keys it lacks, and those it has too
                                            many of; ends with 1 if there are any
    python scripts/phrases.py update de     write them into its catalogue, in the place
                                            and order of English, marked `fuzzy`

`update` begins a language that is not there yet. A text is not used until its mark is
taken away: the chat says that phrase in English, and `parley check` names its line.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[1] / "templates" / "phrases"
SOURCE = "en"
_HEADER = """\
# The {name} wording of the chat: the keys and their order are those of English.
msgid ""
msgstr ""
"Project-Id-Version: Parley\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"\
"""


def main(arguments: list[str]) -> int:
    """Run one command; 0 when the language lacks nothing, 2 for an unknown language."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("command", choices=("missing", "update"))
    parser.add_argument("language", help="code of the language, such as de")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args(arguments)
    try:
        Locale.parse(asked.language)
    except (UnknownLocaleError, ValueError):
        sys.stderr.write(f"{asked.language} is no language that Babel knows\n")
        return 2
    english = _read(asked.folder, SOURCE)
    there = _read(asked.folder, asked.language)
    for line in _differences(english, there):
        sys.stdout.write(f"{line}\n")
    if asked.command == "update":
        path = _path(asked.folder, asked.language)
        path.parent.mkdir(parents=True, exist_ok=True)
        head = _head(path, asked.language)
        entries = _written(asked.folder, english, there)
        path.write_text(f"{head}\n\n{entries}", encoding="utf-8")
        return 0
    return 1 if any(_differences(english, there)) else 0


def _differences(english: Catalog, there: Catalog) -> Iterator[str]:
    for message in _messages(english):
        found = there.get(message.id)
        if found is None:
            yield f"missing: {_key(message)} = {_texts(message)[0]}"
        elif found.fuzzy:
            yield f"fuzzy: {_key(message)} = {_texts(found)[0]}"
    for message in _messages(there):
        if english.get(message.id) is None:
            yield f"too many: {_key(message)}"


def _written(folder: Path, english: Catalog, there: Catalog) -> str:
    """Every key of English, laid out as there, with the words that the language has."""
    source = _path(folder, SOURCE).read_text(encoding="utf-8")
    entries = []
    for block in source.rstrip().split("\n\n")[1:]:
        comments = [line for line in block.splitlines() if line.startswith("#")]
        named = re.search(r'^msgid "(.+)"$', block, re.MULTILINE)
        if named:
            comments += _entry(english.get(named[1]) or Message(named[1]), there)
        entries.append("\n".join(comments))
    return "\n\n".join(entries) + "\n"


def _entry(message: Message, there: Catalog) -> list[str]:
    """The lines of one key; fuzzy with the English text where there is no other."""
    found, key = there.get(message.id), _key(message)
    lines = [] if found is not None and not found.fuzzy else ["#, fuzzy"]
    lines.append(f'msgid "{key}"')
    texts = _texts(message if found is None else found)
    if not isinstance(message.id, tuple):
        return [*lines, f"msgstr {_quoted(texts[0])}"]
    forms = [texts[min(form, len(texts) - 1)] for form in range(there.num_plurals)]
    lines.append(f'msgid_plural "{key}"')
    return lines + [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(forms)]


def _quoted(text: str) -> str:
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        text = text.replace(sign, written)
    return f'"{text}"'


def _head(path: Path, code: str) -> str:
    """What stands above the first key; of a new file, a header with its plural rule."""
    if path.is_file():
        return path.read_text(encoding="utf-8").partition("\n\n")[0]
    name = Locale.parse(code).english_name
    plural = get_plural(code).plural_forms
    return _HEADER.format(name=name, code=code, plural=plural)


def _read(folder: Path, code: str) -> Catalog:
    path = _path(folder, code)
    if not path.is_file():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def _path(folder: Path, code: str) -> Path:
    return folder / code / "LC_MESSAGES" / "parley.po"


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _key(message: Message) -> str:
    key: Any = message.id
    return str(key[0] if isinstance(key, tuple) else key)


def _texts(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ("",))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
