"""The fake beside its Web API: response_url, files, installation, rotation."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack.echo import button
from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.stage import Stage, stage
from tests.fakes.test_slack_api import error

SDK_WARNS = pytest.mark.filterwarnings(  # slack_sdk 3.47 with aiohttp 3.14
    "ignore:BasicAuth is deprecated:DeprecationWarning"
)


async def command_url(at: Stage) -> AsyncWebhookClient:
    """The response_url of a command that nobody answered."""
    at.ann.notices.clear()
    await at.ann.command("/echo x")
    body = at.slack.deliveries.last("/echo").body
    return AsyncWebhookClient(body["response_url"], retry_handlers=[])


async def press_url(at: Stage) -> AsyncWebhookClient:
    """The response_url of the newest button."""
    await at.ann.press("Go")
    body = at.slack.deliveries.last("block_actions").body
    return AsyncWebhookClient(body["response_url"], retry_handlers=[])


@in_loop
async def test_a_response_url_is_good_for_five_answers() -> None:
    async with stage() as at:
        url = await command_url(at)
        for number in range(5):
            assert (await url.send(text=f"answer {number}")).body == "ok"
        sixth = await url.send(text="answer 5")
        assert sixth.status_code == 404
        assert "used_url" in sixth.body
        assert at.ann.sees(at.room).count("(only visible to you)") == 5
        assert "answer" not in at.bob.sees()


@in_loop
async def test_a_response_url_is_good_for_half_an_hour() -> None:
    async with stage() as at:
        url = await command_url(at)
        await at.slack.advance(29 * 60)
        assert (await url.send(text="in time")).status_code == 200
        await at.slack.advance(61)
        late = await url.send(text="late")
        assert (late.status_code, "expired_url" in late.body) == (404, True)


@in_loop
async def test_an_answer_may_be_for_everybody() -> None:
    async with stage() as at:
        url = await command_url(at)
        await url.send(text="for all", response_type="in_channel")
        assert "Parley: for all" in at.bob.sees(at.room)


@in_loop
async def test_the_original_is_replaced_and_deleted() -> None:
    async with stage() as at:
        blocks = [button("Go", "go")]
        await at.client.chat_postEphemeral(
            channel=at.room.id, user=at.ann.id, text="x", blocks=blocks
        )
        url = await press_url(at)
        container = at.slack.deliveries.last("block_actions").body["container"]
        assert container["is_ephemeral"]
        assert "message" not in at.slack.deliveries.last("block_actions").body
        await url.send(text="Now this", replace_original=True)
        assert at.ann.sees(at.room).endswith("(only visible to you): Now this")
        await url.send(text="", delete_original=True)
        assert at.ann.sees(at.room) == "#disputes"


@in_loop
async def test_an_answer_beyond_the_limits_is_refused() -> None:
    async with stage() as at:
        url = await command_url(at)
        text = {"type": "mrkdwn", "text": "x" * 3001}
        refused = await url.send(text="x", blocks=[{"type": "section", "text": text}])
        assert refused.status_code == 400
        assert "invalid_blocks" in refused.body


@in_loop
async def test_a_file_needs_the_token_and_the_scope() -> None:
    async with stage() as at, aiohttp.ClientSession() as browser:
        await at.ann.attach("photo.png", b"\x89PNG")
        file = at.slack.deliveries.last("message").body["event"]["files"][0]
        url = file["url_private_download"]
        headers = {"Authorization": f"Bearer {at.team.token}"}

        async def fetched(**extra: Any) -> tuple[int, str, bytes]:
            async with browser.get(url, **extra) as answer:
                return answer.status, answer.content_type, await answer.read()

        assert await fetched(headers=headers) == (200, "image/png", b"\x89PNG")
        assert (await fetched())[:2] == (200, "text/html")
        at.team.grant.scopes.discard("files:read")
        status, kind, body = await fetched(headers=headers)
        assert (status, kind) == (200, "text/html")
        assert b"Sign in" in body


@in_loop
async def test_files_go_out_in_three_steps_with_the_sdk() -> None:
    async with stage() as at:
        root = await at.client.chat_postMessage(channel=at.room.id, text="Case")
        sent = await at.client.files_upload_v2(
            channel=at.room.id,
            thread_ts=root["ts"],
            initial_comment="The letter",
            file_uploads=[
                {"filename": "a.pdf", "content": b"%PDF", "alt_txt": "A letter"},
                {"filename": "b.txt", "content": "text"},
            ],
        )
        assert [each["name"] for each in sent["files"]] == ["a.pdf", "b.txt"]
        seen = at.ann.files("Case")
        assert [(f.name, f.content) for f in seen] == [
            ("a.pdf", b"%PDF"),
            ("b.txt", b"text"),
        ]
        assert {f.message.thread_ts for f in seen} == {root["ts"]}
        assert [c.name for c in at.slack.journal.calls()][1:] == [
            "files.getUploadURLExternal",
            "files.getUploadURLExternal",
            "files.completeUploadExternal",
        ]
        info = (await at.client.files_info(file=sent["files"][0]["id"]))["file"]
        assert info["shares"]["public"][at.room.id]
        assert info["alt_txt"] == "A letter"


@in_loop
async def test_an_upload_is_refused_for_its_own_reasons() -> None:
    async with stage() as at:
        at.team.restrict(at.room)
        upload = at.client.files_upload_v2(
            channel=at.room.id, filename="a.txt", content="x"
        )
        assert await error(upload) == "restricted_action"
        unsent = await at.client.files_getUploadURLExternal(filename="b", length=3)
        complete = at.client.files_completeUploadExternal(
            files=[{"id": unsent["file_id"], "title": "b"}]
        )
        assert await error(complete) == "file_not_found"
        async with (
            aiohttp.ClientSession() as browser,
            browser.post(unsent["upload_url"], data=b"too much") as answer,
        ):
            assert answer.status == 400


@SDK_WARNS
@in_loop
async def test_tokens_rotate_and_old_ones_expire() -> None:
    async with FakeSlack() as slack:
        slack.registration.rotates_tokens = True
        team = slack.team("Acme")
        first, refresh = team.token, team.grant.refresh_token
        client = AsyncWebClient(token=first, base_url=slack.api_url)
        await client.auth_test()
        await slack.advance(12 * 3600)
        assert await error(client.auth_test()) == "token_expired"
        app = slack.registration
        answer = await client.oauth_v2_access(
            client_id=app.client_id,
            client_secret=app.client_secret,
            grant_type="refresh_token",
            refresh_token=refresh,
        )
        assert answer["expires_in"] == 12 * 3600
        fresh = AsyncWebClient(token=answer["access_token"], base_url=slack.api_url)
        await fresh.auth_test()
        again = client.oauth_v2_access(
            client_id=app.client_id,
            client_secret=app.client_secret,
            grant_type="refresh_token",
            refresh_token=refresh,
        )
        assert await error(again) == "invalid_refresh_token"


@SDK_WARNS
@in_loop
async def test_a_person_installs_through_bolts_own_pages(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = str(tmp_path_factory.mktemp("installations"))
    async with FakeSlack() as slack:
        app = slack.registration
        store = FileInstallationStore(base_dir=folder)
        bolt = AsyncApp(
            signing_secret=app.signing_secret,
            client=AsyncWebClient(base_url=slack.api_url),
            oauth_settings=AsyncOAuthSettings(
                client_id=app.client_id,
                client_secret=app.client_secret,
                scopes=["chat:write", "commands"],
                installation_store=store,
                state_store=FileOAuthStateStore(
                    expiration_seconds=600, base_dir=folder
                ),
            ),
        )
        runner = web.AppRunner(bolt.web_app())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        team = slack.team("Globex", installed=False)
        eve = team.person("Eve")
        page = await eve.install(f"http://{host}:{port}/slack/install")
        await runner.cleanup()
        assert page.status == 200
        found = store.find_bot(enterprise_id=None, team_id=team.id)
        assert found
        assert found.bot_token == team.token
        assert team.grant.scopes == {"chat:write", "commands"}


@in_loop
async def test_slack_refuses_an_install_page_that_asks_for_too_much() -> None:
    async with stage() as at:
        bad = f"{at.slack.url}/oauth/v2/authorize?client_id=x"
        with pytest.raises(NotVisibleError, match="no link"):
            await at.ann.install(bad)


@in_loop
async def test_uninstalling_ends_the_tokens_and_is_told() -> None:
    async with stage() as at:
        await at.team.uninstall()
        names = [each.name for each in at.slack.deliveries.all]
        assert names == ["tokens_revoked", "app_uninstalled"]
        revoked = at.slack.deliveries.all[0].body["event"]["tokens"]["bot"]
        assert revoked == [at.team.team.bot_user_id]
        assert await error(at.client.auth_test()) == "account_inactive"
        await at.ann.say("anybody?")
        assert len(at.slack.deliveries.all) == 2
        at.team.install()
        assert at.team.token


@in_loop
async def test_an_org_wide_token_reaches_every_team_of_the_organisation() -> None:
    async with FakeSlack() as slack:
        north = slack.team("North", enterprise="Acme Group", installed=False)
        south = slack.team("South", enterprise="Acme Group")
        grant = north.install(is_org_wide=True)
        client = AsyncWebClient(token=grant.token, base_url=slack.api_url)
        assert (await client.auth_test())["is_enterprise_install"]
        room = south.channel("disputes")
        assert (await client.conversations_info(channel=room.id))["channel"]
        ann = north.person("Ann", here=north.channel("north"))
        await ann.say("hello")
        body = slack.deliveries.last("message").body
        assert body["authorizations"][0]["is_enterprise_install"]
        assert body["enterprise_id"]


@in_loop
async def test_outsiders_are_named_in_events_and_presses() -> None:
    async with stage() as at:
        other = at.slack.team("Globex", installed=False)
        eve = other.person("Eve")
        at.team.connect(at.room, other, eve)
        eve.here = at.room
        await eve.mention("hello")
        body = at.slack.deliveries.last("app_mention").body
        assert body["is_ext_shared_channel"]
        assert body["team_id"] == at.team.id
        assert body["event"]["user_team"] == other.id
        await at.client.chat_postMessage(
            channel=at.room.id, text="x", blocks=[button("Go", "go")]
        )
        await eve.press("Go")
        pressed = at.slack.deliveries.last("block_actions").body
        assert pressed["team"]["id"] == at.team.id
        assert pressed["user"]["team_id"] == other.id
        await eve.command("/dispute list")
        assert eve.notices[-1] == "/dispute is not a valid command."


@in_loop
async def test_a_channel_may_get_another_id() -> None:
    async with stage() as at:
        said = await at.ann.say("hello")
        old = at.room.id
        new = await at.team.change_id(at.room)
        event = at.slack.deliveries.last("channel_id_changed").body["event"]
        assert (event["old_channel_id"], event["new_channel_id"]) == (old, new)
        update = at.client.chat_postMessage(channel=old, text="x")
        assert await error(update) == "channel_not_found"
        await at.client.reactions_add(channel=new, timestamp=said.ts, name="eyes")
