"""Who may talk to the bot, in which language, in which chats."""

import re

import pytest

from tests.adapters.telegram.scene import Scene, open_case, played
from tests.fakes.telegram.person import Person

REFUSED = "I am the private assistant of somebody else"


def claim_link(stage: Scene) -> str:
    notice = stage.desk.door.notice(stage.telegram.world.bot.username)
    found = re.search(r"https://t\.me/\S+", notice)
    assert found
    return found[0]


async def claimed(stage: Scene) -> Person:
    """Anna has opened the link that `parley run` printed."""
    anna = stage.person("Anna")
    anna.open_link(claim_link(stage))
    await stage.go()
    return anna


# -- the claim -------------------------------------------------------------------------


@pytest.mark.covers("B10")
def test_whoever_opens_the_link_first_owns_the_bot_and_others_are_refused() -> None:
    async def act(stage: Scene) -> None:
        link = claim_link(stage)
        anna, ben = stage.person("Anna"), stage.person("Ben")
        ben.start()
        await stage.go()
        assert "I do not know yet whose assistant I am" in ben.sees()
        anna.open_link(link)
        await stage.go()
        assert "I am yours from now on" in anna.sees()
        assert stage.announced == [f"claimed by the Telegram account {anna.id}"]
        ben.open_link(link)
        await stage.go()
        ben.say("hello")
        await stage.go()
        assert ben.sees().count(REFUSED) == 2
        await open_case(stage, anna)
        assert stage.cases(anna) == ["D-INV-7"]
        assert stage.cases(ben) == []

    played(act, is_open=False)


@pytest.mark.covers("B10")
def test_the_claim_is_kept_over_a_restart_and_its_link_works_once() -> None:
    async def act(stage: Scene) -> None:
        link = claim_link(stage)
        assert claim_link(stage) == link
        await stage.restart()
        assert claim_link(stage) == link
        anna = await claimed(stage)
        await stage.restart()
        notice = stage.desk.door.notice("parley_test_bot")
        assert notice.endswith(f"claimed by the Telegram account {anna.id}")
        assert "start=" not in notice
        ben = stage.person("Ben")
        ben.open_link(link)
        await stage.go()
        assert REFUSED in ben.sees()
        await stage.told(anna, "/cases")
        assert "open" in anna.news()

    played(act, is_open=False)


@pytest.mark.covers("B10")
def test_a_stranger_can_do_nothing_in_any_way() -> None:
    async def act(stage: Scene) -> None:
        anna, ben = await claimed(stage), stage.person("Ben")
        await open_case(stage, anna)
        await stage.told(anna, "/cases")
        token = anna.messages()[-1].keyboard[0][0]["callback_data"]
        before = stage.case(anna)
        await stage.told(ben, "/start", "/cases", "/dispute show D-INV-7", "/export")
        await stage.told(ben, "/delete", "/settings", "list", "/link ABCDEFGH")
        ben.attach("a.pdf", b"%PDF", "application/pdf")
        ben.voice(b"OggS")
        await stage.go()
        said = ben.last()
        said.markup = {"inline_keyboard": [[{"text": "Guess", "callback_data": token}]]}
        ben.press("Guess")
        await stage.go()
        assert "INV-7" not in "".join(m.text for m in ben.messages())
        assert all(REFUSED in m.text for m in ben.messages())
        assert stage.case(anna) == before
        assert stage.stores.businesses.all_ids() == sorted(
            {stage.business(anna), stage.business(ben)}
        )

    played(act, is_open=False)


@pytest.mark.covers("F-O5", "B10")
def test_an_invited_person_comes_in_with_a_code() -> None:
    async def act(stage: Scene) -> None:
        anna, ben = await claimed(stage), stage.telegram.person("Ben")
        await open_case(stage, anna)
        await stage.told(anna, "/team invite helper")
        found = re.search(r"\b([A-Z0-9]{8})\b", anna.news())
        assert found
        await stage.told(ben, "/cases")
        assert REFUSED in ben.news()
        await stage.told(ben, f"/link {found[1]}", "/cases")
        assert "D-INV-7" in ben.news()
        carl = stage.telegram.person("Carl")
        await stage.told(carl, f"/link {found[1]}")
        assert REFUSED in carl.news()

    played(act, is_open=False)


