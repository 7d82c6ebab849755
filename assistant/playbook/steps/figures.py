"""The short questions behind the fork's numbers: one at a time, each can be skipped.

They belong to the fork's own question, so that every playbook with a fork has them.
"""

from dataclasses import dataclass, replace
from typing import Any

from assistant.chat.places import place_name, place_text
from assistant.chat.replies import Option, Phrase, Typed, phrase
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import FactForgotten, FactRecorded
from assistant.domain.facts import FactValue
from assistant.domain.fork import SHARE_RANGES, AwardShare, LikelyShare
from assistant.domain.money import Money
from assistant.domain.typed import read_whole_number
from assistant.errors import InputError
from assistant.playbook import figures
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import Asked, StepBase, option, question
from assistant.playbook.turn import Answer, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

RECKONING = "_reckoning"  # the figures are being asked for, in this exchange
CANCEL, NOTHING = "cancel", "nothing"
_MOST = {figures.WEEKS_COURT: 520}
_MOST_HOURS = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. typed: how it is given; None for a choice."""

    name: str
    typed: Typed | None

    @property
    def options(self) -> tuple[str, ...]:
        """What can be picked instead of typed."""
        shares = (figures.ESTIMATED, *LikelyShare)
        return shares if self.typed is None else (NOTHING,)


FIGURES = (
    Figure(figures.OWN_RATE, Typed.AMOUNT),
    Figure(figures.LIKELY_SHARE, None),
    Figure(figures.HOURS_TALK, Typed.NUMBER),
    Figure(figures.HOURS_COURT, Typed.NUMBER),
    Figure(figures.WEEKS_COURT, Typed.NUMBER),
    Figure(figures.MEDIATION_FEE, Typed.AMOUNT),
    Figure(figures.COURT_FEE, Typed.AMOUNT),
    Figure(figures.RELATIONSHIP, Typed.AMOUNT),
    Figure(figures.REPUTATION, Typed.AMOUNT),
)


def begin(at: Situation) -> Turn:
    """Ask for the figures, afresh where they are known already."""
    known = [each.name for each in FIGURES if at.case.knows(each.name)]
    forgotten = tuple(FactForgotten(name) for name in known)
    return Turn((FactRecorded(RECKONING, "yes", at.subject), *forgotten))


def missing(at: Situation) -> Figure | None:
    """The figure to ask for now; None when nobody wants them, or all are known."""
    if not at.case.knows(RECKONING, at.subject):
        return None
    return next((each for each in _wanted(at) if not at.case.knows(each.name)), None)


def are_said(at: Situation) -> bool:
    """Whether the owner has given figures, so that they can be changed."""
    return all(at.case.knows(each.name) for each in _wanted(at))


def ask(step: StepBase, at: Situation, figure: Figure) -> Asked:
    """The question for one figure, with how many are left."""
    ids = [*figure.options, CANCEL]
    if figures.ESTIMATED in ids and figures.estimated_share(at) is None:
        ids.remove(figures.ESTIMATED)
    asked = question(at, step, tuple(_option(at, i) for i in ids), figure.typed)
    values = {**at.values(), **_told(at)}
    return Asked(
        replace(
            asked,
            prompt=phrase(f"fork.figure.{figure.name}.ask", **values),
            why=phrase(f"fork.figure.{figure.name}.why", **values),
            hint=phrase(f"hint.{figure.typed}") if figure.typed else None,
        )
    )


def take(at: Situation, figure: Figure, answer: Answer) -> Turn:
    """Keep a figure; InputError says what is wrong with it."""
    match answer:
        case Chosen("cancel"):
            return Turn((FactForgotten(RECKONING, at.subject),))
        case Chosen(picked) if picked in figure.options:
            value: FactValue = picked if figure.typed is None else _nothing(at, figure)
        case TypedAnswer(text) if figure.typed is not None:
            value = _read(at, figure, text)
        case _:
            raise InputError("error.choose_one")
    kept: tuple[CaseEvent, ...] = (FactRecorded(figure.name, value),)
    is_last = [each.name for each in _open(at)] == [figure.name]
    return Turn((*kept, *((FactForgotten(RECKONING, at.subject),) if is_last else ())))


def _wanted(at: Situation) -> list[Figure]:
    """The figures that matter here: a rate only where the settings have none."""
    rate = at.profile.hourly_rate
    has_rate = rate is not None and rate.currency == at.case.grid.currency
    is_over = at.case.fact("ongoing") == "one_off"
    left_out = {
        *((figures.OWN_RATE,) if has_rate else ()),
        *((figures.RELATIONSHIP,) if is_over else ()),
    }
    return [each for each in FIGURES if each.name not in left_out]


def _open(at: Situation) -> list[Figure]:
    return [each for each in _wanted(at) if not at.case.knows(each.name)]


def _read(at: Situation, figure: Figure, text: str) -> FactValue:
    if figure.typed is Typed.NUMBER:
        most = _MOST.get(figure.name, _MOST_HOURS)
        return read_whole_number(text, low=0, high=most)
    return at.habits.amount(text, at.case.grid.currency)


def _nothing(at: Situation, figure: Figure) -> FactValue:
    if figure.typed is Typed.NUMBER:
        return 0
    return Money.zero(at.case.grid.currency)


def _option(at: Situation, name: str) -> Option[Phrase]:
    if name == figures.ESTIMATED:
        seen = figures.estimated_share(at) or AwardShare(0, 100)
        return Option(
            name, phrase("fork.share.estimated", low=seen.low, high=seen.high)
        )
    if name in set(LikelyShare):
        low, high = SHARE_RANGES[LikelyShare(name)]
        return Option(name, phrase(f"fork.share.{name}", low=low, high=high))
    if name == NOTHING:
        return Option(name, phrase("option.nothing"))
    return option(at, "letter", name)


def _told(at: Situation) -> dict[str, Any]:
    """What the questions for fees can say of the place."""
    court, unknown = at.court, phrase("fork.figure.not_known")
    if court is None:
        place = phrase("fork.figure.no_place")
        return {"fee": unknown, "mediation": unknown, "place": place}
    known = {"fee": court.fee, "mediation": court.mediation}
    told = {
        name: place_text(court.place, name, text) if text else unknown
        for name, text in known.items()
    }
    return told | {"place": place_name(court.place, court.name)}
