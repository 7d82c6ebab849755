"""Deliveries of the fake: deadlines, retries, repeats, sockets and signatures."""

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from assistant.clock import SystemClock
from tests.fakes.slack.delivery import CarryError
from tests.fakes.slack.echo import EchoApp, EchoServer
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.signed_http import FORM
from tests.fakes.slack.stage import Stage, stage


class Stub:
    """A request address that answers what it is told and keeps what it got."""

    def __init__(self, *answers: web.Response, hangs: bool = False) -> None:
        self._answers = list(answers)
        self._hangs = asyncio.Event()
        if not hangs:
            self._hangs.set()
        self.got: list[tuple[dict[str, str], str]] = []
        self._runner: web.AppRunner

    async def __aenter__(self) -> str:
        app = web.Application()
        app.router.add_post("/", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/"

    async def __aexit__(self, *_: object) -> None:
        self._hangs.set()
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.text()))
        await self._hangs.wait()
        return self._answers.pop(0) if self._answers else web.Response()


@in_loop
async def test_events_are_retried_at_once_after_a_minute_and_after_five() -> None:
    failures = [web.Response(status=500) for _ in range(3)]
    stub = Stub(*failures)
    async with stage() as at, stub as url:
        at.slack.use_http(url)
        await at.ann.say("hello")
        assert len(stub.got) == 2
        await at.slack.advance(59)
        assert len(stub.got) == 2
        await at.slack.advance(2)
        assert len(stub.got) == 3
        await at.slack.advance(300)
        assert len(stub.got) == 4
        retries = [h.get("X-Slack-Retry-Num") for h, _ in stub.got]
        assert retries == [None, "1", "2", "3"]
        assert stub.got[1][0]["X-Slack-Retry-Reason"] == "http_error"
        ids = {json.loads(body)["event_id"] for _, body in stub.got}
        assert len(ids) == 1
        await at.slack.advance(3600)
        assert len(stub.got) == 4


@in_loop
async def test_an_app_may_forbid_the_retry() -> None:
    stub = Stub(web.Response(status=500, headers={"X-Slack-No-Retry": "1"}))
    async with stage() as at, stub as url:
        at.slack.use_http(url)
        await at.ann.say("hello")
        await at.slack.advance(3600)
        assert len(stub.got) == 1


@in_loop
async def test_a_lost_first_delivery_arrives_as_a_retry() -> None:
    stub = Stub()
    async with stage() as at, stub as url:
        at.slack.use_http(url)
        at.slack.deliveries.lose_next()
        await at.ann.say("hello")
        assert [h.get("X-Slack-Retry-Num") for h, _ in stub.got] == ["1"]


@in_loop
async def test_events_are_told_again_and_at_the_same_time() -> None:
    stub = Stub()
    async with stage() as at, stub as url:
        at.slack.use_http(url)
        await at.ann.say("hello")
        said = at.slack.deliveries.last("message")
        await at.slack.deliveries.repeat(said, times=3, together=2)
        assert len({body for _, body in stub.got}) == 1
        assert len(stub.got) == len(said.attempts) == 4


@in_loop
async def test_events_can_come_in_another_order() -> None:
    stub = Stub()
    async with stage() as at, stub as url:
        at.slack.use_http(url)
        at.slack.deliveries.pause()
        await at.ann.say("first")
        await at.ann.say("second")
        at.slack.deliveries.resume(reverse=True)
        await at.slack.settled()
        texts = [json.loads(body)["event"]["text"] for _, body in stub.got]
        assert sorted(texts) == ["first", "second"]
        sent = at.slack.journal.deliveries("message")
        assert [each.body["event"]["text"] for each in sent] == ["second", "first"]


@in_loop
async def test_an_app_that_does_not_answer_fails_after_three_seconds() -> None:
    stub = Stub(hangs=True)
    async with stage() as at, stub as url:
        at.slack.use_http(url)
        typing = asyncio.create_task(at.ann.command("/echo hello"))
        await at.slack.until(lambda: bool(stub.got))
        await at.slack.advance(2.9, rest=False)
        assert not typing.done()
        await at.slack.advance(0.2)
        await typing
        assert at.ann.notices == ['/echo failed with the error "operation_timeout"']


@in_loop
async def test_an_answer_in_time_counts_though_the_work_goes_on() -> None:
    async with stage() as at, EchoApp(at.slack, at.team):
        with at.slack.faults.hold("chat.postMessage") as gate:
            sent = await at.ann.command("/echo case 1")
            await gate.reached()
            assert sent
            assert sent.attempts[0].seconds is not None
            assert "Case 1" not in at.ann.sees()
        await at.slack.settled()
        assert "Case 1" in at.ann.sees()


@in_loop
async def test_nobody_listening_is_an_error_that_the_person_sees() -> None:
    async with stage() as at:
        await at.ann.command("/echo hello")
        assert at.ann.notices == ['/echo failed with the error "dispatch_failed"']
        assert "Notice: /echo failed" in at.ann.sees()


@in_loop
async def test_a_dropped_socket_is_opened_again_and_retries_arrive() -> None:
    async with stage() as at, EchoApp(at.slack, at.team):
        await at.slack.socket.drop()
        await at.ann.mention("while you were away")
        await at.slack.connected()
        await at.slack.advance(61)
        assert "Heard: @Parley while you were away" in at.ann.sees(at.room)
        assert at.slack.deliveries.last("app_mention").attempts[-1].retry.number == 2


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
@in_loop
async def test_asked_to_leave_the_app_connects_anew(reason: str) -> None:
    async with stage() as at, EchoApp(at.slack, at.team):
        opened = len(at.slack.journal.calls("apps.connections.open"))
        await at.slack.socket.ask_to_leave(reason)
        await at.slack.until(
            lambda: len(at.slack.journal.calls("apps.connections.open")) > opened
        )
        await at.slack.connected()
        await at.ann.command("/echo still here")
        assert "You said: still here" in at.ann.sees()


