"""Telegram, put together: for `parley run`, and for anybody's own Application.

`telegram_platform` listens by itself, by polling or by webhook, and confirms an update
only when it is on disk. `build` gives the library's Application; whoever drives it with
`process_update` finds everything said when that returns.
"""

import asyncio
import hashlib
import json
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    TypeHandler,
)
from telegram.request import HTTPXRequest

from adapters.faults import where
from adapters.platform import Health
from adapters.telegram.bundles import Patience
from adapters.telegram.calls import Call
from adapters.telegram.commands import profile_calls
from adapters.telegram.desk import Desk, Options
from adapters.telegram.door import Door
from adapters.telegram.inbound import ALLOWED_UPDATES, PLATFORM
from adapters.telegram.memory import Memory
from adapters.telegram.pace import Pace
from adapters.telegram.polling import Poller
from adapters.telegram.secrecy import keep_out_of_logs
from adapters.telegram.sending import perform
from adapters.telegram.webhook import Webhook
from assistant.errors import SettingsError, StoreError
from assistant.service import Assistant
from assistant.settings import Settings

_log = logging.getLogger(__name__)

AnyBuilder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

_READ, _CONNECT, _WRITE, _UPLOAD = 15.0, 5.0, 15.0, 60.0  # seconds
_CONNECTIONS = 32  # calls side by side
# Deliveries side by side would overtake each other; each is kept in a moment.
_ONE_BY_ONE = 1
_DAY = 86_400.0  # seconds
# Pauses between tries while Telegram cannot be reached, or another program is ending.
_UNREACHABLE = (1.0, 2.0, 5.0, 10.0, 30.0)
_TAKEN = (2.0, 4.0, 4.0)
# Whoever drives an Application waits for the answer to each update.
_AT_ONCE = Patience(forward=0.0)


def build(builder: AnyBuilder, assistant: Assistant) -> AnyApplication:
    """An Application of python-telegram-bot that is Parley, for everybody who writes.

    builder: prepared with a token and, if wanted, transports and other servers; its
        own pace applies.
    When `process_update` returns, the update is done and everything said was sent; the
    parts of an album are answered together, a moment after the last.
    """
    application, _ = _assembled(builder, assistant, is_open=True)
    return application


def telegram_platform(settings: Settings, assistant: Assistant) -> "TelegramPlatform":
    """Telegram for `parley run`; SettingsError if it is only half set up."""
    return TelegramPlatform(settings, assistant)


