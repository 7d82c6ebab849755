"""Three seconds: everything is answered at once, however slow the rest is."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from adapters.slack import clerk
from tests.adapters.slack.scene import Scene, scene
from tests.adapters.slack.test_app import opened
from tests.fakes.slack.loops import in_loop

SOON = 2.5  # seconds; Slack gives up after three

Deed = Callable[[Scene], Awaitable[object]]


@contextmanager
def a_store_that_hangs(here: Scene) -> Iterator[None]:
    """Nothing can be saved or loaded meanwhile."""
    gate = threading.Event()
    cases = here.stores.cases
    save, load, summaries = cases.save, cases.load, cases.summaries

    def held(work: Callable[..., object]) -> Callable[..., object]:
        def wait(*given: object, **named: object) -> object:
            assert gate.wait(20)
            return work(*given, **named)

        return wait

    cases.save = held(save)  # type: ignore[method-assign, assignment]
    cases.load = held(load)  # type: ignore[method-assign, assignment]
    cases.summaries = held(summaries)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        gate.set()
        cases.save, cases.load = save, load  # type: ignore[method-assign]
        cases.summaries = summaries  # type: ignore[method-assign]


DEEDS: dict[str, Deed] = {
    "help": lambda s: s.ann.command("/dispute help"),
    "list": lambda s: s.ann.command("/dispute list"),
    "show": lambda s: s.ann.command("/dispute show D-INV-7"),
    "paid": lambda s: s.ann.command("/dispute paid D-INV-7 100"),
    "open": lambda s: s.ann.command('/dispute open INV-8 300 "Teal"'),
    "press": lambda s: s.ann.press("Quality"),
    "old press": lambda s: s.ann.press("Go on with it"),
    "global shortcut": lambda s: s.ann.shortcut("Open a dispute"),
    "message shortcut": lambda s: s.ann.shortcut(
        "Open dispute from this", s.ann.message("Robin from Teal wrote")
    ),
    "message": lambda s: s.ann.say("Scope", thread="Case D-INV-7"),
    "mention": lambda s: s.ann.mention("list"),
    "direct message": lambda s: s.ann.say("hello", channel=s.ann.dm),
    "home": lambda s: s.ann.open_home(),
    "file": lambda s: s.ann.attach("a.txt", b"words", thread="Case D-INV-7"),
}
FORMS: dict[str, Deed] = {
    "open": DEEDS["open"],
    "global shortcut": DEEDS["global shortcut"],
    "message shortcut": DEEDS["message shortcut"],
    "add files": lambda s: s.ann.press("Add files"),
    "type": lambda s: s.ann.press("Type the answer"),
    "new on the Home tab": lambda s: s.ann.press("New dispute", "home"),
    "a case on the Home tab": lambda s: s.ann.press("Show", "home"),
}


async def prepared(here: Scene) -> None:
    await opened(here)
    await here.ann.say(
        "Robin from Teal wrote: we never agreed to that, 300 is too much."
    )
    here.ann.waits = False


@pytest.mark.covers("S04")
@pytest.mark.parametrize("over_http", [False, True])
@in_loop
async def test_everything_is_answered_while_store_and_slack_hang(
    over_http: bool,
) -> None:
    async with scene(over_http=over_http) as here:
        await prepared(here)
        for name, deed in DEEDS.items():
            with here.slack.faults.hold("*"), a_store_that_hangs(here):
                known = len(here.slack.deliveries.all)
                await deed(here)
                new = here.slack.deliveries.all[known:]
                await asyncio.gather(*(each.attempted.wait() for each in new))
            assert new, name
            for each in new:
                seconds = each.attempts[0].seconds
                assert seconds is not None, name
                assert seconds < SOON, name
            here.slack.faults.clear()
            await here.slack.settled()
            while here.ann.modal:
                await here.ann.close()
            await here.slack.settled()


@pytest.mark.covers("S05")
@in_loop
async def test_a_form_is_the_first_thing_that_slack_is_asked_for() -> None:
    async with scene() as here:
        await prepared(here)
        here.ann.waits = True
        await here.ann.press("Quality")
        await here.ann.open_home()
        here.ann.waits = False
        for name, deed in FORMS.items():
            mark = here.slack.journal.mark()
            with a_store_that_hangs(here):
                await deed(here)
                await here.slack.until(partial(_has_called, here, mark))
                first = here.slack.journal.calls(since=mark)[0]
                asked = here.slack.journal.deliveries(since=mark)[0]
                assert first.name == "views.open", name
                assert first.seconds - asked.seconds < 1, name
            await here.slack.settled()
            assert here.ann.modal, name
            await here.ann.close()


@pytest.mark.covers("B05")
@in_loop
async def test_who_waits_for_slow_work_is_told_that_it_goes_on() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clerk, "PATIENCE", 0.05)
        async with scene() as here:
            await prepared(here)
            with a_store_that_hangs(here):
                await here.ann.press("Quality")
                await here.slack.until(lambda: "working on it" in here.ann.sees())
            await here.slack.settled()
            assert "What did Harbour Cafe say?" in here.ann.sees()
            assert "working on it" not in here.bob.sees()


def _has_called(here: Scene, mark: int) -> bool:
    return bool(here.slack.journal.calls(since=mark))


@pytest.mark.covers("B05")
@in_loop
async def test_the_first_reaction_comes_within_two_seconds() -> None:
    async with scene() as here:
        await opened(here)
        seconds = []
        for label in ("Quality", "Back", "Quality", "Back") * 5:
            mark = here.slack.journal.mark()
            await here.ann.press(label)
            asked = here.slack.journal.deliveries(since=mark)[0]
            reaction = here.slack.journal.calls("chat.postMessage", since=mark)[0]
            seconds.append(reaction.seconds - asked.seconds)
        assert sorted(seconds)[int(len(seconds) * 0.95)] < 2