@in_loop
async def test_a_warning_leaves_the_old_connection_until_it_is_dropped() -> None:
    async with stage() as at, EchoApp(at.slack, at.team):
        before = list(at.slack.socket.connections)
        await at.slack.socket.ask_to_leave("warning")
        await at.slack.until(lambda: at.slack.socket.connections != before)
        await at.slack.connected()
        await at.ann.command("/echo hello")
        assert "You said: hello" in at.ann.sees()


@in_loop
async def test_a_silent_socket_swallows_everything_and_stays_open() -> None:
    async with stage() as at, EchoApp(at.slack, at.team) as app:
        at.slack.socket.go_silent()
        await at.ann.mention("anybody?")
        assert "Heard" not in at.ann.sees()
        await app.socket.connect_to_new_endpoint(force=True)
        await at.slack.connected()
        await at.slack.advance(3.1)  # the deadline passes, and Slack tells it again
        assert "Heard: @Parley anybody?" in at.ann.sees()


@in_loop
async def test_refused_connections_and_used_tickets_do_not_open() -> None:
    async with stage() as at, aiohttp.ClientSession() as web_:
        url = at.slack.socket.address(at.slack.url)
        at.slack.socket.refuse()
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await web_.ws_connect(url)
        assert caught.value.status == 503
        async with web_.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await web_.ws_connect(url)
        assert caught.value.status == 403


@in_loop
async def test_an_eleventh_connection_is_one_too_many() -> None:
    async with stage() as at, aiohttp.ClientSession() as web_:
        sockets = []
        for number in range(11):
            url = at.slack.socket.address(at.slack.url)
            sockets.append(await web_.ws_connect(url))
            hello = await sockets[-1].receive_json()
            assert hello["type"] == ("hello" if number < 10 else "disconnect")
        assert hello["reason"] == "too_many_websockets"
        for each in sockets:
            await each.close()


@in_loop
async def test_signed_requests_pass_and_forged_ones_do_not() -> None:
    async with stage() as at, EchoServer(at.slack, at.team):
        http = at.slack.http
        assert await http.verify_address()
        body = "command=%2Fecho&text=hi&team_id=" + at.team.id
        kind = {"Content-Type": FORM}
        assert (await http.post(http.commands, body, kind))[0] == 200
        old = int(time.time()) - 301
        late = await http.post(http.commands, body, kind, timestamp=old)
        assert late[0] == 401
        forged = await http.post(http.commands, body, kind, signature="v0=00")
        assert forged[0] == 401
        assert (await http.post(http.commands, body, kind, signature=""))[0] == 401
        # slack_bolt answers a TLS check without looking at its signature.
        assert await http.check_tls(signed=False) == 200
        assert await http.check_tls() == 200


@in_loop
async def test_an_address_where_nobody_is_cannot_be_verified() -> None:
    async with stage() as at:
        at.slack.use_http("http://127.0.0.1:1/")
        with pytest.raises(CarryError, match="connection_failed"):
            await at.slack.http.verify_address()


@in_loop
async def test_a_running_clock_needs_no_moving() -> None:
    async with stage(clock=SystemClock()) as at, EchoApp(at.slack, at.team):
        await at.ann.command("/echo hello")
        assert "You said: hello" in at.ann.sees()
        with pytest.raises(TypeError):
            await at.slack.advance(1)


def event_of(at: Stage, name: str) -> Any:
    return at.slack.deliveries.last(name).body["event"]


@in_loop
async def test_only_what_the_manifest_subscribed_to_is_sent() -> None:
    manifest = {
        "features": {
            "bot_user": {"display_name": "Parley"},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [{"command": "/echo", "should_escape": True}],
            "shortcuts": [
                {"name": "Open it", "callback_id": "from_message", "type": "message"}
            ],
        },
        "oauth_config": {
            "scopes": {"bot": ["app_mentions:read", "chat:write", "commands"]}
        },
        "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
    }
    async with stage(manifest=manifest) as at, EchoApp(at.slack, at.team):
        await at.ann.say("not for you")
        await at.ann.mention("but this is")
        await at.slack.settled()
        names = [each.name for each in at.slack.journal.deliveries()]
        assert names == ["app_mention"]
        at.team.grant.scopes.discard("app_mentions:read")
        await at.ann.mention("and this no more")
        assert len(at.slack.journal.deliveries()) == 1


@in_loop
async def test_nothing_is_heard_in_channels_without_the_app() -> None:
    async with stage() as at:
        at.team.general.members.add(at.ann.id)
        await at.ann.say("psst", channel=at.team.general)
        assert not at.slack.deliveries.all
        await at.team.invite_app(at.team.general, at.ann)
        assert event_of(at, "member_joined_channel")["inviter"] == at.ann.id
        await at.ann.say("hello", channel=at.team.general)
        assert event_of(at, "message")["channel_type"] == "channel"


@in_loop
async def test_concurrent_people_do_not_wait_for_each_other() -> None:
    async with stage() as at, EchoApp(at.slack, at.team):
        await asyncio.gather(
            *(at.ann.command(f"/echo case {number}") for number in range(10))
        )
        assert at.ann.sees().count("[Close]") == 10
