"""What an unfriendly or unlucky world sends: nothing of it changes or shows a case."""

import asyncio
import string
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from adapters.telegram.deeplinks import DeepLink
from tests.adapters.telegram.live import hooked, served
from tests.adapters.telegram.scene import START, Scene, open_case, played
from tests.fakes.telegram.person import Person
from tests.fakes.telegram.running import on_a_loop

COMPLAINT = "We agreed 400, you billed 480. Please take the 80 off."
BAD_NAMES = (
    "<b>Mo</b> <script>&amp;</i>",
    "*Mo* _Ash_ [x](tg://user?id=1) `" + string.punctuation.replace('"', ""),
    "\u202eشركة \u200fالميناء\u202c " * 20,
    "M\u0301" + "\U0001f469\u200d\U0001f527" * 90,
)


# -- the claim -------------------------------------------------------------------------


@pytest.mark.covers("B10")
def test_two_people_who_open_the_link_at_the_same_moment_are_one_owner() -> None:
    async def act(stage: Scene) -> None:
        door, memory = stage.desk.door, stage.memory
        link, is_claim = memory.claim_link(), memory.is_claim
        both = threading.Barrier(2, timeout=0.2)

        def together(secret: str) -> bool:
            known = is_claim(secret)
            with suppress(threading.BrokenBarrierError):
                both.wait()  # where both may come this far, both do
            return known

        memory.is_claim = together  # type: ignore[method-assign]

        def claim(user_id: int) -> bool:
            return door.claim(DeepLink(link.purpose, link.secret), user_id)

        with ThreadPoolExecutor(2) as people:
            won = list(people.map(claim, (11, 22)))
        assert sorted(won) == [False, True]
        assert memory.owner() == (11, 22)[won.index(True)]
        assert len(stage.announced) == 1

    played(act, is_open=False)


@pytest.mark.covers("B10", "T22")
def test_the_link_opened_in_a_group_gives_the_bot_to_nobody() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        here = stage.telegram.group("Weber Heating", anna).person(anna)
        payload = stage.memory.claim_link().payload
        await stage.told(here, f"/start@parley_test_bot {payload}")
        assert not stage.desk.door.is_claimed
        assert "our own chat only" in here.news()

    played(act, is_open=False)


@pytest.mark.covers("B10")
def test_a_stranger_who_goes_on_and_on_is_refused_a_few_times_an_hour() -> None:
    async def act(stage: Scene) -> None:
        anna, ben = stage.person("Anna"), stage.person("Ben")
        anna.start(stage.memory.claim_link().payload)
        await stage.go()
        for number in range(30):
            ben.say(f"hello {number}")
        await stage.go()
        assert len(ben.messages()) == 5
        stage.later(hours=2)
        await stage.told(ben, "hello")
        assert len(ben.messages()) == 6
        await stage.told(anna, "/cases")
        assert "0 cases" in anna.news()

    played(act, is_open=False)


# -- other people's buttons ------------------------------------------------------------


@pytest.mark.covers("B10", "T05")
def test_no_button_of_anothers_chat_shows_or_changes_anything() -> None:
    async def act(stage: Scene) -> None:
        anna, ben = stage.person("Anna"), stage.person("Ben")
        account = anna.connect_business()
        account.receive(stage.telegram.person("Mo Ash").user, COMPLAINT)
        await open_case(stage, anna)
        await stage.tapped(anna, "Amount")
        await stage.told(anna, COMPLAINT)
        await stage.tapped(anna, "Yes, use it", "Nothing")
        await stage.told(anna, "/cases", "/dispute show D-INV-7", "/delete D-INV-7")
        tokens = data_in(anna)
        assert len(tokens) > 15
        before, kept = stage.case(anna), stage.stores.notebook.keys("telegram", "heard")
        for token in sorted(tokens):
            await pressed(stage, ben, token)
        said = " ".join(message.text for message in ben.messages())
        assert "Mo Ash" not in said
        assert "480" not in said
        assert stage.case(anna) == before
        assert stage.stores.notebook.keys("telegram", "heard") == kept
        await stage.tapped(anna, "Yes, read it")
        assert "Forwarded: Mo Ash" in anna.news()

    played(act)


