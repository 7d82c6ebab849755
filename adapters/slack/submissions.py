"""Forms that were sent, and shortcuts: what they bring to the core, step by step."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import assert_never

from adapters.slack import modals, prefill
from adapters.slack.arrivals import Sent, Shared, SharedMessage, Source
from adapters.slack.checking import Checker, digest
from adapters.slack.clerk import Clerk
from adapters.slack.files import Given
from adapters.slack.forms import (
    AnswerTyped,
    FilesAdded,
    LetterChanged,
    OpenFields,
    Submitted,
    Target,
)
from adapters.slack.looking import Actor
from adapters.slack.settling import Settling
from adapters.slack.ways import Way, way_of
from assistant.chat.events import ChoiceMade, CommandGiven, Origin, TextTyped
from assistant.chat.replies import Part
from assistant.errors import InputError

# The answer that says how much the customer questions, as readings name it, too.
_AMOUNT_IN_QUESTION = "slot_amount"
EDIT = "edit"  # the answer to a letter that has it typed anew


class Submissions:
    """Works forms and shortcuts off."""

    def __init__(self, clerk: Clerk, settling: Settling, checker: Checker) -> None:
        self._clerk, self._settling, self._checker = clerk, settling, checker

    async def sent(self, sent: Sent) -> None:
        """A form; what it holds was checked before it was acknowledged."""
        form = sent.form
        if form is None:
            return
        actor = await self._clerk.actor(sent.source)
        match form.filled:
            case OpenFields() as filled:
                await self._open(sent.source, actor, form, filled)
            case AnswerTyped(text):
                await self._answer(sent.source, actor, form, text)
            case LetterChanged(body):
                await self._letter(sent.source, actor, form, body)
            case FilesAdded(files, note):
                given = Given(sent.source.delivery_id, files, note)
                place = self._clerk.place(actor, form.target.case_id)
                way = _way(sent.source, form.target)
                await self._settling.given(actor, place, given, way)
                await self._go_on(sent.source, actor, form.target, way)
            case _:
                assert_never(form.filled)

    async def shared(self, shared: Shared, view_id: str) -> None:
        """The shortcut on a message: the form, with what the words say in it."""
        if shared.message is None or not view_id:
            if shared.message is not None:
                await self._clerk.trouble(shared.source, "expired_trigger_id")
            return
        clerk, source = self._clerk, shared.source
        actor = await clerk.actor(source)
        message = await self._named(source, shared.message)
        screen = clerk.dialogs.screen(actor)
        known = prefill.from_message(
            message, await self._read(actor, message), screen.say
        )
        target = Target(
            channel_id=source.channel_id,
            thread_ts=source.thread_ts,
            message_ts=source.message_ts,
            user_id=message.author_id,
        )
        view = modals.open_dispute(screen, known, target)
        await clerk.dialogs.show(source.team_id, view_id, view)

    # -- a new dispute -----------------------------------------------------------------

    async def _open(
        self, source: Source, actor: Actor, form: Submitted, filled: OpenFields
    ) -> None:
        """The case, then the customer's words in its thread, each a step of its own."""
        way, name = _way(source, form.target), source.delivery_id
        origin = await self._origin(source, form.target, filled)
        if not filled.invoice:
            words = TextTyped(name, actor.own, actor.person, filled.statement, origin)
            await self._clerk.post(words, replace(way, is_quiet=False))
            return
        self._clerk.ways.put(name, way)
        command = CommandGiven(
            f"{name}#open", actor.opening, actor.person, filled.command()
        )
        await self._clerk.post(command, way)
        case_id = await self._clerk.looker.case_named(actor, _quoted(filled.invoice))
        if not case_id:
            return
        place = actor.thread(case_id)
        if filled.disputed:
            told = await self._disputed(actor, case_id, filled.disputed)
            note = CommandGiven(f"{name}#note", place, actor.person, told)
            await self._clerk.post(note, replace(way, is_silent=True))
        if filled.statement:
            words = TextTyped(
                f"{name}#words", place, actor.person, filled.statement, origin
            )
            await self._clerk.post(words, way)

    async def _disputed(self, actor: Actor, case_id: str, amount: str) -> str:
        """The command that keeps the amount in question: as the customer's own figure,
        or as a note where the playbook has no such question or does not take it."""
        answer = f"{_AMOUNT_IN_QUESTION} {amount}"
        try:
            await self._clerk.looker.command(actor, f"update {case_id} {answer}")
        except InputError:
            screen = self._clerk.dialogs.screen(actor)
            return f"note {screen.say('slack.disputed_note', amount=amount)}"
        return f"update {answer}"

    async def _origin(
        self, source: Source, target: Target, filled: OpenFields
    ) -> Origin:
        """Who wrote the words, when and where, as far as the form knows."""
        written_at = self._clerk.assistant.post_office.now()
        author, link = filled.customer, ""
        if target.message_ts:
            written_at = datetime.fromtimestamp(float(target.message_ts), UTC)
            link = self._link(source, target)
        if target.user_id:
            people = self._clerk.looker.people
            author = (await people.person(source.team_id, target.user_id)).name
        if filled.written_on:
            day = datetime.fromisoformat(filled.written_on).date()
            if day != written_at.date():
                written_at = datetime.combine(day, time(12), UTC)
        return Origin(author, written_at, link)

    def _link(self, source: Source, target: Target) -> str:
        at = self._clerk.workspaces.found(source.team_id, source.enterprise_id)
        if at is None or not at.url:
            return ""
        stamp = target.message_ts.replace(".", "")
        return f"{at.url}archives/{target.channel_id}/p{stamp}"

    async def _named(self, source: Source, message: SharedMessage) -> SharedMessage:
        """With the author's name where the payload has an id only."""
        if message.author != message.author_id or not message.author_id:
            return message
        people = self._clerk.looker.people
        person = await people.person(source.team_id, message.author_id)
        return replace(message, author=person.name)

    async def _read(self, actor: Actor, message: SharedMessage) -> list[Part[str]]:
        words = TextTyped("", actor.own, actor.person, message.text, message.origin)
        try:
            found = await self._clerk.looker.at(words)
        except InputError:
            return []
        return [part for said in found for part in said.parts]

    # -- an answer, a letter -----------------------------------------------------------

    async def _answer(
        self, source: Source, actor: Actor, form: Submitted, text: str
    ) -> None:
        target = form.target
        place = self._clerk.place(actor, target.case_id, target.question)
        event = TextTyped(
            source.delivery_id,
            place,
            actor.person,
            text,
            question=target.question,
            case_id=target.case_id,
        )
        self._settling.answered(actor, target.case_id, target.question)
        if target.mode:
            await self._clerk.post_in_form(event, actor, source.view_id, target)
        else:
            await self._clerk.post(event, _way(source, target))

    async def _letter(
        self, source: Source, actor: Actor, form: Submitted, body: str
    ) -> None:
        """Two steps of the core: that it is edited, and the new wording.

        Looked at once more here, where the case's deliveries go one by one.
        """
        clerk, target, way = self._clerk, form.target, _way(source, form.target)
        try:
            standing = await clerk.looker.standing(actor, target.case_id)
        except InputError as error:
            await clerk.refuse(actor, way, error)
            return
        letter, asked = standing.letter, standing.question
        is_same = letter is not None and letter.letter_id == target.letter_id
        if asked is None or letter is None or not is_same:
            await clerk.say(actor, way, "slack.letter_gone")
            return
        if target.base and digest(letter.body) != target.base:
            await clerk.say(actor, way, "slack.letter_changed_late")
            return
        place, name = actor.thread(target.case_id), source.delivery_id
        edit = ChoiceMade(
            f"{name}#edit", place, actor.person, target.case_id, asked.key, EDIT
        )
        await clerk.post(edit, replace(way, is_silent=True))
        words = TextTyped(
            f"{name}#words",
            place,
            actor.person,
            body,
            question=asked.key,
            case_id=target.case_id,
        )
        self._checker.editors[actor.business, target.case_id, target.letter_id] = (
            actor.person.name
        )
        await clerk.post(words, way)

    async def _go_on(
        self, source: Source, actor: Actor, target: Target, way: Way
    ) -> None:
        if target.mode and target.case_id:
            await self._clerk.flush()
            await self._clerk.run(actor, source.view_id, target, way.said)


def _way(source: Source, target: Target) -> Way:
    """Back to where the form was opened."""
    way = way_of(source)
    way.channel = target.channel_id or source.channel_id
    way.thread_ts = target.thread_ts
    way.message_ts = ""
    way.is_direct = way.channel.startswith("D")
    way.is_watching = bool(target.mode)
    way.is_quiet = not way.is_direct
    return way


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
