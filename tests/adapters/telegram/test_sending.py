"""Every call as the library's bot sends it, without a network."""

import asyncio
import json
from typing import Any

from telegram import Bot, Message
from telegram.request import BaseRequest, RequestData

from adapters.telegram.calls import Call, answer, edited, stripped
from adapters.telegram.commands import profile_calls
from adapters.telegram.outbound import draw
from adapters.telegram.sending import perform
from tests.adapters.telegram.words import EVERY_PART, LETTER, TYPED, message, pen, say

ANSWER = {"message_id": 9, "date": 1, "chat": {"id": 4711, "type": "private"}}


class OfflineRequest(BaseRequest):
    """Answers every request and remembers it: method, fields, files."""

    def __init__(self) -> None:
        self.made: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **more_timeouts: Any,
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        fields = dict(request_data.json_parameters) if request_data else {}
        files = dict(request_data.multipart_data or {}) if request_data else {}
        self.made.append((name, fields, files))
        result = ANSWER if name.startswith(("send", "edit")) else True
        return 200, json.dumps({"ok": True, "result": result}).encode()


def performed(*calls: Call) -> tuple[list[Any], OfflineRequest]:
    request = OfflineRequest()
    bot = Bot("1:token", request=request, get_updates_request=OfflineRequest())

    async def run() -> list[Any]:
        return [await perform(bot, call) for call in calls]

    return asyncio.run(run()), request


def test_every_argument_of_every_call_reaches_telegram_unchanged() -> None:
    calls = draw(message(*EVERY_PART, TYPED), pen(thread_id=3))
    calls += [edited(calls[0], 7), answer("q", "Saved.", alert=True)]
    calls += profile_calls(lambda language: say, ["de"])
    _, request = performed(*calls)
    for call, (method, fields, files) in zip(calls, request.made, strict=True):
        assert method == call.method
        given = {name for name in call.arguments if name not in ("document", "photo")}
        assert set(fields) == given
        for name in given:
            value = call.arguments[name]
            sent = fields[name]
            assert (sent if isinstance(value, str) else json.loads(sent)) == value
        assert len(files) == len(call.arguments) - len(given)


def test_a_file_is_sent_with_its_name_and_type() -> None:
    *_, letter = draw(message(LETTER), pen())
    _, request = performed(letter)
    name, content, media_type = request.made[0][2]["document"]
    assert name == "Acknowledgement to Harbour Café D-INV-7.txt"
    assert content == LETTER.body.encode()
    assert media_type == "text/plain"


def test_a_keyboard_is_taken_off_by_an_edit_without_one() -> None:
    results, request = performed(stripped(4711, 58))
    assert isinstance(results[0], Message)
    assert request.made[0][1] == {"chat_id": "4711", "message_id": "58"}
