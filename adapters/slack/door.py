"""What Slack delivers, taken in: kept, acknowledged, and only then worked on.

Slack waits three seconds. What happens before the acknowledgement is reading the
payload, looking at a form's fields, and one durable line in the inbox; never a call to
Slack, and never the core at its leisure. A form that is wanted is opened right after
the acknowledgement, before anything else, since its trigger is good for three seconds.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from adapters.faults import where
from adapters.intake import Intake
from adapters.slack import commands, kinds
from adapters.slack.actions import FollowLink
from adapters.slack.arrivals import (
    Commanded,
    FileDropped,
    HomeOpened,
    Pressed,
    Sent,
    Written,
)
from adapters.slack.checking import Checker
from adapters.slack.kinds import Arrival, Kind, Told
from adapters.slack.looking import Looker
from adapters.slack.screen import Speaker
from adapters.slack.tasks import Tasks
from adapters.slack.tenants import Workspaces
from adapters.slack.threads import Threads
from assistant.errors import StoreError

# A disk that is slower than this must not cost a person their answer: the line is
# being written all the same.
PATIENCE = 2.0
_TOLD = frozenset(("app_uninstalled", "tokens_revoked", "channel_id_changed"))
_log = logging.getLogger(__name__)

Ack = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What is answered, and what to begin once the answer is out.

    is_kept: False where Slack shall deliver it again.
    """

    ack: Ack | None = None
    then: Callable[[], None] = lambda: None
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Beyond:
    """What lies behind the door.

    open_form: opens the form that an arrival wants; None where it wants none.
    show_tab: draws the Home tab. refuse: tells somebody from outside.
    """

    open_form: Callable[[Arrival], None]
    show_tab: Callable[[Arrival], None]
    refuse: Callable[[Arrival], None]


class Door:
    """One entry for every kind of payload, whichever way it came."""

    def __init__(
        self,
        intake: Intake,
        workspaces: Workspaces,
        threads: Threads,
        looker: Looker,
        checker: Checker,
        beyond: Beyond,
    ) -> None:
        self._intake, self._workspaces, self._threads = intake, workspaces, threads
        self._looker, self._checker, self._beyond = looker, checker, beyond
        self._speaker: Speaker = threads.speaker
        self.tasks = Tasks()

    async def take(self, kind: Kind, body: Mapping[str, Any]) -> Taken:
        """Take one payload in; what to answer, and what to begin then."""
        try:
            arrival = kinds.read(kind, body)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            # Delivering it again would not help; Slack counts failures.
            _log.error("a payload of kind %s cannot be read: %s", kind, where(error))
            return Taken()
        if arrival is None:
            return Taken()
        taken = self._turned_away(arrival)
        if taken is None and isinstance(arrival, Sent):
            taken = await self._looked_over(arrival)
        if taken is None and isinstance(arrival, Commanded):
            taken = self._helped(arrival)
        if taken is None and self._is_tab(arrival):
            taken = Taken(then=partial(self._beyond.show_tab, arrival))
        if taken is None and not self._is_wanted(arrival):
            taken = Taken()
        return taken or await self._kept(arrival, kinds.packed(kind, body))

    def key(self, payload: str) -> str:
        """Under which a delivery goes in order: its case, else its person."""
        arrival = kinds.read(*kinds.unpacked(payload))
        return self._key(arrival) if arrival else ""

    # -- what needs no work ------------------------------------------------------------

    def _turned_away(self, arrival: Arrival) -> Taken | None:
        """Where the app is not installed, and people from other organisations."""
        source = arrival.source
        if isinstance(arrival, Told):
            return None
        if not self._workspaces.found(source.team_id, source.enterprise_id):
            if not isinstance(arrival, Commanded):
                return Taken()
            screen = self._speaker.screen()
            return Taken({"text": screen.say("slack.not_installed")})
        if source.is_from_outside:
            return Taken(then=partial(self._beyond.refuse, arrival))
        return None

    async def _looked_over(self, sent: Sent) -> Taken | None:
        if sent.form is None:
            return Taken()
        ack = await self._checker.refusal(sent)
        return Taken(ack) if ack else None

    def _helped(self, commanded: Commanded) -> Taken | None:
        """Help is in the answer itself: it needs neither the core nor a call."""
        person = self._looker.known(commanded.source).person
        post = commands.help_for(commanded.text, self._speaker.screen(person.language))
        if post is None:
            return None
        return Taken({"response_type": "ephemeral", **post.for_edit()})

    def _is_tab(self, arrival: Arrival) -> bool:
        if isinstance(arrival, HomeOpened):
            return arrival.tab == "home"
        return isinstance(arrival, Pressed) and commands.is_tab(arrival.action)

    def _is_wanted(self, arrival: Arrival) -> bool:
        """Whether it is for us: what people say among themselves is left unread."""
        source = arrival.source
        match arrival:
            case Written():
                is_ours = source.is_direct or arrival.is_mention
                return is_ours or bool(self._thread(arrival)[1])
            case Pressed(action=action):
                return not isinstance(action, FollowLink)
            case FileDropped():
                return not source.is_direct  # told by the message that holds it
            case Told(name=name):
                return name in _TOLD
            case _:
                return True

    # -- what is worked on -------------------------------------------------------------

    async def _kept(self, arrival: Arrival, payload: str) -> Taken:
        """On disk, or so slow that the person is answered first."""
        name = arrival.source.delivery_id
        business = self._looker.known(arrival.source).business
        keeping = asyncio.ensure_future(self._intake.keep(name, payload, business))
        ack = self._checker.accepted(arrival)
        done, _ = await asyncio.wait({keeping}, timeout=PATIENCE)
        if not done:
            _log.warning(
                "the inbox is slow: %s is acknowledged before it is kept", name
            )
            return Taken(ack, partial(self._when_kept, keeping, arrival, payload))
        try:
            is_new = keeping.result()
        except StoreError as error:
            _log.error("delivery %s could not be kept: %s", name, type(error).__name__)
            return Taken(is_kept=False)
        return Taken(
            ack, partial(self._begin, arrival, payload) if is_new else _nothing
        )

    def _when_kept(
        self, keeping: "asyncio.Future[bool]", arrival: Arrival, payload: str
    ) -> None:
        self.tasks.start(self._begin_late(keeping, arrival, payload))

    async def _begin_late(
        self, keeping: "asyncio.Future[bool]", arrival: Arrival, payload: str
    ) -> None:
        try:
            is_new = await keeping
        except StoreError as error:
            _log.error("a delivery was lost: %s", type(error).__name__)
            return
        if is_new:
            self._begin(arrival, payload)

    def _begin(self, arrival: Arrival, payload: str) -> None:
        self._beyond.open_form(arrival)
        self._intake.begin(arrival.source.delivery_id, payload, self._key(arrival))

    def _key(self, arrival: Arrival) -> str:
        business, case_id = self._thread(arrival)
        known = self._looker.known(arrival.source)
        case_id = kinds.case_in(arrival) or case_id
        if case_id:
            return f"{business or known.business}/case/{case_id}"
        return f"{known.business}/user/{known.person.id}"

    def _thread(self, arrival: Arrival) -> tuple[str, str]:
        source = arrival.source
        return self._threads.case_at(
            source.team_id, source.channel_id, source.thread_ts or source.message_ts
        )


def _nothing() -> None:
    """A delivery that is known needs nothing more."""
