"""What is said gets there: once, in order, in its simplest form, or is asked about."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.telegram.pace import Pace
from assistant.store.port import SendState
from tests.adapters.telegram.scene import Scene, open_case, played
from tests.fakes.telegram import faults
from tests.fakes.telegram.person import Person

COMPLAINT = "We agreed 400, you billed 480. Please take the 80 off."
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


async def at_the_letter(stage: Scene, person: Person) -> None:
    """One tap before the acknowledgement is shown."""
    await open_case(stage, person)
    await stage.tapped(person, "Amount")
    await stage.told(person, COMPLAINT)
    await stage.tapped(person, "Yes, use it")


def sent(stage: Scene, method: str = "sendMessage") -> int:
    return len(stage.telegram.calls(method))


# -- refusals --------------------------------------------------------------------------


@pytest.mark.covers("T13")
def test_a_text_whose_markup_is_refused_arrives_without_it() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        refusal = "Bad Request: can't parse entities: Unsupported start tag"
        stage.telegram.faults.on("sendMessage", faults.refused(400, refusal))
        await stage.told(anna, "/dispute open INV-7 480 'Mo <b> & Ash'")
        first, second = stage.telegram.calls("sendMessage")
        assert first.args["parse_mode"] == "HTML"
        assert "parse_mode" not in second.args
        assert second.args["reply_markup"]["inline_keyboard"]
        assert "What does" in anna.last().text
        assert "can't parse" not in anna.sees()

    played(act)


@pytest.mark.covers("T13")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    words=st.lists(
        st.one_of(
            st.text(PUNCTUATION + "ab 1", min_size=1, max_size=60),
            st.text("אבגدهو٣\u200f\u202e x", min_size=1, max_size=60),
            st.text("👩‍🔧🇩🇪👍🏽𝔊 \u0301z", min_size=1, max_size=60),
            st.just(PUNCTUATION),
        ),
        min_size=4,
        max_size=4,
    )
)
def test_no_words_in_any_field_make_an_error_that_a_person_sees(
    words: list[str],
) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", is_new=True)
        anna.start()
        await stage.go()
        for text in words:
            try:
                anna.say(text)
            except ValueError:  # no app sends an empty text
                continue
            await stage.go()
            assert anna.news()
            assert "Something went wrong" not in anna.news()
            assert "can't parse" not in anna.news()
        refused = [entry for entry in stage.telegram.log.entries if entry.error]
        assert refused == []

    played(act)


@pytest.mark.covers("T18")
def test_a_chat_that_is_blocked_is_told_nothing_more_and_has_no_reminders() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        stage.later(hours=25)  # the acknowledgement is late
        stage.telegram.faults.on(
            "sendMessage", faults.refused(403, "Forbidden: bot was blocked by the user")
        )
        assert await stage.desk.tell_what_is_due(stage.business(anna))
        assert stage.memory.is_blocked(anna.id)
        before = sent(stage)
        stage.later(hours=48)
        assert not await stage.desk.tell_what_is_due(stage.business(anna))
        assert sent(stage) == before
        anna.start()
        await stage.go()
        assert not stage.memory.is_blocked(anna.id)
        assert "overdue" in anna.news() or "late" in anna.news()

    played(act)


@pytest.mark.covers("T18")
def test_blocking_the_bot_stops_reminders_and_coming_back_starts_them() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.block()
        await stage.go()
        stage.later(hours=25)
        assert not await stage.desk.tell_what_is_due(stage.business(anna))
        anna.start()
        await stage.go()
        stage.later(hours=24)
        assert await stage.desk.tell_what_is_due(stage.business(anna))

    played(act)


# -- floods ----------------------------------------------------------------------------


@pytest.mark.covers("T18")
def test_after_429_the_chat_hears_nothing_for_so_long_and_then_everything_once() -> (
    None
):
    async def act(stage: Scene) -> None:
        anna, ben = stage.person("Anna"), stage.person("Ben")
        stage.telegram.faults.on("sendMessage", faults.flood(3))
        await stage.told(anna, "/menu")
        assert sent(stage) == 1
        await stage.told(ben, "/menu")  # others are not kept waiting
        assert "What would you like to do?" in ben.news()
        stage.later(seconds=2.9)
        await stage.told(anna, "/cases")
        assert sent(stage) == 2
        stage.later(seconds=0.2)
        await stage.quiet()
        menu, cases = anna.messages()
        assert "What would you like to do?" in menu.text
        assert "0 cases" in cases.text
        assert menu.id < cases.id

    played(act)


class FakeTime:
    """Seconds that pass by being slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sent: list[tuple[int, float]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(*calls: tuple[str, int]) -> list[tuple[int, float]]:
    """When calls of a method to a chat go out, made one after the other."""
    time = FakeTime()
    pace = Pace(time.clock, time.sleep)

    async def run() -> None:
        for method, chat_id in calls:

            async def made(chat_id: int = chat_id) -> bool:
                time.sent.append((chat_id, round(time.now, 3)))
                return True

            await pace.process_request(made, (), {}, method, {"chat_id": chat_id}, None)

    asyncio.run(run())
    return time.sent


@pytest.mark.covers("T18")
def test_messages_to_one_chat_are_a_second_apart_and_nothing_else_waits() -> None:
    assert paced(*[("sendMessage", 7)] * 3) == [(7, 0.0), (7, 1.0), (7, 2.0)]
    assert paced(("sendMessage", 7), ("sendMessage", 8)) == [(7, 0.0), (8, 0.0)]
    others = ("editMessageText", "answerCallbackQuery", "sendChatAction")
    assert {at for _, at in paced(*[(name, 7) for name in others])} == {0.0}


@pytest.mark.covers("T18")
def test_a_group_gets_twenty_a_minute_and_all_chats_thirty_a_second() -> None:
    group = paced(*[("sendMessage", -5)] * 21)
    assert group[19] == (-5, 19.0)
    assert group[20] == (-5, 60.0)
    everybody = paced(*[("sendMessage", chat) for chat in range(1, 62)])
    assert [at for _, at in everybody].count(0.0) == 30
    assert everybody[-1][1] == 2.0


# -- lost connections ------------------------------------------------------------------


@pytest.mark.covers("T19")
def test_a_message_that_was_not_taken_is_tried_again_and_arrives_once() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        anna.command("/menu")
        stage.telegram.is_reachable = False
        await stage.go()
        assert anna.messages() == []
        stage.telegram.is_reachable = True
        stage.later(seconds=5)
        await stage.quiet()
        assert len(anna.messages()) == 1

    played(act)


@pytest.mark.covers("T19")
def test_a_letter_whose_answer_was_lost_is_not_repeated_but_asked_about() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await at_the_letter(stage, anna)
        stage.telegram.faults.on(
            "sendMessage",
            faults.reply_lost(),
            when=lambda call: "Kind regards" in str(call.values.get("text")),
        )
        await stage.tapped(anna, "Nothing")
        bodies = [m for m in anna.messages() if "Kind regards" in m.text]
        assert len(bodies) == 1
        stage.later(hours=1)
        await stage.restart()
        await stage.told(anna, "/cases")
        assert "One of my messages may not have reached you." in anna.sees()
        bodies = [m for m in anna.messages() if "Kind regards" in m.text]
        assert len(bodies) == 1
        await stage.tapped(anna, "Show again: Acknowledgement")
        bodies = [m for m in anna.messages() if "Kind regards" in m.text]
        assert len(bodies) == 2
        await stage.told(anna, "/cases")
        assert "may not have reached you" not in anna.news()

    played(act)


@pytest.mark.covers("T19", "B03")
def test_a_letter_that_broke_off_in_the_middle_goes_on_where_it_was() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await at_the_letter(stage, anna)
        stage.telegram.faults.on("sendDocument", faults.flood(30))
        await stage.tapped(anna, "Nothing")
        assert anna.letters() == []
        await stage.restart()
        stage.later(seconds=31)
        await stage.told(anna, "/menu")
        assert len(anna.letters()) == 1
        assert len([m for m in anna.messages() if "Kind regards" in m.text]) == 1

    played(act)


@pytest.mark.covers("T19")
def test_a_question_whose_answer_was_lost_is_settled_by_a_press_on_it() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        stage.telegram.faults.on("sendMessage", faults.reply_lost())
        await open_case(stage, anna)
        (left,) = stage.assistant.post_office.unsettled(stage.business(anna))
        assert left.state is SendState.UNKNOWN
        await stage.tapped(anna, "Amount")
        assert stage.assistant.post_office.unsettled(stage.business(anna)) == []
        assert "may not have reached you" not in anna.sees()

    played(act)


def test_what_telegram_itself_could_not_do_is_tried_again() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        stage.telegram.faults.on("sendMessage", faults.broken(502))
        stage.telegram.faults.on("sendMessage", faults.html(502))
        anna.command("/menu")
        await stage.go()
        for _ in range(3):
            stage.later(seconds=20)
            await stage.desk.pump.flush()
        assert len(anna.messages()) == 1

    played(act)


# -- faults of ours --------------------------------------------------------------------


@pytest.mark.covers("B06")
def test_a_bug_is_told_with_a_reference_and_the_chat_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        post = stage.assistant.post

        def broken(event: object) -> None:
            stage.assistant.post = post  # type: ignore[method-assign]
            raise RuntimeError("Mo Ash owes 480")

        stage.assistant.post = broken  # type: ignore[method-assign]
        await stage.tapped(anna, "Amount")
        assert (
            "Something went wrong on my side. Nothing that you told me" in anna.news()
        )
        reference = anna.last().text.rpartition(" ")[2]
        assert reference in caplog.text
        assert "Mo Ash" not in caplog.text
        assert "Traceback" not in anna.sees()
        await stage.told(anna, "amount")
        assert stage.case(anna).fact("reason") == "amount"

    played(act)


def test_old_buttons_are_forgotten_one_day() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        stage.clock.advance(timedelta(days=59))
        stage.memory.tidy()
        assert stage.stores.notebook.keys("telegram", "sheet/")
        stage.clock.advance(timedelta(days=2))
        stage.memory.tidy()
        assert not stage.stores.notebook.keys("telegram", "sheet/")

    played(act)
