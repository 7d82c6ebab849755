"""The prompt at a real terminal: history, Tab completion, paste, Ctrl-C and Ctrl-D."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from functools import partial
from time import monotonic

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app, run_in_terminal
from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    PathCompleter,
)
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.shortcuts import CompleteStyle

from adapters.console.app import LEAVING, Chat
from adapters.console.blocks import Blocks
from adapters.console.inbound import SPOKEN, fold
from assistant.chat.commands import REGISTRY, CommandName

_PROMPT = "> "
_IN_BLOCK = "… "
# They carry what a customer said, which belongs into the store alone.
_NEVER_KEPT = (CommandName.NOTE, CommandName.REPLY)
_ATTACH = re.compile(r"\s*/?attach\s+", re.IGNORECASE)


def run(chat: Chat, *, watch_every: float = 60) -> None:
    """Ask for lines until Ctrl-D, `exit` or `quit`; Ctrl-C drops the line.

    watch_every: seconds after which it looks again what became due. Practice does not:
        its clock stands still.
    """
    watch = None if chat.terminal.practice else Watch(chat, watch_every).begin
    session: PromptSession[str] = PromptSession(
        history=_history(chat),
        completer=ChatCompleter(chat),
        complete_style=CompleteStyle.READLINE_LIKE,
        complete_while_typing=False,
    )
    blocks = Blocks()
    chat.open()
    is_staying = True
    while is_staying:
        try:
            line = session.prompt(
                _IN_BLOCK if blocks.is_open else _PROMPT, pre_run=watch
            )
        except KeyboardInterrupt:
            blocks.drop()
            continue
        except EOFError:
            break
        for entry in blocks.take_pasted(line):
            is_staying = is_staying and chat.take(entry)
    unfinished = blocks.end()
    if unfinished:
        chat.take(unfinished)
    chat.say(
        "console.goodbye_practice" if chat.terminal.practice else "console.goodbye"
    )


class Watch:
    """Tells what became due above the line being typed, which stays as it is."""

    def __init__(self, chat: Chat, every: float) -> None:
        self._chat = chat
        self._every = every
        self._next_at = monotonic() + every

    def begin(self) -> None:
        """Look now and then for as long as this line is asked for."""
        get_app().create_background_task(self._look())

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(max(0.0, self._next_at - monotonic()))
            self._next_at = monotonic() + self._every
            news = self._chat.news()
            if news:
                await run_in_terminal(partial(self._chat.print, f"\n{news}"))


class ChatCompleter(Completer):
    """Completes commands, answers on the screen, case ids, and files after `attach`."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """What the line up to the cursor may go on with."""
        before = document.text_before_cursor
        attach = _ATTACH.match(before)
        if attach:
            rest = Document(before[attach.end() :].lstrip("\"'"))
            yield from self._paths.get_completions(rest, complete_event)
            return
        begun, start = fold(before), -len(before)
        for label in self._labels():
            if begun and fold(label).startswith(begun):
                yield Completion(label, start_position=start)
        word = document.get_word_before_cursor(WORD=True)
        slash = "/" if word.startswith("/") else ""
        for candidate in self._words(before[: len(before) - len(word)]):
            if fold(slash + candidate).startswith(fold(word)):
                yield Completion(slash + candidate, start_position=-len(word))

    def _labels(self) -> Iterator[str]:
        for choice in self._chat.shown.choices:
            yield choice.label

    def _words(self, before: str) -> Iterable[str]:
        """What may stand as the next word after these."""
        words = before.replace("/", " ").casefold().split()
        if words and words[0] == "dispute":
            words = words[1:]
        if not words:
            return [*REGISTRY, "attach", *SPOKEN, *LEAVING]
        if words == ["help"]:
            return [str(name) for name in REGISTRY]
        is_about_case = any(s.takes_case for n, s in REGISTRY.items() if n == words[0])
        return reversed(self._chat.seen) if is_about_case and len(words) == 1 else ()


class CommandHistory(FileHistory):
    """Keeps commands between sittings; answers are remembered for this one only."""

    def store_string(self, string: str) -> None:
        """Keep a line on disk if it is a command without anybody's words."""
        first, *_ = [*string.removeprefix("/").split(), ""]
        is_command = first in REGISTRY and first not in _NEVER_KEPT
        if is_command and "\n" not in string:
            super().store_string(string)


def _history(chat: Chat) -> History:
    folder = chat.terminal.folder
    if chat.terminal.practice:
        return InMemoryHistory()
    try:
        folder.make_private(folder.history)
    except OSError:  # a folder that cannot be written to must not stop the chat
        return InMemoryHistory()
    return CommandHistory(str(folder.history))
