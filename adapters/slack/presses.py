"""Buttons and menus: an answer, a command, or a form to be filled."""

from adapters.slack import commands
from adapters.slack.actions import (
    Ask,
    AskPrivately,
    Choose,
    EditLetter,
    Give,
    Say,
)
from adapters.slack.answered import Given
from adapters.slack.arrivals import Pressed
from adapters.slack.checking import digest, is_of_playbook
from adapters.slack.clerk import Clerk
from adapters.slack.dialogs import ASIDE, RUN
from adapters.slack.forms import Target
from adapters.slack.inbound import event_of
from adapters.slack.looking import Actor
from adapters.slack.settling import Settling
from adapters.slack.ways import way_of
from assistant.errors import InputError


class Presses:
    """Works presses off."""

    def __init__(self, clerk: Clerk, settling: Settling) -> None:
        self._clerk, self._settling = clerk, settling

    async def pressed(self, pressed: Pressed, view_id: str) -> None:
        """view_id: of the form that was opened for it; empty if none was."""
        actor = await self._clerk.actor(pressed.source)
        match pressed.action:
            case None:
                way = way_of(pressed.source)
                await self._clerk.say(actor, way, "slack.old_button")
            case Choose() | Say():
                await self._answered(pressed, actor)
            case Give(command):
                await self._gave(pressed, actor, command, view_id)
            case Ask(case_id, question):
                await self._look_again(actor, view_id, case_id, question)
            case AskPrivately(case_id):
                target = Target(case_id=case_id, mode=ASIDE)
                await self._clerk.run(actor, view_id, target)
            case EditLetter(case_id, letter_id):
                await self._letter(actor, view_id, case_id, letter_id)
            case _:
                return  # the form that it opens is all there is to it

    async def _answered(self, pressed: Pressed, actor: Actor) -> None:
        """An offered answer, in a message or in a form."""
        action, source = pressed.action, pressed.source
        if not isinstance(action, Choose | Say):
            return
        # What all in a thread can press was asked there, even if it names no case.
        case_here = self._clerk.thread(source)[1] if pressed.blocks else ""
        case_id = action.case_id or case_here
        place = self._clerk.place(actor, case_id, action.question)
        event = event_of(pressed, place, actor.person)
        if event is None:
            return
        self._settling.answered(actor, action.case_id, action.question)
        if source.view_type == "modal":
            target = Target(case_id=action.case_id, mode=pressed.target.mode or RUN)
            await self._clerk.post_in_form(event, actor, source.view_id, target)
            return
        way = way_of(source, is_quiet=not source.is_direct)
        way.given = Given(pressed, actor.person.name)
        await self._clerk.post(event, way)

    async def _gave(
        self, pressed: Pressed, actor: Actor, command: str, view_id: str
    ) -> None:
        source = pressed.source
        if commands.is_opening(command) and view_id:
            return
        if source.view_type:
            await self._gave_in_view(pressed, actor, command, view_id)
            return
        await self._settling.command(actor, source, command)

    async def _gave_in_view(
        self, pressed: Pressed, actor: Actor, command: str, view_id: str
    ) -> None:
        """A command pressed on the Home tab or in a form is answered in a form."""
        source = pressed.source
        view_id = view_id or (source.view_id if source.view_type == "modal" else "")
        case_id = await self._case_in(actor, command)
        if commands.is_showing(command):
            word = command.partition(" ")[0].casefold()
            if case_id and word == "show":
                target = Target(case_id=case_id, mode=RUN)
                await self._clerk.run(actor, view_id, target)
                return
            await self._page(actor, command, view_id)
            return
        place = actor.thread(case_id) if case_id else actor.own
        event = event_of(pressed, place, actor.person)
        if event is None:
            return
        if view_id and case_id:
            target = Target(case_id=case_id, mode=RUN)
            await self._clerk.post_in_form(event, actor, view_id, target)
            return
        await self._clerk.post(event, way_of(source))
        if view_id:
            told = self._clerk.dialogs.notice(actor, "slack.in_messages")
            await self._clerk.dialogs.show(actor.team, view_id, told)

    async def _case_in(self, actor: Actor, command: str) -> str:
        if not commands.is_about_case(command):
            return ""
        words = command.partition(" ")[2]
        return await self._clerk.looker.case_named(actor, words)

    async def _page(self, actor: Actor, command: str, view_id: str) -> None:
        clerk = self._clerk
        try:
            found = await clerk.looker.command(actor, command)
            shown = [part for message in found for part in message.parts]
            view = clerk.dialogs.page(actor, shown)
        except InputError as error:
            view = clerk.dialogs.notice(actor, error.phrase, **error.facts)
        await clerk.dialogs.show(actor.team, view_id, view)

    async def _look_again(
        self, actor: Actor, view_id: str, case_id: str, question: str
    ) -> None:
        """A form opened from an old message shows what is asked now instead."""
        if not view_id or not is_of_playbook(
            Target(case_id=case_id, question=question)
        ):
            return
        clerk = self._clerk
        try:
            standing = await clerk.looker.standing(actor, case_id)
        except InputError as error:
            told = clerk.dialogs.notice(actor, error.phrase, **error.facts)
            await clerk.dialogs.show(actor.team, view_id, told)
            return
        if standing.question is None or standing.question.key != question:
            passed = clerk.dialogs.passed(actor)
            await clerk.run(actor, view_id, Target(case_id=case_id, mode=RUN), [passed])

    async def _letter(
        self, actor: Actor, view_id: str, case_id: str, letter_id: str
    ) -> None:
        clerk = self._clerk
        try:
            standing = await clerk.looker.standing(actor, case_id)
        except InputError as error:
            view = clerk.dialogs.notice(actor, error.phrase, **error.facts)
        else:
            letter = standing.letter
            if letter is None or letter.letter_id != letter_id:
                view = clerk.dialogs.notice(actor, "slack.letter_gone")
            else:
                target = Target(
                    case_id=case_id, letter_id=letter_id, base=digest(letter.body)
                )
                view = clerk.dialogs.letter(actor, letter.body, target)
        await clerk.dialogs.show(actor.team, view_id, view)
