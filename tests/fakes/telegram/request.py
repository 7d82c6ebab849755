"""python-telegram-bot's transport, straight into a fake, without sockets.

fake = FakeTelegram()
builder = (
    ApplicationBuilder()
    .token(fake.token)
    .request(FakeRequest(fake))
    .get_updates_request(FakeRequest(fake))
)
"""

import asyncio
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.wire import Call, ConnectionLostError, Upload

READ_SECONDS = 5.0


class FakeRequest(BaseRequest):
    """Sends what a bot asks for to a fake, with the usual timeouts and errors."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """The patience of a call that names none, in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def do_request(  # noqa: PLR0917 - as the base class has it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Answer as the server would; NetworkError and TimedOut as httpx would."""
        if not self._telegram.is_reachable:
            raise NetworkError("httpx.ConnectError: All connection attempts failed")
        call = self._call(url, request_data)
        if not call:
            return 404, b'{"ok":false,"error_code":404,"description":"Not Found"}'
        is_default = isinstance(read_timeout, DefaultValue)
        seconds = READ_SECONDS if is_default else read_timeout
        try:
            async with asyncio.timeout(seconds):  # type: ignore[arg-type]  # a default
                answer = await self._telegram.answer(call)
        except TimeoutError:
            raise TimedOut from None
        except ConnectionLostError:
            raise NetworkError(
                "httpx.RemoteProtocolError: Server disconnected without sending a "
                "response."
            ) from None
        return answer.status, answer.body

    def _call(self, url: str, request_data: RequestData | None) -> Call | None:
        values = dict(request_data.json_parameters) if request_data else {}
        call = self._telegram.call_at(unquote(urlsplit(url).path), values)
        files: Any = (request_data.multipart_data if request_data else None) or {}
        uploads = {
            name: Upload(file_name, _bytes(content), mime)
            for name, (file_name, content, mime) in files.items()
        }
        return Call(call.token, call.method, call.values, uploads) if call else None


def _bytes(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()
