"""What people do reaches the bot in the documented shapes; what they see is plain."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import (
    Bot,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest

from assistant.clock import MovableClock
from tests.fakes.telegram import contents
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.running import bot_on, on_a_loop
from tests.fakes.telegram.state import ChatKind


def taken(telegram: FakeTelegram) -> list[Update]:
    return [Update.de_json(raw) for raw in telegram.take_updates()]


def keyboard(*rows: list[str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(x, callback_data=x.lower()) for x in row]
            for row in rows
        ]
    )


def test_a_command_carries_its_entity_and_the_person_a_language() -> None:
    telegram = FakeTelegram()
    telegram.person("Otto", language="de").command("/case 17")
    telegram.person("Anna", language="").say("mail a@b.example on #7 or @anna")
    command, text = taken(telegram)
    assert command.message
    assert command.effective_user
    assert command.message.parse_entities() == {command.message.entities[0]: "/case"}
    assert command.effective_user.language_code == "de"
    assert text.message
    assert [entity.type for entity in text.message.entities] == ["email", "mention"]
    assert text.effective_user
    assert text.effective_user.language_code is None


def test_a_long_text_arrives_in_several_messages() -> None:
    telegram = FakeTelegram()
    telegram.person("Anna").say(" " + "x" * 10_000)
    lengths = [len(u.message.text or "") for u in taken(telegram) if u.message]
    assert lengths == [4096, 4096, 1808]


def test_every_origin_of_a_forwarded_message_is_told_with_its_date() -> None:
    telegram = FakeTelegram()
    anna, ben = telegram.person("Anna"), telegram.person("Ben")
    group = telegram.world.add_group("Site", ChatKind.SUPERGROUP)
    channel = telegram.world.add_group("News", ChatKind.CHANNEL)
    at = datetime(2026, 4, 30, 8, 15, tzinfo=UTC)
    for source in (ben, "Harbour Café", group, channel):
        anna.forward("I will not pay that.", from_=source, date=at)
    origins = [u.message.forward_origin for u in taken(telegram) if u.message]
    kinds = (
        MessageOriginUser,
        MessageOriginHiddenUser,
        MessageOriginChat,
        MessageOriginChannel,
    )
    assert [type(origin) for origin in origins] == list(kinds)
    assert {origin.date for origin in origins if origin} == {at}


def test_every_kind_of_content_reads_as_what_it_is() -> None:
    telegram = FakeTelegram()
    anna, library = telegram.person("Anna"), telegram.world.library
    shared = [
        contents.video_note(library, b"v", 3),
        contents.video(library, "v.mp4", b"v", 3),
        contents.audio(library, "a.mp3", b"a", 3),
        contents.animation(library, b"g"),
        contents.sticker(library, "👍"),
        contents.location(53.55, 9.99),
        contents.venue(53.55, 9.99, "Harbour Café", "Pier 1"),
        contents.contact("+491234567", "Ben"),
        contents.poll("Which?", ["a", "b"]),
        contents.dice(6),
    ]
    anna.voice(b"ogg")
    for content in shared:
        anna.share(content)
    found = [u.message.effective_attachment for u in taken(telegram) if u.message]
    assert [type(one).__name__ for one in found] == [
        "Voice",
        "VideoNote",
        "Video",
        "Audio",
        "Animation",
        "Sticker",
        "Location",
        "Location",  # the place's own; `venue` is there beside it
        "Contact",
        "Poll",
        "Dice",
    ]


def test_an_album_comes_as_one_update_for_each_item() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    anna.album([b"one", b"two", b"three"], caption="the leak")
    messages = [u.message for u in taken(telegram) if u.message]
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["the leak", None, None]


def test_an_edit_carries_the_number_of_the_message() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    anna.edit(anna.say("400"), "480")
    first, second = taken(telegram)
    assert first.message
    assert second.edited_message
    assert second.edited_message.message_id == first.message.message_id
    assert second.edited_message.edit_date
    assert (first.message.text, second.edited_message.text) == ("400", "480")


def test_a_link_to_the_bot_starts_it_with_the_payload() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    for address in (
        "https://t.me/parley_test_bot?start=abc-1_2",
        "tg://resolve?domain=parley_test_bot&start=abc-1_2",
        "t.me/Parley_Test_Bot",
        "https://parley.example/help",
    ):
        anna.open_link(address)
    texts = [u.message.text for u in taken(telegram) if u.message]
    assert texts == ["/start abc-1_2", "/start abc-1_2", "/start"]
    assert anna.opened == ["https://parley.example/help"]
    with pytest.raises(AssertionError, match="no such payload"):
        anna.open_link("https://t.me/parley_test_bot?start=a.b")


def test_blocking_and_coming_back_is_told() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    anna.start()
    anna.block()
    with pytest.raises(AssertionError, match="the bot is blocked"):
        anna.say("hello?")
    anna.start()
    changes = [u.my_chat_member for u in taken(telegram) if u.my_chat_member]
    assert [
        (change.old_chat_member.status, change.new_chat_member.status)
        for change in changes
    ] == [("member", "kicked"), ("kicked", "member")]


@on_a_loop
async def test_the_newest_button_of_that_name_is_pressed_and_answered_once() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        await bot.send_message(anna.id, "one", reply_markup=keyboard(["Yes", "No"]))
        last = await bot.send_message(anna.id, "two", reply_markup=keyboard(["Yes"]))
        telegram.take_updates()
        press = anna.press("Yes")
        query = await only_query(bot)
        assert query.message
        assert (query.message.message_id, query.data) == (last.message_id, "yes")
        await query.answer("Saved", show_alert=True)
        assert anna.toasts() == ["Saved"]
        assert press
        assert (press.is_alert, press.attempts) == (True, 1)
        with pytest.raises(BadRequest, match=r"^Query is too old and response timeout"):
            await query.answer()


async def only_query(bot: Bot) -> CallbackQuery:
    query = (await bot.get_updates())[-1].callback_query
    assert query
    return query


@on_a_loop
async def test_a_press_can_be_answered_for_15_seconds() -> None:
    clock = MovableClock(datetime(2026, 5, 7, 9, tzinfo=UTC))
    telegram = FakeTelegram(clock=clock)
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        await bot.send_message(anna.id, "one", reply_markup=keyboard(["Yes"]))
        telegram.take_updates()
        anna.press("Yes")
        query = await only_query(bot)
        with pytest.raises(BadRequest, match="Message_too_long"):
            await query.answer("x" * 201)
        clock.advance(timedelta(seconds=16))
        with pytest.raises(BadRequest, match="query id is invalid"):
            await query.answer()


@on_a_loop
async def test_old_buttons_can_be_pressed_by_an_app_that_is_behind() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        sent = await bot.send_message(anna.id, "one", reply_markup=keyboard(["Yes"]))
        await sent.edit_text("done")
        telegram.take_updates()
        with pytest.raises(AssertionError, match="no button 'Yes'"):
            anna.press("Yes")
        anna.press("Yes", is_stale=True)
        query = await only_query(bot)
        assert query.data == "yes"
        telegram.take_updates()
        await sent.delete()
        anna.press("Yes", is_stale=True)
        query = await only_query(bot)
        assert query.message
        assert not query.message.is_accessible


@on_a_loop
async def test_a_chat_is_seen_as_text_with_buttons() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.command("/new")
        rows = keyboard(["Scope", "Amount"], ["Not sure"])
        await bot.send_message(
            anna.id, "<b>What</b> is disputed?", parse_mode="HTML", reply_markup=rows
        )
        assert anna.sees() == (
            "You: /new\nBot: What is disputed?\n[Scope] [Amount]\n[Not sure]"
        )
        assert anna.buttons() == ["Scope", "Amount", "Not sure"]
        anna.say("hm")
        assert anna.news() == ""
        letter = "Letter:\n<pre>Dear Ben &amp; Co,\nyes.</pre>"
        await bot.send_message(anna.id, letter, parse_mode="HTML")
        assert anna.news() == "Bot: Letter:\nDear Ben & Co,\nyes."
        assert anna.blocks() == ["Dear Ben & Co,\nyes."]


@on_a_loop
async def test_a_letter_is_read_back_from_its_messages() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        for text in ("Your letter", "Dear Ben,\n\nno.", "Yours\nAnna"):
            await bot.send_message(anna.id, text)
        body = b"Dear Ben,\n\nno.\n\n\nYours\nAnna\n"
        await bot.send_document(anna.id, body, filename="letter.txt")
        assert anna.letters() == ["Dear Ben,\n\nno.\n\nYours\nAnna"]


@on_a_loop
async def test_other_buttons_do_what_their_kind_does() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        url = "https://t.me/parley_test_bot?start=case17"
        row = [
            InlineKeyboardButton("Open", url=url),
            InlineKeyboardButton("Copy", copy_text=CopyTextButton("Dear Ben")),
        ]
        await bot.send_message(anna.id, "x", reply_markup=InlineKeyboardMarkup([row]))
        await bot.send_message(
            anna.id, "y", reply_markup=ReplyKeyboardMarkup([["Menu"]])
        )
        assert anna.links() == [url]
        for label in ("Open", "Copy", "Menu"):
            assert anna.press(label) is None
        assert anna.clipboard == "Dear Ben"
        assert anna.sees().endswith("You: /start case17\nYou: Menu")
