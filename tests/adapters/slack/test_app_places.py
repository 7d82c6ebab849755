"""Home, shortcuts, help, mentions: the ways into the app, and who may see what."""

import json

import pytest

from adapters.slack.manifest import Choices
from assistant.chat.commands import REGISTRY
from assistant.chat.events import CommandGiven, Person, Place
from tests.adapters.slack.scene import Scene, scene
from tests.adapters.slack.test_app import opened
from tests.adapters.slack.words import say
from tests.fakes.slack.loops import in_loop


@pytest.mark.covers("S06")
@pytest.mark.parametrize("text", ["", "help", "HELP", "  HeLp ", "xyzzy", "lsit"])
@in_loop
async def test_help_lists_every_command_for_one_person_alone(text: str) -> None:
    async with scene() as here:
        before = len(here.posts())
        await here.ann.command(f"/dispute {text}")
        answer = here.ann.reads(here.ann.newest(here.room))
        for spelling in REGISTRY.values():
            assert f"/dispute {spelling.example}" in answer
        assert "/dispute here" in answer
        assert ("list" in answer.splitlines()[0]) is (text == "lsit")
        assert answer not in here.bob.sees(here.room)
        assert len(here.posts()) == before


@pytest.mark.covers("B09", "S24")
@in_loop
async def test_the_list_and_a_case_are_shown_to_whoever_asks() -> None:
    async with scene() as here:
        await opened(here)
        before = here.bob.sees(here.room)
        await here.ann.command("/dispute list")
        assert "D-INV-7, Harbour Cafe" in here.ann.sees(here.room)
        await here.ann.press("Show")
        shown = here.ann.reads(here.ann.newest(here.room))
        assert "What does Harbour Cafe object to?" in shown
        await here.ann.press("Scope")
        assert here.case().fact("reason") == "scope"
        await here.ann.command("/dispute show D-NONE")
        assert "D-NONE" in here.ann.reads(here.ann.newest(here.room))
        assert here.bob.sees(here.room).startswith(before[:40])
        assert "D-NONE" not in here.bob.sees(here.room)


@pytest.mark.covers("S08", "S24")
@in_loop
async def test_a_command_that_changes_a_case_is_told_in_its_thread() -> None:
    async with scene() as here:
        await opened(here)
        await here.bob.command("/dispute paid INV-7 100")
        assert "€100.00" in str(here.ann.thread("Case D-INV-7"))
        assert "That is in the thread of D-INV-7." in here.bob.sees(here.room)
        assert str(here.case().grid.sum.paid.amount) == "100.00"
        root = here.ann.reads(here.ann.thread("Case D-INV-7").root)
        assert "€380.00" in root


@pytest.mark.covers("S18", "F-A2")
@in_loop
async def test_a_message_becomes_a_dispute_with_its_author_date_and_link() -> None:
    async with scene() as here:
        away = here.team.channel("sales", [here.ann], with_app=False)
        kim = here.team.person("Kim Lee", here=away)
        said = await kim.say(
            "Invoice INV-9: we agreed 400, you billed 480. Please take the 80 off."
        )
        await here.ann.shortcut("Open dispute from this", said)
        assert "Invoice number (optional): INV-9" in here.ann.modal
        assert "we agreed 400" in here.ann.modal
        assert "€80.00" in here.ann.modal
        await here.ann.fill({"Total of the invoice": "480"})
        await here.ann.submit()
        statement = here.case("D-INV-9").statements[-1]
        assert "we agreed 400" in statement.text
        assert statement.author == "Kim Lee"
        assert statement.written_at
        assert f"{statement.written_at.timestamp():.6f}" == said.ts
        link = f"https://acme.slack.com/archives/{away.id}/p{said.ts.replace('.', '')}"
        assert statement.link == link
        assert "I read an objection" in str(here.ann.thread("Case D-INV-9"))
        assert "That is in the thread of D-INV-9." in here.ann.sees()
        await here.ann.press("Yes, use it")
        assert here.case("D-INV-9").fact("reason") == "amount"


@pytest.mark.covers("S18")
@in_loop
async def test_the_global_shortcut_opens_the_empty_form() -> None:
    async with scene() as here:
        await here.ann.shortcut("Open a dispute")
        await here.ann.fill({"Invoice number": "INV-7", "Total of the invoice": "480"})
        await here.ann.submit()
        assert here.cases() == ["D-INV-7"]


@pytest.mark.covers("S18")
def test_the_shortcuts_are_short_and_begin_with_a_verb() -> None:
    for key in ("slack.shortcut_message", "slack.shortcut_global"):
        assert len(say(key)) <= 24
        assert say(key).startswith("Open")


@pytest.mark.covers("S07")
@in_loop
async def test_a_mention_in_the_thread_is_an_answer_or_a_command() -> None:
    async with scene() as here:
        await opened(here)
        thread = here.ann.thread("Case D-INV-7")
        await here.ann.mention("Quality", thread=thread)
        assert here.case().fact("reason") == "quality"
        await here.bob.mention("undo", thread=thread)
        assert here.case().fact("reason") is None
        await here.ann.mention("show", thread=thread)
        assert "What does Harbour Cafe object to?" in here.bob.reads(
            here.bob.newest(thread)
        )


@pytest.mark.covers("S07")
@in_loop
async def test_a_look_in_the_thread_is_at_its_case() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.press("Quality")
        thread = here.ann.thread("Case D-INV-7")
        for words, shown in (
            ("evidence", "Papers in case D-INV-7"),
            ("update", "Quality"),
            ("update reason", "What does Harbour Cafe object to?"),
            ("evidence INV-7", "Papers in case D-INV-7"),
        ):
            before = here.ann.sees(here.room)
            await here.ann.mention(words, thread=thread)
            after = here.ann.sees(here.room)
            assert after.count(shown) > before.count(shown), words
            assert "I do not know which case" not in after


