"""The one HTTP listener: Slack, Telegram's webhook, and the health page."""

from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from adapters.platform import Health, Platform
from assistant.clock import Clock

_MOST_BYTES = 4 * 1024 * 1024  # of a request; platforms send a few hundred KB at most


class Listener:
    """Listens on one address for all platforms."""

    def __init__(
        self, platforms: Sequence[Platform], host: str, port: int, clock: Clock
    ) -> None:
        self._platforms, self._clock = platforms, clock
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; OSError if the address cannot be had."""
        app = web.Application(client_max_size=_MOST_BYTES)
        for platform in self._platforms:
            app.add_routes(platform.routes())
        app.add_routes([web.get("/health", self._health)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        """Answer what has come, then listen no more."""
        if self._runner:
            await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        found = [platform.health() for platform in self._platforms]
        is_well = all(health.is_connected for health in found)
        body = {
            "is_well": is_well,
            "platforms": [_as_json(health, self._clock.now()) for health in found],
        }
        return web.json_response(body, status=200 if is_well else 503)


def _as_json(health: Health, now: datetime) -> dict[str, object]:
    at = health.last_event_at
    return {
        "platform": health.platform,
        "is_connected": health.is_connected,
        "seconds_since_last_event": round((now - at).total_seconds()) if at else None,
        "queue": health.queue,
        "last_error": health.last_error,
    }
