"""A tiny Bolt app that repeats what it hears: proves that the fake is like Slack.

In a test: `async with EchoApp(slack, team)`. As a process:
`python -m tests.fakes.slack.echo socket` or `... http PORT`, set up by environment.
"""

import asyncio
import os
import sys
from typing import Any, Self

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import Workspace

Json = dict[str, Any]
PING_SECONDS = 0.2

MODAL: Json = {
    "type": "modal",
    "callback_id": "name",
    "title": {"type": "plain_text", "text": "Echo"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "amount",
            "label": {"type": "plain_text", "text": "Amount"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        },
        {
            "type": "input",
            "block_id": "kind",
            "optional": True,
            "label": {"type": "plain_text", "text": "Kind"},
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [
                    {"text": {"type": "plain_text", "text": t}, "value": t.lower()}
                    for t in ("Scope", "Quality")
                ],
            },
        },
        {
            "type": "input",
            "block_id": "proof",
            "optional": True,
            "label": {"type": "plain_text", "text": "Proof"},
            "element": {"type": "file_input", "action_id": "value"},
        },
    ],
}
DONE: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Thank you"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Saved.*"}}],
}


def button(label: str, action: str) -> Json:
    """An actions block with one button."""
    text = {"type": "plain_text", "text": label}
    return {
        "type": "actions",
        "elements": [{"type": "button", "text": text, "action_id": action}],
    }


def build(client: AsyncWebClient, signing_secret: str = "") -> AsyncApp:
    """The app; single workspace."""
    app = AsyncApp(
        client=client,
        signing_secret=signing_secret or None,
        ignoring_self_events_enabled=True,
        process_before_response=False,
    )
    _commands(app)
    _views(app)
    _events(app)
    return app


def _commands(app: AsyncApp) -> None:
    @app.command("/echo")
    async def command(ack: Any, body: Json, client: Any, respond: Any) -> None:
        match body["text"].split():
            case ["form"]:
                await ack()
                await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
            case ["case", name]:
                await ack()
                await client.chat_postMessage(
                    channel=body["channel_id"],
                    text=f"Case {name}",
                    blocks=[
                        {
                            "type": "section",
                            "text": {"type": "mrkdwn", "text": f"*Case {name}* open"},
                        },
                        button("Close", "close"),
                    ],
                )
            case ["later"]:
                await ack()
                await respond("One moment.")
            case _:
                await ack(f"You said: {body['text']}")

    @app.action("close")
    async def close(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.chat_update(
            channel=body["channel"]["id"],
            ts=body["message"]["ts"],
            text="Closed",
            blocks=[
                {"type": "section", "text": {"type": "mrkdwn", "text": "_Closed_"}}
            ],
        )


def _views(app: AsyncApp) -> None:
    @app.view("name")
    async def submitted(ack: Any, view: Json) -> None:
        typed = view["state"]["values"]["amount"]["value"]["value"]
        if not typed.isdigit():
            await ack(response_action="errors", errors={"amount": "Digits only."})
        else:
            await ack(response_action="update", view=DONE)

    @app.shortcut("from_message")
    async def from_message(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=MODAL)


def _events(app: AsyncApp) -> None:
    @app.event("app_mention")
    async def mentioned(event: Json, say: Any) -> None:
        await say(
            f"Heard: {event['text']}", thread_ts=event.get("thread_ts", event["ts"])
        )

    @app.event("app_home_opened")
    async def home(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            await client.views_publish(
                user_id=event["user"],
                view={"type": "home", "blocks": [button("New", "close")]},
            )

    @app.event("message")
    async def message(event: Json, client: Any) -> None:
        for file in event.get("files", ()):
            await client.files_upload_v2(
                channel=event["channel"],
                thread_ts=event.get("thread_ts", event["ts"]),
                filename=f"copy of {file['name']}",
                content=b"copied",
                initial_comment="Here is a copy.",
            )

    @app.event("file_shared")
    async def file_shared() -> None:
        """Told twice by Slack; the message is enough."""


class EchoApp:
    """The app over Socket Mode inside a test."""

    def __init__(self, slack: FakeSlack, team: Workspace) -> None:
        self._slack = slack
        self.client = AsyncWebClient(token=team.token, base_url=slack.api_url)
        self.app = build(self.client)
        self.handler: AsyncSocketModeHandler

    async def __aenter__(self) -> Self:
        self.handler = AsyncSocketModeHandler(
            self.app,
            self._slack.app_token,
            web_client=AsyncWebClient(base_url=self._slack.api_url),
            ping_interval=PING_SECONDS,
        )
        await self.handler.connect_async()  # type: ignore[no-untyped-call]  # SDK
        await self._slack.connected()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.handler.close_async()  # type: ignore[no-untyped-call]  # SDK

    @property
    def socket(self) -> SocketModeClient:
        """The SDK's client."""
        return self.handler.client


class EchoServer:
    """The app over HTTP inside a test."""

    def __init__(self, slack: FakeSlack, team: Workspace) -> None:
        self._slack = slack
        client = AsyncWebClient(token=team.token, base_url=slack.api_url)
        self.app = build(client, slack.registration.signing_secret)
        self._runner = web.AppRunner(
            self.app.web_app(path="/slack/events"), access_log=None
        )

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._slack.use_http(f"http://{host}:{port}/slack/events")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


async def _run(arguments: list[str]) -> None:
    base_url = os.environ["SLACK_API_URL"]
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=base_url)
    if arguments[0] == "socket":
        handler = AsyncSocketModeHandler(
            build(client),
            os.environ["SLACK_APP_TOKEN"],
            web_client=AsyncWebClient(base_url=base_url),
        )
        await handler.start_async()  # type: ignore[no-untyped-call]  # SDK
    else:
        app = build(client, os.environ["SLACK_SIGNING_SECRET"])
        runner = web.AppRunner(app.web_app(path="/slack/events"))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(arguments[1])).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1:]))
