"""Signatures, Socket Mode that drops or falls silent, and the health of it all."""

import json
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

import pytest

from adapters.slack.app import slack_platform
from assistant.errors import SettingsError, StoreError
from tests.adapters.slack.scene import WATCHFUL, Scene, scene
from tests.adapters.slack.test_app import OPEN, opened
from tests.fakes.slack.delivery import Retry, Route
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.signed_http import FORM, _encoded


async def pretended(here: Scene, **how: object) -> int:
    """Bring the last press again as somebody who is not Slack would."""
    press = here.slack.deliveries.last("block_actions")
    kind, body = _encoded(press)
    status, _, _ = await here.slack.http.post(
        here.slack.http.interactivity,
        body.replace("quality", "scope"),
        {"Content-Type": kind},
        **how,  # type: ignore[arg-type]
    )
    await here.slack.settled()
    return status


@pytest.mark.covers("S12")
@in_loop
async def test_what_slack_did_not_sign_changes_nothing() -> None:
    async with scene(over_http=True) as here:
        await opened(here)
        await here.ann.press("Quality")
        await here.ann.press("Back")
        entries = len(here.case().entries)
        now = int(time.time())
        assert await pretended(here, signature="v0=0000") == 401
        assert await pretended(here, signature="") == 401
        assert await pretended(here, timestamp=now - 301) == 401
        assert await pretended(here, timestamp=now + 400) == 401
        assert await here.slack.http.check_tls(signed=False) == 401
        assert await here.slack.http.check_tls() == 200
        assert await here.slack.http.verify_address()
        headers = {"Content-Type": FORM, "X-Slack-Request-Timestamp": "soon"}
        body = urlencode({"ssl_check": "1", "command": "/dispute"})
        status, _, _ = await here.slack.http.post(
            here.slack.http.commands, body, headers, signature=""
        )
        assert status == 401
        assert len(here.case().entries) == entries


@pytest.mark.covers("S04", "S12")
@in_loop
async def test_a_payload_that_nobody_can_read_is_answered_and_changes_nothing() -> None:
    async with scene() as here:
        await opened(here)
        entries = len(here.case().entries)
        send = here.slack.deliveries.send
        for more in ({"user": "U1"}, {"ts": None, "user": "U1", "text": 7}, {}):
            event = {"type": "message", "channel": here.room.id, **more}
            body = {"type": "event_callback", "event": event, "team_id": here.team.id}
            odd = send(Route.EVENT, "message", body, here.team.id)
            await odd.attempted.wait()
            assert odd.attempts[0].status == 200
        await here.slack.settled()
        assert len(here.case().entries) == entries


@pytest.mark.covers("S12")
def test_bolt_is_one_that_checks_every_signature() -> None:
    assert '"slack-bolt>=1.30"' in Path("pyproject.toml").read_text(encoding="utf-8")
    major, minor, *_ = version("slack-bolt").split(".")
    assert (int(major), int(minor)) >= (1, 29)


@pytest.mark.covers("S12", "B12")
@in_loop
async def test_without_a_secret_it_does_not_listen_over_http() -> None:
    async with scene() as here:
        bare = replace(here.settings.slack, app_token=None)
        platform = slack_platform(replace(here.settings, slack=bare), here.assistant)
        assert platform.routes() == []
        with pytest.raises(SettingsError):
            await platform.start()


@pytest.mark.covers("B12")
@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive"])
@in_loop
async def test_a_token_that_slack_does_not_take_ends_the_start(error: str) -> None:
    async with scene() as here:
        await here.crash()
        here.slack.faults.fail("auth.test", error)
        with pytest.raises(SettingsError) as told:
            await here.begin()
        assert "SLACK_BOT_TOKEN" in told.value.problems[0]
        here.slack.faults.fail("apps.connections.open", error)
        with pytest.raises(SettingsError) as told:
            await here.begin()
        assert "SLACK_APP_TOKEN" in told.value.problems[0]


@pytest.mark.covers("S25")
@in_loop
async def test_after_a_dropped_connection_events_are_handled_again() -> None:
    async with scene(tuning=WATCHFUL) as here:
        await opened(here)
        await here.slack.socket.drop()
        await here.slack.connected()
        await here.slack.advance(10)
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"


@pytest.mark.covers("S25")
@in_loop
async def test_a_slack_that_asks_to_leave_is_left_and_found_again() -> None:
    async with scene(tuning=WATCHFUL) as here:
        await opened(here)
        await here.slack.socket.ask_to_leave()
        await here.slack.connected()
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"


@pytest.mark.covers("B17")
@in_loop
async def test_a_silent_connection_is_replaced() -> None:
    async with scene(tuning=WATCHFUL) as here:
        await opened(here)
        assert here.app.health().is_connected
        here.slack.socket.go_silent()
        await here.slack.connected()
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"
        health = here.app.health()
        assert health.is_connected
        assert health.last_event_at is not None
        assert health.queue == 0


@pytest.mark.covers("B17")
@in_loop
async def test_the_watchdog_replaces_a_client_that_stalls() -> None:
    async with scene(tuning=WATCHFUL) as here:
        await opened(here)
        socket = here.app._socket
        assert socket
        stalled = socket._client
        assert stalled
        stalled.auto_reconnect_enabled = False
        stalled.default_auto_reconnect_enabled = False
        await here.slack.socket.drop()
        await here.slack.socket.connected()
        await here.slack.until(lambda: socket._client is not stalled)
        await here.slack.settled()
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"


@pytest.mark.covers("S25")
@in_loop
async def test_slack_may_be_unreachable_at_the_start() -> None:
    async with scene(tuning=WATCHFUL) as here:
        await opened(here)
        await here.crash()
        here.slack.faults.refuse("auth.test", 1)
        here.slack.faults.refuse("apps.connections.open", 2)
        await here.begin()
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"


@pytest.mark.covers("S13")
@in_loop
async def test_a_disk_that_refuses_has_slack_deliver_again() -> None:
    async with scene(over_http=True) as here:
        await opened(here)
        await here.ann.press("Quality")
        keep = here.assistant.post_office.receive

        def refuses(platform: str, delivery_id: str, payload: str, owner: str) -> bool:
            raise StoreError("full")

        here.assistant.post_office.receive = refuses  # type: ignore[method-assign, assignment]
        here.ann.waits = False
        await here.ann.say("The door sticks.", thread="Case D-INV-7")
        said = here.slack.deliveries.last("message")
        await said.attempted.wait()
        assert said.attempts[0].status == 503
        here.assistant.post_office.receive = keep  # type: ignore[method-assign]
        await here.slack.settled()
        assert here.case().statements[-1].text == "The door sticks."
        assert Retry(1, "http_error") in [a.retry for a in said.attempts]


@pytest.mark.covers("B13", "S12")
@in_loop
async def test_the_log_holds_ids_and_states_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing", "Sent by text"):
            await here.ann.press(label)
        await here.ann.say("secret words", thread="Case D-INV-7")
        settings = here.settings.slack
        planted = ("Harbour", "480", "secret words", "xoxb-", "xapp-")
        ours = [r for r in caplog.records if r.name.split(".")[0] in _OURS]
        logged = json.dumps([r.getMessage() for r in ours])
        assert not [each for each in planted if each in logged]
        assert str(settings.bot_token) not in caplog.text
        assert OPEN not in logged


_OURS = ("adapters", "assistant", "slack_bolt", "slack_sdk")
