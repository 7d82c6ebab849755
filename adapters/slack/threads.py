"""Which message a case hangs on: case -> channel and ts, and back.

A case of the team has one root message, in the channel somebody chose or in the direct
messages of whoever opened it; a private one has one in the direct messages of each of
its people. The root is made when it is first needed, edited when the case changed, and
made again when it is gone.
"""

import asyncio
import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.courier import Spot
from adapters.slack.notes import Note, Notes
from adapters.slack.outgoing import Post
from adapters.slack.rooms import Rooms
from adapters.slack.root import case_line, root, veil_of
from adapters.slack.screen import Screen, Speaker
from adapters.slack.tenants import Workspaces
from adapters.slack.text import escaped
from adapters.slack.veil import Veil
from assistant.chat.replies import Card
from assistant.errors import InputError
from assistant.service import Assistant

_ALL = "-"  # stands for everybody in the key of a root
# Slack's words for a message that cannot be edited or answered any more.
GONE = frozenset(
    "message_not_found thread_not_found cant_update_message edit_window_closed "
    "invalid_thread_ts".split()
)
# Slack's words for a channel where nothing can be posted.
CLOSED = frozenset(
    "not_in_channel channel_not_found is_archived is_inactive restricted_action "
    "restricted_action_read_only_channel restricted_action_thread_locked "
    "restricted_action_non_threadable_channel restricted_action_thread_only_channel "
    "user_is_restricted no_permission".split()
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Root:
    """Where the root of a case is. user: whose direct messages, empty in a channel."""

    team: str
    channel: str
    ts: str
    user: str = ""
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case, as the app names it.

    person: who acts, and whose direct messages serve while no channel was chosen.
    language: in which its root is drawn; empty for that of the settings.
    """

    business: str
    id: str
    person: str = ""
    language: str = ""


class Threads:
    """The roots of all cases."""

    def __init__(
        self,
        assistant: Assistant,
        workspaces: Workspaces,
        rooms: Rooms,
        notes: Notes,
        speaker: Speaker,
    ) -> None:
        self._assistant, self.speaker = assistant, speaker
        self._workspaces, self._rooms, self._notes = workspaces, rooms, notes
        self._making: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def case_at(self, team_id: str, channel_id: str, ts: str) -> tuple[str, str]:
        """The business and case whose thread this is; two empty texts for none."""
        noted = self._notes.get(f"thread/{team_id}/{channel_id}/{ts}")
        return str(noted.get("business", "")), str(noted.get("case", ""))

    def root_of(self, business: str, case_id: str, user: str = "") -> Root | None:
        """The root that was made; user: of somebody's own, for a private case."""
        noted = self._notes.get(_key(business, case_id, user))
        return Root(**noted) if noted else None

    async def ensure(self, case: Case, user: str = "") -> Root:
        """The root, made if there is none.

        user: makes it in their direct messages, for them alone.
        Raises the troubles of a call.
        """
        key = _key(case.business, case.id, user)
        async with self._making[key]:
            found = self.root_of(case.business, case.id, user)
            return found or await self._made(case, user)

    async def make_again(self, case: Case, gone: Root, user: str = "") -> Root:
        """Another root for one that is gone; replies to the old one still count."""
        key = _key(case.business, case.id, user)
        async with self._making[key]:
            found = self.root_of(case.business, case.id, user)
            if found and found.ts != gone.ts:
                return found
            return await self._made(case, user)

    async def move(self, case: Case, user: str) -> Root:
        """Put the root into somebody's direct messages: its channel takes nothing."""
        key = _key(case.business, case.id, "")
        async with self._making[key]:
            team = self._team_of(case)
            channel = await self._rooms.direct(team, user)
            return await self._posted(case, Root(team, channel, "", user), "")

    async def refresh(self, case: Case) -> None:
        """Draw every root of a case anew where it changed; raises `NotSentError`."""
        for key in self._notes.keys("root/"):
            _, business, user, case_id = key.split("/", 3)
            if (business, case_id) == (case.business, case.id):
                async with self._making[key]:
                    await self._edited(case, "" if user == _ALL else user)

    async def listen(self, case: Case, spot: Spot, ts: str, user: str) -> None:
        """A question of a case stands by itself in somebody's direct messages."""
        told = {"business": case.business, "case": case.id}
        await self._notes.put_all(
            {
                f"thread/{spot.team}/{spot.channel}/{ts}": told,
                f"own/{spot.team}/{user}": told | {"key": spot.question},
            },
            case.business,
        )

    async def listen_no_more(self, team_id: str, user: str) -> None:
        """What somebody types next in direct messages answers no case's question."""
        if self.asked_alone(team_id, user):
            await self._notes.drop(f"own/{team_id}/{user}")

    def asked_alone(self, team_id: str, user: str) -> Note:
        """The `business`, `case` and `key` of what was asked in direct messages last;
        empty for nothing."""
        return self._notes.get(f"own/{team_id}/{user}")

    async def is_private(self, case: Case) -> bool:
        """Whether only named people may see a case."""
        return await asyncio.to_thread(
            self._assistant.is_private, case.business, case.id
        )

    async def line(self, case: Case, *, is_minimal: bool = False) -> str:
        """The case in a sentence, for the text of its messages; empty for none."""
        card = await self._looked_at(case)
        if card is None:
            return ""
        screen = self.speaker.screen(case.language)
        return case_line(card, screen, is_minimal=is_minimal)

    async def veil(self, case: Case, place: Root) -> Veil | None:
        """What keeps names and amounts out of a thread; None where they may stand."""
        if not await self._is_minimal(place):
            return None
        card = await self._looked_at(case)
        gone: Card[str] = Card("", (), (), case.id)
        return veil_of(card or gone, self.speaker.screen(case.language))

    def roots(self, business: str) -> dict[str, Root]:
        """Every root of a business, by the key under which it is remembered."""
        keys = self._notes.keys(f"root/{business}/")
        return {key: Root(**note) for key in keys if (note := self._notes.get(key))}

    async def take_leave(self, before: Mapping[str, Root], language: str) -> None:
        """Rewrite the roots of cases that were erased; what they said is gone, too.

        before: the roots as they were. A trouble is logged: the case is gone anyway.
        """
        screen = self.speaker.screen(language)
        for key, place in before.items():
            if self._notes.get(key):
                continue
            post = _gone(key.split("/", 3)[3], screen)
            where = {"channel": place.channel, "ts": place.ts}
            try:
                await self._workspaces.call(
                    place.team, "chat.update", **where, **post.for_edit()
                )
            except (NotSentError, RefusedError, UnclearError) as error:
                _log.warning("the root of an erased case stays as it was: %s", error)

    async def moved(self, team_id: str, old: str, new: str) -> None:
        """A channel has another id now."""
        for key in self._notes.keys("root/"):
            noted = self._notes.get(key)
            if noted["channel"] == old:
                _, business, _, _ = key.split("/", 3)
                await self._notes.put(key, noted | {"channel": new}, business)
        for key in self._notes.keys(f"thread/{team_id}/{old}/"):
            ts, noted = key.rpartition("/")[2], self._notes.get(key)
            new_key = f"thread/{team_id}/{new}/{ts}"
            await self._notes.put(new_key, noted, noted["business"])
        for business in self._rooms.businesses_at(old):
            await self._rooms.choose(business, new)

    # -- how it is done --------------------------------------------------------------

    async def _made(self, case: Case, user: str) -> Root:
        """Post a root where this case belongs."""
        team = self._team_of(case)
        desk = self._rooms.desk(case.business)
        channel, owner = str(desk.get("channel", "")), ""
        if user or not channel:
            owner = user or case.person or str(desk.get("user", ""))
            channel = await self._rooms.direct(team, owner)
        return await self._posted(case, Root(team, channel, "", owner), user)

    async def _posted(self, case: Case, place: Root, user: str) -> Root:
        post, drawn = await self._drawn(case, place)
        try:
            said = await self._workspaces.call(
                place.team, "chat.postMessage", channel=place.channel, **post.payload
            )
        except UnclearError as error:
            known = await self._looked_for(place, post)
            if not known:
                raise NotSentError(f"root: {error}") from error
            said = {"ts": known, "channel": place.channel}
        # Where a person's id was given, Slack names the conversation.
        channel = str(said.get("channel") or place.channel)
        made = Root(place.team, channel, str(said["ts"]), place.user, drawn)
        await self._keep(case, made, user)
        return made

    async def _keep(self, case: Case, made: Root, user: str) -> None:
        told = {"business": case.business, "case": case.id}
        place = f"thread/{made.team}/{made.channel}/{made.ts}"
        note = {name: getattr(made, name) for name in Root.__dataclass_fields__}
        await self._notes.put_all(
            {_key(case.business, case.id, user): note, place: told}, case.business
        )

    async def _edited(self, case: Case, user: str) -> None:
        known = self.root_of(case.business, case.id, user)
        if known is None:
            return
        post, drawn = await self._drawn(case, known)
        if drawn == known.drawn:
            return
        try:
            await self._workspaces.call(
                known.team,
                "chat.update",
                channel=known.channel,
                ts=known.ts,
                **post.for_edit(),
            )
        except RefusedError as error:
            if str(error) in GONE:
                await self._made(case, user)
            elif str(error) not in CLOSED:
                _log.warning("root of %s: %s", case.id, error)
            return
        made = Root(known.team, known.channel, known.ts, known.user, drawn)
        await self._keep(case, made, user)

    async def _drawn(self, case: Case, place: Root) -> tuple[Post, str]:
        """The root as it looks there now, and a digest of that."""
        screen = self.speaker.screen(case.language)
        is_hidden = not place.user and await self.is_private(case)
        if is_hidden:
            said = escaped(screen.say("slack.now_private", case=case.id))
            post = Post({"text": said, "mrkdwn": False, "blocks": [_plain(said)]})
        else:
            post = await self._card(case, place, screen)
        packed = json.dumps(post.payload, sort_keys=True)
        return post, hashlib.sha256(packed.encode()).hexdigest()[:16]

    async def _card(self, case: Case, place: Root, screen: Screen) -> Post:
        card = await self._looked_at(case)
        if card is None:
            return _gone(case.id, screen)
        return root(card, screen, is_minimal=await self._is_minimal(place))

    async def _looked_at(self, case: Case) -> Card[str] | None:
        """The case's card; None once it was erased."""
        try:
            return await asyncio.to_thread(
                self._assistant.case_card, case.business, case.id
            )
        except InputError:
            return None

    async def _is_minimal(self, place: Root) -> bool:
        """Whether names and amounts are kept out; they are not from one person."""
        is_shared = not place.user
        return is_shared and await self._rooms.is_minimal(place.team, place.channel)

    async def _looked_for(self, place: Root, post: Post) -> str:
        """The ts of a root of which nobody said that it arrived; empty if it did not.

        Needs the right to read the conversation, which in channels is by choice.
        """
        try:
            said = await self._workspaces.call(
                place.team, "conversations.history", channel=place.channel, limit=20
            )
        except (NotSentError, RefusedError):
            return ""
        for message in said.get("messages", ()):
            stamp, is_ours = str(message.get("ts", "")), bool(message.get("bot_id"))
            is_new = self.case_at(place.team, place.channel, stamp) == ("", "")
            if is_ours and is_new and message.get("text") == post.payload["text"]:
                return stamp
        return ""

    def _team_of(self, case: Case) -> str:
        team = str(self._rooms.desk(case.business).get("team", ""))
        return team or case.business.partition(":")[2]


def _key(business: str, case_id: str, user: str) -> str:
    return f"root/{business}/{user or _ALL}/{case_id}"


def _gone(case_id: str, screen: Screen) -> Post:
    said = escaped(screen.say("slack.case_gone", case=case_id))
    return Post({"text": said, "mrkdwn": False, "blocks": [_plain(said)]})


def _plain(text: str) -> dict[str, object]:
    return {
        "type": "section",
        "text": {"type": "plain_text", "text": text, "emoji": False},
    }
