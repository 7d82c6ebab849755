"""The fake takes what Telegram takes, and refuses the rest in Telegram's words."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from assistant.clock import MovableClock
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.markup import from_html
from tests.fakes.telegram.person import Person
from tests.fakes.telegram.running import bot_on, on_a_loop
from tests.fakes.telegram.wire import ApiError


def started(telegram: FakeTelegram) -> Person:
    anna = telegram.person("Anna")
    anna.start()
    return anna


def button(label: str = "Go", **action: object) -> InlineKeyboardMarkup:
    chosen = action or {"callback_data": "go"}
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, **chosen)]])  # type: ignore[arg-type]  # any action


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Message text is empty"),
        (" \n ", "Message text is empty"),
        ("x" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
    ],
)
@on_a_loop
async def test_a_text_is_neither_empty_nor_too_long(text: str, words: str) -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        with pytest.raises(BadRequest, match=f"^{words}$"):
            await bot.send_message(started(telegram).id, text)


@on_a_loop
async def test_the_longest_text_counts_without_its_markup() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        await bot.send_message(anna.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
        assert anna.last().text == "x" * 4096


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("ä <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b>x</i>",
            'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_wrong_html_is_refused_with_the_place(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        from_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_html_becomes_text_and_entities_counted_in_utf16() -> None:
    said = from_html("😀 <b>a <i>&lt;b&gt;</i></b> &amp; &#x20ac; &copy; &")
    assert said.text == "😀 a <b> & € &copy; &"
    assert said.entities == (
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "italic", "offset": 5, "length": 3},
    )


def test_html_blocks_links_and_code_keep_what_they_say() -> None:
    said = from_html(
        '<pre><code class="language-py">x</code></pre>'
        "<blockquote expandable>q</blockquote>"
        '<a href="https://parley.example/?a=1&amp;b=2">l</a>'
        '<a href="mailto:a@b.example">m</a>'
        '<a href="tg://user?id=5">p</a>'
    )
    assert [entity["type"] for entity in said.entities] == [
        "pre",
        "expandable_blockquote",
        "text_link",
        "text_mention",
    ]
    assert said.entities[0]["language"] == "py"
    assert said.entities[2]["url"] == "https://parley.example/?a=1&b=2"


@on_a_loop
async def test_control_characters_are_cleaned_away() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        await bot.send_message(anna.id, "a\tb\r\nc\u202ed\x00e")
        assert anna.last().text == "a b\ncd e"


@on_a_loop
async def test_blank_ends_are_cut_and_entities_moved() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        bold = MessageEntity("bold", 0, 6)
        sent = await bot.send_message(anna.id, "\n yes \n", entities=[bold])
        assert sent.text == "yes"
        assert [(e.offset, e.length) for e in sent.entities] == [(0, 3)]
        with pytest.raises(BadRequest, match="Entity_bounds_invalid"):
            await bot.send_message(anna.id, "x", entities=[MessageEntity("bold", 0, 9)])


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (button(callback_data="ä" * 33), "Button_data_invalid"),
        (button(copy_text=CopyTextButton("x" * 257)), "Button_copy_text_invalid"),
        (
            button(url="mailto:anna@example.com"),
            "Inline keyboard button url 'mailto:anna@example.com' is invalid: "
            "unsupported url protocol",
        ),
        (button(url="http://localhost/x"), "wrong http url"),
        (button("  "), "Button_text_invalid"),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("x")]]),
            "Text buttons are unallowed in the inline keyboard",
        ),
        (
            InlineKeyboardMarkup(
                [[InlineKeyboardButton("x", callback_data="x")] * 8] * 13
            ),
            "Reply markup is too long",
        ),
        (
            ReplyKeyboardMarkup([["x"]], input_field_placeholder="x" * 65),
            "Input field placeholder is too long",
        ),
    ],
)
@on_a_loop
async def test_a_wrong_keyboard_is_refused(
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup, words: str
) -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.send_message(started(telegram).id, "x", reply_markup=markup)


@on_a_loop
async def test_what_apps_cannot_show_well_is_remarked_on() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        row = [InlineKeyboardButton("x", callback_data="x")] * 9
        await bot.send_message(anna.id, "x", reply_markup=InlineKeyboardMarkup([row]))
        link = '<a href="mailto:a@b.example">write</a>'
        await bot.send_message(anna.id, link, parse_mode="HTML")
        await bot.send_message(anna.id, "x", api_kwargs={"x": 1})
        with pytest.raises(Exception, match="not found"):
            await bot.do_api_request("sendRichMessage", {"chat_id": anna.id})
    expected = {
        "sendMessage: 9 buttons in a row; apps show at most 8",
        "sendMessage: Telegram drops a link to mailto: silently",
        "sendMessage: unknown argument x",
        "sendRichMessage: not a method of this fake",
    }
    assert expected <= set(telegram.violations)


@on_a_loop
async def test_only_a_real_change_of_an_own_message_is_an_edit() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        sent = await bot.send_message(anna.id, "one", reply_markup=button())
        assert await sent.edit_text("two", reply_markup=button())
        with pytest.raises(BadRequest, match="is not modified: specified new message"):
            await sent.edit_text("two", reply_markup=button())
        await sent.edit_reply_markup(None)
        assert anna.last().keyboard == []
        assert [version.content["text"] for version in anna.last().earlier] == [
            "one",
            "two",
        ]
        theirs = anna.say("mine")
        for number, words in (
            (theirs.id, "Message can't be edited"),
            (999, "Message to edit not found"),
        ):
            with pytest.raises(BadRequest, match=words):
                await bot.edit_message_text("x", anna.id, number)
        with pytest.raises(BadRequest, match="There is no caption in the message"):
            await bot.edit_message_caption(anna.id, sent.message_id, caption="x")


@on_a_loop
async def test_a_message_can_be_deleted_for_two_days() -> None:
    clock = MovableClock(datetime(2026, 5, 7, 9, tzinfo=UTC))
    telegram = FakeTelegram(clock=clock)
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        first = await bot.send_message(anna.id, "one")
        second = await bot.send_message(anna.id, "two")
        clock.advance(timedelta(hours=48))
        await first.delete()
        with pytest.raises(BadRequest, match="Message to delete not found"):
            await first.delete()
        clock.advance(timedelta(seconds=1))
        with pytest.raises(BadRequest, match="can't be deleted"):
            await second.delete()
        assert anna.sees() == "You: /start\nBot: two"


@on_a_loop
async def test_replies_forwards_copies_and_reactions_are_kept() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        asked = anna.say("why?")
        sent = await bot.send_message(
            anna.id, "so", reply_parameters=ReplyParameters(asked.id)
        )
        assert sent.reply_to_message
        assert sent.reply_to_message.text == "why?"
        forwarded = await sent.forward(anna.id)
        assert forwarded.forward_origin
        copied = await sent.copy(anna.id)
        assert anna.last().id == copied.message_id
        await bot.set_message_reaction(anna.id, asked.id, [ReactionTypeEmoji("👍")])
        assert telegram.world.reactions[anna.id, asked.id][0]["emoji"] == "👍"
        with pytest.raises(BadRequest, match="Message to be replied not found"):
            await bot.send_message(anna.id, "x", reply_parameters=ReplyParameters(999))
        loose = ReplyParameters(999, allow_sending_without_reply=True)
        assert not (
            await bot.send_message(anna.id, "x", reply_parameters=loose)
        ).reply_to_message


@on_a_loop
async def test_the_bot_writes_only_where_it_may() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna, ben = started(telegram), telegram.person("Ben")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(1, "x")
        with pytest.raises(Forbidden, match="bot can't initiate conversation"):
            await bot.send_message(ben.id, "x")
        anna.block()
        with pytest.raises(
            Forbidden, match=r"^Forbidden: bot was blocked by the user$"
        ):
            await bot.send_message(anna.id, "x")
        anna.start()
        await bot.send_message(anna.id, "welcome back")
        anna.chat.is_deactivated = True
        with pytest.raises(Forbidden, match="user is deactivated"):
            await bot.send_message(anna.id, "x")
        family = telegram.group("Family", ben)
        new = family.migrate(by=ben)
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(family.id, "x")
        assert moved.value.new_chat_id == new.id
        await bot.send_message(new.id, "here now")
        new.remove_bot(by=ben)
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await bot.send_message(new.id, "x")


@on_a_loop
async def test_the_pace_is_noted_and_enforced_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    clock = MovableClock(datetime(2026, 5, 7, 9, tzinfo=UTC))
    telegram = FakeTelegram(clock=clock)
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        await bot.send_message(anna.id, "one")
        await bot.send_message(anna.id, "two")
        assert [(b.rule, b.wait) for b in telegram.breaches] == [("chat", 1.0)]
        telegram.world.pace.is_enforced = True
        with pytest.raises(RetryAfter):
            await bot.send_message(anna.id, "three")
        clock.advance(timedelta(seconds=1))
        await bot.send_message(anna.id, "three")


@on_a_loop
async def test_the_profile_shows_by_scope_and_language() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna, otto = telegram.person("Anna"), telegram.person("Otto", language="de")
        await bot.set_my_commands([BotCommand("help", "Help")])
        await bot.set_my_commands(
            [BotCommand("new", "Neu")],
            scope=BotCommandScopeAllPrivateChats(),
            language_code="de",
        )
        assert (anna.commands(), otto.commands()) == (["/help"], ["/new"])
        listed = await bot.get_my_commands()
        assert listed == (BotCommand("help", "Help"),)
        await bot.delete_my_commands()
        assert anna.commands() == []
        await bot.set_my_name("Parley")
        await bot.set_my_description("Streit um Rechnungen", language_code="de")
        await bot.set_my_short_description("Disputes")
        assert (await bot.get_my_description("de")).description.startswith("Streit")
        assert (await bot.get_my_description()).description == ""
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
        assert isinstance(await bot.get_chat_menu_button(anna.id), MenuButtonCommands)


@pytest.mark.parametrize(
    ("name", "description", "words"),
    [
        ("Dispute-New", "x", "Bot_command_invalid"),
        ("x" * 33, "x", "Bot_command_invalid"),
        ("new", "", "Bot_command_description_invalid"),
        ("new", "x" * 257, "Bot_command_description_invalid"),
    ],
)
@on_a_loop
async def test_a_wrong_command_is_refused(
    name: str, description: str, words: str
) -> None:
    async with bot_on(FakeTelegram()) as bot:
        with pytest.raises(BadRequest, match=words):
            await bot.set_my_commands([(name, description)])


@on_a_loop
async def test_chats_and_members_can_be_asked_about() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna, ben = started(telegram), telegram.person("Ben")
        family = telegram.group("Family", anna)
        assert (await bot.get_chat(family.id)).title == "Family"
        assert (await bot.get_chat_member(family.id, anna.id)).status == "creator"
        assert (await bot.get_chat_member(family.id, ben.id)).status == "left"
        assert (await bot.get_chat_member(family.id, bot.id)).status == "member"
        await bot.send_chat_action(family.id, "typing")
        assert telegram.world.actions == [(family.id, "typing")]
        await bot.leave_chat(family.id)
        with pytest.raises(Forbidden, match="not a member of the group chat"):
            await bot.send_message(family.id, "x", reply_markup=ForceReply())
