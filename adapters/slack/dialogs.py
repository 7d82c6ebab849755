"""Forms on people's screens: opened at once, filled when there is something to show."""

import logging
from collections.abc import Sequence
from itertools import chain
from zlib import crc32

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack import modals
from adapters.slack.actions import (
    Ask,
    AskPrivately,
    Attach,
    EditLetter,
    Give,
    OpenForm,
)
from adapters.slack.arrivals import Commanded, Pressed, Shared, Source
from adapters.slack.blocks import Drawn, section
from adapters.slack.commands import is_opening, is_showing
from adapters.slack.forms import OpenFields, Target
from adapters.slack.kinds import Arrival
from adapters.slack.looking import Actor, Looker, Standing
from adapters.slack.manifest import OPEN_ANYWHERE, OPEN_FROM_MESSAGE
from adapters.slack.modals import Typing, View
from adapters.slack.outbound import groups
from adapters.slack.prefill import prefilled
from adapters.slack.screen import Screen, Speaker
from adapters.slack.tenants import Workspaces
from assistant.chat.replies import FileOut, LetterText, Paragraph, Part, Tone, Typed

RUN, ASIDE = "run", "aside"
_log = logging.getLogger(__name__)


class Dialogs:
    """Opens, fills and replaces forms."""

    def __init__(
        self, workspaces: Workspaces, looker: Looker, speaker: Speaker
    ) -> None:
        self._workspaces, self._looker, self._speaker = workspaces, looker, speaker

    def first(self, arrival: Arrival) -> View | None:
        """The form that a payload opens at once; None if it opens none. Asks nobody."""
        screen = self._speaker.screen(
            self._looker.known(arrival.source).person.language
        )
        match arrival:
            case Commanded(text=text) if is_opening(text):
                return modals.open_dispute(
                    screen, prefilled(text), _here(arrival.source)
                )
            case Shared(shortcut=shortcut) if shortcut == OPEN_ANYWHERE:
                return modals.open_dispute(screen, OpenFields(), Target())
            case Shared(shortcut=shortcut) if shortcut == OPEN_FROM_MESSAGE:
                return modals.loading(screen, "slack.open_title")
            case Pressed():
                return self._pressed(arrival, screen)
            case _:
                return None

    def _pressed(self, pressed: Pressed, screen: Screen) -> View | None:
        source, action = pressed.source, pressed.action
        match action:
            case OpenForm():
                return modals.open_dispute(screen, OpenFields(), _here(source))
            case Give(command) if is_opening(command):
                return modals.open_dispute(screen, prefilled(command), _here(source))
            case Attach(case_id):
                return modals.files(screen, _here(source, case_id))
            case Ask(case_id, question, typed):
                target = _here(source, case_id, question)
                asked = Typing(pressed.prompt, Typed(typed))
                return modals.answer(screen, asked, target)
            case EditLetter() | AskPrivately():
                return modals.loading(screen)
            case Give(command) if source.view_type == "home" and is_showing(command):
                return modals.loading(screen)
            case _:
                return None

    async def open(self, source: Source, view: View) -> str:
        """Show a form; its id. Raises the troubles of a call.

        Somebody who is in a form already sees the new one in its place.
        """
        if source.view_type == "modal":
            await self.show(source.team_id, source.view_id, view)
            return source.view_id
        said = await self._workspaces.call(
            source.team_id, "views.open", trigger_id=source.trigger_id, view=view
        )
        return str((said.get("view") or {}).get("id", ""))

    async def show(self, team_id: str, view_id: str, view: View) -> bool:
        """Put another view in the place of a form; whether it was still there."""
        if not view_id:
            return False
        try:
            await self._workspaces.call(
                team_id, "views.update", view_id=view_id, view=view
            )
        except (RefusedError, UnclearError, NotSentError) as error:
            _log.info("view %s was not replaced: %s", view_id, error)
            return False
        return True

    # -- what stands in them -----------------------------------------------------------

    def screen(self, actor: Actor) -> Screen:
        """In the language of whoever looks."""
        return self._speaker.screen(actor.person.language)

    def page(self, actor: Actor, shown: Sequence[Part[str]]) -> View:
        """An answer that fits no question, such as a list."""
        screen = self.screen(actor)
        return modals.window(screen, drawn(shown, screen), None, Target())

    def window(
        self, actor: Actor, standing: Standing, target: Target, *said: Part[str]
    ) -> View:
        """Where a case stands, for one person alone.

        said: what was just answered; it stands first.
        """
        screen = self.screen(actor)
        shown = [*said, *(standing.above if target.mode == RUN else ())]
        question = standing.question
        if question is None or (target.mode == ASIDE and not question.is_private):
            done = section(screen.say("slack.done"))
            above = drawn(said if question else [*said, *standing.above], screen)
            return modals.window(screen, [*above, *done], None, Target())
        if standing.letter:
            shown.append(_in_thread(standing.letter, screen))
        about = Target(case_id=target.case_id, question=question.key, mode=target.mode)
        # Each question has its own fields; what was typed before would stand in them.
        edition = crc32(f"{target.case_id} {question.key}".encode()) + len(said)
        return modals.window(screen, drawn(shown, screen), question, about, edition)

    def letter(self, actor: Actor, body: str, target: Target, edition: int = 0) -> View:
        """The letter to be changed."""
        return modals.letter(self.screen(actor), body, target, edition)

    def passed(self, actor: Actor) -> Paragraph[str]:
        """That the question of an old button has passed."""
        return Paragraph(self.screen(actor).say("question.passed"), Tone.CAUTION)

    def notice(self, actor: Actor, key: str, **values: object) -> View:
        """Words of our own, in place of a form."""
        screen = self.screen(actor)
        return modals.error(screen, screen.say(key, **values))


def drawn(shown: Sequence[Part[str]], screen: Screen) -> list[Drawn]:
    """Parts as blocks of a view; letters and files have their own messages."""
    found: list[Drawn] = []
    for number, part in enumerate(shown):
        if not isinstance(part, LetterText | FileOut):
            found += chain.from_iterable(groups(part, screen, number + 100))
    return found


def _in_thread(letter: LetterText[str], screen: Screen) -> Paragraph[str]:
    return Paragraph(screen.say("slack.letter_in_thread", letter=letter.title))


def _here(source: Source, case_id: str = "", question: str = "") -> Target:
    return Target(
        case_id=case_id,
        question=question,
        channel_id=source.channel_id,
        thread_ts=source.thread_ts,
    )
