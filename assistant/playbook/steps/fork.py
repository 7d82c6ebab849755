"""The fork after two or three exchanges: the ways on, side by side, and in numbers."""

from assistant.chat.replies import Paragraph, Part, Phrase, Table, Tone, phrase
from assistant.domain.assessment import Assessment, case_assessment, missing_proofs
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import FactRecorded, OfferChanged
from assistant.domain.facts import FactName
from assistant.domain.fork import Reckoning, Way
from assistant.domain.resolution import OfferStatus
from assistant.errors import InputError
from assistant.playbook.figures import hourly_rate, is_above_limit, reckoning
from assistant.playbook.names import Count
from assistant.playbook.predicates import SMALL_FIGHT, let_go_limit
from assistant.playbook.situation import Situation
from assistant.playbook.steps import figures
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.steps.shown import Shown, shown
from assistant.playbook.steps.ways import ways_in_numbers
from assistant.playbook.turn import Answer, Chosen, Turn

ONE_MORE_TRY, MEDIATION, SMALL_CLAIMS, LETTING_GO = tuple(Way)
FIGURES = "figures"


class ChooseWayOut(StepBase, frozen=True, tag="fork", tag_field="step"):
    """Mediation, small claims, letting go, or one more try, by criteria and numbers.

    try_again: whether one more try is among the ways.
    insist_at: exchanges after which one more try is no longer offered (S0-37).
    let_go_below: amount in major units below which letting go is suggested when the
        business has set no limit of its own (an example of a guide, S3-26).
    """

    try_again: bool = True
    insist_at: Count = 3
    let_go_below: Count = SMALL_FIGHT

    def sets(self) -> frozenset[str]:
        """The way chosen in this exchange, and the figures behind the numbers."""
        return frozenset({FactName.FORK, *(each.name for each in figures.FIGURES)})

    def answers(self, fact: str) -> frozenset[str] | None:
        """The ways on; one more try only while it is offered. Figures are open."""
        return frozenset(Way) if fact == FactName.FORK else None

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        more = (f"fork.{way}.when" for way in Way)
        own = needed(self.id, (*Way, FIGURES, "change_figures"), ("title",))
        return (*own, *more)

    def is_done(self, at: Situation) -> bool:
        """Whether a way was chosen."""
        return at.case.fact(FactName.FORK, at.subject) in self._ways(at)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """A figure that is wanted; else the ways with what speaks for each."""
        if figure := figures.missing(at):
            return figures.ask(self, at, figure)
        # Without a rate the own time, which most fights cost, would count as nothing.
        is_rate_known = hourly_rate(at) is not None
        may_try = ONE_MORE_TRY in self._ways(at)
        found = reckoning(at, may_try=may_try) if is_rate_known else None
        above = (
            Table(
                words(at, self.id, "title"),
                (phrase("fork.way"), phrase("fork.when"), phrase("fork.here")),
                tuple(self._way(at, way) for way in self._ways(at)),
            ),
            *shown((Shown.COUNTER,), at),
            *(ways_in_numbers(at, found, self._ways(at)) if found else ()),
            *self._lesson(at, found),
            *shown((Shown.PLACE,), at),
            Paragraph(phrase("fork.never"), Tone.CAUTION),
            Paragraph(phrase("fork.see_someone"), Tone.CAUTION),
            Paragraph(phrase("not_legal_advice"), Tone.CAUTION),
        )
        ids = (*self._ways(at), "change_figures" if figures.are_said(at) else FIGURES)
        options = tuple(option(at, self.id, each) for each in ids)
        return Asked(question(at, self, options), above)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Take that way, or keep a figure."""
        if figure := figures.missing(at):
            return figures.take(at, figure, answer)
        match answer:
            case Chosen("figures" | "change_figures"):
                return figures.begin(at)
            case Chosen(way) if way in self._ways(at):
                chosen = FactRecorded(FactName.FORK, way, at.subject)
                return Turn((chosen, *self._offer_ends(at, way)))
            case _:
                raise InputError("error.choose_one")

    def _offer_ends(self, at: Situation, way: str) -> tuple[CaseEvent, ...]:
        """An offer does not stand beside a mediation, a claim or letting go."""
        offer = at.case.offer
        if way == ONE_MORE_TRY or offer is None or offer.status is not OfferStatus.OPEN:
            return ()
        return (OfferChanged(OfferStatus.WITHDRAWN),)

    def _ways(self, at: Situation) -> tuple[str, ...]:
        exits = (MEDIATION, SMALL_CLAIMS, LETTING_GO)
        another = self.try_again and at.case.exchanges < self.insist_at
        return (ONE_MORE_TRY, *exits) if another else exits

    # -- in words ------------------------------------------------------------------

    def _way(self, at: Situation, way: str) -> tuple[Phrase, ...]:
        return (
            phrase(f"option.{way}"),
            phrase(f"fork.{way}.when"),
            phrase(f"fork.fits.{self._fit(at, way)}"),
        )

    def _fit(self, at: Situation, way: str) -> str:
        tests = {
            ONE_MORE_TRY: self._is_close,
            MEDIATION: self._both_partly_right,
            SMALL_CLAIMS: self._is_documented_and_within_limit,
            LETTING_GO: self._is_small,
        }
        return tests[Way(way)](at)

    def _is_close(self, at: Situation) -> str:
        countered = at.case.reply is not None and at.case.reply.kind == "counters"
        return "yes" if countered else "perhaps"

    def _both_partly_right(self, at: Situation) -> str:
        label = case_assessment(at.case)
        split = (Assessment.AMBIGUOUS, Assessment.MIXED)
        return "yes" if label in split else "perhaps"

    def _is_documented_and_within_limit(self, at: Situation) -> str:
        rows = at.case.contested_rows()
        court, due = at.court, at.case.grid.sum.due
        if court is not None and court.takes_disputed is False:
            return "not_for_disputes"
        if any(missing_proofs(at.case, row.id) for row in rows):
            return "papers_missing"
        if court is None or not court.limit_known:
            return "limit_unknown"
        if court.limit is not None and court.limit.currency != due.currency:
            return "limit_unknown"
        return "above_limit" if is_above_limit(at) else "yes"

    def _is_small(self, at: Situation) -> str:
        is_small = at.case.grid.sum.due <= let_go_limit(at, self.let_go_below)
        return "yes" if is_small else "perhaps"

    def _lesson(
        self, at: Situation, found: Reckoning | None
    ) -> tuple[Part[Phrase], ...]:
        """The 150 that a long and bitter fight is not worth (S3-26 to S3-28)."""
        is_small = self._is_small(at) == "yes"
        if not (found.is_lesson if found else is_small):
            return ()
        return (Paragraph(phrase("fork.lesson", **at.values()), Tone.CAUTION),)
