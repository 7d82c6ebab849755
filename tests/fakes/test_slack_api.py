"""The fake's Web API, asked through slack_sdk: shapes, scopes, limits and refusals."""

from collections.abc import Awaitable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.model import Json, Posting
from tests.fakes.slack.stage import Stage, stage


async def refusal(call: Awaitable[object]) -> Json:
    """The body of the refusal that the call brings."""
    with pytest.raises(SlackApiError) as caught:
        await call
    found = caught.value.response.data
    assert isinstance(found, dict)
    return found


async def error(call: Awaitable[object]) -> str:
    return str((await refusal(call))["error"])


def section(text: str, **extra: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **extra}


@in_loop
async def test_a_posted_message_comes_back_with_ids_and_is_seen() -> None:
    async with stage() as at:
        posted = await at.client.chat_postMessage(
            channel=at.room.id, text="Hello", blocks=[section("*Hello* <@U1>")]
        )
        assert posted["channel"] == at.room.id
        assert posted["message"]["bot_id"] == at.team.team.bot_id
        assert posted["message"]["blocks"][0]["block_id"]
        assert "Parley: Hello @U1" in at.ann.sees(at.room)
        reply = await at.client.chat_postMessage(
            channel=at.room.id, text="A reply", thread_ts=posted["ts"]
        )
        assert reply["ts"] > posted["ts"]
        assert str(at.ann.thread("Hello")).endswith("  | Parley: A reply")


@in_loop
async def test_tokens_are_refused_by_slacks_names() -> None:
    async with stage() as at:
        url = at.slack.api_url
        assert await error(AsyncWebClient(base_url=url).auth_test()) == "not_authed"
        stranger = AsyncWebClient("xoxb-none", base_url=url)
        assert await error(stranger.auth_test()) == "invalid_auth"
        app = AsyncWebClient(token=at.slack.app_token, base_url=url)
        wrong = error(app.chat_postMessage(channel=at.room.id, text="x"))
        assert await wrong == "not_allowed_token_type"
        assert (await at.client.auth_test())["user_id"] == at.team.team.bot_user_id
        await at.team.revoke_tokens()
        assert await error(at.client.auth_test()) == "token_revoked"


@in_loop
async def test_a_missing_scope_is_named_with_what_is_there() -> None:
    async with stage() as at:
        at.team.grant.scopes = {"chat:write", "commands"}
        found = await refusal(at.client.users_info(user=at.ann.id))
        assert found["error"] == "missing_scope"
        assert found["needed"] == "users:read"
        assert found["provided"] == "chat:write,commands"


@in_loop
async def test_a_channel_refuses_for_its_own_reason() -> None:
    async with stage() as at:
        post = at.client.chat_postMessage
        assert await error(post(channel="C404", text="x")) == "channel_not_found"
        secret = at.team.channel("secret", is_private=True, with_app=False)
        assert await error(post(channel=secret.id, text="x")) == "channel_not_found"
        assert await error(post(channel=at.team.general.id, text="x")) == (
            "not_in_channel"
        )
        at.team.restrict(at.room)
        assert await error(post(channel=at.room.id, text="x")) == "restricted_action"
        at.team.restrict(at.room, Posting.THREADS_ONLY)
        assert await error(post(channel=at.room.id, text="x")) == (
            "restricted_action_thread_only_channel"
        )
        await at.team.archive(at.room, at.bob)
        assert await error(post(channel=at.room.id, text="x")) == "is_archived"


@in_loop
async def test_one_team_reaches_nothing_of_another() -> None:
    async with stage() as at:
        other = at.slack.team("Globex")
        stranger = other.person("Eve")
        client = AsyncWebClient(token=other.token, base_url=at.slack.api_url)
        post = client.chat_postMessage(channel=at.room.id, text="x")
        assert await error(post) == "channel_not_found"
        assert await error(client.users_info(user=at.ann.id)) == "user_not_visible"
        assert await error(client.users_info(user="U404")) == "user_not_found"
        assert (await client.users_info(user=stranger.id))["user"]["name"] == "eve"


