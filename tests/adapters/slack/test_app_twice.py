"""Delivered again, at the same time, late, out of order: one effect, one post."""

import asyncio

import pytest

from tests.adapters.slack.scene import Scene, scene
from tests.adapters.slack.test_app import OPEN, opened
from tests.fakes.slack.delivery import Delivery, Retry
from tests.fakes.slack.loops import in_loop


def words_of(here: Scene) -> Delivery:
    """The event of what Ann said last; the app hears its own posts, too."""
    mine = (d for d in here.slack.deliveries.all if d.name == "message")
    return [d for d in mine if d.body["event"].get("user") == here.ann.id][-1]


async def again(here: Scene, delivery: Delivery) -> None:
    """Four deliveries in all, two of them at the same time."""
    await here.slack.deliveries.repeat(delivery, 3, together=2)
    await here.slack.settled()


@pytest.mark.covers("S13")
@pytest.mark.parametrize("over_http", [False, True])
@in_loop
async def test_a_press_delivered_four_times_counts_once(over_http: bool) -> None:
    async with scene(over_http=over_http) as here:
        await opened(here)
        await here.ann.press("Quality")
        entries, posts = len(here.case().entries), len(here.posts())
        await again(here, here.slack.deliveries.last("block_actions"))
        assert (len(here.case().entries), len(here.posts())) == (entries, posts)


@pytest.mark.covers("S13")
@in_loop
async def test_a_form_delivered_four_times_opens_one_case() -> None:
    async with scene() as here:
        await opened(here)
        posts = len(here.posts())
        await again(here, here.slack.deliveries.last("view_submission"))
        assert here.cases() == ["D-INV-7"]
        assert len(here.posts()) == posts


@pytest.mark.covers("S13")
@in_loop
async def test_words_delivered_four_times_are_one_answer() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.press("Quality")
        thread = here.ann.thread("Case D-INV-7")
        here.ann.waits = False
        await here.ann.say("The door sticks.", thread=thread)
        await here.slack.settled()
        entries, posts = len(here.case().entries), len(here.posts())
        await again(here, words_of(here))
        assert (len(here.case().entries), len(here.posts())) == (entries, posts)


@pytest.mark.covers("S13")
@in_loop
async def test_an_event_that_first_comes_as_a_retry_is_worked_on() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.press("Quality")
        here.slack.deliveries.lose_next()
        await here.ann.say("The door sticks.", thread="Case D-INV-7")
        assert words_of(here).attempts[1].retry == Retry(1, "connection_failed")
        assert here.case().statements[-1].text == "The door sticks."


@pytest.mark.covers("S13")
@in_loop
async def test_a_command_delivered_twice_at_once_opens_one_form() -> None:
    async with scene() as here:
        await here.ann.command(OPEN)
        await again(here, here.slack.deliveries.last("/dispute"))
        assert len(here.slack.journal.calls("views.open")) == 1


@pytest.mark.covers("S08", "S13")
@in_loop
async def test_two_who_open_the_same_case_at_once_get_one_root() -> None:
    async with scene() as here:
        await here.ann.command(OPEN)
        await here.bob.command(OPEN)
        here.ann.waits = here.bob.waits = False
        await asyncio.gather(here.ann.submit(), here.bob.submit())
        await here.slack.settled()
        assert here.cases() == ["D-INV-7"]
        assert len([p for p in here.posts() if not p.get("thread_ts")]) == 1


@pytest.mark.covers("S13", "B03")
@in_loop
async def test_what_was_acknowledged_before_a_crash_is_worked_off_after_it() -> None:
    async with scene() as here:
        await opened(here)
        here.ann.waits = False
        gate = here.slack.faults.hold("*")
        sent = await here.ann.press("Quality")
        assert sent
        assert sent.error == ""
        await here.crash()
        gate.open()
        here.slack.faults.clear()
        await here.begin()
        await here.slack.settled()
        assert here.case().fact("reason") == "quality"
        assert "What did Harbour Cafe say?" in here.ann.sees(here.room)
        asked = [p for p in here.posts() if "What did Harbour Cafe say?" in p["text"]]
        assert len(asked) == 1


@pytest.mark.covers("S13")
@in_loop
async def test_a_press_on_an_old_question_explains_and_shows_the_present_one() -> None:
    async with scene() as here:
        await opened(here)
        asked = here.ann.remember(here.ann.newest(here.ann.thread("Case D-INV-7")))
        await here.ann.press("Quality", asked)
        entries = len(here.case().entries)
        await here.ann.press("Scope", asked)
        assert len(here.case().entries) == entries
        shown = here.ann.reads(here.ann.newest(here.ann.thread("Case D-INV-7")))
        assert "That question has passed." in shown
        assert "What did Harbour Cafe say?" in shown


@pytest.mark.covers("S13", "S16")
@in_loop
async def test_a_changed_message_asks_first_and_a_deleted_one_moves_nothing() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.press("Quality")
        said = await here.ann.say("The door sticks.", thread="Case D-INV-7")
        await here.ann.edit(said, "The doors stick.")
        assert here.case().statements[-1].text == "The door sticks."
        assert "Shall it replace what you said first?" in here.ann.sees(here.room)
        await here.ann.press("Replace it")
        assert here.case().statements[-1].text == "The doors stick."
        entries, posts = len(here.case().entries), len(here.posts())
        await here.ann.delete(said)
        assert (len(here.case().entries), len(here.posts())) == (entries, posts)


@pytest.mark.covers("S13")
@in_loop
async def test_notes_that_come_in_the_wrong_order_are_all_kept_once() -> None:
    async with scene() as here:
        await opened(here)
        thread = here.ann.thread("Case D-INV-7")
        here.ann.waits = False
        here.slack.deliveries.pause()
        for number in range(4):
            await here.ann.mention(f"note Call {number}", thread=thread)
        here.slack.deliveries.resume(reverse=True)
        await here.slack.settled()
        kept = [e.event for e in here.case().entries if e.event.kind == "note_added"]
        assert len(kept) == 4
        assert len(set(map(repr, kept))) == 4


@pytest.mark.covers("S13", "B07")
@in_loop
async def test_an_answered_question_keeps_its_words_and_who_answered() -> None:
    async with scene() as here:
        await opened(here)
        asked = here.ann.remember(here.ann.newest(here.ann.thread("Case D-INV-7")))
        await here.bob.press("Quality", asked)
        await here.ann.press("Scope", asked)
        shown = str(here.ann.thread("Case D-INV-7"))
        assert "What does Harbour Cafe object to?" in shown
        assert "✓ Quality (Bob Stone)" in shown
        assert "✓ Scope" not in shown
        assert "Terms" not in here.ann.buttons(here.room)
        heard = map(here.ann.hears, here.ann.thread("Case D-INV-7").messages)
        (told,) = [text for text in heard if "✓ Quality (Bob Stone)" in text]
        assert "What does Harbour Cafe object to?" in told
        assert here.slack.journal.violations == []


@pytest.mark.covers("S13")
@in_loop
async def test_a_post_whose_answer_is_lost_is_not_posted_again() -> None:
    async with scene() as here:
        await opened(here)
        here.slack.faults.lose_reply("chat.postMessage")
        await here.ann.press("Quality")
        text = "What did Harbour Cafe say?"
        asked = here.slack.journal.calls("chat.postMessage")
        assert len([c for c in asked if text in c.body["text"]]) == 1
        assert "Slack did not confirm" in here.ann.sees(here.room)