@pytest.mark.covers("S07")
@in_loop
async def test_what_people_say_among_themselves_is_left_alone() -> None:
    async with scene() as here:
        await opened(here)
        calls, kept = len(here.slack.journal.calls()), len(here.stores.inbox.waiting())
        await here.ann.say("Lunch?")
        await here.bob.say("At one.", thread=here.bob.message("Lunch?"))
        assert len(here.slack.journal.calls()) == calls
        assert len(here.stores.inbox.waiting()) == kept


@pytest.mark.covers("S17")
@in_loop
async def test_home_without_a_case_has_a_way_to_begin() -> None:
    async with scene() as here:
        home = await here.ann.open_home()
        assert "When a customer objects to an invoice" in home
        assert "[New dispute]" in home
        assert "Help and support" in home
        await here.ann.press("New dispute", "home")
        await here.ann.fill({"Invoice number": "INV-7", "Total of the invoice": "480"})
        await here.ann.submit()
        assert "D-INV-7" in here.ann.home


@pytest.mark.covers("S17", "B09")
@in_loop
async def test_a_case_can_be_worked_on_from_home() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.open_home()
        await here.ann.press("Show", "home")
        assert "Case D-INV-7" in here.ann.modal
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"
        assert "What did Harbour Cafe say?" in here.ann.modal
        await here.ann.fill({"Your answer": "The door sticks."})
        await here.ann.submit()
        assert here.case().statements[-1].text == "The door sticks."
        assert "Which of these comes closest" in here.ann.modal
        assert "Which of these comes closest" in str(here.bob.thread("Case D-INV-7"))
        await here.ann.close()
        await here.ann.press("Help", "home")
        assert "/dispute" in here.ann.modal or "open INV-7" in here.ann.modal


@pytest.mark.covers("S13", "S16")
@in_loop
async def test_the_same_words_answer_two_questions_of_one_form() -> None:
    async with scene() as here:
        await to_the_specifics(here)
        await here.ann.open_home()
        await here.ann.press("Show", "home")
        for question in ("did Harbour Cafe expect", "they got instead"):
            assert question in here.ann.modal
            assert "{____}" in here.ann.modal
            await here.ann.fill({"Your answer": "a door"})
            await here.ann.submit()
        case = here.case()
        answers = [case.text_fact(f"slot_{name}") for name in ("expected", "received")]
        assert answers == ["a door", "a door"]


async def to_the_specifics(here: Scene) -> None:
    """Up to the question what the customer expected."""
    await opened(here)
    thread = here.ann.thread("Case D-INV-7")
    for label in ("Quality", "Skip", "A defect", "Nothing", "Sent by text"):
        await here.ann.press(label)
    await here.ann.press("Yes, exactly")
    await here.ann.say("The door", thread=thread)


@pytest.mark.covers("S03")
@pytest.mark.parametrize("has_agent", [False, True])
@in_loop
async def test_the_agent_surface_is_never_needed(has_agent: bool) -> None:
    choices = Choices(has_agent=has_agent, reads_threads=True)
    async with scene(choices=choices) as here:
        await here.ann.open_messages()
        assert here.ann.sees(here.ann.dm) != "@Parley"
        await opened(here)
        await here.ann.press("Quality")
        assert here.case().fact("reason") == "quality"
        calls = {call.name for call in here.slack.journal.calls()}
        assert any(name.startswith("assistant.") for name in calls) is has_agent


@pytest.mark.covers("S17", "S09", "B10")
@in_loop
async def test_home_with_many_cases_has_pages_and_hides_what_is_private() -> None:
    async with scene() as here:
        await many_cases(here, 45)
        await here.ann.command("/dispute share D-INV-3 private")
        home = await here.ann.open_home()
        assert "Page 1" in home
        await here.ann.press("Next page", "home")
        assert "Page 2" in here.ann.home
        view = here.slack.journal.calls("views.publish")[-1].body["view"]
        assert len(view["blocks"]) <= 100
        seen = ""
        await here.bob.open_home()
        for _ in range(6):
            seen += here.bob.home
            if "Next page" not in here.bob.home:
                break
            await here.bob.press("Next page", "home")
        assert "D-INV-44" in seen
        assert "D-INV-3," not in seen
        assert here.slack.journal.violations == []


async def many_cases(here: Scene, count: int) -> None:
    """As many disputes, opened without the app."""
    place = Place("slack", f"opening/{here.ann.id}", here.business, is_private=False)
    person = Person(here.ann.id, "Ann")
    for number in range(count):
        text = f'open INV-{number} 480 "Customer {number} <!channel> & <@U1>"'
        here.assistant.handle(CommandGiven(f"x{number}", place, person, text))


@pytest.mark.covers("S10", "S11")
@in_loop
async def test_what_people_write_can_ping_nobody_and_is_read_aloud() -> None:
    async with scene() as here:
        name = "<!channel> & <@U1> *Bold* `x` <https://evil.example|pay here>"
        await here.ann.command("/dispute open")
        await here.ann.fill(
            {
                "Invoice number": "INV-7",
                "Total of the invoice": "480",
                "Customer": name,
            }
        )
        await here.ann.submit()
        for body in here.posts("chat.postMessage", "chat.update", "views.publish"):
            assert "<!channel" not in json.dumps(body)
            assert "<@U1>" not in json.dumps(body)
            assert "<https://evil" not in json.dumps(body)
        root = here.ann.thread("Case D-INV-7").root
        assert "Case D-INV-7" in here.ann.hears(root)
        assert "Next:" in here.ann.hears(root)
        assert here.slack.journal.violations == []
