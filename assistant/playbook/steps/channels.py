"""The checklist of every place that chases: switched off, and on again at the end."""

from assistant.chat.matching import folded
from assistant.chat.replies import Check, Checklist, Option, Phrase, Typed, phrase
from assistant.domain.business import CHASING_CHANNELS
from assistant.domain.case_events import ChannelSwitched, FactRecorded
from assistant.domain.hold import Hold
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.turn import Answer, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

_DONE = frozenset(("done", "that is all", "finished", "nothing", "none"))


class SwitchChannels(StepBase, frozen=True, tag="channels", tag_field="step"):
    """Tick each chasing channel off (or on again); Parley never claims to do it (K12).

    on: at the end of the dispute, the mirror of the same list.
    """

    on: bool = False

    @property
    def can_revisit(self) -> bool:
        """What was sent, gathered or switched is changed by its own commands."""
        return False

    def sets(self) -> frozenset[str]:
        """Whether the rest was put off until later."""
        return frozenset({self.id})

    def answers(self, fact: str) -> frozenset[str]:
        """Nothing is recorded but that the rest was put off."""
        return frozenset({"later"})

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        own = needed(self.id, ("all", "later"), ("title",), Typed.LINE)
        return (*own, f"channels.{self._verb}")

    def is_done(self, at: Situation) -> bool:
        """Whether nothing is left to switch, or it was put off."""
        return at.case.knows(self.id) or not self._left(at)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """What is still to switch, with how to do it."""
        left = self._left(at)
        options = [
            Option(name, phrase(f"channels.{self._verb}", name=channel_name(name)))
            for name in left
        ]
        if len(left) > 1:
            options.append(option(at, self.id, "all"))
        options.append(option(at, self.id, "later"))
        hold = at.case.hold
        checks = tuple(
            Check(
                channel_name(channel.name),
                (channel.off_at is None) is self.on,
                how_to(channel.name) if channel.name in left and not self.on else None,
            )
            for channel in (hold.channels if hold else ())
        )
        above = (Checklist(words(at, self.id, "title"), checks),)
        return Asked(question(at, self, tuple(options), Typed.LINE), above)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Tick one, all, or put the rest off; a typed name adds a channel."""
        left = self._left(at)
        match answer:
            case Chosen("all"):
                return self._switched(left)
            case Chosen("later"):
                return Turn((FactRecorded(self.id, "later"),))
            case Chosen(name) if name in left:
                return self._switched((name,))
            case TypedAnswer(text):
                name = clean_line(text, 60)
                if folded(name) in _DONE:
                    return Turn((FactRecorded(self.id, "later"),))
                if not any(char.isalpha() for char in name):
                    raise InputError("error.choose_one")
                return Turn((ChannelSwitched(name, not self.on),))
            case _:
                pass
        raise InputError("error.choose_one")

    def _switched(self, names: tuple[str, ...]) -> Turn:
        return Turn(tuple(ChannelSwitched(name, not self.on) for name in names))

    @property
    def _verb(self) -> str:
        return "is_on" if self.on else "is_off"

    def _left(self, at: Situation) -> tuple[str, ...]:
        hold: Hold | None = at.case.hold
        if hold is None or hold.is_on is self.on:
            return ()
        if self.on:
            return tuple(c.name for c in hold.channels if c.off_at is not None)
        return hold.still_on()


def channel_name(name: str) -> Phrase:
    """What a chasing channel is called."""
    known = name in CHASING_CHANNELS
    return phrase(f"channel.{name}") if known else phrase("value", value=name)


def how_to(name: str) -> Phrase | None:
    """How to switch a known channel off for one invoice."""
    return phrase(f"channel.{name}.how") if name in CHASING_CHANNELS else None
