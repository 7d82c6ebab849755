"""A form before it is taken: what is wrong in it, and what changed meanwhile.

Pure functions look at the fields first. Then the core is asked what the answer would
bring, without keeping anything, so that its refusals stand under the right field too.
Where the core is slow the form is taken as it is: Slack waits three seconds.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from adapters.slack import forms, modals
from adapters.slack.arrivals import Sent
from adapters.slack.blocks import context, section
from adapters.slack.dialogs import Dialogs
from adapters.slack.forms import AnswerTyped, LetterChanged, OpenFields, Submitted
from adapters.slack.kinds import Arrival
from adapters.slack.looking import Actor, Looker
from assistant.bootstrap import habits_of
from assistant.chat.events import CommandGiven, TextTyped
from assistant.errors import InputError, StoreError

_LATEST_ZONE = timedelta(hours=14)  # where the day begins first, before UTC
_ANY_CURRENCY = "EUR"  # one with two decimals, as most have
PATIENCE = 1.2  # seconds that asking the core may take
_log = logging.getLogger(__name__)

Ack = dict[str, Any]


class Checker:
    """Looks at forms.

    locales: in which amounts may be written, beside the person's own.
    editors: who answered a question last, by case and question.
    """

    def __init__(
        self,
        looker: Looker,
        dialogs: Dialogs,
        now: Callable[[], datetime],
        locales: Iterable[str],
    ) -> None:
        self._looker, self._dialogs = looker, dialogs
        self._now, self._locales = now, tuple(locales)
        self.editors: dict[tuple[str, str, str], str] = {}

    async def refusal(self, sent: Sent) -> Ack | None:
        """The acknowledgement that keeps a form open; None for one to be taken."""
        form = sent.form
        if form is None:
            return None
        actor = self._looker.known(sent.source)
        screen = self._dialogs.screen(actor)
        mistakes = form.mistakes(screen.say, self._reader(actor), self._today())
        if mistakes:
            return forms.errors(mistakes)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._asked(form, actor)
        except InputError as error:  # the case is not theirs to see any more
            told = self._dialogs.notice(actor, error.phrase, **error.facts)
            return {"response_action": "update", "view": told}
        except (TimeoutError, StoreError):
            return None

    def accepted(self, arrival: Arrival) -> Ack | None:
        """The acknowledgement of what is taken: a form that goes on stays open."""
        form = arrival.form if isinstance(arrival, Sent) else None
        if form is None or not form.target.mode:
            return None
        screen = self._dialogs.screen(self._looker.known(arrival.source))
        return {"response_action": "update", "view": modals.loading(screen)}

    async def _asked(self, form: Submitted, actor: Actor) -> Ack | None:
        match form.filled:
            case AnswerTyped(text) if is_of_playbook(form.target):
                return await self._answer(form, actor, text)
            case LetterChanged(body) if form.target.base:
                return await self._letter(form, actor, body)
            case OpenFields() as filled if filled.invoice:
                return await self._opening(form, actor, filled)
            case _:
                return None

    async def _answer(self, form: Submitted, actor: Actor, text: str) -> Ack | None:
        target = form.target
        standing = await self._looker.standing(actor, target.case_id)
        asked = standing.question
        if asked is None or asked.key != target.question:
            return await self._overtaken(form, actor, text)
        typed = TextTyped(
            "", actor.own, actor.person, text, None, target.question, target.case_id
        )
        try:
            await self._looker.at(typed)
        except InputError as error:
            told = self._dialogs.screen(actor).say(error.phrase, **error.facts)
            return forms.errors({form.block_ids.get("answer", "answer"): told})
        return None

    async def _overtaken(self, form: Submitted, actor: Actor, text: str) -> Ack:
        """Somebody else answered first: both answers, and the way to change it."""
        target, screen = form.target, self._dialogs.screen(actor)
        now = await self._now_said(actor, target.case_id, target.question)
        key = (actor.business, target.case_id, target.question)
        who = self.editors.get(key) or screen.say("slack.somebody")
        told = screen.say("slack.changed_meanwhile", who=who)
        drawn = [*section(told)]
        if now:
            drawn += section(screen.say("slack.now_theirs", text=now))
        drawn += section(screen.say("slack.now_yours", text=text))
        drawn += context(screen.say("slack.how_to_change", case=target.case_id))
        view = modals.window(screen, drawn, None, target)
        return {"response_action": "update", "view": view}

    async def _now_said(self, actor: Actor, case_id: str, question: str) -> str:
        """The answer to a question as it stands now; empty where it cannot be told."""
        try:
            found = await self._looker.command(actor, f"update {case_id}")
        except InputError:
            return ""
        items = [
            item
            for message in found
            for part in message.parts
            for item in getattr(part, "items", ())
        ]
        wanted = f"update {case_id} {question}"
        return next((item.detail for item in items if item.command == wanted), "")

    async def _letter(self, form: Submitted, actor: Actor, body: str) -> Ack | None:
        target = form.target
        standing = await self._looker.standing(actor, target.case_id)
        letter = standing.letter
        if letter is None or letter.letter_id != target.letter_id:
            told = self._dialogs.notice(actor, "slack.letter_gone")
            return {"response_action": "update", "view": told}
        if digest(letter.body) == target.base:
            return None
        return {
            "response_action": "update",
            "view": self.letter_conflict(form, actor, letter.body, body),
        }

    def letter_conflict(
        self, form: Submitted, actor: Actor, theirs: str, yours: str
    ) -> modals.View:
        """Both wordings; what was typed stays in the fields and may be sent again."""
        target, screen = form.target, self._dialogs.screen(actor)
        key = (actor.business, target.case_id, target.letter_id)
        who = self.editors.get(key) or screen.say("slack.somebody")
        about = forms.Target(
            case_id=target.case_id,
            letter_id=target.letter_id,
            channel_id=target.channel_id,
            thread_ts=target.thread_ts,
            base=digest(theirs),
        )
        above = [
            *section(screen.say("slack.letter_changed", who=who)),
            *section(screen.say("slack.now_theirs", text=theirs)),
        ]
        return modals.letter(screen, yours, about, _edition(theirs), above)

    async def _opening(
        self, form: Submitted, actor: Actor, filled: OpenFields
    ) -> Ack | None:
        """The core reads both amounts: it knows the currency of the invoice."""
        both = {"amount": filled.amount, "disputed": filled.disputed}
        mistakes: dict[str, str] = {}
        for name, amount in both.items():
            if name == "disputed" and not amount:
                continue
            line = replace(filled, amount=amount).command()
            try:
                await self._looker.at(
                    CommandGiven("", actor.opening, actor.person, line)
                )
            except InputError as error:
                where = name if "amount" in error.phrase else "invoice"
                told = self._dialogs.screen(actor).say(error.phrase, **error.facts)
                mistakes.setdefault(form.block_ids.get(where, where), told)
        return forms.errors(mistakes) if mistakes else None

    def _reader(self, actor: Actor) -> Callable[[str], object]:
        """Reads an amount in any of the locales that may be meant.

        In which currency it has to be is left to the core, which knows the invoice.
        """

        def read(text: str) -> object:
            wrong: InputError | None = None
            for locale in dict.fromkeys((actor.person.language, *self._locales)):
                try:
                    habits = habits_of(locale.replace("-", "_") or "en")
                    return habits.amount(text, _ANY_CURRENCY)
                except InputError as error:
                    if error.phrase == "error.amount_currency":
                        return None
                    wrong = wrong or error
            raise wrong or InputError("error.amount_unreadable", text=text)

        return read

    def _today(self) -> date:
        """The date where it is latest: nobody writes after tomorrow."""
        return (self._now() + _LATEST_ZONE).date()


def is_of_playbook(target: forms.Target) -> bool:
    """Whether a form stands at a question of the case's playbook.

    Other questions, such as until when to snooze, have a dot in their key.
    """
    return bool(target.case_id and target.question) and "." not in target.question


def digest(text: str) -> str:
    """A short fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _edition(text: str) -> int:
    """Another drawing of a form for another text, so that its fields are new."""
    return int(digest(text)[:6], 16)
