"""The fake itself: answers calls, has people, knows when all is quiet.

In-process, with the real transport:

    async with TelegramServer(FakeTelegram()) as server:
        anna = server.telegram.person("Anna", language="de")
        anna.command("/new")
        await server.telegram.settled()
        assert "[Scope]" in anna.sees()
"""

import inspect
import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from assistant.clock import Clock, SystemClock
from tests.fakes.telegram import rules
from tests.fakes.telegram.callbacks import Press
from tests.fakes.telegram.faults import Faults, Loss, wait_before
from tests.fakes.telegram.flood import Breach
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.log import Entry, Log
from tests.fakes.telegram.methods.table import METHODS, named
from tests.fakes.telegram.person import Person
from tests.fakes.telegram.state import ChatKind, Membership
from tests.fakes.telegram.updates import Update, Updates
from tests.fakes.telegram.wire import (
    Answer,
    ApiError,
    Args,
    Call,
    ConnectionLostError,
    Json,
    success,
)
from tests.fakes.telegram.world import CALLBACK_DEADLINE, World, bot_user

TOKEN = "7000000001:AAF4ke_T0ken-of-the-fake-Telegram_x"  # noqa: S105 - opens nothing
_ADDRESS = re.compile(r"^/(?P<file>file/)?bot(?P<token>[^/]+)/(?:test/)?(?P<rest>.+)$")