@pytest.mark.parametrize(
    ("blocks", "name"),
    [
        ([section("x" * 3001)], "invalid_blocks"),
        ([section("x") for _ in range(51)], "invalid_blocks"),
        ([section("x", block_id="a"), section("y", block_id="a")], "invalid_blocks"),
        ([{"type": "unheard_of"}], "invalid_blocks"),
        ([{"type": "header", "text": {"type": "plain_text"}}], "invalid_blocks"),
        ([section("x" * 2900) for _ in range(5)], "msg_blocks_too_long"),
        ("not json", "invalid_blocks_format"),
    ],
)
@in_loop
async def test_blocks_beyond_the_limits_are_refused(blocks: object, name: str) -> None:
    async with stage() as at:
        post = at.client.chat_postMessage(
            channel=at.room.id,
            text="x",
            blocks=blocks,  # type: ignore[arg-type]  # what a bug might send
        )
        assert await error(post) == name
        assert at.ann.sees(at.room) == "#disputes"
        if name == "invalid_blocks":
            assert at.slack.journal.violations


@in_loop
async def test_texts_are_bounded_and_needed() -> None:
    async with stage() as at:
        post = at.client.chat_postMessage
        bare = at.client.api_call("chat.postMessage", json={"channel": at.room.id})
        assert await error(bare) == "no_text"
        assert await error(post(channel=at.room.id, text="x" * 40_001)) == (
            "msg_too_long"
        )
        ts = (await post(channel=at.room.id, text="short"))["ts"]
        update = at.client.chat_update(channel=at.room.id, ts=ts, text="x" * 4001)
        assert await error(update) == "msg_too_long"


@in_loop
async def test_updates_change_only_own_messages_and_drop_blocks_for_text() -> None:
    async with stage() as at:
        update = at.client.chat_update
        said = await at.ann.say("mine")
        assert (
            await error(update(channel=at.room.id, ts=said.ts, text="yours"))
            == "cant_update_message"
        )
        assert (
            await error(update(channel=at.room.id, ts="1.000001", text="x"))
            == "message_not_found"
        )
        ts = (
            await at.client.chat_postMessage(
                channel=at.room.id, text="a", blocks=[section("from blocks")]
            )
        )["ts"]
        await update(channel=at.room.id, ts=ts, text="from text")
        assert at.ann.sees(at.room).endswith("Parley: from text (edited)")
        await update(channel=at.room.id, ts=ts, text="b", blocks=[section("blocks")])
        assert at.ann.newest(at.room).blocks
        at.team.hide(at.ann.message("blocks"))
        assert await error(update(channel=at.room.id, ts=ts, text="x")) == (
            "message_not_found"
        )


@in_loop
async def test_ephemeral_messages_are_for_one_member_and_out_of_reach() -> None:
    async with stage() as at:
        send = at.client.chat_postEphemeral
        ts = (await send(channel=at.room.id, user=at.ann.id, text="psst"))["message_ts"]
        assert "Parley (only visible to you): psst" in at.ann.sees(at.room)
        assert "psst" not in at.bob.sees()
        update = at.client.chat_update(channel=at.room.id, ts=ts, text="x")
        assert await error(update) == "message_not_found"
        eve = at.team.person("Eve")
        outside = send(channel=at.room.id, user=eve.id, text="psst")
        assert await error(outside) == "user_not_in_channel"


@in_loop
async def test_history_members_and_lists_come_page_by_page() -> None:
    async with stage() as at:
        for number in range(5):
            root = await at.client.chat_postMessage(
                channel=at.room.id, text=f"{number}"
            )
        for number in range(3):
            await at.client.chat_postMessage(
                channel=at.room.id, text=f"r{number}", thread_ts=root["ts"]
            )
        first = await at.client.conversations_history(channel=at.room.id, limit=3)
        assert [each["text"] for each in first["messages"]] == ["4", "3", "2"]
        cursor = first["response_metadata"]["next_cursor"]
        rest = await at.client.conversations_history(
            channel=at.room.id, limit=3, cursor=cursor
        )
        assert [each["text"] for each in rest["messages"]] == ["1", "0"]
        assert not rest["has_more"]
        thread = await at.client.conversations_replies(
            channel=at.room.id, ts=root["ts"]
        )
        assert [m["text"] for m in thread["messages"]] == ["4", "r0", "r1", "r2"]
        assert thread["messages"][0]["reply_count"] == 3
        bad = at.client.conversations_members(channel=at.room.id, cursor="mine")
        assert await error(bad) == "invalid_cursor"


@in_loop
async def test_people_tell_their_language_unless_they_are_outsiders() -> None:
    async with stage() as at:
        info = (await at.client.users_info(user=at.ann.id, include_locale=True))["user"]
        assert (info["locale"], info["tz"]) == ("de-DE", "Europe/Berlin")
        other = at.slack.team("Globex", installed=False)
        eve = other.person("Eve")
        at.team.connect(at.room, other, eve)
        seen = (await at.client.users_info(user=eve.id, include_locale=True))["user"]
        assert seen["is_stranger"]
        assert "locale" not in seen
        shared = await at.client.conversations_info(channel=at.room.id)
        assert shared["channel"]["is_ext_shared"]


