"""A letter in the business's own words: used in all cases, checked before it is."""

from pathlib import Path

import pytest

from adapters.cli import main
from assistant.bootstrap import build
from assistant.chat.events import CommandGiven, Person, Place
from assistant.domain.letters import LetterForm, LetterKind
from assistant.errors import PlaybookError
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import Letters
from assistant.resources import templates_dir
from assistant.settings import TERMINAL, read_settings

NAME = "en/concession-long"
PLAIN = samples()["plain"]


def letters(folder: Path) -> Letters:
    return Letters(templates_dir(), own=folder)


def subject(found: Letters, language: str = "en") -> str:
    kind, form = LetterKind.CONCESSION, LetterForm.LONG
    return found.render(kind, form, language, PLAIN).subject


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.covers("F-N1")
def test_own_words_are_used_in_the_place_of_ours(tmp_path: Path) -> None:
    path = letters(tmp_path).copy(NAME)
    change(path, "Subject: ", "Subject: Put right: ")
    ours = subject(Letters(templates_dir()))
    found = letters(tmp_path)
    assert found.own_problems == []
    assert subject(found) == f"Put right: {ours}"
    assert found.is_own(NAME)
    assert subject(found, "de") == subject(Letters(templates_dir()), "de")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{{ customr }}", "no letter knows `customr`"),
        ("{% if %}", "Expected an expression"),
        ("{{ rest | munny }}", "No filter named 'munny'"),
        ("{{ words.nothing() }}", "nothing"),
        ("{{ ''.__class__.mro() }}", "access to attribute '__class__'"),
    ],
)
def test_own_words_with_a_mistake_are_left_aside_and_it_is_named(
    tmp_path: Path, wrong: str, said: str
) -> None:
    path = letters(tmp_path).copy(NAME)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{wrong}\n", encoding="utf-8")
    found = letters(tmp_path)
    assert any(said in line for line in found.own_problems)
    assert all(line.startswith(str(path)) for line in found.own_problems)
    assert not found.is_own(NAME)
    assert subject(found) == subject(Letters(templates_dir()))


def test_a_name_that_no_letter_has_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "en" / "apology-long.txt.j2"
    path.parent.mkdir()
    path.write_text("Subject: x\n\ny\n", encoding="utf-8")
    assert letters(tmp_path).own_problems == [f"{path}:1: no letter has this name"]


def test_nothing_that_was_changed_is_copied_over(tmp_path: Path) -> None:
    path = letters(tmp_path).copy(NAME)
    change(path, "Subject: ", "Subject: Mine ")
    with pytest.raises(PlaybookError, match="there already"):
        letters(tmp_path).copy(NAME)
    with pytest.raises(PlaybookError, match="no letter"):
        letters(tmp_path).copy("en/../../x")
    assert "Subject: Mine" in path.read_text(encoding="utf-8")


def test_without_own_words_nothing_is_looked_for(tmp_path: Path) -> None:
    found = letters(tmp_path / "letters")
    assert found.own_problems == []
    assert not found.is_own(NAME)


class TestOnTheCommandLine:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("PARLEY_LOCALE", "en_GB")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        return tmp_path / "data" / "letters"

    def test_a_copy_is_made_checked_listed_and_shown(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["letter", "new", "follow_up", "--short"]) == 0
        path = folder / "en" / "follow_up-short.txt.j2"
        assert str(path) in capsys.readouterr().out
        change(path, "Subject: ", "Subject: Once more: ")
        assert main(["letter", "check"]) == 0
        assert main(["letter", "list"]) == 0
        assert "follow_up-short   yours\n" in capsys.readouterr().out
        assert main(["letter", "show", "follow_up-short"]) == 0
        assert capsys.readouterr().out.startswith("Once more: ")

    def test_a_mistake_is_told_with_its_line(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["letter", "new", "concession"]) == 0
        path = folder / "en" / "concession-long.txt.j2"
        change(path, "\n\n", "\n\n{{ customr }}\n")
        assert main(["letter", "check"]) == 1
        told = capsys.readouterr().err
        assert f"{path}:3: no letter knows `customr`" in told
        assert main(["letter", "show", "concession"]) == 1

    def test_a_letter_that_there_is_not_is_told_with_those_there_are(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["letter", "show", "apology"]) == 1
        assert "there are: acknowledgement" in capsys.readouterr().err

    def test_it_is_shown_with_the_facts_of_a_case(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        settings = read_settings({"PARLEY_DATA_DIR": str(tmp_path / "data")}, None)
        assistant = build(settings)
        place = Place("console", "t", TERMINAL, shows_pictures=False)
        opened = CommandGiven("1", place, Person("r", "Robin"), "open INV-7 480.00 Mo")
        assistant.handle(opened)
        assistant.close()
        assert main(["letter", "show", "acknowledgement", "--case", "INV-7"]) == 0
        assert "about invoice INV-7 (D-INV-7)\n\nHello Mo," in capsys.readouterr().out
        assert main(["letter", "show", "acknowledgement", "--case", "INV-8"]) == 1
        assert "no case INV-8" in capsys.readouterr().err
