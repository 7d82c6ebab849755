"""What goes wrong on demand: the fake's faults and how the SDK meets them."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.stage import stage
from tests.fakes.test_slack_api import error


@in_loop
async def test_an_error_comes_as_often_as_it_was_asked_for() -> None:
    async with stage() as at:
        at.slack.faults.fail("chat.postMessage", "fatal_error", times=2)
        post = at.client.chat_postMessage
        assert await error(post(channel=at.room.id, text="1")) == "fatal_error"
        assert await error(post(channel=at.room.id, text="2")) == "fatal_error"
        await post(channel=at.room.id, text="3")
        assert at.ann.sees(at.room) == "#disputes\nParley: 3"


@in_loop
async def test_a_fault_may_strike_certain_arguments_only() -> None:
    async with stage() as at:
        at.slack.faults.fail(
            "chat.postMessage",
            "restricted_action",
            when=lambda body: "thread_ts" in body,
        )
        root = await at.client.chat_postMessage(channel=at.room.id, text="root")
        reply = at.client.chat_postMessage(
            channel=at.room.id, text="reply", thread_ts=root["ts"]
        )
        assert await error(reply) == "restricted_action"


@in_loop
async def test_429_names_the_seconds_to_wait() -> None:
    async with stage() as at:
        at.slack.faults.limit("chat.postMessage", retry_after=30)
        with pytest.raises(SlackApiError) as caught:
            await at.client.chat_postMessage(channel=at.room.id, text="x")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "30"
        assert caught.value.response["error"] == "ratelimited"


@in_loop
async def test_the_sdk_waits_out_a_429_when_told_to() -> None:
    async with stage() as at:
        at.slack.faults.limit("chat.postMessage", retry_after=0)
        patient = AsyncWebClient(
            token=at.team.token,
            base_url=at.slack.api_url,
            retry_handlers=[AsyncRateLimitErrorRetryHandler()],
        )
        await patient.chat_postMessage(channel=at.room.id, text="once")
        assert [c.status for c in at.slack.journal.calls()] == [429, 200]


@in_loop
async def test_a_lost_reply_leaves_the_message_there() -> None:
    async with stage() as at:
        at.slack.faults.lose_reply("chat.postMessage")
        with pytest.raises(aiohttp.ClientConnectionError):
            await at.client.chat_postMessage(channel=at.room.id, text="posted")
        assert at.ann.sees(at.room) == "#disputes\nParley: posted"
        assert [call.status for call in at.slack.journal.calls()] == [0]


@in_loop
async def test_the_sdks_own_retry_posts_twice_after_a_lost_reply() -> None:
    async with stage() as at:
        at.slack.faults.lose_reply("chat.postMessage")
        client = AsyncWebClient(token=at.team.token, base_url=at.slack.api_url)
        await client.chat_postMessage(channel=at.room.id, text="twice")
        assert at.ann.sees(at.room).count("twice") == 2


@in_loop
async def test_a_refused_connection_leaves_nothing() -> None:
    async with stage() as at:
        at.slack.faults.refuse("chat.postMessage")
        with pytest.raises(aiohttp.ClientConnectionError):
            await at.client.chat_postMessage(channel=at.room.id, text="lost")
        assert "lost" not in at.ann.sees()


@in_loop
async def test_web_pages_and_server_errors_come_instead_of_json() -> None:
    async with stage() as at:
        at.slack.faults.answer_html("auth.test")
        with pytest.raises(SlackApiError):
            await at.client.auth_test()
        at.slack.faults.break_down("auth.test", 503)
        with pytest.raises(SlackApiError) as caught:
            await at.client.auth_test()
        assert caught.value.response.status_code == 503
        await at.client.auth_test()


@in_loop
async def test_a_gate_holds_a_request_until_it_is_opened() -> None:
    async with stage() as at:
        gate = at.slack.faults.hold("chat.postMessage")
        posting = asyncio.create_task(
            at.client.chat_postMessage(channel=at.room.id, text="held")
        )
        await gate.reached()
        await at.slack.settled()
        assert "held" not in at.ann.sees()
        await at.client.auth_test()
        gate.open()
        await posting
        assert "held" in at.ann.sees()


@in_loop
async def test_two_faults_in_a_row_strike_one_after_the_other() -> None:
    async with stage() as at:
        at.slack.faults.limit("auth.test", retry_after=1)
        at.slack.faults.break_down("auth.test", 502)
        for status in (429, 502):
            with pytest.raises(SlackApiError) as caught:
                await at.client.auth_test()
            assert caught.value.response.status_code == status
        await at.client.auth_test()
