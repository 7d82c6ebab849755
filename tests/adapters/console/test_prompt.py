"""The interactive prompt, typed into through prompt_toolkit's pipe."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console import prompt
from adapters.console.app import Chat, Terminal, has_colour, run_chat
from adapters.console.blocks import Entry
from adapters.console.folder import Folder
from adapters.console.practice import Practice
from adapters.console.prompt import ChatCompleter
from adapters.console.shown import Shown
from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    TextTyped,
    TimePassed,
)
from assistant.chat.replies import (
    Button,
    Card,
    Option,
    Paragraph,
    Part,
    Question,
    Typed,
)
from assistant.clock import MovableClock
from assistant.errors import StoreError
from tests.adapters.console.fakes import OWNER, PLACE, FakeAssistant

QUESTION = Question(
    "reason", "What?", (Option("scope", "Scope"), Option("no", "Not sure"))
)
CTRL_C, CTRL_D = "\x03", "\x04"


@contextmanager
def keyboard() -> Iterator[PipeInput]:
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
    ):
        yield pipe


def typed(keys: str, folder: Path, practice: Practice | None = None) -> FakeAssistant:
    """Type the keys and Ctrl-D; the assistant with what reached it."""
    assistant = FakeAssistant(lambda _: (Card("c", (), case_id="D-7"), QUESTION))
    terminal = Terminal(PLACE, OWNER, Folder(folder), practice)
    out, err = io.StringIO(), io.StringIO()
    with keyboard() as pipe:
        pipe.send_text(keys + CTRL_D)
        assert run_chat(assistant, terminal, lines=None, out=out, err=err) == 0
    farewell = "nothing was kept" if practice else "Everything is kept"
    assert farewell in out.getvalue()
    assert "\x1b" not in out.getvalue()
    return assistant


def test_a_number_and_a_command_are_understood(tmp_path: Path) -> None:
    _, first, second = typed("1\rshow D-7\r", tmp_path).events
    assert isinstance(first, ChoiceMade)
    assert first.choice == "scope"
    assert isinstance(second, CommandGiven)
    assert second.text == "show D-7"


def test_control_c_drops_the_line_only(tmp_path: Path) -> None:
    _, event = typed(f"half a line{CTRL_C}480\r", tmp_path).events
    assert isinstance(event, TextTyped)
    assert event.text == "480"


def test_control_c_drops_an_open_block(tmp_path: Path) -> None:
    assert len(typed(f"<<<\rone\r{CTRL_C}", tmp_path).events) == 1


def test_leaving_inside_a_block_loses_nothing(tmp_path: Path) -> None:
    _, event = typed("<<<\rone\rtwo\r", tmp_path).events
    assert isinstance(event, TextTyped)
    assert event.text == "one\ntwo"


def test_a_paste_keeps_its_lines(tmp_path: Path) -> None:
    _, event = typed("\x1b[200~Dear Kim,\r\nno.\nAna\x1b[201~\r", tmp_path).events
    assert isinstance(event, TextTyped)
    assert event.text == "Dear Kim,\nno.\nAna"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("evi\t D-\t\r", "evidence D-7"),
        ("/sho\t\r", "show"),
        ("sc\t\x15evi\t\r", "evidence"),
    ],
)
def test_tab_completes_commands_and_cases(keys: str, text: str, tmp_path: Path) -> None:
    _, event = typed(keys, tmp_path).events
    assert isinstance(event, CommandGiven | TextTyped)
    assert event.text == text


def test_the_history_keeps_commands_but_no_words_of_people(tmp_path: Path) -> None:
    typed("list\r480\rnote D-7 She cried\r/reply D-7 No\r/show D-7\r", tmp_path)
    history = tmp_path / "console_history"
    kept = [line for line in history.read_text().splitlines() if line.startswith("+")]
    assert kept == ["+list", "+/show D-7"]
    assert history.stat().st_mode & 0o777 == 0o600


def test_practice_leaves_no_history(tmp_path: Path) -> None:
    clock = MovableClock(datetime(2026, 5, 7, tzinfo=UTC))
    assistant = typed("after 1 day\r", tmp_path, Practice(clock, UTC))
    assert isinstance(assistant.events[-1], TimePassed)
    assert not (tmp_path / "console_history").exists()


def test_a_folder_that_cannot_be_written_to_does_not_stop_the_chat(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    assert len(typed("1\r", tmp_path / "file").events) == 2


class TestCompletion:
    """What Tab offers, by what stands before the cursor."""

    def offered(self, before: str, folder: Path) -> list[str]:
        shown = Shown().after(TimePassed("n", PLACE, OWNER), (QUESTION,))
        assistant = FakeAssistant(lambda _: (Paragraph("x"),))
        chat = Chat(assistant, Terminal(PLACE, OWNER, Folder(folder)), io.StringIO())
        chat.shown, chat.seen = shown, {"D-7": None, "D-INV-9": None}
        completions = ChatCompleter(chat).get_completions(
            Document(before), CompleteEvent(completion_requested=True)
        )
        return [completion.text for completion in completions]

    @pytest.mark.parametrize(
        ("before", "expected"),
        [
            ("sc", ["Scope"]),
            ("not s", ["Not sure"]),
            ("ev", ["evidence"]),
            ("/op", ["/open"]),
            ("dispute op", ["open"]),
            ("show ", ["D-INV-9", "D-7"]),
            ("show d-i", ["D-INV-9"]),
            ("help rep", ["reply", "report"]),
            ("open ", []),
            ("note D-7 ", []),
        ],
    )
    def test_it_offers(self, before: str, expected: list[str], tmp_path: Path) -> None:
        assert self.offered(before, tmp_path) == expected

    def test_files_follow_attach(self, tmp_path: Path) -> None:
        (tmp_path / "scope.pdf").write_text("")
        assert self.offered(f"attach {tmp_path}/sc", tmp_path) == ["ope.pdf"]
        assert self.offered(f'attach "{tmp_path}/sc', tmp_path) == ["ope.pdf"]


class Screenlike(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert has_colour(Screenlike())
    assert not has_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colour(Screenlike())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not has_colour(Screenlike())


@pytest.mark.covers("F-K2")
def test_what_becomes_due_is_told_above_the_line_being_typed(tmp_path: Path) -> None:
    out = io.StringIO()
    due = Card("Overdue", (), (Button("Done", "done D-7"),), "D-7")
    with keyboard() as pipe:

        def reply(event: ChatEvent) -> tuple[Part[str], ...]:
            if not isinstance(event, TimePassed):
                return (QUESTION,)
            is_first = "Overdue" not in out.getvalue()
            if is_first:
                pipe.send_text(f" line\r1\r{CTRL_D}")
            return (due,) if is_first else ()

        pipe.send_text("half a")
        assistant = FakeAssistant(reply)
        chat = Chat(assistant, Terminal(PLACE, OWNER, Folder(tmp_path)), out)
        prompt.run(chat, watch_every=0)
    assert "  a  Done" in out.getvalue()
    typed_in = [e for e in assistant.events if isinstance(e, TextTyped | ChoiceMade)]
    line, choice = typed_in
    assert isinstance(line, TextTyped)
    assert line.text == "half a line"
    assert isinstance(choice, ChoiceMade)
    assert choice.choice == "scope"


class TestNews:
    """What the terminal shows unasked."""

    def chat(self, folder: Path, reply: Callable[[ChatEvent], Any]) -> Chat:
        out = io.StringIO()
        return Chat(FakeAssistant(reply), Terminal(PLACE, OWNER, Folder(folder)), out)

    def test_nothing_due_is_nothing_said(self, tmp_path: Path) -> None:
        assert self.chat(tmp_path, lambda _: ()).news() == ""

    def test_a_full_disk_is_not_told_every_minute(self, tmp_path: Path) -> None:
        def full(event: ChatEvent) -> tuple[Part[str], ...]:
            raise StoreError("full")

        chat = self.chat(tmp_path, full)
        assert chat.news() == ""
        assert chat.is_watching

    def test_a_fault_of_ours_is_logged_once(self, tmp_path: Path) -> None:
        def broken(event: ChatEvent) -> tuple[Part[str], ...]:
            raise ZeroDivisionError

        chat = self.chat(tmp_path, broken)
        assert (chat.news(), chat.news()) == ("", "")
        assert (tmp_path / "console.log").read_text().count("Traceback") == 1

    def test_an_amount_asked_for_is_not_taken_for_a_button(
        self, tmp_path: Path
    ) -> None:
        amount = Question(
            "sum", "How much?", (Option("all", "All"),), typed=Typed.AMOUNT
        )
        due = Card("Overdue", (), (Button("Done", "done D-7"),), "D-7")
        chat = self.chat(
            tmp_path, lambda e: (due,) if isinstance(e, TimePassed) else (amount,)
        )
        chat.open()
        for typed_in, kind in (("1", TextTyped), ("b", CommandGiven)):
            assert "  b  Done" in chat.news()
            chat.take(Entry(typed_in))
            assert isinstance(chat.assistant, FakeAssistant)
            assert isinstance(chat.assistant.events[-1], kind)
