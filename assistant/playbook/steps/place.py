"""Ask for the place whose law applies: the business's own, or one that is typed."""

from assistant.chat.places import place_name
from assistant.chat.replies import Option, Paragraph, Phrase, Tone, Typed, phrase
from assistant.domain.case_events import FactRecorded
from assistant.domain.facts import NOT_SURE
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
)
from assistant.playbook.turn import Answer, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

HERE, ELSEWHERE = "here", "elsewhere"
_LONGEST_PLACE = 100
_MOST_NAMES = 8  # places that an error lists


class ChoosePlace(StepBase, frozen=True, tag="place", tag_field="step"):
    """A country or state out of the book of places; its code is the answer.

    "A place not listed" and "not sure" are answers too, and nothing is known then.
    """

    def sets(self) -> frozenset[str]:
        """The place's code."""
        return frozenset({self.id})

    def answers(self, fact: str) -> frozenset[str]:
        """A code, which no condition waits for, or that there is none."""
        return frozenset({ELSEWHERE, NOT_SURE})

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        return needed(self.id, (ELSEWHERE, NOT_SURE), typed=Typed.LINE)

    def is_done(self, at: Situation) -> bool:
        """Whether it was answered."""
        return at.case.knows(self.id, at.subject)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The business's own place as a button; any other is typed."""
        rules = at.atlas.rules(at.profile.place)
        here = [Option(HERE, place_name(at.profile.place, rules.name))] if rules else []
        ways = [option(at, self.id, name) for name in (ELSEWHERE, NOT_SURE)]
        return Asked(question(at, self, (*here, *ways), Typed.LINE))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Look it up; InputError where it may be several, or is not in the book."""
        match answer:
            case Chosen("here") if at.atlas.rules(at.profile.place):
                return self._keep(at, at.profile.place)
            case Chosen("elsewhere" | "not_sure" as way):
                return self._keep(at, way)
            case TypedAnswer(text):
                return self._found(at, clean_line(text, _LONGEST_PLACE))
            case _:
                raise InputError("error.choose_one")

    def _found(self, at: Situation, text: str) -> Turn:
        if not text:
            raise InputError("error.type_something")
        found = at.atlas.find(text)
        if not found:
            raise InputError("error.place_not_listed", text=text)
        if len(found) > 1:
            names = tuple(place_name(*each) for each in found[:_MOST_NAMES])
            raise InputError("error.place_several", text=text, places=names)
        code, name = found[0]
        noted = phrase("noted.value", value=place_name(code, name))
        said: Paragraph[Phrase] = Paragraph(noted, Tone.GOOD)
        return self._keep(at, code) + Turn(say=(said,))

    def _keep(self, at: Situation, value: str) -> Turn:
        return Turn((FactRecorded(self.id, value, at.subject),))
