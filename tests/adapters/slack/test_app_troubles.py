"""What Slack refuses, delays or drops: told in a sentence, and no case is lost."""

import pytest

from adapters.slack.app import Tuning
from assistant.errors import StoreError
from tests.adapters.slack.scene import scene
from tests.adapters.slack.test_app import OPEN, opened
from tests.fakes.slack.loops import in_loop

TOLD = {
    "not_in_channel": "I am not a member of that channel.",
    "channel_not_found": "I cannot see that channel",
    "is_archived": "That channel is archived",
    "restricted_action": "only some people may post",
}


@pytest.mark.covers("S19")
@pytest.mark.parametrize("error", TOLD)
@in_loop
async def test_a_channel_that_takes_nothing_is_explained_and_the_case_goes_on(
    error: str,
) -> None:
    async with scene() as here:
        in_room = here.room.id
        here.slack.faults.fail(
            "chat.postMessage", error, None, when=lambda b: b["channel"] == in_room
        )
        await opened(here)
        assert here.cases() == ["D-INV-7"]
        direct = here.ann.sees(here.ann.dm)
        assert TOLD[error] in direct
        assert "What does Harbour Cafe object to?" in direct


@pytest.mark.covers("S19")
@pytest.mark.parametrize("error", TOLD)
@in_loop
async def test_a_case_whose_channel_closes_goes_on_in_direct_messages(
    error: str,
) -> None:
    async with scene() as here:
        await opened(here)
        in_room = here.room.id
        here.slack.faults.fail(
            "chat.postMessage", error, None, when=lambda b: b["channel"] == in_room
        )
        await here.ann.press("Quality")
        direct = here.ann.sees(here.ann.dm)
        assert TOLD[error] in direct
        assert "What did Harbour Cafe say?" in direct
        await here.ann.press("Skip", here.ann.dm)
        assert here.case().fact("statement") == "skipped"
        assert here.app.health().is_connected
        await here.ann.command("/dispute list")
        assert "D-INV-7" in here.ann.sees(here.room)


@pytest.mark.covers("S19")
@in_loop
async def test_without_a_chosen_channel_a_case_lives_in_direct_messages() -> None:
    async with scene(in_room=False) as here:
        await opened(here)
        assert "Case D-INV-7" not in here.ann.sees(here.room)
        assert "Case D-INV-7" in here.ann.sees(here.ann.dm)
        assert "Case D-INV-7" not in here.bob.sees(here.bob.dm)
        await here.ann.press("Quality", here.ann.dm)
        assert here.case().fact("reason") == "quality"


@pytest.mark.covers("S19", "S23")
@in_loop
async def test_a_channel_is_chosen_by_the_owner_and_only_where_that_works() -> None:
    async with scene(in_room=False) as here:
        await opened(here)  # Ann is the owner from here on
        await here.bob.command("/dispute here")
        assert "is for the owner to choose" in here.bob.sees(here.room)
        away = here.team.channel("away", [here.ann], with_app=False)
        await here.ann.command("/dispute here", away)
        assert "/invite @Parley" in here.ann.sees(away)
        shared = here.team.channel("shared", [here.ann])
        other = here.slack.team("Beta", installed=False)
        here.team.connect(shared, other, other.person("Olga"))
        await here.ann.command("/dispute here", shared)
        assert "People of another company read this channel." in here.ann.sees(shared)
        await here.ann.command('/dispute open INV-8 300 "Teal"')
        await here.ann.submit()
        assert "D-INV-8" not in here.ann.sees(shared)
        await here.ann.press("Yes, post them here", shared)
        await here.ann.command('/dispute open INV-9 300 "Teal"')
        await here.ann.submit()
        assert "Case D-INV-9" in here.ann.sees(shared)


@pytest.mark.covers("S08", "S19")
@in_loop
async def test_a_root_that_is_gone_is_made_again() -> None:
    async with scene() as here:
        await opened(here)
        old = here.ann.thread("Case D-INV-7").root
        here.team.hide(old)
        await here.ann.mention("Quality", thread=old)
        assert here.case().fact("reason") == "quality"
        new = here.ann.thread("Case D-INV-7").root
        assert new.ts != old.ts
        await here.ann.say("The door sticks.", thread=new)
        assert here.case().statements[-1].text == "The door sticks."


@pytest.mark.covers("S19")
@in_loop
async def test_a_channel_that_has_another_id_keeps_its_threads() -> None:
    async with scene() as here:
        await opened(here)
        await here.team.change_id(here.room)
        await here.ann.press("Quality")
        assert "What did Harbour Cafe say?" in str(here.ann.thread("Case D-INV-7"))
        await here.ann.command('/dispute open INV-8 300 "Teal"')
        await here.ann.submit()
        assert here.ann.thread("Case D-INV-8").channel is here.room


