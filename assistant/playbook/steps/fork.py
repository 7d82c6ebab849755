"""The fork after two or three exchanges: four ways on, side by side."""

from assistant.chat.replies import Paragraph, Phrase, Table, Tone, phrase
from assistant.domain.assessment import Assessment, case_assessment, missing_proofs
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import FactRecorded, OfferChanged
from assistant.domain.facts import FactName
from assistant.domain.resolution import OfferStatus
from assistant.errors import InputError
from assistant.playbook.names import Count
from assistant.playbook.predicates import SMALL_FIGHT, let_go_limit
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

ONE_MORE_TRY, MEDIATION, SMALL_CLAIMS, LETTING_GO = (
    "one_more_try",
    "mediation",
    "small_claims",
    "letting_go",
)


class ChooseWayOut(StepBase, frozen=True, tag="fork", tag_field="step"):
    """Mediation, small claims, letting go, or one more try, by simple criteria.

    try_again: whether one more try is among the ways.
    insist_at: exchanges after which one more try is no longer offered (S0-37).
    let_go_below: amount in major units below which letting go is suggested when the
        business has set no limit of its own (an example of a guide, S3-26).
    """

    try_again: bool = True
    insist_at: Count = 3
    let_go_below: Count = SMALL_FIGHT

    def sets(self) -> frozenset[str]:
        """The way chosen in this exchange."""
        return frozenset({FactName.FORK})

    def answers(self, fact: str) -> frozenset[str]:
        """The ways on; one more try only while it is offered."""
        return frozenset({ONE_MORE_TRY, MEDIATION, SMALL_CLAIMS, LETTING_GO})

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        ways = (ONE_MORE_TRY, MEDIATION, SMALL_CLAIMS, LETTING_GO)
        more = (f"fork.{way}.when" for way in ways)
        return (*needed(self.id, ways, ("title",)), *more)

    def is_done(self, at: Situation) -> bool:
        """Whether a way was chosen."""
        return at.case.fact(FactName.FORK, at.subject) in self._ways(at)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The four ways with what speaks for each, and the not-legal-advice line."""
        above = (
            Table(
                words(at, self.id, "title"),
                (phrase("fork.way"), phrase("fork.when"), phrase("fork.here")),
                tuple(self._way(at, way) for way in self._ways(at)),
            ),
            *self._court(at),
            Paragraph(phrase("fork.never"), Tone.CAUTION),
            Paragraph(phrase("not_legal_advice"), Tone.CAUTION),
        )
        options = tuple(option(at, self.id, way) for way in self._ways(at))
        return Asked(question(at, self, options), above)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Take that way."""
        if isinstance(answer, Chosen) and answer.option in self._ways(at):
            return Turn(
                (
                    FactRecorded(FactName.FORK, answer.option, at.subject),
                    *self._offer_ends(at, answer.option),
                )
            )
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
        return tests[way](at)

    def _is_close(self, at: Situation) -> str:
        countered = at.case.reply is not None and at.case.reply.kind == "counters"
        return "yes" if countered else "perhaps"

    def _both_partly_right(self, at: Situation) -> str:
        label = case_assessment(at.case)
        split = (Assessment.AMBIGUOUS, Assessment.MIXED)
        return "yes" if label in split else "perhaps"

    def _is_documented_and_within_limit(self, at: Situation) -> str:
        rows = at.case.contested_rows()
        if any(missing_proofs(at.case, row.id) for row in rows):
            return "papers_missing"
        court, due = at.court, at.case.grid.sum.due
        if court is None or not court.limit_known:
            return "limit_unknown"
        if court.limit is None:
            return "yes"
        if court.limit.currency != due.currency:
            return "limit_unknown"
        return "yes" if due <= court.limit else "above_limit"

    def _is_small(self, at: Situation) -> str:
        is_small = at.case.grid.sum.due <= let_go_limit(at, self.let_go_below)
        return "yes" if is_small else "perhaps"

    def _court(self, at: Situation) -> tuple[Paragraph[Phrase], ...]:
        court = at.court
        if court is None:
            return (Paragraph(phrase("fork.no_place"), Tone.CAUTION),)
        values = {
            "place": court.name,
            "forum": court.forum,
            "as_of": court.as_of,
            "source": court.source,
            "confidence": phrase(f"confidence.{court.confidence}"),
        }
        if not court.limit_known:
            return (Paragraph(phrase("fork.court_no_limit", **values)),)
        if court.limit is None:
            return (Paragraph(phrase("fork.court_no_cap", **values)),)
        return (Paragraph(phrase("fork.court", limit=court.limit, **values)),)
