"""The decision about money that is offered as settlement of everything (K7, K14).

Which ways are open, until when and why comes from the rules in `assistant.advice`; the
step shows them, keeps the choice, and sets the clocks that go with it.
"""

from datetime import date

from assistant.chat.places import place_name
from assistant.chat.replies import Paragraph, Part, Phrase, Table, Tone, phrase
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import FactRecorded
from assistant.domain.letters import LetterKind
from assistant.domain.place_rules import PlaceRules
from assistant.domain.tender import Decision, MoneyFact, Rule, TenderAdvice, Way
from assistant.errors import InputError
from assistant.playbook.money import advice_at, decide_by, repay_by
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import (
    Asked,
    StepBase,
    needed,
    option,
    question,
)
from assistant.playbook.turn import Answer, Chosen, Turn


class DecideTender(StepBase, frozen=True, tag="tender", tag_field="step"):
    """Not yet, back, banked with a rejection where that is open, or accepted.

    late: the place at which a decision that was put off has to be taken; elsewhere it
        comes back on its own day.
    """

    late: bool = False

    def sets(self) -> frozenset[str]:
        """The decision, and the days that go with it."""
        names = (MoneyFact.DECISION, MoneyFact.DECIDE_BY, MoneyFact.REPAY_BY)
        return frozenset(map(str, names))

    def answers(self, fact: str) -> frozenset[str]:
        """A decision; the days are no words."""
        return frozenset(Decision) if fact == MoneyFact.DECISION else frozenset()

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        own = needed(self.id, Decision)
        rules = (f"tender.rule.{rule}" for rule in Rule)
        return (*own, *rules, *(f"tender.way.{way}" for way in Decision))

    def is_done(self, at: Situation) -> bool:
        """Whether it is decided for good, or put off until a day that has not come."""
        decision = at.case.fact(MoneyFact.DECISION, at.subject)
        if decision == Decision.WAIT:
            day = _decide_by(at)
            return not self.late and day is not None and at.today < day
        if decision == Decision.BANK:
            return not _is_rejection_unsent(at)
        return decision is not None or self.late

    def prepare(self, at: Situation) -> Turn:
        """Set the clocks: a decision is due, whether it is taken now or not."""
        if at.case.knows(MoneyFact.DECISION, at.subject):
            return Turn()
        advice, money = advice_at(at), at.subject or ""
        events: tuple[CaseEvent, ...] = ()
        day = _decide_by(at)
        if day is None or advice.decide_by < day:
            events += decide_by(money, advice.decide_by)
        known = at.case.date_fact(MoneyFact.REPAY_BY, money)
        if advice.repay_by and advice.repay_by != known:
            events += repay_by(money, advice.repay_by)
        return Turn(events)

    def ask(self, at: Situation) -> Asked:
        """The rules with their source, and each way with its last day."""
        advice, ways = advice_at(at), self._ways(at)
        rows = tuple(
            (
                option(at, self.id, way.decision).label,
                phrase("tender.by", date=way.by),
                Phrase(f"tender.way.{way.decision}", at.values()),
            )
            for way in ways
        )
        header = tuple(phrase(f"tender.{name}") for name in ("way", "until", "means"))
        above: tuple[Part[Phrase], ...] = (
            *(_rule(at, rule, advice) for rule in advice.rules),
            *self._unsent(at),
            Table(Phrase("tender.title", at.values()), header, rows),
            Paragraph(phrase("not_legal_advice"), Tone.CAUTION),
        )
        options = tuple(option(at, self.id, way.decision) for way in ways)
        return Asked(question(at, self, options), above)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Keep the decision, and the day by which it is carried out."""
        chosen = answer.option if isinstance(answer, Chosen) else ""
        way = next((way for way in self._ways(at) if way.decision == chosen), None)
        if way is None:
            raise InputError("error.choose_one")
        decided: tuple[CaseEvent, ...] = (
            FactRecorded(MoneyFact.DECISION, way.decision, at.subject),
        )
        if way.decision is Decision.REPAY:  # that day is on the clock already
            return Turn(decided)
        day = _decide_by(at) or way.by
        by = min(day, way.by) if way.decision is Decision.WAIT else way.by
        return Turn((*decided, *decide_by(at.subject or "", by)))

    def _ways(self, at: Situation) -> tuple[Way, ...]:
        """The ways the advice leaves open; no banking once its letter was left unsent.

        Putting the decision off is no way where it can be put off no longer.
        """
        closed = {Decision.BANK} if _is_rejection_unsent(at) else set()
        closed |= {Decision.WAIT} if self.late else set()
        return tuple(w for w in advice_at(at).ways if w.decision not in closed)

    def _unsent(self, at: Situation) -> tuple[Paragraph[Phrase], ...]:
        if not _is_rejection_unsent(at):
            return ()
        return (Paragraph(phrase("tender.unsent"), Tone.CAUTION),)


def _decide_by(at: Situation) -> date | None:
    return at.case.date_fact(MoneyFact.DECIDE_BY, at.subject)


def _is_rejection_unsent(at: Situation) -> bool:
    letter = at.case.letter(LetterKind.REJECTION_WITH_BANKING, at.subject)
    return letter is not None and letter.skipped_because is not None


def _rule(at: Situation, rule: Rule, advice: TenderAdvice) -> Paragraph[Phrase]:
    """A rule in words, with the place, the day it was read and where."""
    values = {**at.values(), **_cited(advice.place), "date": advice.repay_by}
    return Paragraph(phrase(f"tender.rule.{rule}", **values), Tone.CAUTION)


def _cited(place: PlaceRules | None) -> dict[str, object]:
    read = place.on_cheques if place else None
    return {
        "place": place_name(place.place, place.name)
        if place
        else phrase("place.unknown"),
        "as_of": read.as_of if read else phrase("value.none"),
        "source": read.source if read else phrase("value.none"),
        "confidence": phrase(f"confidence.{read.confidence}")
        if read
        else phrase("value.none"),
    }
