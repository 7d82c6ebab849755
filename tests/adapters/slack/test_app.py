"""The way of a dispute through the real app: opened, answered, written, sent."""

import pytest

from tests.adapters.slack.scene import Scene, scene
from tests.fakes.slack.loops import in_loop

OPEN = '/dispute open INV-7 480 "Harbour Cafe"'


async def opened(here: Scene, line: str = OPEN) -> None:
    """Ann opens a dispute by a command and its form."""
    await here.ann.command(line)
    await here.ann.submit()


@pytest.mark.covers("S05", "S08", "F-C1")
@in_loop
async def test_a_command_opens_a_form_and_the_form_a_case_with_its_thread() -> None:
    async with scene() as here:
        await here.ann.command(OPEN)
        assert "Invoice number (optional): INV-7" in here.ann.modal
        assert "Customer (optional): Harbour Cafe" in here.ann.modal
        await here.ann.submit()
        assert here.ann.modal == ""
        thread = here.bob.thread("Case D-INV-7")
        assert thread.channel is here.room
        assert "The hold on INV-7 is on." in str(thread)
        assert "What does Harbour Cafe object to?" in str(thread)
        assert here.cases() == ["D-INV-7"]
        assert here.slack.journal.violations == []


@pytest.mark.covers("S08")
@in_loop
async def test_a_case_has_one_root_and_all_else_is_in_its_thread() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        tops = [p for p in here.posts() if not p.get("thread_ts")]
        assert len(tops) == 1
        root = here.ann.thread("Case D-INV-7").root
        assert {p["thread_ts"] for p in here.posts() if p.get("thread_ts")} == {root.ts}
        await here.ann.press("Sent by text")
        assert "Acknowledged" in here.bob.reads(here.ann.thread("Case D-INV-7").root)


@pytest.mark.covers("S24", "F-L4")
@in_loop
async def test_a_letter_comes_alone_and_as_a_file_and_is_marked_as_sent() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        letter = here.case().letters[-1]
        alone = [m for m in here.ann.thread("Case D-INV-7").messages if not m.blocks]
        assert here.bob.reads(alone[0]) == letter.body.strip()
        assert [file.name for file in here.bob.files(here.room)] == ["D-INV-7-W1.txt"]
        assert letter.body.encode() in here.bob.files(here.room)[0].content
        await here.ann.press("Mark as sent")
        assert here.case().letters[-1].sent_at is not None
        assert "Marked as sent" in here.bob.sees(here.room)


@pytest.mark.covers("S16")
@in_loop
async def test_a_letter_is_edited_in_a_form() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        body = here.case().letters[-1].body
        await here.ann.press("Edit the letter")
        assert body.splitlines()[0] in here.ann.modal
        await here.ann.fill({"Letter": "We look into it and write by Monday."})
        await here.ann.submit()
        edited = here.case().letters[-1]
        assert edited.body == "We look into it and write by Monday."
        assert "We look into it and write by Monday." in here.bob.sees(here.room)
        assert here.ann.modal == ""


@pytest.mark.covers("S07")
@in_loop
async def test_a_private_question_is_asked_in_private_and_answered_there() -> None:
    async with scene() as here:
        await to_the_judgement(here)
        thread = str(here.bob.thread("Case D-INV-7"))
        assert "How much of" not in thread
        direct = here.ann.sees(here.ann.dm)
        assert "D-INV-7" not in here.bob.sees(here.bob.dm)
        assert "[" in direct
        await here.ann.press("See it privately", here.room)
        assert here.ann.modal
        before = len(here.case().answered)
        label = here.ann.buttons("modal")[0]
        await here.ann.press(label)
        assert len(here.case().answered) > before


async def to_the_judgement(here: Scene) -> None:
    """Up to the first question that one person alone may read."""
    await opened(here)
    thread = here.ann.thread("Case D-INV-7")
    for label in ("Quality", "Skip", "A defect", "Nothing", "Sent by e-mail"):
        await here.ann.press(label)
    await here.ann.press("Yes, exactly")
    for words in ("The logo", "sharp", "blurred", "200", "a new one"):
        await here.ann.say(words, thread=thread)
    for label in ("A company", "A one-off", "Skip"):
        await here.ann.press(label)
    await here.ann.say("200", thread=thread)
    await here.ann.press("Go on without these")
