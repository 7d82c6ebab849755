"""scripts/phrases.py: what a translation lacks, and a file to write it in."""

import runpy
from pathlib import Path

import pytest

from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir

SCRIPT = Path(__file__).parents[2] / "scripts" / "phrases.py"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENGLISH = """# --- Greetings

msgid "hello"
msgstr "Say \\"hello\\"\\nto {name}"

msgid "cases"
msgid_plural "cases"
msgstr[0] "{count} case"
msgstr[1] "{count} cases"

msgid "bye"
msgstr "Bye"
"""
GERMAN = 'msgid "bye"\nmsgstr "Tschüs"\n\nmsgid "old"\nmsgstr "Alt"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for code, entries in (("en", ENGLISH), ("de", GERMAN)):
        path = tmp_path / code / "LC_MESSAGES" / "parley.po"
        path.parent.mkdir(parents=True)
        path.write_text(HEAD + entries, encoding="utf-8")
    return tmp_path


def run(command: str, language: str, folder: Path) -> int:
    main = runpy.run_path(str(SCRIPT))["main"]
    code = main([command, language, "--folder", str(folder)])
    assert isinstance(code, int)
    return code


def test_missing_lists_what_is_missing_and_what_is_too_many(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("missing", "de", folder) == 1
    assert capsys.readouterr().out.splitlines() == [
        'missing: hello = Say "hello"',
        "to {name}",
        "missing: cases = {count} case",
        "too many: old",
    ]


def test_update_writes_them_in_the_order_of_english_and_marks_them(
    folder: Path,
) -> None:
    assert run("update", "de", folder) == 0
    written = (folder / "de" / "LC_MESSAGES" / "parley.po").read_text("utf-8")
    marked = ENGLISH.replace("msgid ", "#, fuzzy\nmsgid ")
    expected = marked.replace('#, fuzzy\nmsgid "bye"', 'msgid "bye"')
    assert written == HEAD + expected.replace('"Bye"', '"Tschüs"')
    assert Phrases(folder).has("bye", "de")
    assert not Phrases(folder).has("hello", "de")


def test_a_new_language_gets_its_own_plural_rule(folder: Path) -> None:
    assert run("update", "pl", folder) == 0
    written = (folder / "pl" / "LC_MESSAGES" / "parley.po").read_text("utf-8")
    assert "nplurals=3" in written
    assert 'msgstr[2] "{count} cases"' in written
    assert any("fuzzy" in each for each in Phrases(folder).check())


def test_an_unknown_language_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("missing", "klingon", folder) == 2
    assert "klingon" in capsys.readouterr().err


SHIPPED = Phrases(templates_dir() / "phrases")


@pytest.mark.parametrize(
    "language", sorted({*SHIPPED.languages()} - {"en", *SHIPPED.unfinished()})
)
def test_no_shipped_language_lacks_anything(language: str) -> None:
    assert run("missing", language, templates_dir() / "phrases") == 0