@pytest.mark.covers("T03", "T05")
@pytest.mark.parametrize(
    "forged",
    ["", "v1|", "v1|{}|999", "v1|{}9999", "v1|../../../x", "v2|{}", "🙂" * 16, "{}"],
)
def test_forged_data_of_a_button_is_explained_and_changes_nothing(forged: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        token = anna.last().keyboard[0][0]["callback_data"].removeprefix("v1|")
        data = forged.format(token)
        before = stage.case(anna)
        await pressed(stage, anna, data)
        (press,) = stage.telegram.presses
        assert press.attempts == 1
        if data.endswith("|999"):  # its number is of no use to a button without pages
            assert stage.case(anna).fact("reason") == "scope"
            return
        assert press.text == "That button does nothing any more."
        assert stage.case(anna) == before
        assert "What does Mo Ash object to?" in anna.last().text

    played(act)


# -- words, names and files ------------------------------------------------------------


@pytest.mark.covers("T13", "T12")
@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_of_a_customer_breaks_a_message_or_a_letter(name: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        anna.forward(f"Invoice INV-93: {COMPLAINT}", from_=name.strip()[:64])
        await stage.go()
        await stage.tapped(anna, "Yes, use it")
        await stage.told(anna, "480", name)
        await stage.tapped(anna, "Nothing")
        (letter,) = anna.letters()
        assert letter.split() == stage.case(anna).letters[0].body.split()
        await stage.told(anna, "/cases", "/dispute show D-INV-93")
        assert stage.case(anna).customer.name
        refused = [e for e in stage.telegram.log.entries if e.error]
        assert refused == []

    played(act)


@pytest.mark.covers("T14", "F-P7")
@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "..\\..\\boot.ini",
        "/",
        "\u202egpj.exe",
        "x" * 900,
        "<b>",
    ],
)
def test_a_file_of_any_name_is_kept_and_leads_nowhere(name: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.attach(name, b"%PDF-1.4 the contract", "application/pdf")
        await stage.quiet()
        (item,) = stage.case(anna).evidence.items
        assert "/" not in item.name
        assert "\\" not in item.name
        assert 1 <= len(item.name) <= 255
        await stage.told(anna, "/evidence", "/export")
        await stage.quiet()
        assert all("/" not in file.name for file in anna.files())

    played(act)


@pytest.mark.covers("T09")
@pytest.mark.parametrize("words", ["/delete", "/close D-INV-7", "yes", "skip all", "2"])
def test_forwarded_words_are_never_obeyed(words: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        before = stage.case(anna)
        anna.forward(words, from_="Hidden")
        await stage.go()
        now = stage.case(anna)
        assert (now.is_closed, now.is_on_hold) == (False, True)
        assert now.facts == before.facts
        assert "Delete" not in "".join(anna.buttons())

    played(act)


# -- order and places ------------------------------------------------------------------


@pytest.mark.covers("T06")
def test_updates_in_any_order_are_done_once_and_break_nothing() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.press("Amount")
        anna.say(COMPLAINT)
        updates = stage.telegram.take_updates()
        await stage.desk.take([*reversed(updates), *updates])
        await stage.quiet()
        assert "Something went wrong" not in anna.sees()
        assert [press.attempts for press in stage.telegram.presses] == [1]
        case = stage.case(anna)
        assert len(stage.cases(anna)) == 1
        assert case.is_on_hold
        assert len([m for m in anna.messages() if m.keyboard]) == 1

    played(act)


@pytest.mark.covers("T22")
@pytest.mark.parametrize("kind", ["channel_post", "poll", "inline_query", "new_kind"])
def test_updates_that_nobody_asked_for_are_passed_over(kind: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        chat = {"id": -100123, "type": "channel", "title": "News"}
        post = {"message_id": 1, "date": int(START.timestamp()), "chat": chat}
        body = {
            "channel_post": {**post, "text": "/cases", "sender_chat": chat},
            "poll": {"id": "1"},
            "inline_query": {"id": "1", "from": anna.user.as_json(), "query": "INV"},
            "new_kind": {"anything": [1]},
        }[kind]
        await stage.desk.take([{"update_id": 9_000_001, kind: body}])
        await stage.quiet()
        assert stage.telegram.log.of("sendMessage") == []
        await stage.told(anna, "/cases")
        assert "0 cases" in anna.news()

    played(act)


@pytest.mark.covers("T15")
@on_a_loop
async def test_a_secret_that_is_no_text_is_refused_like_any_other() -> None:
    async with served() as (telegram, _), hooked(telegram) as running:
        host, _, port = telegram.doors["https://parley.example"][7:].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            b"POST /telegram HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"X-Telegram-Bot-Api-Secret-Token: a-secret\xff\xfe\r\n"
            b"Content-Length: 2\r\n\r\n{}"
        )
        status = (await reader.read()).partition(b"\r\n")[0]
        writer.close()
        assert b" 403 " in status
        assert running.platform.health().queue == 0
        (told,) = telegram.calls("setWebhook")
        assert told.args["max_connections"] == 1  # so that none overtakes another


def data_in(person: Person) -> set[str]:
    """The data of every button that was ever in somebody's chat."""
    return {
        button["callback_data"]
        for message in person.messages()
        for markup in (*(old.markup for old in message.earlier), message.markup)
        for row in (markup or {}).get("inline_keyboard", ())
        for button in row
        if "callback_data" in button
    }


async def pressed(stage: Scene, person: Person, data: str) -> None:
    """Somebody's app sends a press with this data, on a message of their own."""
    if not person.messages():
        await stage.told(person, "/help")
    said = person.messages()[-1]
    kept = said.markup
    said.markup = {"inline_keyboard": [[{"text": "Forged", "callback_data": data}]]}
    person.press("Forged", on=said)
    said.markup = kept
    await stage.go()
