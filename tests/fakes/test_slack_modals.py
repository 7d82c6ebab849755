"""What an app answers to submissions, and the inputs that ask it for options."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.echo import DONE, button
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.model import Json
from tests.fakes.slack.stage import Stage, stage


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(name: str, element: Json, **extra: object) -> Json:
    return {
        "type": "input",
        "block_id": name.lower(),
        "label": plain(name),
        "element": {"action_id": "value", **element},
        **extra,
    }


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": plain("Form"),
    "submit": plain("Save"),
    "close": plain("Back"),
    "blocks": [
        field("Case", {"type": "external_select", "min_query_length": 1}),
        field(
            "Reason",
            {
                "type": "radio_buttons",
                "options": [
                    {"text": plain(t), "value": t} for t in ("Scope", "Quality")
                ],
            },
            dispatch_action=True,
        ),
        field("Due", {"type": "datepicker"}, optional=True),
        field("Mail", {"type": "email_text_input", "max_length": 20}, optional=True),
        button("More", "more"),
    ],
}


class Answers:
    """An app whose acknowledgement of a submission is set by the test."""

    def __init__(self) -> None:
        self.next: Json = {}
        self.heard: list[str] = []
        self.app: AsyncApp

    def build(self, client: AsyncWebClient) -> AsyncApp:
        app = AsyncApp(client=client, signing_secret=None)

        @app.shortcut("form")
        async def opened(ack: Any, shortcut: Json, client: Any) -> None:
            await ack()
            await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

        @app.options("value")
        async def asked(ack: Any, payload: Json) -> None:
            texts = [t for t in ("INV-7", "INV-8") if payload["value"] in t]
            await ack(options=[{"text": plain(t), "value": t} for t in texts])

        @app.action("value")
        async def chosen(ack: Any, action: Json) -> None:
            self.heard.append(str(action["selected_option"]["value"]))
            await ack()

        @app.view("form")
        async def submitted(ack: Any) -> None:
            await ack(**self.next)

        @app.view_closed("form")
        async def closed(ack: Any, body: Json) -> None:
            self.heard.append(f"closed {body['is_cleared']}")
            await ack()

        return app


@asynccontextmanager
async def form(at: Stage, answers: Answers) -> AsyncIterator[None]:
    """The app running, and the form open before Ann."""
    client = AsyncWebClient(token=at.team.token, base_url=at.slack.api_url)
    handler = AsyncSocketModeHandler(
        answers.build(client),
        at.slack.app_token,
        web_client=AsyncWebClient(base_url=at.slack.api_url),
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]  # SDK
    at.slack.registration.follow(MANIFEST)
    at.team.install()
    await at.slack.connected()
    await at.ann.shortcut("Open form")
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # SDK


MANIFEST: Json = {
    "features": {
        "shortcuts": [{"name": "Open form", "callback_id": "form", "type": "global"}]
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
}


@in_loop
async def test_an_input_asks_the_app_for_its_options() -> None:
    answers = Answers()
    async with stage() as at, form(at, answers):
        await at.ann.fill({"Case": "INV-7", "Reason": "Quality", "Due": "2026-05-07"})
        assert at.ann.modal.split("\n") == [
            "Form",
            "Case: {INV-7}",
            "Reason: ( ) Scope",
            "(x) Quality",
            "Due (optional): {2026-05-07}",
            "Mail (optional): {____}",
            "[More]",
            "[Back] [Save]",
        ]
        assert answers.heard == ["Quality"]
        with pytest.raises(LookupError, match="no option 'INV-9'"):
            await at.ann.choose("Case", "INV-9")
        await at.ann.submit()
        values = at.slack.deliveries.last("view_submission").body["view"]["state"]
        assert values["values"]["due"]["value"]["selected_date"] == "2026-05-07"
        assert at.ann.modal == ""


@in_loop
async def test_slacks_client_sees_what_is_not_an_address() -> None:
    async with stage() as at, form(at, Answers()):
        await at.ann.fill({"Case": "INV-7", "Reason": "Scope", "Mail": "nobody"})
        assert await at.ann.submit() is None
        assert "! Enter a valid email address." in at.ann.modal
        assert await at.ann.submit(check=False)


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"response_action": "clear"}, ""),
        ({"response_action": "push", "view": DONE}, "Thank you\nSaved.\n[Cancel]"),
        ({"response_action": "update", "view": DONE}, "Thank you\nSaved.\n[Cancel]"),
    ],
)
@in_loop
async def test_a_submission_is_followed_as_the_app_says(
    answer: Json, shown: str
) -> None:
    answers = Answers()
    answers.next = answer
    async with stage() as at, form(at, answers):
        await at.ann.fill({"Case": "INV-7", "Reason": "Scope"})
        await at.ann.submit()
        assert at.ann.modal == shown
        if answer["response_action"] == "push":
            await at.ann.close()
            assert at.ann.modal.startswith("Form")


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"value": "by action id"}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
    ],
)
@in_loop
async def test_an_answer_that_slack_cannot_use_leaves_the_form(answer: Json) -> None:
    answers = Answers()
    answers.next = answer
    async with stage() as at, form(at, answers):
        await at.ann.fill({"Case": "INV-7", "Reason": "Scope"})
        await at.ann.submit()
        assert at.ann.modal.startswith("Form")
        assert "! We had some trouble connecting." in at.ann.modal
        assert at.slack.journal.violations


@in_loop
async def test_the_app_is_told_of_a_closed_form_when_it_asked_to_be() -> None:
    answers = Answers()
    async with stage() as at, form(at, answers):
        await at.ann.press("Back")
        await at.ann.shortcut("Open form")
        await at.ann.close(everything=True)
        assert answers.heard == ["closed False", "closed True"]


@in_loop
async def test_a_press_on_what_the_screen_showed_before_still_arrives() -> None:
    async with stage() as at:
        posted = await at.client.chat_postMessage(
            channel=at.room.id, text="x", blocks=[button("Yes", "yes")]
        )
        before = at.ann.remember(at.ann.newest())
        await at.client.chat_update(
            channel=at.room.id, ts=posted["ts"], text="done", blocks=[]
        )
        assert at.ann.reads(at.ann.newest()) == "done"
        await at.ann.press("Yes", before)
        pressed = at.slack.deliveries.last("block_actions").body
        assert pressed["actions"][0]["action_id"] == "yes"
        assert pressed["container"]["message_ts"] == posted["ts"]
