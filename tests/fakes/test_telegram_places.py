"""Groups with privacy mode and their migration; business accounts."""

import pytest
from telegram import Update
from telegram.error import BadRequest

from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.running import bot_on, on_a_loop


def texts(telegram: FakeTelegram) -> list[str | None]:
    updates = [Update.de_json(raw) for raw in telegram.take_updates()]
    return [update.message.text for update in updates if update.message]


def test_in_privacy_mode_the_bot_sees_only_what_concerns_it() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    family = telegram.group("Family", anna)
    telegram.take_updates()
    speaker = family.person(anna)
    heard = ["/cases@parley_test_bot", "/cases", "ask @parley_test_bot about it"]
    unheard = [
        "dinner?",
        "/cases@other_bot",
        "hello @ben",
        "mail@parley_test_bot.example",
    ]
    for text in heard + unheard:
        speaker.say(text)
    assert texts(telegram) == heard
    family.another_bot_speaks()
    speaker.say("/cases")
    assert texts(telegram) == []


def test_without_privacy_mode_the_bot_sees_everything() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    family = telegram.group("Family", anna, privacy=False)
    telegram.take_updates()
    family.person(anna).say("dinner?")
    assert texts(telegram) == ["dinner?"]


@on_a_loop
async def test_a_reply_to_the_bot_reaches_it_in_a_group() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna, ben = telegram.person("Anna"), telegram.person("Ben")
        family = telegram.group("Family", anna)
        speaker = family.person(ben)
        sent = await bot.send_message(family.id, "Which case?")
        telegram.take_updates()
        speaker.say("17", reply_to=family.chat.messages[sent.message_id])
        assert texts(telegram) == ["17"]
        seen = family.person(anna).sees()
        assert seen.endswith("Bot: Which case?\nBen: 17")


def test_the_bot_is_told_when_it_is_added_and_thrown_out() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    family = telegram.group("Family", anna)
    family.remove_bot(by=anna)
    added, greeted, removed = [Update.de_json(raw) for raw in telegram.take_updates()]
    assert added.my_chat_member
    assert added.my_chat_member.new_chat_member.status == "member"
    assert greeted.message
    assert greeted.message.new_chat_members[0].username == "parley_test_bot"
    assert removed.my_chat_member
    assert removed.my_chat_member.new_chat_member.status == "kicked"


def test_a_group_that_becomes_a_supergroup_tells_both_sides() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    family = telegram.group("Family", anna)
    telegram.take_updates()
    new = family.migrate(by=anna)
    left, arrived = [Update.de_json(raw).message for raw in telegram.take_updates()]
    assert left
    assert arrived
    assert (left.chat.id, left.migrate_to_chat_id) == (family.id, new.id)
    assert (arrived.chat.id, arrived.migrate_from_chat_id) == (new.id, family.id)


def test_what_happens_on_a_business_account_reaches_the_bot() -> None:
    telegram = FakeTelegram()
    owner, customer = telegram.person("Anna"), telegram.person("Ben")
    account = owner.connect_business()
    first = account.receive(customer.user, "No way a capacitor costs 480.")
    account.write(customer.user, "I will check.")
    account.edit(first, "No way it costs 480.")
    account.delete(customer.user, [first])
    account.disconnect()
    account.receive(customer.user, "unseen")
    updates = [Update.de_json(raw) for raw in telegram.take_updates()]
    connected, said, answered, edited, deleted, ended = updates
    assert connected.business_connection
    connection_id = connected.business_connection.id
    assert connected.business_connection.is_enabled
    assert said.business_message
    assert said.business_message.business_connection_id == connection_id
    assert said.business_message.chat.id == customer.id
    assert answered.business_message
    assert answered.business_message.from_user
    assert answered.business_message.from_user.id == owner.id
    assert edited.edited_business_message
    assert deleted.deleted_business_messages
    assert deleted.deleted_business_messages.message_ids == (first.id,)
    assert ended.business_connection
    assert not ended.business_connection.is_enabled
    assert account.sees(customer.user) == "Anna: I will check.\nYou: unseen"


@on_a_loop
async def test_the_bot_writes_to_a_customer_only_with_the_right_to_reply() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        owner, customer = telegram.person("Anna"), telegram.person("Ben")
        silent = owner.connect_business()
        silent.receive(customer.user, "480?")
        with pytest.raises(BadRequest, match="Business_connection_not_allowed"):
            await bot.send_message(
                customer.id, "x", business_connection_id=silent.connection.id
            )
        free = owner.connect_business("can_reply")
        free.receive(customer.user, "480?")
        await bot.send_message(
            customer.id, "Hello", business_connection_id=free.connection.id
        )
        assert [m.text for m in free.written_by_bot(customer.user)] == ["Hello"]
        assert silent.written_by_bot(customer.user) == []
        assert customer.sees() == ""
        told = await bot.get_business_connection(free.connection.id)
        assert told.rights
        assert told.rights.can_reply
