"""The chat over a pipe: what goes in, what is printed, what is kept."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.console.app import Terminal, run_chat
from adapters.console.folder import Folder
from adapters.console.practice import Practice
from assistant.chat.events import (
    ChatEvent,
    ChatOpened,
    ChoiceMade,
    CommandGiven,
    FileGiven,
    TextTyped,
    TimePassed,
)
from assistant.chat.replies import (
    FileOut,
    Option,
    Paragraph,
    Part,
    Question,
    Tone,
    Typed,
)
from assistant.clock import MovableClock
from assistant.errors import StoreError
from tests.adapters.console.fakes import OWNER, PLACE, FakeAssistant

REASON = Question("reason", "What is disputed?", (Option("scope", "Scope"),))
Reply = Callable[[ChatEvent], tuple[Part[str], ...]]


def replying(event: ChatEvent) -> tuple[Part[str], ...]:
    match event:
        case ChatOpened():
            return (Paragraph("Good morning."),)
        case CommandGiven(text="open INV-7"):
            return (Paragraph("The hold on INV-7 is on.", Tone.GOOD), REASON)
        case ChoiceMade(choice=choice):
            return (Paragraph(f"Noted: {choice}."),)
        case TextTyped(text=text):
            return (Paragraph(f"I cannot read {text[:20]}.", Tone.ERROR),)
        case FileGiven(name=name, kind=kind):
            return (Paragraph(f"Got {name} as {kind}."),)
        case TimePassed():
            return (Paragraph("The acknowledgement is overdue.", Tone.CAUTION),)
        case _:
            return ()


class Run:
    """One piped chat and everything that came out of it."""

    def __init__(
        self,
        script: str,
        folder: Path,
        reply: Reply = replying,
        practice: Practice | None = None,
    ) -> None:
        self.assistant = FakeAssistant(reply)
        out, err = io.StringIO(), io.StringIO()
        terminal = Terminal(PLACE, OWNER, Folder(folder), practice)
        self.code = run_chat(
            self.assistant, terminal, lines=io.StringIO(script), out=out, err=err
        )
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def texts(self) -> list[str]:
        """The texts that arrived as text."""
        return [e.text for e in self.assistant.events if isinstance(e, TextTyped)]


def test_a_script_reads_as_a_transcript(tmp_path: Path) -> None:
    run = Run("\ufeff# a try\n\nopen INV-7\n12,4x\n1\n", tmp_path)
    assert (
        run.out
        == """\
Good morning.

> open INV-7

✓ The hold on INV-7 is on.

What is disputed?
  1  Scope
  undo · stop · help

> 12,4x

✗ I cannot read 12,4x.

> 1

Noted: scope.

"""
    )
    assert run.err == "1 lines were not understood\n"
    assert run.code == 0


def test_every_event_has_a_delivery_id_of_its_own(tmp_path: Path) -> None:
    events = Run("a\na\n", tmp_path).assistant.events
    assert len({event.delivery_id for event in events}) == 3


def test_a_good_script_leaves_nothing_on_the_error_output(tmp_path: Path) -> None:
    run = Run("open INV-7\n1\n", tmp_path)
    assert (run.code, run.err) == (0, "")


def test_bad_files_are_answered_and_counted(tmp_path: Path) -> None:
    run = Run(f"attach {tmp_path}\nattach /no/such.pdf x\n[Blue]\nattach\n", tmp_path)
    assert "is a folder" in run.out
    assert "There is no file /no/such.pdf." in run.out
    assert run.err == "4 lines were not understood\n"
    assert len(run.assistant.events) == 1


@pytest.mark.covers("F-P7")
def test_a_file_is_attached_with_its_kind(tmp_path: Path) -> None:
    (tmp_path / "My scope.pdf").write_bytes(b"x")
    run = Run(f'attach "{tmp_path}/My scope.pdf" contract\n', tmp_path)
    assert "Got My scope.pdf as contract." in run.out


def test_a_block_of_lines_is_one_text(tmp_path: Path) -> None:
    run = Run('"""\nopen INV-7\n# two\n\nKim\n"""\n', tmp_path)
    assert run.texts == ["open INV-7\n# two\n\nKim"]
    assert "> open INV-7\n> # two\n> \n> Kim\n" in run.out


def test_a_block_that_is_never_closed_is_not_lost(tmp_path: Path) -> None:
    assert Run("<<<\none\ntwo", tmp_path).texts == ["one\ntwo"]


def test_a_paste_of_a_hundred_thousand_characters_arrives_whole(tmp_path: Path) -> None:
    run = Run("x" * 100_000 + "\n", tmp_path)
    assert run.texts == ["x" * 100_000]
    assert len(run.out) < 1_000