class TelegramPlatform:
    """One bot, listening.

    announce: prints a line for whoever runs the program: how to claim the bot.
    pace: of the messages that are sent; Telegram's own where it is not given.
    """

    name = PLATFORM

    def __init__(
        self,
        settings: Settings,
        assistant: Assistant,
        announce: Callable[[str], None] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._settings = settings.telegram
        self._assistant = assistant
        self._announce = announce or partial(print, flush=True)
        token = self._settings.bot_token or ""
        address = self._settings.api_url.rstrip("/")
        builder = (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{address}/bot")
            .base_file_url(f"{address}/file/bot")
            .request(_transport(_CONNECTIONS))
            .get_updates_request(_transport(1))
            .rate_limiter(pace or Pace())
            .updater(None)
        )
        self._application, self._desk = _assembled(
            builder,
            assistant,
            is_open=self._settings.is_open,
            options=Options(is_pumped=True),
            announce=self._announce,
        )
        self._memory = self._desk.door.memory
        now = assistant.post_office.now
        self._poller = Poller(
            _transport(1), f"{address}/bot{token}", self._desk.take, now
        )
        self._webhook = None
        if self._settings.webhook_url:
            self._webhook = Webhook(self._settings, self._desk.take)
        self._tasks: list[asyncio.Task[None]] = []
        self._polling: asyncio.Task[None] | None = None
        self._is_listening = False
        self._problem = ""

    async def start(self) -> None:
        """Do what the last run left, then listen; keeps trying while it cannot.

        Raises SettingsError for a token that Telegram refuses, and where another
        program listens with the same one.
        """
        try:
            await self._connect()
        except SettingsError:
            await self.stop()
            raise
        except NetworkError as error:
            self._cannot(error)
            self._begin(self._connect_later())

    async def stop(self) -> None:
        """Take nothing new, finish what was begun, send what was said."""
        if self._webhook:
            self._webhook.is_open = False
        if self._polling:
            await _ended(self._polling)
        if self._is_listening:
            await self._desk.finish()
        self._is_listening = False
        await _ended(*self._tasks)
        await self._desk.close()
        await self._poller.close()
        await self._application.shutdown()
        await self._application.bot.shutdown()

    async def tell_what_is_due(self, business_id: str) -> bool:
        """Have a business told what has become due; False if it has no chat here."""
        return await self._desk.tell_what_is_due(business_id)

    def routes(self) -> Sequence[web.RouteDef]:
        """Where Telegram brings updates, if it does."""
        return self._webhook.routes() if self._webhook else ()

    def health(self) -> Health:
        """How the bot is doing."""
        errors = (
            self._problem,
            self._desk.intake.last_error,
            self._desk.pump.last_error,
        )
        is_well = self._is_listening and (self._webhook or self._poller.is_well)
        return Health(
            PLATFORM,
            bool(is_well),
            self._desk.intake.last_at,
            self._desk.intake.length,
            next((error for error in errors if error), self._poller.last_error),
        )

    # -- connecting ------------------------------------------------------------------

    async def _connect(self) -> None:
        """Be known to Telegram and listen; NetworkError while it cannot be reached."""
        try:
            await self._application.initialize()
        except InvalidToken:  # its words hold the token
            problem = "TELEGRAM_BOT_TOKEN: Telegram does not know it; ask @BotFather"
            raise SettingsError([problem]) from None
        if self._webhook is None:
            await self._application.bot.delete_webhook()
            await self._open_polling()
        await self._desk.resume()
        self._begin(self._desk.pump.run())
        if self._webhook is None:
            self._polling = self._begin(self._poller.run())
        else:
            await self._open_webhook(self._webhook)
        self._is_listening, self._problem = True, ""
        self._announce(self._desk.door.notice(self._application.bot.username))
        self._begin(self._introduce())
        self._begin(self._tidy())

    async def _open_polling(self) -> None:
        """Be the only one who asks with this token."""
        for pause in (*_TAKEN, None):
            try:
                await self._poller.open()
            except Conflict:
                if pause is None:
                    raise SettingsError([_TAKEN_ALREADY]) from None
                _log.warning(_TAKEN_ALREADY)
                await asyncio.sleep(pause)
            else:
                return

    async def _open_webhook(self, webhook: Webhook) -> None:
        webhook.is_open = True
        await self._application.bot.set_webhook(
            webhook.url,
            secret_token=webhook.secret,
            allowed_updates=list(ALLOWED_UPDATES),
            max_connections=_ONE_BY_ONE,
        )

    async def _connect_later(self) -> None:
        """Try until Telegram can be reached."""
        tries = 0
        while True:
            await asyncio.sleep(_UNREACHABLE[min(tries, len(_UNREACHABLE) - 1)])
            tries += 1
            try:
                await self._connect()
            except (NetworkError, SettingsError) as error:
                self._cannot(error)
            else:
                _log.info("Telegram is there again")
                return

    def _cannot(self, error: Exception) -> None:
        is_ours = isinstance(error, SettingsError)
        self._problem = str(error) if is_ours else type(error).__name__
        _log.warning("Telegram: %s; trying again", self._problem)

    async def _introduce(self) -> None:
        """Tell Telegram names, descriptions and commands, where they have changed.

        Names may be set a few times a day only, so nothing is told twice.
        """
        say_in = lambda code: partial(self._assistant.text, language_=code)  # noqa: E731
        calls = profile_calls(say_in, self._assistant.languages())
        known = [
            _mark(call) for call in calls if self._memory.is_introduced(_mark(call))
        ]
        told = list(known)
        for call in calls:
            if _mark(call) in known:
                continue
            try:
                await perform(self._application.bot, call)
            except TelegramError as error:
                _log.info("%s: %s", call.method, type(error).__name__)
            else:
                told.append(_mark(call))
        await asyncio.to_thread(self._memory.introduced, told)

    async def _tidy(self) -> None:
        """Forget each day what is kept for a time only."""
        while True:
            try:
                await asyncio.to_thread(self._memory.tidy)
            except StoreError as error:
                _log.warning("old notes stay for now: %s", type(error).__name__)
            await asyncio.sleep(_DAY)

    def _begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._tasks.append(task)
        return task


_TAKEN_ALREADY = (
    "TELEGRAM_BOT_TOKEN: another program listens with this token already; stop it, or "
    "give this one a bot of its own"
)


def _assembled(
    builder: AnyBuilder,
    assistant: Assistant,
    *,
    is_open: bool,
    options: Options | None = None,
    announce: Callable[[str], None] = lambda _: None,
) -> tuple[AnyApplication, Desk]:
    """The Application and the desk behind it."""
    # The library's way to have durations as durations, without a warning for each.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    keep_out_of_logs()  # the library writes the token while it builds
    application = builder.build()
    keep_out_of_logs(application.bot.token)
    memory = Memory(assistant.post_office)
    door = Door(assistant, memory, is_open, announce)
    desk = Desk(application.bot, door, options or Options(patience=_AT_ONCE))

    async def on_update(update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        await desk.take_and_answer(json.loads(update.to_json()))

    application.add_handler(TypeHandler(Update, on_update))
    application.add_error_handler(_on_error)
    return application, desk


async def _ended(*tasks: "asyncio.Task[None]") -> None:
    """Cancel tasks until they are over: a library may lose a cancellation."""
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=1)


async def _on_error(_: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    if context.error:
        _log.error("an update failed: %s", where(context.error))


def _transport(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=_READ,
        connect_timeout=_CONNECT,
        write_timeout=_WRITE,
        pool_timeout=_CONNECT,
        media_write_timeout=_UPLOAD,
    )


def _mark(call: Call) -> str:
    """The same for the same call, another for any other."""
    said = json.dumps([call.method, call.arguments], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
