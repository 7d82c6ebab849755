"""`parley run` as a process against the fake Slack, killed in between."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from adapters.slack.manifest import Choices
from assistant.clock import SystemClock
from tests.adapters.slack.scene import free_port, words_of
from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.model import Channel
from tests.fakes.slack.person import Person
from tests.fakes.slack.process import AppProcess
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import Workspace

PARLEY = [sys.executable, "-m", "adapters.cli", "run"]
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
WAY = ("Quality", "Skip", "A defect", "Nothing", "Sent by text", "Yes, exactly")


@dataclass
class Real:
    """The process, and those who use it."""

    slack: FakeSlack
    team: Workspace
    room: Channel
    ann: Person
    bob: Person
    app: AppProcess
    over_http: bool

    async def begin(self) -> None:
        await self.app.start()
        if self.over_http:
            await self.slack.http.reachable()
            await self.slack.settled()
        else:
            await self.slack.connected()

    async def kill(self) -> None:
        await self.app.kill()
        self.slack.socket.connections.clear()


@asynccontextmanager
async def real(folder: Path, *, over_http: bool = False) -> AsyncIterator[Real]:
    url = "https://parley.example" if over_http else ""
    wanted = words_of(Choices(url=url, reads_threads=True))
    async with FakeSlack(SystemClock(), wanted, quiet=0.15) as slack:
        team = slack.team("Acme")
        room = team.channel("disputes", is_private=True)
        ann, bob = team.person("Ann", here=room), team.person("Bob", here=room)
        port = free_port()
        env = slack.environment(team, over_http=over_http) | {
            "PARLEY_DATA_DIR": str(folder / "data"),
            "PARLEY_KEY_FILE": str(_key(folder)),
            "PARLEY_HTTP_PORT": str(port),
            "PARLEY_LOCALE": "en_GB",
        }
        app = AppProcess(PARLEY, env, folder / "log")
        slack.use_http(f"http://127.0.0.1:{port}/slack/events")
        if not over_http:
            slack.use_socket()
        here = Real(slack, team, room, ann, bob, app, over_http)
        try:
            await here.begin()
            slack.probes.append(app.is_working)
            yield here
        finally:
            await app.kill()


def _key(folder: Path) -> Path:
    path = folder / "key"
    path.write_text(KEY, encoding="ascii")
    path.chmod(0o600)
    return path


@pytest.mark.slow  # waits for a process of its own; on a busy machine not long enough
@pytest.mark.covers("S25", "B03", "B16", "S18")
@pytest.mark.parametrize("over_http", [False, True])
def test_a_dispute_survives_a_kill_in_the_real_program(
    over_http: bool, tmp_path: Path
) -> None:
    _survives(over_http, tmp_path)


@in_loop
async def _survives(over_http: bool, folder: Path) -> None:
    async with real(folder, over_http=over_http) as here:
        await here.ann.command("/dispute here")
        said = await here.bob.say("Invoice INV-7: we agreed 400, you billed 480.")
        await here.ann.shortcut("Open dispute from this", said)
        await here.slack.until(lambda: "Total of the" in str(here.ann.modal))
        await here.ann.fill({"Total of the invoice": "480", "Customer": "Harbour"})
        await here.ann.submit()
        await here.slack.until(lambda: _shows(here.bob, "I read an objection"))
        await here.kill()
        await here.begin()
        await here.ann.press("Yes, use it")
        await here.slack.until(lambda: _shows(here.bob, "paid anything on INV-7"))
        assert await here.app.stop() == 0
        assert here.slack.journal.violations == []
        for secret in ("Harbour", "agreed 400", "xoxb-", "xapp-", "Traceback"):
            assert secret not in here.app.output


def _shows(person: Person, words: str) -> bool:
    """Whether somebody sees these words in the thread of the case by now."""
    try:
        return words in str(person.thread("Case D-INV-7"))
    except NotVisibleError:
        return False


def _offers(person: Person, label: str) -> bool:
    """Whether somebody has this button by now; posts to a channel are spaced out."""
    return label in person.buttons()


@pytest.mark.slow
@pytest.mark.covers("B03", "S13")
@pytest.mark.parametrize("seed", range(9))
def test_kills_at_any_moment_lose_and_double_nothing(seed: int, tmp_path: Path) -> None:
    _killed(seed, tmp_path)


@in_loop
async def _killed(seed: int, folder: Path) -> None:
    dice = random.Random(seed)  # noqa: S311  a test's dice
    async with real(folder) as here:
        await here.ann.command("/dispute here")
        await here.ann.command('/dispute open INV-7 480 "Harbour"')
        await here.ann.submit()
        for label in WAY:
            await here.slack.until(partial(_offers, here.ann, label))
            here.ann.waits = False
            press = asyncio.create_task(here.ann.press(label))
            await asyncio.sleep(dice.uniform(0.0, 0.08))
            await here.kill()
            sent = await press
            await here.begin()
            here.ann.waits = True
            await here.slack.settled()
            if sent is None or sent.error:  # it was never confirmed: do it again
                await here.slack.until(partial(_offers, here.ann, label))
                await here.ann.press(label)
        await here.slack.until(lambda: _shows(here.ann, "Which line or deliverable"))
        questions = [
            call.body["text"]
            for call in here.slack.journal.calls("chat.postMessage", ok=True)
        ]
        letters = [text for text in questions if text.startswith("Hello")]
        assert len(letters) <= 1
        roots = [
            call
            for call in here.slack.journal.calls("chat.postMessage", ok=True)
            if not call.body.get("thread_ts") and "Case D-INV-7" in str(call.body)
        ]
        assert len(roots) == 1
