"""`parley run`: every platform whose tokens are set, in one process on one store."""

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import count

from adapters.faults import where
from adapters.http import Listener
from adapters.platform import Platform
from assistant.bootstrap import build
from assistant.clock import SystemClock
from assistant.errors import SettingsError, StoreError
from assistant.service import Assistant
from assistant.settings import Settings, missing_for_platforms

_TICK = 20.0  # seconds between two looks at what has become due
_TIDY_EVERY = 4320  # ticks: once a day
_GOODBYE = 9.0  # seconds to finish what was begun; service managers wait ten
_log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C; what was begun is finished first.

    Raises SettingsError where nothing is set up, or only half.
    """
    problems = missing(settings)
    if problems:
        raise SettingsError(problems)
    _log_quietly()
    clock = SystemClock()
    assistant = build(settings, clock)
    try:
        platforms = _platforms(settings, assistant)
        listener = Listener(platforms, settings.http_host, settings.http_port, clock)
        asyncio.run(_serve(assistant, platforms, listener))
    finally:
        assistant.close()


def missing(settings: Settings) -> list[str]:
    """What has to be set before anything can run, one line each."""
    return missing_for_platforms(settings) or _nothing_set(settings)


async def _serve(
    assistant: Assistant, platforms: Sequence[Platform], listener: Listener
) -> None:
    """Start everything, wait for the end, stop everything."""
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises there
            loop.add_signal_handler(number, over.set)
    await listener.start()
    started: list[Platform] = []
    try:
        for platform in platforms:
            await platform.start()
            started.append(platform)
        watch = asyncio.create_task(_watch(assistant, platforms))
        await over.wait()
        watch.cancel()
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE):
                await asyncio.gather(*(platform.stop() for platform in started))
        await listener.stop()


async def _watch(assistant: Assistant, platforms: Sequence[Platform]) -> None:
    """Tell what has become due, again and again; forget what is long over."""
    for tick in count():
        try:
            if tick % _TIDY_EVERY == 0:
                await asyncio.to_thread(assistant.post_office.tidy)
            due = await asyncio.to_thread(assistant.businesses_due)
            for business_id in due:
                await _tell(business_id, platforms)
        except StoreError as error:
            _log.warning("deadlines cannot be looked at: %s", error)
        await asyncio.sleep(_TICK)


async def _tell(business_id: str, platforms: Sequence[Platform]) -> None:
    """The first platform that the business uses tells it; others get it from there."""
    for platform in platforms:
        try:
            if await platform.tell_what_is_due(business_id):
                return
        except Exception as error:  # noqa: BLE001  one business must not silence all
            _log.error("what is due was not told: %s", where(error))


def _platforms(settings: Settings, assistant: Assistant) -> list[Platform]:
    """The platforms whose tokens are set; each library is imported only then."""
    found: list[Platform] = []
    if settings.slack.bot_token or settings.slack.client_id:
        from adapters.slack.app import slack_platform  # noqa: PLC0415

        found.append(slack_platform(settings, assistant))
    if settings.telegram.bot_token:
        from adapters.telegram.app import telegram_platform  # noqa: PLC0415

        found.append(telegram_platform(settings, assistant))
    return found


def _nothing_set(settings: Settings) -> list[str]:
    if settings.slack.bot_token or settings.slack.client_id:
        return []
    if settings.telegram.bot_token:
        return []
    return [
        "No platform is set up. For Telegram set TELEGRAM_BOT_TOKEN (from @BotFather); "
        "for Slack SLACK_BOT_TOKEN and SLACK_APP_TOKEN (see `parley slack manifest`).",
        "They are read from the environment or from a file .env beside you.",
        "To try Parley without either: parley chat --practice",
    ]


def _log_quietly() -> None:
    """Ids and states on the error output; nothing of what people write, no tokens."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    for name in ("httpx", "httpcore", "slack_bolt", "slack_sdk", "aiohttp", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
