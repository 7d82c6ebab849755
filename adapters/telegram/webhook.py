"""Updates that Telegram brings itself: checked, kept, and only then confirmed."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from assistant.errors import SettingsError, StoreError
from assistant.settings import TelegramSettings

_log = logging.getLogger(__name__)

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name

Json = dict[str, Any]
Take = Callable[[Sequence[Json]], Awaitable[None]]


class Webhook:
    """The address to which Telegram brings updates.

    take: has updates on disk; StoreError if it cannot.
    Raises SettingsError without a secret: anybody could send updates.
    """

    def __init__(self, settings: TelegramSettings, take: Take) -> None:
        if not settings.webhook_secret:  # `missing_for_platforms` says it nicely
            raise SettingsError(["TELEGRAM_WEBHOOK_SECRET: is missing"])
        self.url = settings.webhook_url or ""
        self.secret = settings.webhook_secret
        self._take = take
        self.is_open = False

    def routes(self) -> list[web.RouteDef]:
        """The path of the public address, on the one listener."""
        return [web.post(urlsplit(self.url).path or "/", self._came)]

    async def _came(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET_HEADER, "")
        # Bytes that are no text come as halves of characters.
        received = given.encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(received, self.secret.encode()):
            return web.Response(status=403)
        if not self.is_open:
            return web.Response(status=503)  # Telegram comes again
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or "update_id" not in update:
            return web.Response(status=400)
        try:
            await self._take([update])
        except StoreError:
            _log.warning("an update could not be kept and is not confirmed")
            return web.Response(status=503)
        return web.Response()
