import os
from pathlib import Path

import pytest

from adapters.console.attachment import LIMIT_MEGABYTES, find, looks_like_path
from adapters.console.inbound import Sender, read
from adapters.console.shown import Shown
from assistant.chat.events import FileGiven
from assistant.errors import InputError
from tests.adapters.console.fakes import OWNER, PLACE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("scope.pdf", "My scope (1).pdf", "plain"):
        (tmp_path / name).write_bytes(b"content")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.mark.covers("F-P7")
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("scope.pdf", "scope.pdf", ""),
        ("scope.pdf contract", "scope.pdf", "contract"),
        ("  ./scope.pdf   contract ", "scope.pdf", "contract"),
        ("~/scope.pdf approval", "scope.pdf", "approval"),
        ("My scope (1).pdf", "My scope (1).pdf", ""),
        ("My scope (1).pdf photos", "My scope (1).pdf", "photos"),
        (r"My\ scope\ \(1\).pdf photos", "My scope (1).pdf", "photos"),
        ('"My scope (1).pdf" photos', "My scope (1).pdf", "photos"),
        ("'My scope (1).pdf'", "My scope (1).pdf", ""),
        ("“~/My scope (1).pdf” photos", "My scope (1).pdf", "photos"),
        ("plain other", "plain", "other"),
    ],
)
def test_a_file_is_found_as_people_write_paths(
    typed: str, name: str, kind: str
) -> None:
    found = find(typed)
    assert (found.path.name, found.kind, found.size) == (name, kind, 7)


@pytest.mark.usefixtures("folder")
def test_attach_gives_the_file_with_its_bytes() -> None:
    event = read("attach scope.pdf contract", Shown(), Sender("n1", PLACE, OWNER))
    assert isinstance(event, FileGiven)
    assert (event.media_type, event.size, event.kind) == (
        "application/pdf",
        7,
        "contract",
    )
    with event.open() as file:
        assert file.read() == b"content"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("", "error.file_path_needed"),
        ("missing.pdf", "error.file_missing"),
        ("~nobody-of-that-name/x.pdf", "error.file_missing"),
        ("x" * 100_000, "error.file_missing"),
        ("bad\0name", "error.file_missing"),
        ("scope.pdf/inside", "error.file_missing"),
        (".", "error.file_is_folder"),
        ("/dev/zero", "error.file_unreadable"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_kindly(typed: str, phrase: str) -> None:
    with pytest.raises(InputError) as refused:
        find(typed)
    assert refused.value.phrase == phrase
    assert len(str(refused.value.facts.get("path", ""))) <= 200


@pytest.mark.usefixtures("folder")
def test_a_missing_file_is_named_without_its_kind() -> None:
    with pytest.raises(InputError) as refused:
        find("missing.pdf contract")
    assert refused.value.facts["path"] == "missing.pdf"


def test_a_file_of_fifty_megabytes_is_refused_unread(folder: Path) -> None:
    os.truncate(folder / "plain", 50 * 1024 * 1024)
    with pytest.raises(InputError) as refused:
        find("plain")
    assert refused.value.phrase == "error.file_too_large"
    assert refused.value.facts["limit"] == f"{LIMIT_MEGABYTES} MB"


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="everybody may read here"
)
def test_a_file_of_somebody_else_is_refused(folder: Path) -> None:
    (folder / "plain").chmod(0)
    with pytest.raises(InputError, match=r"error\.file_unreadable"):
        find("plain")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "is_path"),
    [
        ("scope.pdf", True),
        ("missing.pdf contract", True),
        ("~/x", True),
        (r"C:\files\x", True),
        ("plain", True),
        ("the photos please.", False),
        ("it to the invoice", False),
        ("", False),
    ],
)
def test_a_path_is_told_from_a_sentence(words: str, is_path: bool) -> None:
    assert looks_like_path(words) is is_path