@pytest.mark.covers("B10")
def test_where_everybody_may_talk_nobody_sees_anothers_cases() -> None:
    async def act(stage: Scene) -> None:
        anna, ben = stage.person("Anna"), stage.person("Ben")
        await open_case(stage, anna)
        await stage.told(ben, "/dispute show D-INV-7")
        assert "There is no case D-INV-7" in ben.news() or "no case" in ben.news()
        await stage.told(ben, "/cases")
        assert "0 cases" in ben.news()

    played(act)


# -- links to cases --------------------------------------------------------------------


@pytest.mark.covers("T21")
def test_a_link_opens_its_case_for_its_owner_and_nothing_for_others() -> None:
    async def act(stage: Scene) -> None:
        anna, ben = stage.person("Anna"), stage.person("Ben")
        await open_case(stage, anna, "INV-1")
        await open_case(stage, anna, "INV-2")
        bot = stage.telegram.world.bot.username
        link = stage.memory.case_link(stage.business(anna), "D-INV-1")
        assert link == stage.memory.case_link(stage.business(anna), "D-INV-1")
        anna.open_link(link.url(bot))
        await stage.go()
        assert "Case D-INV-1" in anna.news()
        ben.open_link(link.url(bot))
        await stage.go()
        assert "I found nothing behind that link." in ben.news()
        assert "INV-1" not in ben.sees()
        for payload in ("case_xxxxxxxxxxxxxxxx", "x", "D-INV-1", "claim_aaaaaaaaaaaaa"):
            anna.start(payload)
            await stage.go()
            assert "Case D-INV" not in anna.news()

    played(act)


# -- language --------------------------------------------------------------------------


