"""Out of the outbox, onto Slack: where each part belongs, then its posts one by one.

A message of the core may become several posts. Which of them Slack has is noted, so
that a trouble with the third repeats neither the first nor the second. What a channel
does not take goes to the direct messages of whoever acts, with the reason.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack import pointers, troubles
from adapters.slack.courier import Courier, Spot
from adapters.slack.notes import Notes
from adapters.slack.outbound import draw
from adapters.slack.outgoing import Outbound, Post
from adapters.slack.rooms import Rooms
from adapters.slack.root import veil_of
from adapters.slack.screen import Screen, Speaker
from adapters.slack.threads import CLOSED, GONE, Case, Root, Threads
from adapters.slack.veil import Veil
from adapters.slack.ways import Way, Ways, delivery_of
from assistant.chat.replies import (
    Audience,
    Card,
    FileOut,
    LetterText,
    Listing,
    Message,
    Paragraph,
    Part,
    Question,
    is_private,
)
from assistant.store.port import Sending

_MENDS = 3  # troubles with a root that are mended for one message
_log = logging.getLogger(__name__)

Step = tuple[Spot | Way, Outbound]


@dataclass(frozen=True, slots=True)
class Job:
    """One message on its way. way: back to whoever it answers."""

    id: str
    message: Message
    way: Way
    case: Case | None

    @property
    def user(self) -> str:
        """Whose it is, or who caused it; empty where nobody did."""
        named = self.message.to.id.partition("/")
        to_one = named[2] if named[0] in ("user", "opening") else ""
        return self.message.person or to_one or self.way.user


class Sender:
    """What the pump hands messages to."""

    def __init__(
        self, threads: Threads, rooms: Rooms, courier: Courier, notes: Notes, ways: Ways
    ) -> None:
        self._threads, self._rooms, self._courier = threads, rooms, courier
        self._notes, self._ways = notes, ways
        self.speaker: Speaker = threads.speaker

    async def send(self, sending: Sending, message: Message) -> None:
        """Post a message and draw its case's root anew; raises the pump's troubles."""
        way = self._ways.of(delivery_of(sending.message.id, message.to.business))
        if way.is_silent:
            return
        case_id = message.case_id or message.to.case_id
        job = Job(sending.message.id, message, way, None)
        if case_id:
            case = Case(message.to.business, case_id, job.user, message.language)
            job = replace(job, case=case)
        steps = await self._carried(job)
        await self._answered(job)
        if job.case:
            await self._drawn(job, job.case, steps)
        if steps > 1:
            await self._notes.drop(f"sent/{job.id}")

    # -- posting -----------------------------------------------------------------------

    async def _carried(self, job: Job) -> int:
        """Post what Slack does not have yet; how many posts there were in all."""
        for _ in range(_MENDS):
            try:
                return await self._posted(job)
            except RefusedError as error:
                if not await self._mended(job, str(error)):
                    await self._explained(job, str(error))
                    raise
            except UnclearError:
                await self._doubted(job)
                raise
        raise RefusedError("cannot be mended")

    async def _posted(self, job: Job) -> int:
        steps = await self._steps(job)
        done = int(self._notes.get(f"sent/{job.id}").get("count", 0))
        for number, (where, outbound) in enumerate(steps, 1):
            if number <= done:
                continue
            if isinstance(where, Spot):
                ts = await self._courier.post(where, outbound)
                await self._heard_there(job, where, ts)
            elif isinstance(outbound, Post):
                await self._courier.whisper(where, outbound)
            if number < len(steps):
                await self._note(job, number)
        return len(steps)

    async def _heard_there(self, job: Job, spot: Spot, ts: str) -> None:
        """An answer beside a question in direct messages belongs to its case."""
        kind, _, user = job.message.to.id.partition("/")
        if spot.question and job.case and ts:
            await self._threads.listen(job.case, spot, ts, job.user)
        elif kind == "user" and not job.case and _asks(job.message.parts):
            await self._threads.listen_no_more(spot.team, user)

    async def _note(self, job: Job, count: int) -> None:
        business = job.message.to.business
        await self._notes.put(f"sent/{job.id}", {"count": count}, business)

    async def _drawn(self, job: Job, case: Case, steps: int) -> None:
        """The root as the case is now; when that has to wait, nothing is repeated."""
        try:
            await self._threads.refresh(case)
        except NotSentError:
            await self._note(job, steps)
            raise

    async def _mended(self, job: Job, code: str) -> bool:
        """Whether another root takes the message after a refusal."""
        case = job.case
        if case is None:
            return False
        root = self._threads.root_of(case.business, case.id)
        if root and code in GONE:
            await self._threads.make_again(case, root)
            return True
        user = job.user or str(self._rooms.desk(case.business).get("user", ""))
        if code not in CLOSED or (root and root.user) or not user:
            return False
        moved = await self._threads.move(case, user)
        await self._reason(Spot(moved.team, moved.channel, moved.ts), job, code)
        return True

    async def _reason(self, where: Spot | Way, job: Job, code: str) -> None:
        screen = self.speaker.screen(job.message.language)
        post = pointers.words(troubles.told(code, screen.say), screen)
        if isinstance(where, Spot):
            await self._courier.post(where, post)
        else:
            await self._courier.whisper(where, post)

    async def _explained(self, job: Job, code: str) -> None:
        """Tell whoever acted why nothing came, where Slack still lets us."""
        if not job.way.user:
            return
        try:
            await self._reason(job.way, job, code)
        except (NotSentError, UnclearError, RefusedError) as error:
            _log.info("the reason for %s was not told: %s", job.id, error)

    async def _doubted(self, job: Job) -> None:
        """Say that a message may be missing, and how to see it again."""
        if not job.way.user:
            return
        screen = self.speaker.screen(job.message.language)
        post = pointers.doubt(job.case.id if job.case else "", screen)
        try:
            await self._courier.whisper(job.way, post)
        except (NotSentError, UnclearError, RefusedError) as error:
            _log.info("the doubt about %s was not told: %s", job.id, error)

    async def _answered(self, job: Job) -> None:
        """Take the buttons off a question that was answered; once, and not at all
        costs: an old button is explained, too."""
        given = job.way.given
        passed = self.speaker.screen(job.message.language).say("question.passed")
        if given is None or not given.is_over(job.message.parts, passed):
            return
        job.way.given, post = None, given.post()
        if post is None:
            return
        source = given.pressed.source
        spot = Spot(source.team_id, source.channel_id)
        await self._courier.edit(spot, source.message_ts, post)

    # -- where it belongs --------------------------------------------------------------

    async def _steps(self, job: Job) -> list[Step]:
        """Every post of a message with where it goes, the same at each try."""
        message = job.message
        if message.audience is Audience.PERSON:
            return await self._for_person(job, message.parts)
        if job.case is None:
            return await self._for_place(job)
        root = await self._threads.ensure(job.case)
        shown: tuple[Part[str], ...] = message.parts
        own: tuple[Part[str], ...] = ()
        if message.to.is_private and not root.user:
            shown, own = _split(message.parts)
        title = self.speaker.screen(message.language).say(
            "card.title", case=job.case.id
        )
        shown = tuple(p for p in shown if not _is_root(p, job.case, title))
        veil = await self._threads.veil(job.case, root)
        if veil:
            papers = tuple(part for part in shown if _is_paper(part))
            shown = self._veiled(job, shown, veil)
            own += papers
        steps = await self._in_thread(job, root, shown)
        if own and self._reader(job):
            steps += await self._for_person(job, own)
        return steps

    def _veiled(
        self, job: Job, shown: tuple[Part[str], ...], veil: Veil
    ) -> tuple[Part[str], ...]:
        """For a channel that reads no names: a word on where the papers are."""
        parts = [part for each in shown if (part := veil.part(each)) is not None]
        if len(parts) < len(shown):
            screen = self.speaker.screen(job.message.language)
            parts.insert(0, Paragraph(screen.say("slack.papers_apart")))
        return tuple(parts)

    def _reader(self, job: Job) -> str:
        """Who gets what is for one person: who acts, else who was there first."""
        return job.user or str(
            self._rooms.desk(job.message.to.business).get("user", "")
        )

    async def _in_thread(
        self, job: Job, root: Root, shown: Sequence[Part[str]]
    ) -> list[Step]:
        assert job.case is not None  # noqa: S101  a thread is a case's
        screen = await self._screen(job, is_shared=not root.user, root=root)
        spot = Spot(root.team, root.channel, root.ts)
        steps = self._drawn_at(spot, job.message, shown, screen)
        is_away = job.way.user and not job.way.is_at(root.channel, root.ts)
        is_beside = job.way.is_direct and job.way.channel == root.channel
        if steps and is_away and not (is_beside or job.way.is_watching):
            steps += await self._pointer(job, spot, screen)
        return steps

    async def _pointer(self, job: Job, spot: Spot, screen: Screen) -> list[Step]:
        """Where the answer is, for somebody who acted elsewhere; told once."""
        if job.way.has_pointer:
            return []
        job.way.has_pointer = True
        case_id = job.case.id if job.case else ""
        link = await self._courier.link_to(spot)
        return [(job.way, pointers.thread(case_id, link, screen))]

    async def _for_person(self, job: Job, shown: Sequence[Part[str]]) -> list[Step]:
        """For one person: a form that watches, their thread, a whisper, or a DM."""
        user, way, message = self._reader(job), job.way, job.message
        is_theirs = way.user == user
        is_lasting = any(isinstance(p, Question | LetterText | FileOut) for p in shown)
        if is_theirs and way.is_watching and not _has_paper(shown):
            way.said += shown
            return []
        screen = await self._screen(job, is_shared=False, root=None)
        root = await self._own_root(job, user, is_lasting=is_lasting)
        if root:
            spot = Spot(root.team, root.channel, root.ts)
            return self._drawn_at(spot, message, shown, screen)
        if is_theirs and not is_lasting and (way.response_url or way.is_in_channel):
            drawn = draw(replace(message, parts=tuple(shown)), screen)
            return [(way, each) for each in drawn]
        team = self._team_of(job)
        asked = [part.key for part in shown if isinstance(part, Question)]
        channel = await self._rooms.direct(team, user)
        spot = Spot(team, channel, question="".join(asked[-1:]))
        steps = self._drawn_at(spot, message, shown, screen)
        if asked and job.case and is_theirs and way.is_in_channel:
            steps.append((way, pointers.private(job.case.id, asked[-1], screen)))
        if not is_theirs and not is_lasting and job.case:
            steps += await self._called(job.case, spot, screen)
        return steps

    async def _called(self, case: Case, spot: Spot, screen: Screen) -> list[Step]:
        """The way to the thread, for somebody who is called from elsewhere."""
        root = self._threads.root_of(case.business, case.id)
        if root is None or root.user:
            return []
        link = await self._courier.link_to(Spot(root.team, root.channel, root.ts))
        return [(spot, pointers.thread(case.id, link, screen))] if link else []

    async def _own_root(self, job: Job, user: str, *, is_lasting: bool) -> Root | None:
        """The thread in somebody's direct messages that hangs on a case's root."""
        case = job.case
        if case is None:
            return None
        if await self._threads.is_private(case):
            return await self._threads.ensure(case, user)
        root = self._threads.root_of(case.business, case.id)
        if root is None and is_lasting:
            root = await self._threads.ensure(case)
        return root if root and root.user == user else None

    async def _for_place(self, job: Job) -> list[Step]:
        """What goes with no case: where somebody asked, or where the business is."""
        message, way = job.message, job.way
        kind, _, name = message.to.id.partition("/")
        if kind in ("user", "opening"):
            is_quiet = way.is_quiet and not _has_paper(message.parts)
            if is_quiet or way.is_watching:
                return await self._quietly(job)
            team = self._team_of(job)
            spot = Spot(team, await self._rooms.direct(team, name))
            if way.is_direct and way.user == name:
                spot = replace(spot, thread_ts=way.thread_ts)
            screen = self.speaker.screen(message.language)
            return self._drawn_at(spot, message, message.parts, screen)
        team = self._team_of(job)
        channel = name or str(self._rooms.desk(message.to.business).get("channel", ""))
        shown = message.parts
        screen = self.speaker.screen(message.language, is_shared=True)
        if await self._rooms.is_minimal(team, channel):
            veil = veil_of(Card("", (), ()), screen)
            parts = (veil.part(_without_names(each)) for each in shown)
            shown = tuple(part for part in parts if part is not None)
        return self._drawn_at(Spot(team, channel), message, shown, screen)

    async def _quietly(self, job: Job) -> list[Step]:
        message, way = job.message, job.way
        if way.is_watching:
            way.said += message.parts
            return []
        screen = self.speaker.screen(message.language)
        return [(way, each) for each in draw(message, screen)]

    def _drawn_at(
        self, spot: Spot, message: Message, shown: Sequence[Part[str]], screen: Screen
    ) -> list[Step]:
        drawn = draw(replace(message, parts=tuple(shown)), screen)
        return [(spot, each) for each in drawn]

    async def _screen(self, job: Job, *, is_shared: bool, root: Root | None) -> Screen:
        """With the case in a sentence, which opens the text of every message."""
        if job.case is None:
            return self.speaker.screen(job.message.language)
        is_minimal = bool(
            root
            and not root.user
            and await self._rooms.is_minimal(root.team, root.channel)
        )
        line = await self._threads.line(job.case, is_minimal=is_minimal)
        return self.speaker.screen(job.message.language, line, is_shared=is_shared)

    def _team_of(self, job: Job) -> str:
        business = job.message.to.business
        known = job.way.team or str(self._rooms.desk(business).get("team", ""))
        return known or business.partition(":")[2]


def _asks(shown: Sequence[Part[str]]) -> bool:
    return any(isinstance(part, Question) for part in shown)


def _is_paper(part: Part[str]) -> bool:
    return isinstance(part, LetterText | FileOut)


def _has_paper(shown: Sequence[Part[str]]) -> bool:
    return any(map(_is_paper, shown))


def _split(
    given: tuple[Part[str], ...],
) -> tuple[tuple[Part[str], ...], tuple[Part[str], ...]]:
    """What everybody in the thread may read, and what one person alone may."""
    own = [part for part in given if is_private(part)]
    return tuple(part for part in given if part not in own), tuple(own)


def _is_root(part: Part[str], case: Case, title: str) -> bool:
    """Whether a part says what the root of its thread says already."""
    return isinstance(part, Card) and part.case_id == case.id and part.title == title


def _without_names(part: Part[str]) -> Part[str]:
    """A list of cases by their numbers only, for a channel that reads no names."""
    if not isinstance(part, Listing):
        return part
    items = tuple(
        replace(item, title=item.command.partition(" ")[2], detail="")
        for item in part.items
        if item.command
    )
    return replace(part, items=items)