@in_loop
async def test_some_methods_do_not_read_json_bodies() -> None:
    async with stage() as at, aiohttp.ClientSession() as web:
        headers = {"Authorization": f"Bearer {at.team.token}"}
        url = f"{at.slack.api_url}users.info"
        body = {"user": at.ann.id}
        async with web.post(url, json=body, headers=headers) as answer:
            assert (await answer.json())["error"] == "invalid_arguments"
        async with web.post(url, data=body, headers=headers) as answer:
            assert (await answer.json())["ok"]
        async with web.post(
            f"{at.slack.api_url}nothing.there", headers=headers
        ) as answer:
            assert (await answer.json())["error"] == "unknown_method"


@in_loop
async def test_permalinks_reactions_bots_and_teams_are_known() -> None:
    async with stage() as at:
        said = await at.ann.say("We never ordered that")
        link = await at.client.chat_getPermalink(channel=at.room.id, message_ts=said.ts)
        assert link["permalink"].endswith(
            f"/archives/{at.room.id}/p" + said.ts.replace(".", "")
        )
        await at.client.reactions_add(
            channel=at.room.id, timestamp=said.ts, name="eyes"
        )
        twice = at.client.reactions_add(
            channel=at.room.id, timestamp=said.ts, name="eyes"
        )
        assert await error(twice) == "already_reacted"
        bot = await at.client.bots_info(bot=at.team.team.bot_id)
        assert bot["bot"]["user_id"] == at.team.team.bot_user_id
        assert (await at.client.team_info())["team"]["name"] == "Acme"


@in_loop
async def test_direct_messages_open_once_and_take_a_users_id() -> None:
    async with stage() as at:
        opened = await at.client.conversations_open(users=at.ann.id)
        posted = await at.client.chat_postMessage(channel=at.ann.id, text="For you")
        assert posted["channel"] == opened["channel"]["id"] == at.ann.dm.id
        assert "Parley: For you" in at.ann.sees(at.ann.dm)
        assert "For you" not in at.bob.sees()


@in_loop
async def test_rates_are_kept_on_the_fakes_clock_when_asked_for() -> None:
    async with stage() as at:
        at.slack.rates.is_on = True
        for _ in range(3):
            await at.client.chat_postMessage(channel=at.room.id, text="x")
        assert (
            await error(at.client.chat_postMessage(channel=at.room.id, text="x"))
            == "ratelimited"
        )
        await at.slack.advance(3)
        await at.client.chat_postMessage(channel=at.room.id, text="x")


@in_loop
async def test_the_agent_layer_shows_status_and_prompts() -> None:
    async with stage() as at:
        await at.client.assistant_threads_setStatus(
            channel_id=at.ann.dm.id, thread_ts="1.000001", status="is reading..."
        )
        await at.client.assistant_threads_setSuggestedPrompts(
            channel_id=at.ann.dm.id,
            prompts=[{"title": "Open a dispute", "message": "open"}],
        )
        assert "<Open a dispute>" in at.ann.sees(at.ann.dm)
        many = at.client.assistant_threads_setSuggestedPrompts(
            channel_id=at.ann.dm.id,
            prompts=[{"title": "x", "message": "x"}] * 5,
        )
        assert await error(many) == "invalid_arguments"


async def _post(at: Stage, text: str) -> str:
    posted = await at.client.chat_postMessage(channel=at.room.id, text=text)
    return str(posted["ts"])


@in_loop
async def test_a_deleted_root_with_replies_leaves_a_tombstone() -> None:
    async with stage() as at:
        ts = await _post(at, "root")
        await at.client.chat_postMessage(channel=at.room.id, text="r", thread_ts=ts)
        await at.client.chat_delete(channel=at.room.id, ts=ts)
        assert "This message was deleted." in at.ann.sees(at.room)
        again = at.client.chat_delete(channel=at.room.id, ts=ts)
        assert await error(again) == "message_not_found"
        await at.client.chat_postMessage(channel=at.room.id, text="?", thread_ts="1.2")
        assert "?" not in at.ann.sees(at.room)
        assert at.slack.journal.advice == ["reply to 1.2, which opens no thread"]