@pytest.mark.covers("T23")
@pytest.mark.parametrize("code", ["en", "", "xx", "zh-hans", "sv-se"])
def test_an_unknown_or_missing_language_is_english(code: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", language=code, is_new=True)
        anna.start()
        await stage.go()
        assert "What is your business called?" in anna.news()

    played(act)


@pytest.mark.covers("T23")
def test_the_language_of_last_time_holds_where_the_app_hides_it() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", language="de", is_new=True)
        anna.start()
        await stage.go()
        assert stage.memory.language(anna.id, "") == "de"
        await stage.restart()
        assert stage.memory.language(anna.id, "") == "de"
        assert stage.memory.language(anna.id, "fr") == "fr"

    played(act)


@pytest.mark.covers("T23")
def test_a_chosen_language_wins_and_survives_a_restart() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", language="de")
        await stage.told(anna, "/language en_US")
        await stage.restart()
        await open_case(stage, anna)
        business = stage.stores.businesses.load(stage.business(anna))
        assert business
        assert business.profile.language == "en_US"
        assert "The hold on INV-7 is on." in anna.news()

    played(act)


@pytest.mark.covers("T23", "B06")
def test_notices_and_apologies_are_in_the_chosen_language_too() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await stage.told(anna, "/language de")
        await open_case(stage, anna)
        sent = anna.last()
        assert sent.markup
        sent.markup["inline_keyboard"][0][0]["callback_data"] = "v1|nobody-knows-this0"
        anna.press(sent.keyboard[0][0]["text"])
        await stage.go()
        assert anna.toasts() == [stage.assistant.text("telegram.gone", language_="de")]
        assert anna.toasts() != [stage.assistant.text("telegram.gone", language_="en")]

        def broken(event: object) -> None:
            raise RuntimeError("a bug")

        stage.assistant.post = broken  # type: ignore[method-assign]
        await stage.told(anna, "/cases")
        sorry = stage.assistant.text("telegram.bug", language_="de", reference="")
        assert anna.last().text.startswith(sorry[:20])

    played(act)


# -- groups ----------------------------------------------------------------------------


@pytest.mark.covers("T22")
def test_a_group_gets_a_link_to_the_private_chat_and_no_case() -> None:
    async def act(stage: Scene) -> None:
        anna, ben = stage.person("Anna"), stage.person("Ben")
        await open_case(stage, anna)
        group = stage.telegram.group("Weber Heating", anna, ben)
        here = group.person(anna)
        await stage.go()
        for words in (
            "/cases@parley_test_bot",
            "/dispute@parley_test_bot show D-INV-7",
        ):
            await stage.told(here, words)
            assert "our own chat only" in here.news()
            assert "INV-7" not in here.last().text
        assert "https://t.me/parley_test_bot" in here.links()[-1]
        said = len(here.messages())
        await stage.told(here, "/cases@another_bot", "What a day", "list")
        assert len(here.messages()) == said

    played(act)


@pytest.mark.covers("T22")
def test_a_group_that_becomes_a_supergroup_is_answered_on() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        group = stage.telegram.group("Weber Heating", anna)
        here = group.person(anna)
        await stage.told(here, "/cases@parley_test_bot")
        here.say("/help@parley_test_bot")
        new = group.migrate(anna)  # before the answer was sent
        await stage.go()
        there = new.person(anna)
        assert "our own chat only" in there.sees()
        await stage.told(there, "/cases@parley_test_bot")
        assert "our own chat only" in there.news()

    played(act)


# -- the first minute ------------------------------------------------------------------


@pytest.mark.covers("T01")
@pytest.mark.parametrize(
    "command", ["/help", "/privacy", "/settings", "/cases", "/start", "/cancel"]
)
def test_a_command_in_the_first_minute_leaves_its_question_open(command: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", is_new=True)
        anna.start()
        await stage.go()
        await stage.told(anna, command)
        assert anna.news()
        if command == "/cancel":
            await stage.tapped(anna, "Go on")
        await stage.told(anna, "Studio North")
        business = stage.stores.businesses.load(stage.business(anna))
        assert business
        assert business.profile.name == "Studio North"

    played(act)


@pytest.mark.covers("B07", "B18")
def test_a_case_is_deleted_once_after_a_yes_that_says_what_goes() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.told(anna, "/delete D-INV-7")
        asked = anna.last()
        for words in ("D-INV-7", "Mo Ash", "€480.00", "cannot be undone"):
            assert words in asked.text
        assert stage.cases(anna) == ["D-INV-7"]
        for _ in range(2):
            anna.press("Delete D-INV-7", on=asked)
        await stage.go()
        assert stage.cases(anna) == []
        assert anna.sees().count("Deleted for good: cases: 1") == 1

    played(act)


@pytest.mark.covers("B07")
def test_a_case_is_closed_once_after_its_ending_was_picked() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.told(anna, "/close D-INV-7")
        asked = anna.last()
        assert "How does case D-INV-7 end?" in asked.text
        assert "in dispute" in asked.text
        assert "Keep it open" in anna.buttons()
        anna.press("Objection dropped", on=asked)
        anna.press("Back in collection", on=asked)
        await stage.go()
        ends = [e for e in stage.case(anna).entries if e.event.kind == "closed"]
        assert len(ends) == 1

    played(act)


@pytest.mark.covers("B18")
def test_the_export_holds_the_cases_and_their_letters() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.tapped(anna, "Amount")
        await stage.told(anna, "We agreed 400, you billed 480.")
        await stage.tapped(anna, "Yes, use it", "Nothing")
        await stage.told(anna, "/export")
        exported, letters = (file.content.decode() for file in anna.files()[-2:])
        assert '"D-INV-7"' in exported
        assert stage.case(anna).letters[0].body.strip() in letters

    played(act)


@pytest.mark.covers("T24", "B18")
def test_everything_can_be_taken_along_and_deleted_in_the_chat() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.attach("contract.pdf", b"%PDF the contract", "application/pdf")
        await stage.go()
        await stage.told(anna, "/export")
        exported = anna.files()[-1].content.decode()
        assert '"D-INV-7"' in exported
        await stage.told(anna, "/delete")
        (button,) = [each for each in anna.buttons() if each.startswith("Delete 1")]
        asked = anna.last()
        await stage.tapped(anna, button)
        assert stage.cases(anna) == []
        assert stage.stores.businesses.load(stage.business(anna)) is None
        assert not stage.stores.notebook.keys("telegram", "sheet/")
        anna.press(button, on=asked, is_stale=True)
        await stage.go()
        assert anna.toasts() == ["That button does nothing any more."]
        await stage.told(anna, "/cases")
        assert "0 cases" in anna.news()

    played(act)
