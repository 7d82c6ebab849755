"""A small slack_bolt app lives in the fake, over Socket Mode and over HTTP."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tests.fakes.slack.echo import EchoApp, EchoServer
from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.registration import Shortcut
from tests.fakes.slack.stage import Stage, stage

BOTH = pytest.mark.parametrize("transport", [EchoApp, EchoServer])


def running(at: Stage, transport: Any) -> AbstractAsyncContextManager[object]:
    app: AbstractAsyncContextManager[object] = transport(at.slack, at.team)
    return app


@BOTH
@in_loop
async def test_a_command_is_answered_in_its_acknowledgement(transport: Any) -> None:
    async with stage() as at, running(at, transport):
        await at.ann.command("/echo hello  <there>")
        seen = at.ann.sees(at.room)
        assert "Parley (only visible to you): You said: hello  <there>" in seen
        assert "hello" not in at.bob.sees()


@BOTH
@in_loop
async def test_a_modal_is_filled_refused_and_saved(transport: Any) -> None:
    async with stage() as at, running(at, transport):
        await at.ann.command("/echo form")
        calls = at.slack.journal.calls()
        assert calls[-1].name == "views.open"
        assert await at.ann.submit() is None
        assert "! Please complete this required field." in at.ann.modal
        await at.ann.fill({"Amount": "lots", "Kind": "Scope"})
        await at.ann.press("Send")
        assert "Amount: lots\n! Digits only." in at.ann.modal
        await at.ann.fill({"Amount": "480", "Proof": [("photo.png", b"\x89PNG")]})
        await at.ann.submit()
        assert at.ann.modal == "Thank you\nSaved.\n[Cancel]"
        sent = at.slack.deliveries.last("view_submission").body["view"]["state"]
        assert sent["values"]["proof"]["value"]["files"][0]["name"] == "photo.png"
        await at.ann.press("Cancel")
        assert at.ann.modal == ""


@BOTH
@in_loop
async def test_a_button_changes_its_message_for_everybody(transport: Any) -> None:
    async with stage() as at, running(at, transport):
        await at.ann.command("/echo case 17")
        assert at.bob.sees(at.room).endswith("Parley: Case 17 open\n[Close]")
        await at.bob.press("Close")
        assert at.ann.sees(at.room).endswith("Parley: Closed")
        with pytest.raises(NotVisibleError, match="no button 'Close'"):
            await at.bob.press("Close")
        body = at.slack.deliveries.last("block_actions").body
        assert body["container"]["type"] == "message"
        assert body["message"]["blocks"][1]["elements"][0]["action_id"] == "close"
        assert body["user"]["team_id"] == body["team"]["id"] == at.team.id


@BOTH
@in_loop
async def test_a_mention_is_heard_in_its_thread(transport: Any) -> None:
    async with stage() as at, running(at, transport):
        said = await at.ann.mention("what now?")
        await at.ann.mention("and then?", thread=said)
        assert str(at.ann.thread("what now?")).split("\n") == [
            "Ann: @Parley what now?",
            "  | Parley: Heard: @Parley what now?",
            "  | Ann: @Parley and then?",
            "  | Parley: Heard: @Parley and then?",
        ]


@BOTH
@in_loop
async def test_files_go_both_ways(transport: Any) -> None:
    async with stage() as at, running(at, transport):
        said = await at.ann.attach("offer.pdf", b"%PDF-1.7", text="The offer")
        copied = at.ann.files()[-1]
        assert (copied.name, copied.content) == ("copy of offer.pdf", b"copied")
        assert copied.message.thread_ts == said.ts
        assert "Here is a copy." in str(at.ann.thread("The offer"))


@BOTH
@in_loop
async def test_the_home_tab_and_shortcuts_work(transport: Any) -> None:
    async with stage() as at, running(at, transport):
        at.slack.registration.shortcuts = [
            Shortcut("Open dispute from this", "from_message", on_message=True)
        ]
        assert await at.ann.open_home() == "[New]"
        said = await at.bob.say("I am not paying that")
        await at.ann.shortcut("Open dispute from this", said)
        assert at.ann.modal.startswith("Echo\n")
        with pytest.raises(NotVisibleError):
            await at.ann.shortcut("Open dispute from this")


@BOTH
@in_loop
async def test_an_answer_later_uses_the_response_url(transport: Any) -> None:
    async with stage() as at, running(at, transport):
        await at.ann.command("/echo later")
        assert "One moment." in at.ann.sees(at.room)


@in_loop
async def test_the_client_itself_refuses_commands_it_does_not_know() -> None:
    async with stage() as at, EchoApp(at.slack, at.team):
        at.slack.registration.commands = {"/echo"}
        assert await at.ann.command("/dispute open") is None
        said = await at.ann.say("hello")
        assert await at.ann.command("/echo hi", thread=said) is None
        at.team.grant.scopes.discard("commands")
        await at.ann.command("/echo hi")
        assert at.ann.notices == [
            "/dispute is not a valid command.",
            "/echo is not supported in threads. Sorry!",
            "/echo is not a valid command.",
        ]
        assert not at.slack.journal.deliveries("/echo", "/dispute")