def test_an_echoed_line_cannot_command_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in Run("\x1b]0;gone\x07hi\x1b[2J\n", tmp_path).out


@pytest.mark.parametrize("word", ["exit", "QUIT"])
def test_the_chat_can_be_left_before_the_end(word: str, tmp_path: Path) -> None:
    assert Run(f"a\n{word}\nb\n", tmp_path).texts == ["a"]


def test_a_bug_is_logged_and_the_chat_goes_on(tmp_path: Path) -> None:
    def broken(event: ChatEvent) -> tuple[Part[str], ...]:
        if isinstance(event, TextTyped) and event.text == "a":
            raise KeyError("secret")
        return replying(event)

    run = Run("a\nopen INV-7\n", tmp_path, broken)
    log = tmp_path / "console.log"
    reference = run.out.partition("Reference ")[2][:8]
    assert "Traceback" not in run.out + run.err
    assert "secret" not in run.out + run.err
    assert reference in log.read_text()
    assert "KeyError" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert "The hold on INV-7 is on." in run.out
    assert run.code == 0


def test_a_part_that_cannot_be_drawn_is_a_bug_and_no_crash(tmp_path: Path) -> None:
    run = Run("a\n", tmp_path, lambda _: (Paragraph(None),))  # type: ignore[arg-type]
    assert run.out.count("Reference") == 2


def test_a_store_that_cannot_keep_says_so(tmp_path: Path) -> None:
    def full(event: ChatEvent) -> tuple[Part[str], ...]:
        raise StoreError("the disk is full")

    run = Run("a\n", tmp_path, full)
    assert "That could not be kept: the disk is full." in run.out


def test_a_log_that_cannot_be_written_does_not_stop_the_chat(tmp_path: Path) -> None:
    def broken(event: ChatEvent) -> tuple[Part[str], ...]:
        raise ZeroDivisionError

    (tmp_path / "file").write_text("")
    assert "Reference" in Run("", tmp_path / "file", broken).out


class TestFilesForThePerson:
    """They land in `exports`, under a name that every system can keep."""

    @pytest.mark.parametrize(
        ("name", "saved"),
        [
            ("cases.json", "cases.json"),
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\a.txt", "a.txt"),
            (".bashrc", "bashrc"),
            ("", "file"),
            ("..", "file"),
            ("con.txt", "_con.txt"),
            ("a?b\x1b[2J*.json", "a_b_.json"),
            ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
        ],
    )
    def test_its_name_is_made_safe(self, name: str, saved: str, tmp_path: Path) -> None:
        part = FileOut(name, "application/json", b"{}", "All cases.")
        run = Run("", tmp_path, lambda _: (part,))
        file = tmp_path / "exports" / saved
        assert file.read_bytes() == b"{}"
        assert file.stat().st_mode & 0o777 == 0o600
        assert f"Saved as {file}" in run.out

    def test_an_older_file_is_left_alone(self, tmp_path: Path) -> None:
        for content in (b"1", b"2", b"1", b"2"):
            part = FileOut("a.tar.gz", "application/gzip", content, "c")
            Run("", tmp_path, lambda _, part=part: (part,))  # type: ignore[misc]
        exports = tmp_path / "exports"
        assert sorted(p.name for p in exports.iterdir()) == ["a.tar-2.gz", "a.tar.gz"]
        assert (exports / "a.tar.gz").read_bytes() == b"1"


class TestPractice:
    """A try with a clock that is moved by hand."""

    start = datetime(2026, 5, 7, 7, 0, tzinfo=UTC)

    @pytest.mark.covers("F-P8")
    def test_moving_the_clock_tells_what_became_due(self, tmp_path: Path) -> None:
        clock = MovableClock(self.start)
        run = Run("after 49 hours\n", tmp_path, practice=Practice(clock, UTC))
        assert clock.now() == datetime(2026, 5, 9, 8, 0, tzinfo=UTC)
        assert run.out.startswith("Practice: nothing is kept.")
        assert "! The acknowledgement is overdue." in run.out

    def test_a_time_that_cannot_be_is_answered(self, tmp_path: Path) -> None:
        practice = Practice(MovableClock(self.start), UTC)
        run = Run("at 2026-02-30\n", tmp_path, practice=practice)
        assert "There is no such time: at 2026-02-30." in run.out

    def test_real_time_is_not_moved(self, tmp_path: Path) -> None:
        assert Run("after 49 hours\n", tmp_path).texts == ["after 49 hours"]


def test_an_open_text_question_takes_the_next_line_as_text(tmp_path: Path) -> None:
    def asking(event: ChatEvent) -> tuple[Part[str], ...]:
        return (Question("words", "What did they say?", typed=Typed.TEXT),)

    run = Run("note that we never agreed\n", tmp_path, asking)
    assert run.texts == ["note that we never agreed"]
