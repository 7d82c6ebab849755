"""Updates pushed to the bot's webhook, again and again until it answers 2xx.

Telegram waits longer and longer between attempts and gives up at some time; here the
pause is short and an update is tried until it is taken or a day old.
"""

import asyncio
import contextlib
import json

import aiohttp

from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.updates import Update, Webhook
from tests.fakes.telegram.wire import ConnectionLostError, Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
PAUSE = 0.02
PATIENCE = aiohttp.ClientTimeout(total=10)


class Courier:
    """Brings updates to the webhook that is set, one after the other."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch the queue."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Bring nothing any more."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        updates, bell = self._telegram.updates, self._telegram.world.bell
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            while True:
                count = bell.count
                webhook = updates.webhook
                batch = updates.batch() if webhook else []
                if not webhook or not batch:
                    await bell.past(count, 60)
                    continue
                results = [await self._bring(session, webhook, one) for one in batch]
                if not all(results):
                    await asyncio.sleep(PAUSE)

    async def _bring(
        self, session: aiohttp.ClientSession, webhook: Webhook, update: Update
    ) -> bool:
        """One attempt; whether it was taken. It is dropped if the webhook changed."""
        if self._telegram.updates.webhook is not webhook:
            return False
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        address = self._door(webhook.url)
        status, said = 0, None
        try:
            async with session.post(
                address, json=update.as_json(), headers=headers, allow_redirects=False
            ) as response:
                status, body = response.status, await response.read()
                said = _reply(body)
        except (aiohttp.ClientError, TimeoutError) as problem:
            self._failed(webhook, f"Connection failed: {type(problem).__name__}")
        webhook.attempts.append((update.id, status))
        self._telegram.world.bell.ring()
        if not 200 <= status < 300:
            if status:
                self._failed(webhook, f"Wrong response from the webhook: {status}")
            return False
        self._telegram.updates.confirm(update)
        if said:
            await self._do(said)
        return True

    def _door(self, url: str) -> str:
        """Where a public address leads on this machine."""
        for public, local in self._telegram.doors.items():
            if url.startswith(public):
                return local + url.removeprefix(public)
        return url

    def _failed(self, webhook: Webhook, reason: str) -> None:
        webhook.last_error = reason
        webhook.last_error_at = self._telegram.world.clock.now()

    async def _do(self, said: Json) -> None:
        """A bot may call a method in its answer to a webhook."""
        path = f"/bot{self._telegram.token}/{said.pop('method')}"
        call = self._telegram.call_at(path, said)
        if call:
            with contextlib.suppress(ConnectionLostError):
                await self._telegram.answer(call)


def _reply(body: bytes) -> Json | None:
    try:
        said = json.loads(body) if body else None
    except ValueError:
        return None
    return said if isinstance(said, dict) and "method" in said else None