@pytest.mark.covers("S14")
@in_loop
async def test_after_too_many_requests_a_method_is_left_alone_for_as_long() -> None:
    async with scene() as here:
        await opened(here)
        mark = here.slack.journal.mark()
        here.slack.faults.limit("chat.postMessage", 2)
        await here.ann.press("Quality")
        calls = here.slack.journal.calls("chat.postMessage", since=mark)
        assert len(calls) == 1
        await here.slack.advance(1.9)
        assert len(here.slack.journal.calls("chat.postMessage", since=mark)) == 1
        await here.slack.advance(0.2)
        await here.slack.until(
            lambda: len(here.slack.journal.calls("chat.postMessage", since=mark)) > 1
        )
        await here.slack.settled()
        sent = here.slack.journal.calls("chat.postMessage", since=mark, ok=True)
        assert len(sent) == 1


@pytest.mark.covers("S14")
@in_loop
async def test_twenty_posts_to_one_channel_are_spread_over_fifteen_seconds() -> None:
    async with scene(tuning=Tuning(ping=60)) as here:
        await opened(here)
        await here.ann.press("Quality")
        start = here.slack.journal.mark()
        here.ann.waits = False
        for number in range(20):
            thread = here.ann.thread("Case D-INV-7")
            await here.ann.mention(f"reply Words {number}", thread=thread)
        await here.app.settled()
        for _ in range(40):
            await here.slack.advance(1, rest=False)
            await here.app.settled()
        posts = here.slack.journal.calls("chat.postMessage", since=start, ok=True)
        assert len(posts) >= 20
        spread = (posts[19].at - posts[0].at).total_seconds()
        assert spread >= 15


@pytest.mark.covers("S19")
@in_loop
async def test_a_slack_that_is_down_gets_everything_once_it_is_back() -> None:
    async with scene() as here:
        await opened(here)
        here.slack.faults.break_down("chat.postMessage", 503, 2)
        await here.ann.press("Quality")
        for _ in range(4):
            await here.slack.advance(5)
        await here.slack.until(
            lambda: "What did Harbour Cafe say?" in here.ann.sees(here.room)
        )
        text = "What did Harbour Cafe say?"
        sent = here.slack.journal.calls("chat.postMessage", ok=True)
        assert len([c for c in sent if text in c.body["text"]]) == 1


@pytest.mark.covers("B06")
@in_loop
async def test_a_bug_is_told_with_a_reference_that_the_log_has_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with scene() as here:
        await opened(here)
        post = here.assistant.post

        def fails(event: object) -> None:
            raise KeyError("Harbour Cafe 480")

        here.assistant.post = fails  # type: ignore[method-assign]
        await here.ann.press("Quality")
        here.assistant.post = post  # type: ignore[method-assign]
        told = here.ann.sees(here.room)
        assert "Nothing you did before is lost." in told
        reference = told.split("this reference: ")[1][:8]
        assert reference in caplog.text
        assert "Harbour" not in caplog.text
        assert "Traceback" not in told
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"


@pytest.mark.covers("B06", "B03")
@in_loop
async def test_a_disk_that_refuses_leaves_the_delivery_for_the_next_start() -> None:
    async with scene() as here:
        await opened(here)
        post = here.assistant.post

        def fails(event: object) -> None:
            raise StoreError("the disk is full")

        here.assistant.post = fails  # type: ignore[method-assign]
        await here.ann.press("Quality")
        here.assistant.post = post  # type: ignore[method-assign]
        assert here.case().fact("reason") is None
        await here.restart()
        await here.slack.settled()
        assert here.case().fact("reason") == "quality"


@pytest.mark.covers("S19")
@in_loop
async def test_an_upload_without_the_right_to_it_says_so_and_the_letter_is_there() -> (
    None
):
    async with scene() as here:
        await opened(here)
        here.team.grant.scopes.discard("files:write")
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        shown = str(here.ann.thread("Case D-INV-7"))
        assert "I lack a right that this needs." in shown
        assert here.case().letters[-1].body.splitlines()[0] in shown
        assert "[Sent by e-mail]" in shown


@pytest.mark.covers("S19")
@in_loop
async def test_a_token_that_is_not_taken_shows_in_the_health() -> None:
    async with scene() as here:
        await here.ann.command(OPEN)
        here.team.revoke_silently()
        await here.ann.submit()
        health = here.app.health()
        assert not health.is_connected
        assert health.last_error == "token_revoked"
        assert here.cases() == ["D-INV-7"]
