"""What we draw, posted to the fake Slack, used by a person, and read back."""

from typing import Any

import pytest

from adapters.slack import modals
from adapters.slack.actions import Choose, Give, ShowHome
from adapters.slack.arrivals import Pressed
from adapters.slack.forms import OpenFields, Target
from adapters.slack.home import home
from adapters.slack.inbound import (
    from_action,
    from_command,
    from_home,
    from_message,
    from_shortcut,
    from_view_submission,
)
from adapters.slack.manifest import Choices, manifest
from adapters.slack.outbound import draw
from adapters.slack.outgoing import Post
from adapters.slack.root import root
from assistant.chat.replies import Question, Typed
from tests.adapters.slack.test_outbound import LETTER, QUESTION
from tests.adapters.slack.test_root import CARD
from tests.adapters.slack.test_views import cases
from tests.adapters.slack.words import SCREEN, THREAD, message, say
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.model import Message
from tests.fakes.slack.stage import Stage, stage


def installed(at: Stage) -> None:
    at.slack.registration.follow(manifest(say, Choices(reads_threads=True)))
    at.team.install()


async def post(at: Stage, post: Post, thread: str = "") -> Message:
    answer = await at.client.chat_postMessage(
        channel=at.room.id, thread_ts=thread or None, **post.payload
    )
    return at.room.messages[str(answer["ts"])]


def pressed(delivery: Any) -> Pressed:
    assert delivery
    return from_action(delivery.body)


@in_loop
async def test_a_case_in_its_thread_reads_as_it_was_meant() -> None:
    async with stage() as at:
        installed(at)
        first = await post(at, root(CARD, SCREEN))
        given = message(QUESTION, LETTER, to=THREAD)
        for each in draw(given, SCREEN):
            if isinstance(each, Post):
                await post(at, each, first.ts)
        seen = at.ann.sees(at.room)
        for text in ("Case D-INV-7", "Harbour Café", "▞ Disputed €480.00", "Dear Ana,"):
            assert text in seen
        picked = pressed(await at.ann.press("Amount"))
        assert picked.action == Choose("D-INV-7", "reason", "amount")
        assert picked.prompt == QUESTION.prompt
        assert picked.source.thread_ts == first.ts
        gone_on = pressed(await at.ann.press("Go on with it"))
        assert gone_on.action == Give("show D-INV-7")
        assert gone_on.source.message_ts == first.ts
        said = await at.ann.mention("paid 200", thread=first)
        bodies = [each.body for each in at.slack.deliveries.all if "event" in each.body]
        read = [from_message(b) for b in bodies if b["event"].get("ts") == said.ts]
        assert {(each.text, each.source.delivery_id) for each in read if each} == {
            ("paid 200", f"message:{at.team.id}:{at.room.id}:{said.ts}")
        }


@pytest.mark.covers("S18")
@in_loop
async def test_a_shared_message_fills_the_form_in_and_the_form_comes_back() -> None:
    async with stage() as at:
        installed(at)
        said = await at.bob.say("Ana says: we never agreed to that & will not pay")
        delivery = await at.ann.shortcut("Open dispute from this", said)
        assert delivery
        shared = from_shortcut(delivery.body)
        assert shared.message
        known = OpenFields(statement=shared.message.text)
        target = Target(channel_id=at.room.id, message_ts=said.ts)
        view = modals.open_dispute(SCREEN, known, target)
        await at.client.views_open(trigger_id=shared.source.trigger_id, view=view)
        assert "never agreed to that & will not pay" in at.ann.modal
        await at.ann.fill({"Invoice number": "INV-7", "Customer": "Harbour Café"})
        sent = await at.ann.submit()
        assert sent
        form = from_view_submission(sent.body).form
        assert form
        assert form.target == target
        assert isinstance(form.filled, OpenFields)
        assert form.filled.command() == 'open INV-7 "Harbour Café"'
        assert form.filled.statement == shared.message.text


@in_loop
async def test_a_private_question_in_a_form_is_answered_by_a_press() -> None:
    async with stage() as at:
        installed(at)
        delivery = await at.ann.shortcut("Open a dispute")
        assert delivery
        part = Question("fair", "Was it agreed?", QUESTION.options, case_id="D-INV-7")
        asked = Question(**{**_fields(part), "typed": Typed.LINE})
        view = modals.question(SCREEN, asked, Target("D-INV-7", "fair"))
        trigger = from_shortcut(delivery.body).source.trigger_id
        await at.client.views_open(trigger_id=trigger, view=view)
        picked = pressed(await at.ann.press("Scope"))
        assert picked.action == Choose("D-INV-7", "fair", "scope")
        assert picked.source.view_id


@pytest.mark.covers("S17")
@in_loop
async def test_the_home_tab_can_be_used() -> None:
    async with stage() as at:
        installed(at)
        await at.ann.open_home()
        bodies = [each.body for each in at.slack.deliveries.all if "event" in each.body]
        opened = from_home(bodies[-1])
        assert (opened.tab, opened.source.user_id) == ("home", at.ann.id)
        view = home([cases(30)], SCREEN)
        await at.client.views_publish(user_id=at.ann.id, view=view)
        assert "30 open cases" in at.ann.home
        assert pressed(await at.ann.press("Next page")).action == ShowHome("open", 2)
        chosen = pressed(await at.ann.choose("Which cases", "Overdue"))
        assert chosen.action == ShowHome("overdue", 1)


@in_loop
async def test_a_command_names_people_as_they_are_called() -> None:
    async with stage() as at:
        installed(at)
        await at.ann.command("/dispute assign D-INV-7 @Bob")
        body = at.slack.deliveries.last("/dispute").body
        assert from_command(body).text == f"assign D-INV-7 {at.bob.id}"


def _fields(part: Question[str]) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}
