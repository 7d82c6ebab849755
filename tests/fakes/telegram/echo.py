"""The smallest careful bot, for the fake's own tests: it says everything back.

Run as `python -m tests.fakes.telegram.echo` with `telegram.environment`. It asks for
the next update only after it has answered the one before, so a kill loses nothing.
"""

import asyncio
import logging
import os

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import NetworkError

PAUSE = 0.02
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="a")]])


async def run(bot: Bot) -> None:
    """Poll, answer, confirm, for ever."""
    offset = 0
    while True:
        try:
            for update in await bot.get_updates(offset, limit=1, timeout=30):
                await reply(bot, update)
                offset = update.update_id + 1
        except NetworkError:
            await asyncio.sleep(PAUSE)


async def reply(bot: Bot, update: Update) -> None:
    """Say a text back with a button; answer the button with a toast."""
    if update.message and update.message.text:
        chat_id, text = update.message.chat_id, update.message.text
        await bot.send_message(chat_id, f"You said: {text}", reply_markup=KEYBOARD)
    if update.callback_query:
        await bot.answer_callback_query(update.callback_query.id, "Pressed")


async def main() -> None:
    """Connect as the environment says."""
    url, token = os.environ["TELEGRAM_API_URL"], os.environ["TELEGRAM_BOT_TOKEN"]
    bot = Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    try:
        await run(bot)
    finally:
        await bot.shutdown()


if __name__ == "__main__":
    logging.disable()
    asyncio.run(main())
