"""Who may what: two workspaces, other companies, private cases, removal."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.response import BoltResponse

from assistant.chat.events import ChatEvent, CommandGiven, Person, Place, TextTyped
from assistant.chat.replies import Question
from assistant.domain.business import Profile
from assistant.domain.money import Money
from assistant.domain.resolution import ApprovalStatus
from tests.adapters.slack.scene import Scene, scene
from tests.adapters.slack.test_app import opened
from tests.fakes.slack.loops import in_loop


@pytest.mark.covers("S23")
@in_loop
async def test_people_of_another_company_are_refused_politely() -> None:
    async with scene() as here:
        await opened(here)
        other = here.slack.team("Beta", installed=False)
        olga = other.person("Olga")
        here.team.connect(here.room, other, olga)
        entries = len(here.case().entries)
        await olga.press("Scope", here.room)
        assert "belongs to another company" in olga.sees(here.room)
        await olga.say("Scope", channel=here.room, thread="Case D-INV-7")
        await olga.mention("list", channel=here.room)
        assert len(here.case().entries) == entries
        assert "belongs to another company" not in here.ann.sees(here.room)


@pytest.mark.covers("F-L2", "B10", "S17")
@in_loop
async def test_a_private_case_goes_on_in_direct_messages_of_its_people() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.command("/dispute share D-INV-7 private")
        assert "is private now" in here.bob.sees(here.room)
        assert "Harbour Cafe" not in here.bob.reads(
            here.bob.message("D-INV-7 is private now")
        )
        mark = here.slack.journal.mark()
        await here.ann.command("/dispute show D-INV-7")
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"
        assert "What did Harbour Cafe say?" in here.ann.sees(here.ann.dm)
        for line in ("show D-INV-7", "paid D-INV-7 10", "list", "evidence INV-7"):
            await here.bob.command(f"/dispute {line}")
        await here.bob.mention("show", thread=here.bob.message("D-INV-7 is private"))
        assert str(here.case().grid.sum.paid.amount) == "0.00"
        seen = [
            call.body
            for call in here.slack.journal.calls(since=mark)
            if call.body.get("user") == here.bob.id
            or call.body.get("channel") == here.room.id
        ]
        assert "Harbour Cafe" not in str(seen)
        root = here.ann.thread("Case D-INV-7")
        assert root.channel is here.ann.dm


@pytest.mark.covers("B10", "S22", "S17")
@pytest.mark.parametrize("is_guest", [False, True])
@in_loop
async def test_a_private_channels_cases_are_for_its_people_alone(
    is_guest: bool,
) -> None:
    async with scene() as here:
        await opened(here)
        eve = here.team.person("Eve", is_guest=is_guest)
        mark = here.slack.journal.mark()
        for line in ("list all", "show D-INV-7", "paid D-INV-7 10", "export", "here"):
            await eve.command(f"/dispute {line}")
        await eve.open_home()
        await eve.say("show D-INV-7", channel=eve.dm)
        await eve.shortcut("Open a dispute")
        await eve.fill({"Invoice number": "INV-7", "Total of the invoice": "9"})
        await eve.submit(check=False)
        told = "are for the people of the channel where they are kept"
        assert told in eve.home
        assert told in eve.sees()
        shown = [call.body for call in here.slack.journal.calls(since=mark)]
        assert "Harbour" not in str(shown)
        assert str(here.case().grid.sum.paid.amount) == "0.00"
        business = here.stores.businesses.load(here.business)
        assert business
        assert [member.name for member in business.members] == ["Ann"]
        here.room.members.add(eve.id)
        here.clock.advance(timedelta(minutes=1))
        await eve.command("/dispute list")
        assert "Harbour Cafe" in eve.sees()


@pytest.mark.covers("B10", "F-L1")
@in_loop
async def test_who_left_the_channel_still_has_the_case_that_is_shared_with_them() -> (
    None
):
    async with scene() as here:
        await opened(here)
        await here.ann.command('/dispute open INV-8 300 "Teal Works"')
        await here.ann.submit()
        await here.bob.command("/dispute note INV-7 I was there")
        await here.ann.command("/dispute share D-INV-7 Bob Stone")
        here.room.members.discard(here.bob.id)
        here.clock.advance(timedelta(minutes=11))
        await here.bob.say("show D-INV-7", channel=here.bob.dm)
        await here.bob.press("Quality", here.bob.dm)
        assert here.case().fact("reason") == "quality"
        await here.bob.say("show D-INV-8", channel=here.bob.dm)
        await here.bob.say("list", channel=here.bob.dm)
        assert "Teal" not in here.bob.sees(here.bob.dm)


@pytest.mark.covers("F-L1", "S24")
@in_loop
async def test_a_case_is_handed_over_by_a_mention_of_the_person() -> None:
    async with scene() as here:
        await opened(here)
        await here.bob.open_home()
        await here.bob.command("/dispute list")
        thread = here.ann.thread("Case D-INV-7")
        await here.ann.mention("assign @Bob Stone", thread=thread)
        assert here.case().assigned_to == "Bob Stone"
        assert "us (Bob Stone)" in here.ann.reads(thread.root)


@pytest.mark.covers("F-L2", "S07", "S24")
@in_loop
async def test_an_approver_is_called_and_decides_in_the_thread() -> None:
    limited = Profile(
        currency="EUR",
        playbook="services",
        place="GB-EAW",
        approval_limit=Money.of("100", "EUR"),
    )
    async with scene(profile=limited) as here:
        await opened(here, '/dispute open INV-7 1200 "Harbour Cafe"')
        thread = here.ann.thread("Case D-INV-7")
        await here.bob.mention("note I was there", thread=thread)
        name_a_sum(here, "150")
        await here.bob.say("They are our best customer.", thread=thread)
        called = here.ann.sees(here.ann.dm)
        assert "Bob Stone asks for your yes in D-INV-7" in called
        assert "[Open the thread]" in called
        await here.bob.press("Yes, go ahead", here.room)
        assert "Only Ann may decide this." in here.bob.sees(here.room)
        assert here.case().approvals[-1].status is ApprovalStatus.ASKED
        await here.ann.press("Yes, go ahead", here.room)
        assert here.case().approvals[-1].status is ApprovalStatus.GIVEN
        shown = str(here.bob.thread("Case D-INV-7"))
        assert "Ann said yes to €150.00." in shown
        assert "✓ Yes, go ahead (Ann)" in shown


def name_a_sum(here: Scene, amount: str) -> None:
    """Bob takes the case to the sum that he would give up, without the app."""
    place = Place("slack", f"user/{here.bob.id}", here.business)
    bob, known = Person(here.bob.id, "Bob Stone"), dict(WITHOUT_THOUGHT)
    todo = ["show D-INV-7", *TO_THE_PAPERS]
    asked, number = "", 0
    while not asked.startswith("answer_approval"):
        number += 1
        assert number < 50, asked
        text = todo.pop(0) if todo else known.get(asked.partition("@")[0], "No")
        text = amount if asked.startswith("amount_off") else text
        event: ChatEvent = TextTyped(f"w{number}", place, bob, text)
        if number == 1:
            event = CommandGiven(f"w{number}", place, bob, text)
        parts = [part for m in here.assistant.handle(event) for part in m.parts]
        asked = next((p.key for p in parts[::-1] if isinstance(p, Question)), asked)


TO_THE_PAPERS = (
    *("Scope", "Skip", "Extra work", "Nothing", "Sent by e-mail", "Yes, exactly"),
    *("Third round", "included", "billed", "400", "drop it", "A company"),
    *("Regularly", "Skip", "400", "Go on without these"),
)
WITHOUT_THOUGHT = {
    "misunderstood": "Yes",
    "approved": "Yes, only spoken",
    "delivered": "Yes, only spoken",
    "met_specification": "Yes, only spoken",
    "assessment": "Agree",
    "decider": "Skip",
    "explained": "Yes, explained",
    "offer_expires_on": "In a week",
}


@pytest.mark.covers("S21")
@pytest.mark.parametrize("how", ["uninstall", "revoke_tokens"])
@in_loop
async def test_after_a_removal_the_data_go_when_the_time_has_come(how: str) -> None:
    async with scene() as here:
        await opened(here)
        await getattr(here.team, how)()
        assert here.cases() == ["D-INV-7"]
        here.clock.advance(timedelta(days=29))
        await here.app._parts.departures.clear_up()
        assert here.cases() == ["D-INV-7"]
        here.clock.advance(timedelta(days=2))
        await here.app._parts.departures.clear_up()
        assert here.cases() == []
        assert here.stores.notebook.keys("slack", "root/") == []


@pytest.mark.covers("S21")
@in_loop
async def test_every_event_has_one_listener() -> None:
    async with scene() as here:
        listeners = here.app._parts.front._app._async_listeners
        for name in ("app_uninstalled", "tokens_revoked", "message"):
            body = {
                "type": "event_callback",
                "event": {"type": name},
                "team_id": here.team.id,
            }
            assert len(await matching(listeners, body)) == 1


async def matching(
    listeners: Sequence[AsyncListener], body: dict[str, Any]
) -> list[AsyncListener]:
    asked = AsyncBoltRequest(body=body, mode="socket_mode")
    response = BoltResponse(status=200)
    return [
        listener
        for listener in listeners
        if await listener.async_matches(req=asked, resp=response)
    ]


@pytest.mark.covers("S24")
@in_loop
async def test_what_is_due_is_told_in_the_thread_and_once() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Amount", "Skip", "Surprised by the total", "Nothing"):
            await here.ann.press(label)
        mark = here.slack.journal.mark()
        here.clock.advance(timedelta(hours=23))
        await here.due()
        await here.due()
        told = here.slack.journal.calls("chat.postMessage", since=mark, ok=True)
        in_thread = [c for c in told if c.body.get("thread_ts")]
        assert len(in_thread) == 1
        assert "should go out by" in in_thread[0].body["text"]
        root = here.ann.thread("Case D-INV-7").root
        assert in_thread[0].body["thread_ts"] == root.ts


@pytest.mark.covers("S24")
@in_loop
async def test_nobody_who_never_used_the_app_gets_a_direct_message() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing", "Sent by text"):
            await here.ann.press(label)
        opened_with = {
            c.body["users"] for c in here.slack.journal.calls("conversations.open")
        }
        assert opened_with <= {here.ann.id}