class FakeTelegram:
    """A Bot API server without a transport, and the people on the other side.

    token: the only one it knows; others are told 401.
    clock: dates of messages, callback deadlines, age of files, pace of sending.
    quiet: real seconds without a call after which `settled` believes the bot is done.
    enforce_pace: refuse with 429 what comes too fast; it is noted in any case.

    violations: what was wrong with calls, refused or not; house_remarks: what the app
    itself does not want; both as "method: remark". doors: public webhook addresses and
    where they lead on this machine.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "parley_test_bot",
        clock: Clock | None = None,
        quiet: float = 0.15,
        callback_deadline: timedelta = CALLBACK_DEADLINE,
        enforce_pace: bool = False,
    ) -> None:
        self.token = token
        self.url = ""
        self.quiet = quiet
        self.is_reachable = True
        self.world = World(bot_user(token, username), clock or SystemClock())
        self.world.presses.deadline = callback_deadline
        self.world.pace.is_enforced = enforce_pace
        self.faults = Faults(self.world.bell)
        self.log = Log()
        self.violations: list[str] = []
        self.house_remarks: list[str] = []
        self.doors: dict[str, str] = {}
        self._busy: list[Callable[[], bool]] = []

    # For tests: people, places, what happened.

    @property
    def updates(self) -> Updates:
        """The queue, with all that can be arranged about it."""
        return self.world.updates

    @property
    def presses(self) -> list[Press]:
        """Every button pressed, and how it was answered."""
        return self.world.presses.all

    @property
    def breaches(self) -> list[Breach]:
        """Messages that came faster than Telegram wants them."""
        return self.world.pace.breaches

    @property
    def environment(self) -> dict[str, str]:
        """What `parley run` needs to find this Telegram."""
        return {"TELEGRAM_BOT_TOKEN": self.token, "TELEGRAM_API_URL": self.url}

    def calls(self, method: str, chat_id: int = 0) -> list[Entry]:
        """The calls of a method so far, in one chat if it is named."""
        return self.log.of(method, chat_id)

    def person(
        self, first_name: str, *, language: str = "en", username: str = ""
    ) -> Person:
        """Somebody with a Telegram account; "" language: the app does not tell."""
        with self.world.lock:
            user = self.world.add_user(first_name, language, username)
            return Person(self.world, user, self.world.private_chat(user))

    def group(
        self,
        title: str,
        *people: Person,
        privacy: bool = True,
        kind: ChatKind = ChatKind.GROUP,
    ) -> Group:
        """A group of people to which the first one adds the bot."""
        with self.world.lock:
            chat = self.world.add_group(title, kind)
            chat.members = {person.user.id: person.user for person in people}
            chat.has_privacy, chat.bot_is = privacy, Membership.LEFT
            group = Group(self.world, chat)
            group.add_bot(people[0])
            return group

    def inject(self, kind: str, body: Json) -> Update | None:
        """Queue any update as it is."""
        with self.world.lock:
            return self.updates.put(kind, body)

    def take_updates(self) -> list[Json]:
        """Hand out what waits and confirm it, for tests that feed an application."""
        with self.world.lock:
            found = self.updates.batch()
            for update in found:
                self.updates.confirm(update)
        return [update.as_json() for update in found]

    def busy_while(self, condition: Callable[[], bool]) -> None:
        """Let `settled` also wait for something inside the application."""
        self._busy.append(condition)

    # Waiting.

    async def settled(self, *, quiet: float | None = None, seconds: float = 20) -> None:
        """Until all is delivered, answered and quiet; TimeoutError says what is not.

        quiet: real seconds without any call; the fake's own when not given.
        """
        calm = self.quiet if quiet is None else quiet
        end = time.monotonic() + seconds
        while (rest := self._rest(calm)) > 0:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"the bot is not done: {self.unfinished()}")
            await self.world.bell.past(self.world.bell.count, min(rest, left))

    async def until(self, condition: Callable[[], Any], seconds: float = 10) -> None:
        """Until something is true of the fake; TimeoutError if it never is."""
        if not await self.world.bell.until(condition, seconds):
            raise TimeoutError(f"still not so; {self.unfinished()}")

    def unfinished(self) -> list[str]:
        """What keeps the fake from being settled."""
        now = self.world.clock.now()
        found = [f"update {u.id} ({u.kind})" for u in self.updates.waiting]
        found += [f"press of {p.data!r}" for p in self.world.presses.open(now)]
        found += [f"call of {e.method}" for e in self.log.open_calls()]
        if not self.updates.is_quiet and not found:
            found.append("an update to be repeated")
        return found + ["the application"] * any(busy() for busy in self._busy)

    def _rest(self, quiet: float) -> float:
        """Real seconds to wait before looking again; 0 when settled."""
        if self.unfinished():
            return 0.02
        last = max(self.log.last_end(), self.updates.confirmed_at)
        return max(0.0, last + quiet - time.monotonic())

    # For transports.

    def call_at(self, path: str, values: Mapping[str, Any]) -> Call | None:
        """The call that the path of an address names, without files."""
        match = _ADDRESS.match(path)
        if not match:
            return None
        if match["file"]:
            return Call(match["token"], "file", {"file_path": match["rest"]})
        method = named(match["rest"]) or match["rest"]
        return Call(match["token"], method, values)

    async def answer(self, call: Call) -> Answer:
        """Answer one call; ConnectionLostError when a fault says so."""
        entry = self.log.open(call, self.world.clock.now())
        fault = self.faults.take(call)
        answer = None
        try:
            await wait_before(fault)
            if fault.lost is Loss.REQUEST:
                raise ConnectionLostError
            answer = fault.answer or await self._work(call)
            if fault.after:
                await fault.after.passed()
            if fault.lost is Loss.REPLY:
                answer = None
                raise ConnectionLostError
            return answer
        finally:
            self.log.close(entry, answer)
            self.world.bell.ring()

    async def _work(self, call: Call) -> Answer:
        try:
            self._check_token(call.token)
            if call.method == "file":
                return self._download(str(call.values["file_path"]))
            return success(await self._done(call))
        except ApiError as problem:
            return problem.answer()

    async def _done(self, call: Call) -> Any:
        if call.method not in METHODS:
            self.violations.append(f"{call.method}: not a method of this fake")
            raise ApiError(404, "Not Found: method not found")
        method, args = METHODS[call.method], Args(call)
        self._remark(call, args, method.accepts)
        with self.world.lock:
            result = method.work(self.world, args)
        return await result if inspect.isawaitable(result) else result

    def _remark(self, call: Call, args: Args, accepted: frozenset[str]) -> None:
        unknown = sorted(set(call.values) - accepted)
        remarks = [f"unknown argument {name}" for name in unknown]
        values = args.decoded()
        sizes = {name: len(upload.content) for name, upload in call.uploads.items()}
        remarks += rules.violations(call.method, values, sizes)
        own = rules.house_rules(call.method, values)
        self.violations += [f"{call.method}: {remark}" for remark in remarks]
        self.house_remarks += [f"{call.method}: {remark}" for remark in own]

    def _check_token(self, token: str) -> None:
        if token == self.token:
            return
        if re.fullmatch(r"\d+:[\w-]{30,}", token):
            raise ApiError(401, "Unauthorized")
        raise ApiError(404, "Not Found")

    def _download(self, path: str) -> Answer:
        content = self.world.library.at(path, self.world.clock.now())
        if content is None:
            raise ApiError(404, "Not Found")
        return Answer(200, content, "application/octet-stream")
