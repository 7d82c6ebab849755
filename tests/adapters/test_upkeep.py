"""The data folder as a whole, from the command line: key, check, backup, erase."""

import io
import os
from pathlib import Path

import pytest

from adapters import cli

CASE = Path(__file__).parents[1] / "first-case.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one case in it, under a key of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PARLEY_LOCALE", "en_GB")
    monkeypatch.setenv("PARLEY_CURRENCY", "EUR")
    (tmp_path / "passphrase").write_text("correct horse\n", encoding="utf-8")
    with monkeypatch.context() as typing:
        typing.setattr("sys.stdin", io.StringIO(CASE.read_text(encoding="utf-8")))
        assert cli.main(["chat"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody to ask
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def cases_in(capsys: pytest.CaptureFixture[str]) -> str:
    said(capsys)
    assert cli.main(["export", "--format", "json"]) == 0
    return said(capsys)


@pytest.mark.covers("F-R1")
def test_a_backup_comes_back_on_another_computer_with_its_passphrase_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    passphrase = ["--passphrase-file", "passphrase"]
    assert cli.main(["backup", "b.parley", *passphrase]) == 0
    assert b"Harbour" not in (folder / "b.parley").read_bytes()
    monkeypatch.setenv("PARLEY_DATA_DIR", str(folder / "other"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "other-config"))
    assert cli.main(["restore", "b.parley", *passphrase]) == 0
    assert "Harbour Café" in cases_in(capsys)


def test_a_wrong_passphrase_restores_nothing_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["backup", "b.parley", "--passphrase-file", "passphrase"]) == 0
    (folder / "wrong").write_text("battery staple\n", encoding="utf-8")
    monkeypatch.setenv("PARLEY_DATA_DIR", str(folder / "other"))
    assert cli.main(["restore", "b.parley", "--passphrase-file", "wrong"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (folder / "other").exists()


def test_a_new_key_fits_and_the_old_one_fits_no_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys)
    assert cli.main(["key", "show"]) == 0
    old = said(capsys).strip()
    assert cli.main(["rekey"]) == 0
    assert "Harbour Café" in cases_in(capsys)
    monkeypatch.setenv("PARLEY_KEY", old)
    assert cli.main(["export", "--format", "json"]) == 1
    assert "key" in capsys.readouterr().err


def test_a_power_cut_while_the_key_changes_leaves_a_key_that_fits(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut(path: Path, target: Path) -> None:
        if path.name.endswith(".key.new"):
            raise OSError("the power went")
        os.replace(path, target)  # noqa: PTH105  `Path.replace` is what is cut

    with monkeypatch.context() as power:
        power.setattr(Path, "replace", cut)
        assert cli.main(["rekey"]) == 1
    assert "Harbour Café" in cases_in(capsys)
    assert not list(folder.rglob("*.key.new"))


def test_the_data_is_checked_and_its_damage_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--store"]) == 0
    assert "1 cases" in said(capsys)
    (path,) = (folder / "data" / "cases").iterdir()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert cli.main(["check", "--store"]) == 1
    assert "D-INV-7" in capsys.readouterr().err


@pytest.mark.covers("F-R1")
def test_a_customer_is_erased_after_a_yes_and_the_copies_out_of_reach_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["erase", "--customer", "harbour café"]) == 0
    assert "Nothing was erased" in said(capsys)
    assert cli.main(["erase", "--customer", "harbour café", "--yes"]) == 0
    assert "backups" in said(capsys)
    assert '"cases": []' in cases_in(capsys)


def test_everything_can_be_erased(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["erase", "--everything", "--yes"]) == 0
    left = [path.name for path in (folder / "data").rglob("*") if path.is_file()]
    assert left in ([], ["lock"])
