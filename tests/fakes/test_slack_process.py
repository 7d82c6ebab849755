"""An app in a process of its own, as `parley run` will be, against the fake."""

import socket
import sys
from pathlib import Path

from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.process import AppProcess
from tests.fakes.slack.server import FakeSlack

ECHO = [sys.executable, "-m", "tests.fakes.slack.echo"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@in_loop
async def _over_socket_mode(folder: Path) -> None:
    async with FakeSlack() as slack:
        team = slack.team("Acme")
        room = team.channel("disputes")
        ann = team.person("Ann", here=room)
        process = AppProcess([*ECHO, "socket"], slack.environment(team), folder / "log")
        async with process:
            slack.probes.append(process.is_working)
            await slack.connected()
            await ann.command("/echo case 17")
            assert "Case 17 open" in ann.sees(room)
            await process.kill()
            await ann.press("Close")
            assert "Case 17 open" in ann.sees(room)
            assert ann.notices
            await process.start()
            await slack.connected()
            await ann.press("Close")
            assert ann.sees(room).endswith("Parley: Closed")


def test_a_process_is_killed_and_started_again_over_socket_mode(tmp_path: Path) -> None:
    _over_socket_mode(tmp_path)


@in_loop
async def _over_http(folder: Path) -> None:
    async with FakeSlack() as slack:
        team = slack.team("Acme")
        room = team.channel("disputes")
        ann = team.person("Ann", here=room)
        port = free_port()
        process = AppProcess(
            [*ECHO, "http", str(port)],
            slack.environment(team, over_http=True),
            folder / "log",
        )
        async with process:
            slack.probes.append(process.is_working)
            slack.use_http(f"http://127.0.0.1:{port}/slack/events")
            await slack.http.reachable()
            await ann.mention("hello")
            assert "Heard: @Parley hello" in ann.sees(room)
            assert await process.stop() is not None
            assert not process.is_running


def test_a_process_answers_signed_requests(tmp_path: Path) -> None:
    _over_http(tmp_path)
